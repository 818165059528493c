"""What is wrong with a finished site's references, page by page, before anyone is blamed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from enum import StrEnum
from pathlib import Path
from posixpath import basename
from typing import NamedTuple
from urllib.parse import unquote

from pipelines.core.targets import Target
from pipelines.release.links.extract import Way
from pipelines.release.links.facts import AT_ANY_DEPTH, Facts, Reference, holds

FRONT_DOOR = "index.html"


class Fault(StrEnum):
    """What can be wrong with a reference, or with a page as a whole."""

    MISSING = "missing"
    CASE = "case"
    FRAGMENT = "fragment"
    HOLLOW = "hollow"
    EMPTY = "empty"
    ROOTED = "rooted"
    MOVED = "moved"
    CHAIN = "chain"
    UNREADABLE = "unreadable"
    ALONE = "alone"


_AS_WRITTEN = {
    Way.EMPTY: Fault.EMPTY,
    Way.ROOTED: Fault.ROOTED,
    Way.FAULT: Fault.UNREADABLE,
}


_OURS = (".html", ".css", ".js")
"""Kinds of file that the build writes itself, so that none is empty by accident."""


class Wrong(NamedTuple):
    """One fault: the file it stands in, the reference, and what was meant, if that is known."""

    file: str
    fault: Fault
    reference: Reference
    instead: str = ""


def faults(facts: Facts, site: Path, about: Collection[str] | None = None) -> Iterator[Wrong]:
    """Everything wrong with a site's references, file by file, and pages nobody links to.

    With `about`, what is wrong on these pages alone, and with references to them.
    """
    moved = dict(_moved(facts))
    files, references = facts.files, facts.references
    among = files.keys() if about is None else files.keys() & set(about)
    bad: dict[int, tuple[Fault, str]] = {}
    for number in range(len(references)) if about is None else _concerning(facts, among, about):
        _way, path, fragment = reference = references[number]
        # Nearly all lead to a page, or a place on one, that is there: nothing more to ask.
        if (
            (file := files.get(path))
            and path.endswith(_OURS)
            and path not in moved
            and (not fragment or fragment in file.ids)
        ):
            continue
        if verdict := _verdict(facts, site, moved, reference):
            bad[number] = verdict
    everywhere = about is None or any(references[number].path in about for number in bad)
    for path in sorted(files if everywhere else among) if bad else ():
        for number in files[path].references:
            reference = references[number]
            if number in bad and (about is None or path in about or reference.path in about):
                yield Wrong(path, bad[number][0], reference, bad[number][1])
    for path in sorted(_alone(facts, moved, among)):
        yield Wrong(path, Fault.ALONE, Reference(Way.LINK, path))


def _concerning(facts: Facts, among: Iterable[str], about: Collection[str]) -> list[int]:
    """The numbers of the references that some pages make, and of those that lead to them."""
    made = {number for path in among for number in facts.files[path].references}
    led = {number for number, one in enumerate(facts.references) if one.path in about}
    return sorted(made | led)


def served(facts: Facts, path: str) -> str | None:
    """The file that a server answers with: a folder's is its index page."""
    if path in facts.files:
        return path
    index = "index.html" if path == "/" else f"{path.rstrip('/')}/index.html"
    return index if index in facts.files else None


def _moved(facts: Facts) -> Iterator[tuple[str, Target]]:
    """Pages that take the reader elsewhere at once, with where."""
    takes = {
        number: Target(reference.path, reference.fragment)
        for number, reference in enumerate(facts.references)
        if reference.way == Way.REFRESH
    }
    if takes:
        for path, file in facts.files.items():
            for number in file.references:
                if number in takes:
                    yield path, takes[number]


def _verdict(
    facts: Facts, site: Path, moved: Mapping[str, Target], reference: Reference
) -> tuple[Fault, str] | None:
    """What is wrong with a reference, wherever it stands."""
    way, path, fragment = reference
    if way == Way.OUTSIDE:
        return None
    if way in _AS_WRITTEN:
        return _AS_WRITTEN[way], ""
    file = served(facts, path)
    if file is None:
        other = facts.folded.get(path.casefold())
        return (Fault.CASE, other) if other else (Fault.MISSING, "")
    if file in moved:
        return _moved_fault(way, moved[file].path)
    if not holds(file, facts.files[file].ids, fragment):
        return Fault.FRAGMENT, _alike(facts, file, fragment)
    hollow = not file.endswith(_OURS) and (site / file).stat().st_size == 0
    return (Fault.HOLLOW, "") if hollow else None


def _moved_fault(way: str, to: str) -> tuple[Fault, str] | None:
    """A link to a page that has moved is worth a note; one that leads on twice is wrong."""
    faults = {Way.REFRESH: Fault.CHAIN, Way.LINK: Fault.MOVED}
    return (faults[way], to) if way in faults else None


def _alike(facts: Facts, file: str, fragment: str) -> str:
    wanted = unquote(fragment).casefold()
    return next((id_ for id_ in facts.files[file].ids if id_.casefold() == wanted), "")


def _alone(facts: Facts, moved: Mapping[str, Target], among: Set[str]) -> Set[str]:
    """Those of some pages that no other page leads to."""
    # What servers show by themselves is met without a link.
    pages = {
        path for path in among if path.endswith(".html") and basename(path) not in AT_ANY_DEPTH
    }
    alone = pages - moved.keys() - {FRONT_DOOR} - _reached(facts, facts.doubtful)
    # Most are led to by what is made for certain; only for the others every file is asked.
    return alone - _reached(facts, facts.unused) if alone and facts.doubtful else alone


def _reached(facts: Facts, without: Set[int]) -> Set[str]:
    """What references lead a reader to, some of them left out."""
    ways = {Way.LINK, Way.REFRESH}
    linked = {
        reference.path
        for number, reference in enumerate(facts.references)
        if reference.way in ways and number not in without
    }
    return linked | {path for one in linked - facts.files.keys() if (path := served(facts, one))}
