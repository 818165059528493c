"""Clocks between two dates of an article: what is late is not accepted, or is recorded as late."""

from collections.abc import Iterator
from datetime import date, datetime

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.charter.clocks import Clock, Late
from pipelines.core.days import after
from pipelines.core.findings import Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule


@rule("DUE101", clauses=["CZ-07d"])
def news_within_deadline(case: Case) -> Iterator[Problem]:
    """News is published within the charter's days after the event, or not accepted.

    Bad:  event_date: 2026-11-16, date: 2026-11-20 (three days allowed)
    Good: event_date: 2026-11-17, date: 2026-11-20
    """
    for article, clock, start, end, last in _running(case, Late.REJECT):
        if end > last:
            yield Problem(
                article.at(clock.end),
                _("{clock}: {start} + limit ends on {last}, {end} is {days} days late").format(
                    clock=clock.name, start=start, last=last, end=end, days=(end - last).days
                ),
                clauses=clock.clauses or None,
            )


@rule("DUE102", clauses=["CZ-10c"], weight=Weight.NOTES)
def late_but_recorded(case: Case) -> Iterator[Problem]:
    """A document published after its days is published all the same and recorded as late.

    Bad:  signed_date: 2026-11-10, date: 2026-11-20 (three days allowed)
    Good: signed_date: 2026-11-18, date: 2026-11-20
    """
    for article, clock, start, end, last in _running(case, Late.RECORD):
        if end > last:
            yield Problem(
                article.at(clock.end),
                _("{clock}: due on {last} ({start} + limit), recorded as {days} days late").format(
                    clock=clock.name, start=start, last=last, days=(end - last).days
                ),
                clauses=clock.clauses or None,
            )


def _running(case: Case, late: Late) -> Iterator[tuple[Article, Clock, date, date, date]]:
    """Each article under a clock: the clock, its start, its end, and the last day in time."""
    for article in case.articles:
        for clock in case.charter.clocks.values():
            if clock.late is not late or not applies(clock, article):
                continue
            start, end = _day(article, clock.start), _day(article, clock.end)
            if start is not None and end is not None:
                last = after(start, clock.limit, clock.first_day, case.charter.calendar)
                yield article, clock, start, end, last


def applies(clock: Clock, article: Article) -> bool:
    """Whether an article is under a clock, by its column and kind."""
    return (not clock.columns or article.column in clock.columns) and (
        not clock.kinds or article.front.kind in clock.kinds
    )


def _day(article: Article, field: str) -> date | None:
    value = getattr(article.front, field)
    return value.date() if isinstance(value, datetime) else value
