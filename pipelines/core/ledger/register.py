"""The publication register (JZ-10): one entry an accepted article, in order of publication."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from pipelines.core import garbage
from pipelines.core.charter import Charter
from pipelines.core.charter.clocks import SUBMITTED
from pipelines.core.clocking import Due, running
from pipelines.core.entry import Entry
from pipelines.core.errors import HouseError
from pipelines.core.ledger.history import History, Version
from pipelines.core.ledger.items import Item, Span, clock_time, follow
from pipelines.core.messages import _
from pipelines.core.receipts import Receipt


@dataclass(frozen=True)
class Approvals:
    """What is known besides Git: receipts by commit and path, when proposals were opened."""

    receipts: Mapping[tuple[str, str], Receipt] = field(default_factory=dict)
    opened: Mapping[int, datetime] = field(default_factory=dict)

    def of(self, commit: str, path: str) -> tuple[datetime | None, tuple[str, ...]]:
        """When an article was proposed, and the people whose votes counted, in their order."""
        receipt = self.receipts.get((commit, path))
        if receipt is None:
            return None, ()
        people = dict.fromkeys(one.person for one in receipt.signatures)
        return self.opened.get(receipt.proposal), tuple(people)


def register(
    history: History,
    charter: Charter,
    now: datetime,
    approvals: Approvals | None = None,
) -> tuple[Entry, ...]:
    """Every article published up to `now`, numbered in the order of publication.

    A later call with the same history only appends: what is embargoed gets its
    line, and its number, on the day it becomes public. Raises HouseError when
    the charter's baseline is not a commit of this history.
    """
    known = approvals or Approvals()
    before = taken_over(history, charter)
    drawn: list[tuple[datetime, int, Item]] = []
    with garbage.kept():
        for order, item in enumerate(follow(history, now, before)):
            if item.spans and item.spans[0].start <= now:
                drawn.append((item.spans[0].start, order, item))
        drawn.sort(key=lambda line: line[:2])
        names = _unit_names(charter)
        return tuple(
            _entry(number, item, history.versions[item.blob], charter, names, known)
            for number, (_start, _order, item) in enumerate(drawn, start=1)
        )


def taken_over(history: History, charter: Charter) -> int:
    """How many of the first merges the charter's baseline covers.

    Raises HouseError when it is not a commit of this history.
    """
    baseline = charter.portal.baseline
    if baseline is None:
        return 0
    for number, merge in enumerate(history.merges, start=1):
        if merge.commit.startswith(baseline.commit):
            return number
    raise HouseError(
        _("baseline {commit} is not a commit of main: correct it in charter/portal.yml").format(
            commit=baseline.commit
        )
    )


def _entry(
    number: int,
    item: Item,
    seen: Version,
    charter: Charter,
    names: Mapping[str, str],
    approvals: Approvals,
) -> Entry:
    first, last = item.spans[0], item.spans[-1]
    old = item.old and first.merge is item.merge
    opened, reviewers = approvals.of(first.merge.commit, first.path)
    handed_in = opened or clock_time(first.merge.submitted)
    column = item.path.rpartition("/")[0]
    days = seen.dates()
    submitted = first.start if old else handed_in
    kept = {"date": first.start.date(), SUBMITTED: submitted.date()}
    due = _due(charter, column, seen.kind, days | kept)
    published = seen.published
    return Entry(
        number=number,
        path=item.path,
        title=seen.title,
        column=column,
        unit=names.get(seen.unit, seen.unit),
        correspondent=seen.correspondent,
        submitted=submitted,
        accepted=first.start if old else clock_time(first.merge.at),
        published=first.start,
        address=f"{item.path.removesuffix('.md')}.html",
        commit=first.merge.commit,
        counted=_counted(item.spans),
        stated=published,
        restated=last.stated if last.stated != published else None,
        baseline=old,
        reviewers=reviewers,
        event=days.get("event_date"),
        issued=days.get("issued_date") or days.get("signed_date"),
        due=due.last if due else None,
        late=due.late if due else 0,
        source=seen.source,
        summary=seen.summary,
        words=seen.words,
        images=seen.images,
        withdrawn=None if last.end is None else last.why,
        withdrawn_on=None if last.end is None else last.end.date(),
    )


def _due(charter: Charter, column: str, kind: str, days: Mapping[str, date]) -> Due | None:
    """The clock that the article kept worst, by the day it really became public."""
    begins = charter.portal.effective_from
    if begins is not None and days["date"] < begins:
        return None
    dues = running(charter, column, kind or None, days)
    return max(dues, key=lambda due: (due.end - due.last).days, default=None)


def _counted(spans: Sequence[Span]) -> date | None:
    """The day the article counts from: the first whose month it outlived."""
    for span in spans:
        start = span.start.date()
        if span.end is None:
            return start
        last = start.replace(day=calendar.monthrange(start.year, start.month)[1])
        if span.end.date() > last:
            return start
    return None


def _unit_names(charter: Charter) -> dict[str, str]:
    """Every name a unit goes by, with its id."""
    return {
        name: id_
        for id_, unit in charter.units.items()
        for name in (unit.name, unit.short, *unit.aliases)
        if name
    }
