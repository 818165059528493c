"""The publication register and what is counted from it: pure, from history to numbers."""
