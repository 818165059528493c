"""Spreads work over this machine's processors, with the same outcome as on one."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

PARTS = 8
"""Into how many parts each process's share is cut, so that none waits long for another."""

_inherited: list[tuple[Callable[[Any], Any], Sequence[Any]]] = []
"""A forked process's work and items: they need not be sent, as they are there already."""


def processors() -> int:
    """How many processes are worth starting: one where a process cannot simply fork."""
    return min(len(os.sched_getaffinity(0)), 8) if forks() else 1


def forks() -> bool:
    """Whether a process can simply fork: on Linux."""
    return hasattr(os, "sched_getaffinity")


def spread(
    work: Callable[[Item], Result], items: Sequence[Item], few: int, processes: int | None = None
) -> list[Result]:
    """The outcome of `work` for each item, in their order; `few` items are done here and now.

    Outcomes travel between processes, so they are small and plain. What `work`
    raises is raised here.
    """
    processes = processors() if processes is None else processes
    if processes == 1 or len(items) <= few:
        return [work(item) for item in items]
    chunk = -(-len(items) // (processes * PARTS))
    job = (work, items)
    with ProcessPoolExecutor(processes, get_context("fork"), _begin, job) as pool:
        return list(pool.map(_outcome, range(len(items)), chunksize=chunk))


def beside(work: Callable[[Item], object], items: Sequence[Item]) -> None:
    """Begin the work in one process beside this one, where a process can simply fork.

    Nobody waits for it, and what it raises is lost: whoever needs an outcome looks
    whether it is there, and does the work else.
    """
    if items and processors() > 1:
        context = get_context("fork")
        context.Process(target=_do_all, args=(work, items), daemon=True).start()


def _do_all(work: Callable[[Any], object], items: Sequence[Any]) -> None:
    Thread(target=_end_with_parent, daemon=True).start()
    for item in items:
        with suppress(Exception):
            work(item)


def _begin(work: Callable[[Any], Any], items: Sequence[Any]) -> None:
    _inherited.append((work, items))
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Whoever kills the parent leaves no children that wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _outcome(number: int) -> Any:
    work, items = _inherited[-1]
    return work(items[number])
