"""Runs Pelican without starting anew: that is what takes longest in a small change.

As a program (`python -m pipelines.release.warm`) it reads a command's arguments
as a line of JSON, runs Pelican with them and prints its exit status.
"""

import gc
import json
import os
import runpy
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from tempfile import TemporaryFile

from pipelines.core import garbage
from pipelines.release.build import HOUSE, Run


@contextmanager
def pelican() -> Iterator[Run]:
    """A Pelican that stays loaded until the block ends."""
    with (
        TemporaryFile("w+") as said,
        subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=HOUSE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        ) as worker,
    ):

        def run(command: Sequence[str]) -> tuple[int, str]:
            assert worker.stdin  # noqa: S101 - it was asked for above
            assert worker.stdout  # noqa: S101 - the same
            begin = said.seek(0, os.SEEK_END)
            # The command begins with `python -m pelican`.
            print(json.dumps(command[3:]), file=worker.stdin, flush=True)
            status = worker.stdout.readline().strip()
            said.seek(begin)
            return int(status or 1), said.read()

        try:
            yield run
        finally:
            # It holds nothing that is worth tidying up.
            worker.kill()


def forked(command: Sequence[str]) -> tuple[int, str]:
    """Run Pelican in a child that has every module of this process already.

    For a process with no thread but its own.
    """
    with TemporaryFile("w+") as said:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                sys.stdout = sys.stderr = said
                os.chdir(HOUSE)
                status = _run(command[3:])
            except BaseException:  # noqa: BLE001 - nothing of a child may run on as its parent
                traceback.print_exc()
            finally:
                said.flush()
                os._exit(status)
        _child, ended = os.waitpid(child, 0)
        said.seek(0)
        return ended, said.read()


def main() -> None:
    """Serve until the input ends. Pelican's own words go to stderr."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    garbage.seldom()
    # Loaded before anybody asks for a build; each build reads the settings again.
    for name in ("pelican", "pelicanconf"):
        import_module(name)
    for line in sys.stdin:
        print(_run(json.loads(line)), file=answers, flush=True)
        # A build collects no garbage; what the last one left goes while nobody waits.
        gc.collect()


def _run(arguments: Sequence[str]) -> int:
    """Pelican's own program in this process; gives its exit status."""
    sys.argv = ["pelican", *arguments]
    try:
        runpy.run_module("pelican", run_name="__main__")
    except SystemExit as done:
        return int(bool(done.code))
    return 0


if __name__ == "__main__":
    main()
