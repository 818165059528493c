"""Counts entries by unit, column, correspondent or month; each number keeps its articles."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipelines.core.charter import Charter
from pipelines.core.charter.columns import ColumnKind
from pipelines.core.entry import Entry
from pipelines.core.ledger.periods import Month, Period


class By(StrEnum):
    """What the register can be counted by."""

    UNIT = "unit"
    COLUMN = "column"
    CORRESPONDENT = "correspondent"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Tally:
    """What was accepted of something; every number is the length of a list of articles."""

    accepted: tuple[Entry, ...] = ()

    @property
    def count(self) -> int:
        """How many articles count."""
        return len(self.accepted)

    @property
    def timed(self) -> int:
        """How many of them a clock ran for."""
        return sum(entry.due is not None for entry in self.accepted)

    @property
    def on_time(self) -> int:
        """How many of those were in time."""
        return sum(entry.due is not None and not entry.late for entry in self.accepted)

    @property
    def words(self) -> int:
        """Their characters together."""
        return sum(entry.words for entry in self.accepted)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.accepted + other.accepted)


def counted(entries: Iterable[Entry], period: Period) -> list[Entry]:
    """The entries that count in a period: public when their month ended, or still."""
    return [entry for entry in entries if entry.counted is not None and entry.counted in period]


def credited(charter: Charter, unit: str) -> str:
    """The unit that a submission counts for: the nearest above that owes a quota, or the top one.

    A grass-roots union counts for its district (CZ-09b); what the charter does
    not know counts for itself.
    """
    line = list(charter.lineage(unit)) or [unit]
    return next((one for one in line if _owes(charter, one)), line[-1])


def _owes(charter: Charter, unit: str) -> bool:
    known = charter.units.get(unit)
    return known is not None and any(
        unit in quota.units or known.kind in quota.kinds for quota in charter.quotas.values()
    )


def tally(
    entries: Iterable[Entry], line: Callable[[Entry], str], known: Sequence[str] = ()
) -> dict[str, Tally]:
    """A tally for each line, `known` ones first even where nothing was accepted."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        found[line(entry)].append(entry)
    order = [*known, *sorted(found.keys() - set(known))]
    return {id_: Tally(tuple(found.get(id_, ()))) for id_ in order}


def tallies(entries: Iterable[Entry], charter: Charter, period: Period, by: By) -> dict[str, Tally]:
    """What was accepted in a period, counted by one thing; known ones stand there with 0."""
    known: list[str] = []
    if by is By.UNIT:
        known = [id_ for id_ in charter.units if credited(charter, id_) == id_]
    elif by is By.COLUMN:
        known = [
            id_
            for id_, column in charter.columns.items()
            if column.kind is not ColumnKind.PLATFORM and not charter.children(id_)
        ]
    elif by is By.MONTH:
        known = [str(month) for month in period]
    return tally(counted(entries, period), lambda entry: key(charter, entry, by), known)


def key(charter: Charter, entry: Entry, by: By) -> str:
    """Under which line of a count an entry falls."""
    match by:
        case By.UNIT:
            return credited(charter, entry.unit)
        case By.COLUMN:
            return entry.column
        case By.CORRESPONDENT:
            return entry.correspondent
        case By.MONTH:
            return str(Month.of(entry.counted)) if entry.counted else ""


def names(charter: Charter, by: By) -> Mapping[str, str]:
    """What the counted things are called."""
    if by is By.UNIT:
        return {id_: unit.name for id_, unit in charter.units.items()}
    if by is By.COLUMN:
        return {id_: column.name for id_, column in charter.columns.items()}
    if by is By.CORRESPONDENT:
        return {id_: person.name for id_, person in charter.people.items()}
    return {}
