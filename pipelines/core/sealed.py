"""Plain data kept in files of this machine's own, believed only where it is whole and ours."""

import marshal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from pipelines.core import whole

Kept: TypeAlias = tuple[Any, ...]
"""What was found, as plain data."""

WORTH = 20
"""All entries are written anew when more than one in so many is new."""
_SIZE = 32


def seal(*code: str, also: object = "") -> bytes:
    """Names what kept data depends on besides its sources: files of code, and what `also` says."""
    digest = sha256(f"{sys.version} {also}".encode("utf-8", "surrogatepass"))
    for file in code:
        digest.update(Path(file).read_bytes())
    return digest.digest()


def remember(place: Path, sealed: bytes, data: Any) -> None:
    """Keep plain data; raises OSError where nothing can be written."""
    raw = marshal.dumps(data)
    whole.write(place, sealed + sha256(raw).digest() + raw)


def recalled(place: Path, sealed: bytes) -> Any:
    """What is kept in a file; None where that is nothing, half a file, or another version's."""
    try:
        raw = memoryview(place.read_bytes())
    except OSError:
        return None
    begin = 2 * _SIZE
    # Data alone, never code.
    if raw[:_SIZE] != sealed or raw[_SIZE:begin] != sha256(raw[begin:]).digest():
        return None
    return marshal.loads(raw[begin:])  # noqa: S302 - sealed, our own


@dataclass(frozen=True)
class Layers:
    """Entries by key, in two files of a folder: what is new is added without writing all.

    `bound` is written once in a while, `loose` at every change. The folder is safe
    to delete; two processes at once lose nothing but time.
    """

    folder: Path
    sealed: bytes
    bound: Mapping[str, Kept]
    loose: Mapping[str, Kept]

    @classmethod
    def at(cls, folder: Path, sealed: bytes) -> "Layers":
        """The entries in a folder; none where another version, or nobody, left some."""
        bound, loose = (_opened(folder / name, sealed) or {} for name in ("bound", "loose"))
        return cls(folder, sealed, bound, loose)

    def get(self, key: str) -> Kept | None:
        """The entry with a key."""
        return self.loose.get(key) or self.bound.get(key)

    def keep(self, entries: Mapping[str, Kept]) -> None:
        """Leave these entries for the next, at least."""
        new = {key: one for key, one in entries.items() if self.bound.get(key) != one}
        if new == self.loose:
            return
        # A place that cannot be written to costs time at the next start, nothing else.
        with suppress(OSError):
            if len(new) * WORTH > len(entries):
                remember(self.folder / "bound", self.sealed, dict(entries))
                new = {}
            remember(self.folder / "loose", self.sealed, new)


def _opened(place: Path, sealed: bytes) -> Any:
    try:
        stat = place.stat()
    except OSError:
        return None
    return _read(place, sealed, stat.st_ino, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=8)
def _read(place: Path, sealed: bytes, *_of: int) -> Any:
    """What stands in a file as it is now; who asks again in this process need not read again."""
    return recalled(place, sealed)
