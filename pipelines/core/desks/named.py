"""What records name: people, units and columns, which the charter has to list."""

from collections.abc import Container, Iterator, Mapping

from pipelines.core.charter import Charter
from pipelines.core.desks.figures import Figures
from pipelines.core.desks.records import (
    Act,
    Channel,
    Evaluation,
    Outlet,
    Plan,
    Protection,
    Training,
)
from pipelines.core.desks.registers import Filed
from pipelines.core.findings import Place
from pipelines.core.schema import Record

_PEOPLE: Mapping[type[Record], tuple[str, ...]] = {
    Act: ("by",),
    Protection: ("manages", "runs", "uses"),
    Outlet: ("keeper",),
}
"""The fields in which a record names a person."""


def unknown(charter: Charter) -> Iterator[tuple[Place, str]]:
    """Every id in a record that the charter does not list, with its place."""
    known: Mapping[str, Container[str]] = {
        "person": charter.people,
        "unit": charter.units,
        "column": charter.columns,
    }
    for records in charter.registers.kinds.values():
        for filed in records:
            for what, path, id_ in _named(filed):
                if id_ not in known[what]:
                    yield filed.at(*path), id_


def _named(filed: Filed) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Everything a record names: what it is, where it stands in the record, its id."""
    record = filed.record
    for kind, fields in _PEOPLE.items():
        if isinstance(record, kind):
            yield from (("person", (name,), getattr(record, name)) for name in fields)
    if isinstance(record, Act):
        for number, flaw in enumerate(record.flaws):
            yield "unit", ("flaws", number, "unit"), flaw.unit
    if isinstance(record, Training):
        for number, person in enumerate(record.participants):
            yield "person", ("participants", number), person
    if isinstance(record, Plan | Channel | Figures | Outlet):
        yield "unit", ("unit",), record.unit
    if isinstance(record, Plan) or (isinstance(record, Channel) and record.built):
        yield "column", ("column",), record.column
    if isinstance(record, Evaluation):
        yield "column", ("activity",), record.activity.rpartition("/")[0]
