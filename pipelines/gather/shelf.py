"""Articles as they were last read, kept by their bytes' digest: a second reading costs little."""

import marshal
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pydantic
import yaml

from pipelines.core import article, content, frontmatter, marked, schema, whole
from pipelines.core.article import Article
from pipelines.core.marked import Mark as Line
from pipelines.gather import markdown

Mark: TypeAlias = tuple[int, ...]
"""What tells, without reading a file, that it is the one that was read."""
Kept: TypeAlias = tuple[Any, ...]
"""What was seen, as plain data."""

SETTLED = 2_000_000_000
"""Nanoseconds after which a mark is believed: some file systems tell time by two seconds."""
WORTH = 20
"""All leaves are written anew when more than one in so many is new."""


class Seen(NamedTuple):
    """What was read of a file: its digest; of an article also what its pages are made of.

    `front` are its fields as JSON, `faults` what of it could not be read and where.
    """

    digest: str
    front: str = ""
    html: str = ""
    targets: tuple[str, ...] = ()
    words: int = 0
    faults: tuple[tuple[Line, str], ...] = ()


def seen_of(one: Article) -> Seen:
    """An article as it is kept: all but its text."""
    front = one.front.model_dump_json(exclude_unset=True)
    faults = tuple((fault.mark, fault.message) for fault in one.faults)
    return Seen(one.digest, front, one.html, one.targets, one.words, faults)


def _mark(stat: os.stat_result) -> Mark:
    return (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


@dataclass(frozen=True)
class Shelf:
    """What one reading of a content folder leaves for the next.

    `marks` are files' marks and digests by path; `bound` and `loose` are articles
    by digest, in two files: one is written once in a while, the other at every
    change. The folder is this machine's own and safe to delete; two processes at
    once lose nothing but time. What is faulty is not kept, as faults are told in
    the language of the day.
    """

    folder: Path | None = None
    now: int = 0
    marks: Mapping[str, tuple[Mark, str]] = field(default_factory=dict)
    bound: Mapping[str, Kept] = field(default_factory=dict)
    loose: Mapping[str, Kept] = field(default_factory=dict)

    @classmethod
    def at(cls, folder: Path | None) -> "Shelf":
        """The shelf in a folder; an empty one where another version, or nobody, left something."""
        if folder is None:
            return cls()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            # Files' marks are set by the file system's clock, so this is the one to ask.
            clock = folder / "clock"
            clock.touch()
            now = clock.stat().st_mtime_ns
        except OSError:
            return cls()
        marks, loose = _recalled(folder / "loose") or ({}, {})
        return cls(folder, now, marks, _recalled(folder / "bound") or {}, loose)

    def untouched(self, path: str, stat: os.stat_result) -> Seen | None:
        """What was read of a file, where it is still the same one."""
        known = self.marks.get(path)
        if known is None or known[0] != _mark(stat):
            return None
        return self.article(known[1]) if path.endswith(".md") else Seen(known[1])

    def article(self, digest: str) -> Seen | None:
        """What was read of an article with these bytes."""
        kept = self.loose.get(digest) or self.bound.get(digest)
        return Seen(*kept) if kept else None

    def keep(self, files: Mapping[str, os.stat_result], seen: Mapping[str, Seen]) -> None:
        """Leave for the next what was seen of files, marks only where they can be believed."""
        if self.folder is None:
            return
        marks = {
            path: (_mark(files[path]), one.digest)
            for path, one in seen.items()
            if max(files[path].st_mtime_ns, files[path].st_ctime_ns) + SETTLED < self.now
        }
        sound = {one.digest: tuple(one) for one in seen.values() if one.front and not one.faults}
        new = sound.keys() - self.bound.keys()
        if marks == self.marks and new <= self.loose.keys():
            return
        # A place that cannot be written to costs time at the next start, nothing else.
        with suppress(OSError):
            if len(new) * WORTH > len(sound):
                _remember(self.folder / "bound", sound)
                new = set()
            _remember(self.folder / "loose", (marks, {digest: sound[digest] for digest in new}))


@cache
def _seal() -> bytes:
    """What is kept depends on this besides the articles: the code that reads them."""
    libraries = f"{pydantic.VERSION} {yaml.__version__} {markdown.VERSION} {sys.version}"
    digest = sha256(libraries.encode())
    for code in (
        *(article.__file__, content.__file__, frontmatter.__file__, marked.__file__),
        *(schema.__file__, markdown.__file__, __file__),
    ):
        digest.update(Path(code).read_bytes())
    return digest.digest()


def _recalled(place: Path) -> Any:
    try:
        return _opened(place, _mark(place.stat()))
    except OSError:
        return None


@lru_cache(maxsize=4)
def _opened(place: Path, _of: Mark) -> Any:
    """What stands in a file with this mark."""
    raw = memoryview(place.read_bytes())
    # Data alone, never code; and what another version left, or half a file, is nothing.
    if raw[:32] != _seal() or raw[32:64] != _digest(raw[64:]):
        return None
    return marshal.loads(raw[64:])  # noqa: S302 - sealed, our own


def _remember(place: Path, data: Any) -> None:
    raw = marshal.dumps(data)
    whole.write(place, _seal() + _digest(raw) + raw)


def _digest(raw: bytes | memoryview) -> bytes:
    return sha256(raw).digest()
