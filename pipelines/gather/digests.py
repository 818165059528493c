"""Files' digests as they were last read, believed where a file's mark is still the same."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from pipelines.core import sealed
from pipelines.core.below import CHANGED, MODIFIED, Mark, marks
from pipelines.core.sealed import Kept, Layers

FOLDER = "files"
"""Where in a cache they are kept."""
SETTLED = 2_000_000_000
"""Nanoseconds after which a mark is believed: some file systems tell time by two seconds."""

Found: TypeAlias = tuple[Mark | None, str]
"""A file's mark, which a link has not, and its digest, "" where it has to be read first."""
Files: TypeAlias = Mapping[str, Found]
"""What stands below a folder, by path from there."""


def look(content: Path, kept: Path | None = None) -> dict[str, Found]:
    """What stands below a content folder; `kept` is the cache that may know its digests.

    Nothing is read: who orders a build may do this while others get ready to read.
    """
    known = _layers(kept).all if kept else {}
    found: dict[str, Found] = {}
    for path, mark in marks(content).items():
        before = known.get(path)
        found[path] = (mark, before[1] if before is not None and before[0] == mark else "")
    return found


@dataclass(frozen=True)
class Digests:
    """Where digests are kept, and since when by the clock of its file system files are read.

    The cache is this machine's own and safe to delete; two processes at once lose
    nothing but time.
    """

    kept: Path
    now: int

    @classmethod
    def at(cls, kept: Path | None) -> "Digests | None":
        """For files that are read from now on; none where nothing can be kept."""
        if kept is None:
            return None
        try:
            # Files' marks are set by the file system's clock, so this is the one to ask.
            clock = kept / FOLDER / "clock"
            clock.parent.mkdir(parents=True, exist_ok=True)
            clock.touch()
            return cls(kept, clock.stat().st_mtime_ns)
        except OSError:
            return None

    def keep(self, files: Files, fresh: Mapping[str, str], present: Collection[str]) -> None:
        """Leave the digests of files that were read just now, where their marks can be believed.

        `present` are the paths of all files that stand there.
        """
        settled: dict[str, Kept] = {
            path: (mark, digest)
            for path, digest in fresh.items()
            if (mark := files[path][0]) and max(mark[MODIFIED], mark[CHANGED]) + SETTLED < self.now
        }
        layers = _layers(self.kept)

        def wanted() -> dict[str, Kept]:
            return {p: one for p, one in {**layers.all, **settled}.items() if p in present}

        layers.keep(settled, wanted)


def _layers(kept: Path) -> Layers:
    return Layers(kept / FOLDER, sealed.seal(__file__))
