"""Runs Pelican in a process beside this one, which need not start anew for the next build."""

import gc
import os
import runpy
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import NamedTemporaryFile

from pipelines.core import garbage
from pipelines.core.spread import forks
from pipelines.release.build import HOUSE, Run, afresh

REST = 1
"""So many seconds after a build, nobody waits for the next."""


@contextmanager
def pelican(*, once: bool = False) -> Iterator[Run]:
    """A Pelican that gets ready at once and stays loaded until the block ends.

    Where one build is all that is expected, it serves `once` and goes while the outcome
    is looked at: to give back the memory of fifty thousand articles takes time. Who asks
    for another build all the same waits for a process of its own.
    It is forked, with every module that is here already, where this process has
    no thread but its own; else it begins from nothing.
    """
    alone = forks() and threading.active_count() == 1
    context = get_context("fork") if alone else get_context("spawn")
    ours, theirs = context.Pipe()
    with NamedTemporaryFile("r", encoding="utf-8", errors="replace") as said:
        worker = context.Process(target=_work, args=(ours, theirs, Path(said.name), once))
        worker.start()
        theirs.close()
        served = False

        def run(command: Sequence[str]) -> tuple[int, str]:
            nonlocal served
            if once and served:
                return afresh(command)
            served = True
            begin = said.seek(0, os.SEEK_END)
            try:
                # The command begins with `python -m pelican`.
                ours.send(command[3:])
                status: int = ours.recv()
            except (EOFError, OSError):
                status = 1
            said.seek(begin)
            return status, said.read()

        try:
            yield run
        finally:
            # It holds nothing that is worth tidying up.
            worker.kill()
            worker.join()


def _work(asker: Connection, asked: Connection, said: Path, once: bool) -> None:
    """Build whatever is asked for, until nobody can ask. All words go to the file `said`."""
    asker.close()
    os.chdir(HOUSE)
    with said.open("a") as file:
        for standard in (1, 2):
            os.dup2(file.fileno(), standard)
    garbage.seldom()
    # Loaded before anybody asks for a build; each build reads the settings again.
    for name in ("pelican", "pelicanconf"):
        import_module(name)
    while True:
        # A build collects no garbage; what the last one left goes when nobody asks for a while.
        if not asked.poll(REST):
            gc.collect()
        try:
            arguments = asked.recv()
        except EOFError:
            return
        asked.send(_run(arguments))
        if once:
            os._exit(0)


def _run(arguments: Sequence[str]) -> int:
    """Pelican's own program in this process; gives its exit status."""
    sys.argv = ["pelican", *arguments]
    try:
        runpy.run_module("pelican", run_name="__main__")
    except SystemExit as done:
        return int(bool(done.code))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0
