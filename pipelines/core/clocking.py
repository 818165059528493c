"""How late something is by the charter's clocks: the same count for gate and register."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from pipelines.core.charter import Charter
from pipelines.core.charter.clocks import Clock
from pipelines.core.days import after


class Due(NamedTuple):
    """A clock that runs for an article: from when, to when, and the last day in time."""

    clock: Clock
    start: date
    end: date
    last: date

    @property
    def late(self) -> int:
        """How many days after the last day in time; 0 when on time."""
        return max(0, (self.end - self.last).days)


def applies(clock: Clock, column: str, kind: str | None) -> bool:
    """Whether a clock runs for articles of a column and kind."""
    return (not clock.columns or column in clock.columns) and (
        not clock.kinds or kind in clock.kinds
    )


def running(
    charter: Charter, column: str, kind: str | None, days: Mapping[str, date]
) -> Iterator[Due]:
    """Every clock that runs for an article with these dates, by field of the front matter."""
    for clock in charter.clocks.values():
        if applies(clock, column, kind) and clock.start in days and clock.end in days:
            start, end = days[clock.start], days[clock.end]
            last = after(start, clock.limit, clock.first_day, charter.calendar)
            yield Due(clock, start, end, last)
