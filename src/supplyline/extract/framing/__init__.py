"""Learned frames of English text: weights, what their labels say, and the frames they add to those of the rules."""
