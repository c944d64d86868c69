"""The learned tagger of English text: weights, windows of word pieces, and what their labels say."""
