"""Spreads work that leaves nothing but files over several processes."""

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar

Piece = TypeVar("Piece")

WORTH = 64
"""Fewer pieces than this are done sooner than a process is started."""


def spread(do: Callable[[Piece], object], pieces: Sequence[Piece], processes: int) -> None:
    """Do every piece, each process every n-th: dear ones stand together.

    One process does all where there is no other way (no fork), or little to do.
    Raises RuntimeError when a child failed; what it said is on stderr.
    """
    if not hasattr(os, "fork") or len(pieces) < WORTH:
        processes = 1
    sys.stdout.flush()
    sys.stderr.flush()
    children = [_child(do, pieces, first, processes) for first in range(1, processes)]
    try:
        for piece in islice(pieces, 0, None, processes):
            do(piece)
    finally:
        failed = [child for child in children if os.waitpid(child, 0)[1]]
    if failed:
        raise RuntimeError(f"{len(failed)} of {processes} processes failed")


def _child(
    do: Callable[[Piece], object], pieces: Sequence[Piece], first: int, processes: int
) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        for piece in islice(pieces, first, None, processes):
            do(piece)
        status = 0
    except BaseException:  # noqa: BLE001 - nothing of a child may run on in the parent's code
        traceback.print_exc()
    finally:
        # Neither the parent's buffers nor its exit handlers are ours to run.
        sys.stderr.flush()
        os._exit(status)
