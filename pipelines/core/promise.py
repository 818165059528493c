"""What one process finds out while another is busy that will ask for it: who asks, waits."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.core import sealed


@contextmanager
def promised(place: Path) -> Iterator[Callable[[Callable[[], Any]], None]]:
    """Promise plain data in a file; gives the function that keeps the promise.

    It is given what finds the data out, and whoever asks waits until that is done
    or failed, or the block ends. Raises OSError where nothing can be written.
    """
    place.unlink(missing_ok=True)
    with _lock(place).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)

        def keep(find: Callable[[], Any]) -> None:
            try:
                sealed.remember(place, sealed.seal(), find())
            finally:
                # Nobody waits for what failed.
                fcntl.flock(handle, fcntl.LOCK_UN)

        try:
            yield keep
        finally:
            # What was true a while ago is not told later.
            place.unlink(missing_ok=True)


def told(place: str | None, find: Callable[[], Any]) -> Any:
    """What was promised in a file; where nothing was, what `find` finds out."""
    known = fulfilled(Path(place)) if place else None
    return find() if known is None else known


def fulfilled(place: Path) -> Any:
    """What was promised in a file; None where the promise was not kept, or nothing promised."""
    try:
        with _lock(place).open("rb") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH)
    except OSError:
        return None
    return sealed.recalled(place, sealed.seal())


def _lock(place: Path) -> Path:
    return place.with_name(f"{place.name}.lock")
