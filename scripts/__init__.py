"""Entry points for people: each sets up the environment, then calls a pipeline."""
