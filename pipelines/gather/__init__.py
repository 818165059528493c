"""Reads the world into a Case; never writes to it."""
