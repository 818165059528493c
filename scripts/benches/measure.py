"""Measures work on Linux: its seconds, what others took of the machine meanwhile, its memory."""

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

_TICKS = os.sysconf("SC_CLK_TCK")
_STEP = 0.05
"""Seconds between two looks at the memory."""


@dataclass
class Meter:
    """What was measured, by name; `others` are the shares of the machine that were not ours."""

    figures: dict[str, list[float]] = field(default_factory=dict)
    others: list[float] = field(default_factory=list)

    def time(self, name: str, work: Callable[[], object]) -> None:
        """Do the work once, with all earlier writing on disk, and note how long it took."""
        os.sync()
        busy, worked, begun = _busy(), ours(), time.perf_counter()
        work()
        took = time.perf_counter() - begun
        worked = ours() - worked
        foreign = (_busy() - busy - worked) / took / len(os.sched_getaffinity(0))
        self.others.append(min(max(foreign, 0), 1))  # the kernel counts in hundredths of a second
        self.note(name, took, f"s, {worked:.2f} s of processor time")

    def note(self, name: str, figure: float, unit: str) -> None:
        """Add a figure that was measured otherwise."""
        self.figures.setdefault(name, []).append(figure)
        print(f"  {name:14} {figure:8.2f} {unit}", flush=True)

    def median(self, name: str) -> float:
        """The middle of the figures."""
        return median(self.figures[name])


def run(
    command: Sequence[str | Path],
    at: Path,
    environment: Mapping[str, str] | None = None,
    allowed: Sequence[int] = (0,),
) -> str:
    """Run a command and give what it said; leaves with its complaint where it fails."""
    ran = subprocess.run(
        command, cwd=at, env=environment, check=False, capture_output=True, text=True
    )
    if ran.returncode not in allowed:
        raise SystemExit(f"{' '.join(map(str, command))}\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    return ran.stdout


def peak(work: Callable[[], object]) -> int:
    """The most bytes that all our child processes held at one moment while the work was done.

    Memory that processes share counts once: each one's proportional share is added up.
    """
    most, done = 0, threading.Event()

    def look() -> None:
        nonlocal most
        while not done.wait(_STEP):
            most = max(most, sum(map(_held, _children())))

    watch = threading.Thread(target=look)
    watch.start()
    try:
        work()
    finally:
        done.set()
        watch.join()
    return most


def _busy() -> float:
    """Seconds that all cores have worked since the start of the machine."""
    user, nice, system, _idle, _wait, *more = map(
        int, Path("/proc/stat").read_text("ascii").splitlines()[0].split()[1:]
    )
    return (user + nice + system + sum(more[:3])) / _TICKS


def ours() -> float:
    """Seconds that this process and all below it have worked, those that ended included."""
    return sum(os.times()[:4]) + sum(_children().values())


def _children() -> dict[int, float]:
    """All processes below this one that still run, with the seconds that they have worked."""
    below: dict[int, list[int]] = {}
    worked: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            _state, parent, *more = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        process = int(path.parent.name)
        below.setdefault(int(parent), []).append(process)
        worked[process] = sum(map(int, more[9:13])) / _TICKS
    found = list(below.get(os.getpid(), ()))
    for one in found:
        found += below.get(one, ())
    return {one: worked[one] for one in found}


def _held(process: int) -> int:
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0
    return next(
        (int(line.split()[1]) * 1024 for line in text.splitlines() if line[:4] == "Pss:"), 0
    )
