"""Where the work of a build runs, and what surrounds it; the stages themselves are pure functions."""
