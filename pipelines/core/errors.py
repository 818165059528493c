"""The one error that people are meant to read."""


class HouseError(Exception):
    """We cannot work: one sentence that says what to do next (exit status 3)."""
