"""Everything that reports are counted from, at one moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from pipelines.core.charter import Charter
from pipelines.core.charter.units import UnitKind
from pipelines.core.entry import Entry
from pipelines.core.ledger.defects import Defect
from pipelines.core.ledger.periods import Month, Period
from pipelines.core.ledger.quotas import exists
from pipelines.core.ledger.rankings import Rank, ranking
from pipelines.core.ledger.submissions import Submission
from pipelines.core.ledger.tallies import By, Tally, credited, tallies
from pipelines.core.wechat.copies import Copy


@dataclass(frozen=True)
class Ledger:
    """The register with what was submitted besides, as it stood at `now` on commit `head`.

    `defects` are what patrol and inspection found and nobody has mended,
    `copies` what went to the WeChat account (SC-02).
    """

    charter: Charter
    entries: tuple[Entry, ...]
    submissions: tuple[Submission, ...]
    now: datetime
    head: str = ""
    defects: tuple[Defect, ...] = ()
    copies: tuple[Copy, ...] = ()

    @cached_property
    def by_path(self) -> Mapping[str, Entry]:
        """Entries by the path of their article."""
        return {entry.path: entry for entry in self.entries}

    def accepted(self, period: Period) -> dict[str, Tally]:
        """What was accepted of each unit that submissions count for."""
        return tallies(self.entries, self.charter, period, By.UNIT)

    def submitted(self, period: Period) -> dict[str, list[Submission]]:
        """What each unit submitted."""
        found: dict[str, list[Submission]] = {}
        for one in self.submissions:
            if one.at.date() in period:
                found.setdefault(credited(self.charter, one.unit), []).append(one)
        return found

    def units(self, period: Period, kinds: Iterable[UnitKind] = ()) -> list[str]:
        """Units of some kinds (all, where none is named) that stood in some month of a period.

        Only those that submissions count for; a unit below a district counts there.
        """
        wanted = tuple(kinds) or tuple(UnitKind)
        return [
            id_
            for id_, unit in self.charter.units.items()
            if unit.kind in wanted
            and credited(self.charter, id_) == id_
            and any(exists(self.charter, id_, month) for month in period)
        ]

    def ranks(self, period: Period, kinds: Iterable[UnitKind], places: int) -> tuple[Rank, ...]:
        """The units of some kinds, ranked by what was accepted of them in a period."""
        accepted = self.accepted(period)
        units = self.units(period, kinds)
        return ranking({unit: accepted[unit].count for unit in units}, places)

    def monthly_ranks(
        self, period: Period, kinds: Iterable[UnitKind], places: int
    ) -> dict[Month, tuple[Rank, ...]]:
        """The ranking of each month of a period."""
        chosen = tuple(kinds)
        return {month: self.ranks(Period(month, month), chosen, places) for month in period}
