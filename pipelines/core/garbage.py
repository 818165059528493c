"""Puts off looking for garbage where there is none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def kept() -> Iterator[None]:
    """Many small values are made that all stay: looking for cycles takes longer than making them.

    Who had switched the collector off finds it off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def seldom() -> None:
    """Look for it very seldom, in a process that reads much and soon ends."""
    gc.set_threshold(200_000, 10, 100)
