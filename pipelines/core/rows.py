"""Named tuples made of plain ones, by the ten thousand."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeVar

Row = TypeVar("Row", bound=tuple[Any, ...])


def row(kind: type[Row]) -> Callable[[Iterable[Any]], Row]:
    """What makes named tuples of all their values, uncounted, in half the time of a call each."""
    return partial(tuple.__new__, kind)
