"""Benchmarks: each a function that measures one thing and prints its numbers."""
