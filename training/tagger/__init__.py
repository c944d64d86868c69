"""From annotated text to the weights of the English tagger; see training/README.md."""
