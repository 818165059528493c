"""Publishes again and again and is killed each time: `python -m tests.release.killed HOW DIR N`.

A program of its own, as it forks: each child publishes and dies, at its n-th call
to the file system (`calls`) or after a random time (`moments`). After each death
what is public must be the old or the new version, whole, and the next run must
succeed and leave nothing behind.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from pipelines.release.folder import Folder
from tests.release.sites import public, released

CALLS = ("open", "os.", "shutil.", "fcntl.")


def main(how: str, folder: Path, runs: int) -> None:
    """Print how often the old and the new version were public after a death."""
    target, source = Folder(folder / "target"), folder / "source"
    seen = {"old": 0, "new": 0, "survived": 0}
    began = time.monotonic()
    released(target, source, "v0")
    usual = time.monotonic() - began
    for number in range(1, runs + 1):
        old, new = public(target.path), f"v{number}"
        limit = number if how == "calls" else usual * 1.5
        died = {"calls": _at_call, "moments": _at_moment}[how](
            limit, lambda new=new: released(target, source, new)
        )
        began = time.monotonic()
        shown = public(target.path)
        assert shown in {old, new}, shown
        assert died or shown == new, "a run that was not killed must have published"
        seen["survived" if not died else "old" if shown == old else "new"] += 1
        released(target, source, new)
        usual = (usual + time.monotonic() - began) / 2
        assert public(target.path) == new
        assert not list((target.path / "incoming").glob("*"))
        assert len(target.names()) <= 3, "leftovers"
        if how == "calls" and not died:
            break
    print(json.dumps(seen))


def _at_call(number: float, publish: Callable[[], object]) -> bool:
    """Let a child publish and kill it just before its n-th call to the file system."""
    child = os.fork()
    if child == 0:
        left = number

        def count(event: str, _details: tuple[object, ...]) -> None:
            nonlocal left
            left -= event.startswith(CALLS)
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        publish()
        os._exit(0)
    return _ended(child)


def _at_moment(longest: float, publish: Callable[[], object]) -> bool:
    """Let a child publish and kill it after at most so many seconds."""
    child = os.fork()
    if child == 0:
        publish()
        os._exit(0)
    time.sleep(random.uniform(0, longest))  # noqa: S311 - any moment will do
    os.kill(child, signal.SIGKILL)
    return _ended(child)


def _ended(child: int) -> bool:
    """Wait for a child; tells whether it was killed."""
    _child, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the child failed by itself"
    return os.WIFSIGNALED(status)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
