"""Reads the registers below charter/registers/: one file a record, or one file with many."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from pipelines.core import marked
from pipelines.core.desks.records import KINDS
from pipelines.core.findings import Place
from pipelines.core.messages import _
from pipelines.core.schema import Record, faults

R = TypeVar("R", bound=Record)
FOLDER = "registers/"
"""Where registers stand below the charter folder, each kind in a folder of its own."""
MANY = "records"
"""The field that holds the records of a file with several."""


@dataclass(frozen=True)
class Filed:
    """A record as it was filed: its place, its id (the file's name, and a number among several)."""

    id: str
    place: Place
    record: Record
    marks: Mapping[marked.Path, Place] = field(default_factory=dict, repr=False)

    def at(self, *path: str | int) -> Place:
        """Where a field stands, or the nearest thing around it."""
        while path and path not in self.marks:
            path = path[:-1]
        return self.marks.get(path, self.place)


@dataclass(frozen=True)
class Registers:
    """Every register by its kind, in the order of ids, and what of it could not be read."""

    kinds: Mapping[str, Sequence[Filed]] = field(default_factory=dict)
    faults: Sequence[tuple[Place, str]] = ()

    def of(self, kind: str) -> Sequence[Filed]:
        """One register's records."""
        return self.kinds.get(kind, ())

    def every(self, model: type[R]) -> Iterator[R]:
        """The records of one kind, wherever they were filed."""
        for filed in self.kinds.values():
            yield from (one.record for one in filed if isinstance(one.record, model))


def read_registers(files: Mapping[str, bytes], root: str = "charter") -> Registers:
    """The registers among a charter's files (path below the charter folder → bytes).

    A record that does not hold is left out and named; the others stand.
    """
    kinds: dict[str, list[Filed]] = {}
    wrong: list[tuple[Place, str]] = []
    for name in sorted(files):
        kind, slash, inner = name.removeprefix(FOLDER).partition("/")
        if not name.startswith(FOLDER) or not slash:
            continue
        shown = f"{root}/{name}"
        if kind not in KINDS or "/" in inner:
            known = ", ".join(KINDS)
            why = _("no such register; registers are: {known}").format(known=known)
            wrong.append((Place(shown), why))
            continue
        for one in _filed(kind, inner.removesuffix(".yml"), shown, files[name]):
            if isinstance(one, Filed):
                kinds.setdefault(kind, []).append(one)
            else:
                wrong.append(one)
    return Registers(kinds, wrong)


def _filed(kind: str, stem: str, shown: str, raw: bytes) -> Iterator[Filed | tuple[Place, str]]:
    try:
        read = marked.read(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        yield Place(shown), _("not UTF-8 text")
        return
    yield from ((Place(shown, *fault.mark), fault.message) for fault in read.faults)
    if read.faults or read.data is None:
        return
    many = isinstance(read.data, dict) and isinstance(read.data.get(MANY), list)
    entries: list[tuple[marked.Path, Any]] = [((), read.data)]
    if many:
        extra = [name for name in read.data if name != MANY]
        yield from (
            (Place(shown, *read.mark((name,))), _("only {name} stands here").format(name=MANY))
            for name in extra
        )
        entries = [((MANY, number), one) for number, one in enumerate(read.data[MANY])]
    model = KINDS[kind]
    for number, (path, data) in enumerate(entries, start=1):
        try:
            record = model.model_validate(data)
        except ValidationError as error:
            yield from (
                (Place(shown, *read.mark((*path, *at))), why) for at, why in faults(model, error)
            )
            continue
        marks = {
            at[len(path) :]: Place(shown, *mark)
            for at, mark in read.marks.items()
            if at[: len(path)] == path
        }
        id_ = f"{stem}-{number}" if many else stem
        yield Filed(id_, Place(shown, *read.mark(path)), record, marks)
