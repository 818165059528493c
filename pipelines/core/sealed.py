"""Plain data kept in files of this machine's own, believed only where it is whole and ours."""

import marshal
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from pipelines.core import whole

Kept: TypeAlias = tuple[Any, ...]
"""What was found, as plain data."""

WORTH = 20
"""All entries are written anew when more than one in so many is new."""
_HOUSE = Path(__file__).parents[2]
_SIZE = 32
_LENGTH = 8


def code(*rooms: str) -> tuple[str, ...]:
    """The files of code in rooms of the house, and the list of the libraries they use."""
    files = (path for room in rooms for path in sorted((_HOUSE / room).rglob("*.py")))
    return (*map(str, files), str(_HOUSE / "requirements.lock"))


def seal(*code: str, also: object = "") -> bytes:
    """Names what kept data depends on besides its sources: files of code, and what `also` says."""
    digest = sha256(f"{sys.version} {also}".encode("utf-8", "surrogatepass"))
    for file in (__file__, *code):
        digest.update(Path(file).read_bytes())
    return digest.digest()


def remember(place: Path, sealed: bytes, data: Any, besides: Sequence[bytes] = ()) -> None:
    """Keep plain data, and bytes besides that are read one by one (`Bound`).

    Raises OSError where nothing can be written.
    """
    raw = marshal.dumps(data)
    head = sealed + sha256(raw).digest() + len(raw).to_bytes(_LENGTH)
    whole.write(place, b"".join((head, raw, *besides)))


def recalled(place: Path, sealed: bytes) -> Any:
    """What is kept in a file; None where that is nothing, half a file, or another version's."""
    data, end = _unsealed(place, sealed)
    return data if end == 0 else None


def made_once(place: Path, sealed: bytes, make: Callable[[], Any]) -> Any:
    """What is kept in a file; where that is nothing, what `make` makes, which is kept then."""
    known = recalled(place, sealed)
    if known is None:
        known = make()
        # A place that cannot be written to costs time at the next start, nothing else.
        with suppress(OSError):
            remember(place, sealed, known)
    return known


def _unsealed(place: Path, sealed: bytes) -> tuple[Any, int]:
    """The data in a file, None where it is not to be believed, and where bytes besides begin.

    That is 0 where there are none.
    """
    try:
        with place.open("rb") as file:
            ours, check = file.read(_SIZE), file.read(_SIZE)
            length = int.from_bytes(file.read(_LENGTH))
            if ours != sealed or length > os.fstat(file.fileno()).st_size:
                return None, 0
            raw, more = file.read(length), file.read(1)
            begin = file.tell() - len(more)
    except OSError:
        return None, 0
    # Data alone, never code.
    data = marshal.loads(raw) if sha256(raw).digest() == check else None  # noqa: S302 - sealed, our own
    return data, begin if more else 0


class Bound(NamedTuple):
    """Entries of one file by key, and where from `begin` on each one's long part is.

    `beside` says how many entries the other file of two layers has.
    """

    place: Path
    entries: Mapping[str, Kept]
    places: Mapping[str, tuple[int, int, bytes]]
    beside: int = 0
    begin: int = 0

    def long(self, key: str) -> Any:
        """The long part of an entry; None where there is none, or not as it was left."""
        if key not in self.places:
            return None
        start, size, check = self.places[key]
        try:
            with self.place.open("rb") as file:
                raw = os.pread(file.fileno(), size, self.begin + start)
        except OSError:
            return None
        return marshal.loads(raw) if _check(raw) == check else None  # noqa: S302 - as above


@dataclass(frozen=True)
class Layers:
    """Entries by key, in two files of a folder: what is new is added without writing all.

    `bound` is written once in a while, `loose` at every change. An entry may have a
    long part, which is read only when somebody asks. The folder is safe to delete;
    two processes at once lose nothing but time.
    """

    folder: Path
    sealed: bytes

    @cached_property
    def bound(self) -> Bound:
        """Most of them; none where another version, or nobody, left some."""
        return _opened(self.folder / "bound", self.sealed)

    @cached_property
    def loose(self) -> Bound:
        """Those that are newer."""
        return _opened(self.folder / "loose", self.sealed)

    @property
    def all(self) -> Mapping[str, Kept]:
        """Every entry by its key."""
        return {**self.bound.entries, **self.loose.entries}

    def ready(self) -> "Layers":
        """The same, read now and not when somebody asks."""
        _ = self.bound, self.loose
        return self

    def get(self, key: str) -> Kept | None:
        """The entry with a key."""
        return self.loose.entries.get(key) or self.bound.entries.get(key)

    def long(self, key: str) -> Any:
        """The long part of the entry with a key; None where it cannot be believed."""
        return (self.loose if key in self.loose.entries else self.bound).long(key)

    def keep(
        self,
        fresh: Mapping[str, Kept],
        wanted: Callable[[], Mapping[str, Kept]],
        long: Callable[[str], Any] = lambda _key: None,
    ) -> None:
        """Leave fresh entries for the next beside what is there; `long` gives one's long part.

        `wanted` gives all that will be asked for: once in a while nothing else is left.
        """
        if not fresh:
            return
        loose = {**self.loose.entries, **fresh}
        # A place that cannot be written to costs time at the next start, nothing else.
        with suppress(OSError):
            beside = self.loose.beside
            if len(loose) * WORTH > beside:
                every, loose = wanted(), {}
                beside = len(every)
                _bind(self.folder / "bound", self.sealed, every, long)
            _bind(self.folder / "loose", self.sealed, loose, long, beside)


def _bind(
    place: Path,
    sealed: bytes,
    entries: Mapping[str, Kept],
    long: Callable[[str], Any],
    beside: int = 0,
) -> None:
    places: dict[str, tuple[int, int, bytes]] = {}
    besides: list[bytes] = []
    start = 0
    for key in entries:
        if (data := long(key)) is not None:
            raw = marshal.dumps(data)
            places[key] = (start, len(raw), _check(raw))
            start += len(raw)
            besides.append(raw)
    remember(place, sealed, (dict(entries), places, beside), besides)


def _check(raw: bytes) -> bytes:
    return blake2b(raw, digest_size=8).digest()


def _opened(place: Path, sealed: bytes) -> Bound:
    try:
        stat = place.stat()
    except OSError:
        return Bound(place, {}, {})
    return _read(place, sealed, stat.st_ino, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=8)
def _read(place: Path, sealed: bytes, *_of: int) -> Bound:
    """What stands in a file as it is now; who asks again in this process need not read again."""
    data, begin = _unsealed(place, sealed)
    entries, places, beside = data or ({}, {}, 0)
    return Bound(place, entries, places, beside, begin)
