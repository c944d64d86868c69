"""From annotated text to the weights of the English tagger; docs/model-card.md says what came of it."""
