"""What every file of a finished site refers to: read once, remembered by fingerprint."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from pathlib import Path
from posixpath import basename, dirname
from typing import Final, NamedTuple
from urllib.parse import unquote

from pipelines.core import article, sealed, targets
from pipelines.core.below import paths
from pipelines.core.rows import row
from pipelines.core.spread import PARTS, processors, spread
from pipelines.core.targets import Elsewhere, Target, resolve
from pipelines.release.links import extract as extraction
from pipelines.release.links.extract import Found, Way, extract

_NUMBER: Final = "I"

FEW = 400
"""So many files are read here and now; more are worth a second process."""


WORTH = 100
"""The cache is written anew when more than one file in so many was not in it."""
AT_ANY_DEPTH = {"403.html", "404.html", "410.html", "500.html", "50x.html"}
"""Pages that servers show at addresses of any depth, so that they alone start at the root."""


class Reference(NamedTuple):
    """One way out of a file: what for, to which file below the root, to which place in it.

    Where `way` is OUTSIDE, ROOTED, EMPTY or FAULT, `path` is the address, the
    element, or what is wrong.
    """

    way: str
    path: str
    fragment: str = ""


class File(NamedTuple):
    """A file of the site: the ids in it, and its references (`packed`)."""

    ids: Collection[str]
    made: bytes

    @property
    def references(self) -> Sequence[int]:
        """The numbers of its references."""
        return memoryview(self.made).cast(_NUMBER)


def packed(numbers: Iterable[int]) -> bytes:
    """References by their numbers as they are kept: a site has fifty of them on each page."""
    return array(_NUMBER, numbers).tobytes()


@dataclass(frozen=True)
class Facts:
    """Every file by its path, and the number by which files name each distinct reference.

    `marks` are the files' fingerprints. References are numbered from 0 on in their order;
    `doubtful` are the numbers of those that perhaps no file makes any more. What leads to a
    place on the same page that is there is told to nobody: it is sound as long as the page
    stays as it is.
    """

    files: Mapping[str, File]
    marks: Mapping[str, str]
    numbers: Mapping[Reference, int]
    doubtful: frozenset[int] = frozenset()

    @cached_property
    def references(self) -> Sequence[Reference]:
        """The references in the order of their numbers."""
        return list(self.numbers)

    @cached_property
    def unused(self) -> frozenset[int]:
        """The numbers of references that no file makes any more; every file is asked for it."""
        made = (file.references for file in self.files.values()) if self.doubtful else ()
        return self.doubtful.difference(*made)

    @cached_property
    def folded(self) -> Mapping[str, str]:
        """Every path by its small letters."""
        return {path.casefold(): path for path in sorted(self.files)}


def gather(
    site: Path,
    domain: str,
    marks: Mapping[str, str],
    cache: Path | None = None,
    known: Facts | None = None,
    present: Iterable[str] | None = None,
) -> Facts:
    """Read a site's files, those alone whose mark the cache does not know.

    `marks` are fingerprints of outputs by path, as the build gives them; a file
    without one goes by its size and time. The answer is the same with any cache.
    `known` is what is recalled of it and `present` are the site's files, where that was
    found out beforehand.
    """
    known = known or recalled(cache, domain)
    present = sorted(paths(site)) if present is None else present
    there = {path: marks.get(path) or _mark(site / path) for path in present}
    before = known.marks
    fresh = sorted(path for path, mark in there.items() if before.get(path) != mark)
    former = before.keys() - there.keys()
    if not fresh and not former:
        return known
    files = {**known.files}
    gone = [files.pop(path) for path in (*former, *fresh) if path in files]
    numbers = {**known.numbers}
    alike: dict[tuple[str, ...], tuple[str, ...]] = {}
    for read in _read_all(site, fresh, domain):
        for path, ids, references in read.files:
            made = [numbers.setdefault(read.references[one], len(numbers)) for one in references]
            files[path] = File(alike.setdefault(ids, ids), packed(made))
    once_made = known.doubtful.union(*(file.references for file in gone))
    doubtful = once_made.difference(*(files[path].references for path in fresh))
    facts = Facts(files, there, numbers, doubtful)
    if cache is not None and len(fresh) * WORTH > len(files):
        facts = _compact(facts)
        _remember(cache, domain, facts)
    return facts


def _compact(facts: Facts) -> Facts:
    """The same without references that no file makes any more."""
    unused = facts.unused
    if not unused:
        return Facts(facts.files, facts.marks, facts.numbers)
    kept = [one for one, number in facts.numbers.items() if number not in unused]
    numbers = {reference: number for number, reference in enumerate(kept)}
    renumbered = {facts.numbers[reference]: number for reference, number in numbers.items()}
    files = {
        path: file._replace(made=packed(renumbered[old] for old in file.references))
        for path, file in facts.files.items()
    }
    return Facts(files, facts.marks, numbers)


def holds(path: str, ids: Collection[str], fragment: str) -> bool:
    """Whether a file has a place; only pages and pictures of ours have any we can know."""
    if not fragment or not path.endswith((".html", ".htm", ".svg")):
        return True
    return fragment in ids or unquote(fragment) in ids or fragment.lower() == "top"


def _mark(path: Path) -> str:
    stat = path.stat()
    return f"{stat.st_size}-{stat.st_mtime_ns}"


class _Read(NamedTuple):
    """What one process read: its own table, and files that number it."""

    references: list[Reference]
    files: list[tuple[str, tuple[str, ...], list[int]]]


def _read_all(site: Path, fresh: Sequence[str], domain: str) -> Iterable[_Read]:
    size = -(-len(fresh) // (processors() * PARTS)) if len(fresh) > FEW else FEW
    chunks = [fresh[start : start + size] for start in range(0, len(fresh), size)]
    return spread(lambda chunk: _read(site, chunk, domain), chunks, few=1)


def _read(site: Path, some: Sequence[str], domain: str) -> _Read:
    table: dict[Reference, int] = {}
    files = []
    seen: dict[tuple[str, str, str], Reference | None] = {}
    for path in some:
        found = extract(path, (site / path).read_bytes())
        numbers = [
            table.setdefault(reference, len(table))
            for reference in _resolved(path, found, domain, seen)
        ]
        files.append((path, found.ids, numbers))
    return _Read(list(table), files)


def _resolved(
    path: str,
    found: Found,
    domain: str,
    seen: dict[tuple[str, str, str], Reference | None],
) -> Iterator[Reference]:
    """References as they lead; most pages of a folder share theirs, so `seen` keeps them."""
    base = resolve(path, found.base, domain) if found.base else None
    page = base.path if isinstance(base, Target) else path
    folder, ids = dirname(page), frozenset(found.ids)
    for way, written in found.references:
        if written.startswith(("#", "?")):
            reference = _reference(page, way, written, domain)
        else:
            key = (folder, way, written)
            if key not in seen:
                seen[key] = _reference(page, way, written, domain)
            reference = seen[key]
        if reference is not None:
            if reference.path != path or reference.way != Way.LINK:
                yield reference
            elif not holds(path, ids, reference.fragment):
                yield reference._replace(way=Way.SELF)


def _reference(page: str, way: str, written: str, domain: str) -> Reference | None:
    if way in {Way.EMPTY, Way.FAULT}:
        return Reference(way, written)
    leading = resolve(page, written, domain)
    if isinstance(leading, Target):
        rooted = written.startswith("/") and not written.startswith("//")
        if rooted and way != Way.STATEMENT and basename(page) not in AT_ANY_DEPTH:
            return Reference(Way.ROOTED, written)
        return Reference(way, *leading)
    # Names of vocabularies and the like stand in machines' files as addresses.
    if isinstance(leading, Elsewhere) and way != Way.STATEMENT:
        return Reference(Way.OUTSIDE, leading.address)
    return None


def _seal(domain: str) -> bytes:
    """What the cached facts depend on besides the files."""
    code = (extraction.__file__, targets.__file__, article.__file__, __file__)
    return sealed.seal(*code, also=domain)


def recalled(cache: Path | None, domain: str) -> Facts:
    """What an earlier reading left in the cache."""
    known = sealed.recalled(cache, _seal(domain)) if cache is not None else None
    if known is None:
        return Facts({}, {}, {})
    files, marks, references = known
    return Facts(
        dict(zip(files, map(row(File), files.values()), strict=True)),
        marks,
        dict(zip(map(row(Reference), references), count(), strict=False)),
    )


def _remember(cache: Path, domain: str, facts: Facts) -> None:
    files = dict(zip(facts.files, map(tuple, facts.files.values()), strict=True))
    # Equal paths and places are written, and read, once.
    one = {path: path for path in files}
    references = [
        (way, one.setdefault(path, path), one.setdefault(fragment, fragment))
        for way, path, fragment in facts.numbers
    ]
    sealed.remember(cache, _seal(domain), (files, dict(facts.marks), references))
