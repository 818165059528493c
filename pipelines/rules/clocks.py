"""Clocks between two dates of an article: what is late is not accepted, or is recorded as late."""

from collections.abc import Iterator

from pipelines.core.article import ROOT, Article
from pipelines.core.case import Case
from pipelines.core.charter.clocks import SUBMITTED, Clock, Late
from pipelines.core.clocking import Due, running
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _
from pipelines.core.proposal import How
from pipelines.core.rule import rule
from pipelines.rules.fields import day, legible
from pipelines.rules.labels import DATES, LABELS


@rule("DUE101", clauses=["CZ-07d"], alone=True)
def news_within_deadline(case: Case) -> Iterator[Problem]:
    """News is published within the charter's days after the event, or not accepted.

    Bad:  event_date: 2026-11-16, date: 2026-11-20 (three days allowed)
    Good: event_date: 2026-11-17, date: 2026-11-20
    """
    for article, due in _running(case, Late.REJECT):
        if due.late:
            yield Problem(
                _place(article, due.clock),
                _("{clock}: {days} days late; {start} + {limit} ended on {last}").format(
                    clock=due.clock.name,
                    days=due.late,
                    start=due.start,
                    limit=limit(due.clock),
                    last=due.last,
                ),
                _(
                    "what is late is not accepted: correct a date that is wrong, "
                    "or ask for a waiver of DUE101"
                ),
                due.clock.clauses or None,
            )


@rule("DUE102", clauses=["CZ-10c"], weight=Weight.NOTES, alone=True)
def late_but_recorded(case: Case) -> Iterator[Problem]:
    """A document published after its days is published all the same and recorded as late.

    Bad:  signed_date: 2026-11-10, date: 2026-11-20 (three days allowed)
    Good: signed_date: 2026-11-18, date: 2026-11-20
    """
    for article, due in _running(case, Late.RECORD):
        if due.late:
            yield Problem(
                _place(article, due.clock),
                _(
                    "{clock}: {start} + {limit} ended on {last}, recorded as {days} days late"
                ).format(
                    clock=due.clock.name,
                    start=due.start,
                    limit=limit(due.clock),
                    last=due.last,
                    days=due.late,
                ),
                clauses=due.clock.clauses or None,
            )


@rule("DUE103", clauses=["CZ-07d", "CZ-10c"], weight=Weight.NOTES)
def last_day(case: Case) -> Iterator[Problem]:
    """A proposal is told when today is the last day on which it is in time.

    Bad:  event_date: 2026-11-17, proposed on 2026-11-20 (three days allowed)
    Good: event_date: 2026-11-17, proposed on 2026-11-18
    """
    for late in Late:
        for article, due in _running(case, late):
            if due.clock.end == "date" and due.last == case.today:
                yield Problem(
                    article.at(due.clock.start),
                    _("{clock}: today is the last day ({label} {start} + {limit})").format(
                        clock=due.clock.name,
                        label=_(LABELS[due.clock.start]),
                        start=due.start,
                        limit=limit(due.clock),
                    ),
                    _("tell those who approve that it has to be published today"),
                    due.clock.clauses or None,
                )


def _running(case: Case, late: Late) -> Iterator[tuple[Article, Due]]:
    """Each article with the clocks that run for it; articles older than the charter have none.

    A clock that would end before it starts does not run: FLD104 speaks of that. One that
    runs to the handing-in is judged in the proposal that brings the article.
    """
    changes = case.proposal.changes if case.proposal is not None else ()
    proposed = {change.path for change in changes if change.how is How.ADDED}
    since = case.charter.portal.effective_from
    for article in legible(case):
        days = {field: at for field in DATES if (at := day(article, field)) is not None}
        if f"{ROOT}/{article.path}" in proposed and case.proposal is not None:
            days[SUBMITTED] = case.proposal.opened_at.date()
        if since is not None and "date" in days and days["date"] < since:
            continue
        kind = article.front.kind
        for due in running(case.charter, article.column, kind, days):
            if due.clock.late is late and due.start <= due.end:
                yield article, due


def _place(article: Article, clock: Clock) -> Place:
    """Where to say that it is late: the field the clock ends with, if it is one."""
    return article.at(clock.start if clock.end == SUBMITTED else clock.end)


def limit(clock: Clock) -> str:
    """A clock's time in words."""
    amount = clock.limit
    if amount.months is not None:
        return _("{count} months").format(count=amount.months)
    if amount.working_days is not None:
        return _("{count} working days").format(count=amount.working_days)
    return _("{count} days").format(count=amount.days)
