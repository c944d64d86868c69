"""From the corpus to the weights of the learned frames: examples, windows, fitting, export, thresholds."""
