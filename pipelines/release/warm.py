"""Keeps Pelican loaded between builds: starting it is what takes longest in a small change.

As a program (`python -m pipelines.release.warm`) it reads a command's arguments
as a line of JSON, runs Pelican with them and prints its exit status.
"""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryFile

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

        yield run


def main() -> None:
    """Serve until the input ends. Pelican's own words go to stderr."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        sys.argv = ["pelican", *json.loads(line)]
        status: object = 0
        try:
            runpy.run_module("pelican", run_name="__main__")
        except SystemExit as done:
            status = done.code
        print(int(bool(status)), file=answers, flush=True)


if __name__ == "__main__":
    main()
