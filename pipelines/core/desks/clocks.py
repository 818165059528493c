"""One evaluation for every desk: a line, a clock and a day say how things stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from pipelines.core.charter.clocks import Calendar
from pipelines.core.charter.desks import Desk, DeskClock
from pipelines.core.days import after
from pipelines.core.findings import Place
from pipelines.core.messages import _


class Standing(StrEnum):
    """How a clock stands on a day."""

    DONE = "done"
    LATE = "late"
    """Done, but after the last day."""
    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Line:
    """One line of a desk: what it is called, its days by name, its kind, the unit that owes it."""

    place: Place
    name: str
    days: Mapping[str, date] = field(default_factory=dict)
    kind: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Due:
    """A clock that runs, or ran, on a line; `late` days after its last day, 0 while in time."""

    line: Line
    clock: DeskClock
    last: date
    standing: Standing
    late: int = 0

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.standing not in {Standing.DONE, Standing.LATE}


def evaluate(line: Line, clock: DeskClock, today: date, calendar: Calendar) -> Due | None:
    """How a clock stands for a line at the end of `today`; None where it does not run.

    What lies after `today` has not happened yet. Raises HouseError for a year
    whose holidays nobody knows.
    """
    start = line.days.get(clock.start)
    if start is None or start > today or (clock.kinds and line.kind not in clock.kinds):
        return None
    last = line.days.get(clock.until) if clock.until else None
    if last is None:
        if clock.limit is None:
            return None
        last = after(start, clock.limit, clock.first_day, calendar)
    end = line.days.get(clock.end) if clock.end else None
    if end is not None and end <= today:
        late = max(0, (end - last).days)
        return Due(line, clock, last, Standing.LATE if late else Standing.DONE, late)
    if today > last:
        return Due(line, clock, last, Standing.OVERDUE, (today - last).days)
    soon = today >= last - timedelta(days=clock.remind) and clock.remind > 0
    return Due(line, clock, last, Standing.SOON if soon else Standing.RUNNING)


def run(
    desk: Desk, lines: Iterable[Line], today: date, calendar: Calendar, empty: Place
) -> Iterator[Due]:
    """Every clock of a desk on every line; what is owed at intervals, on the newest line.

    `empty` is where a desk without any line is to be kept.
    """
    kept = list(lines)
    for clock in desk.clocks.values():
        on = _newest(desk, clock, kept, today, empty) if clock.newest else kept
        for line in on:
            due = evaluate(line, clock, today, calendar)
            if due is not None:
                yield due


def _newest(
    desk: Desk, clock: DeskClock, lines: Iterable[Line], today: date, empty: Place
) -> list[Line]:
    there = [
        line
        for line in lines
        if clock.start in line.days
        and line.days[clock.start] <= today
        and (not clock.kinds or line.kind in clock.kinds)
    ]
    if there:
        return [max(there, key=lambda line: (line.days[clock.start], line.place))]
    if desk.since is None:
        return []
    kind = clock.kinds[0] if clock.kinds else ""
    return [Line(empty, _("no record yet"), {clock.start: desk.since}, kind, desk.owner)]
