"""One evaluation for every desk: done, late, running, due soon, overdue."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.charter.clocks import Calendar
from pipelines.core.charter.columns import Amount
from pipelines.core.charter.desks import Desk, DeskClock
from pipelines.core.desks.clocks import Line, Standing, evaluate, run
from pipelines.core.findings import Place

PLACE = Place("charter/registers/a.yml")
NONE = Calendar()
WEEK = {"name": "受理", "start": "received", "end": "accepted", "limit": {"days": 7}, "remind": 2}


def day(text: str) -> date:
    return date.fromisoformat(text)


def line(kind: str = "", **days: str) -> Line:
    return Line(PLACE, "一", {name: day(text) for name, text in days.items()}, kind)


@pytest.mark.parametrize(
    ("more", "days", "today", "standing", "late"),
    [
        ({}, {}, "2026-11-20", None, 0),
        ({}, {"received": "2026-11-21"}, "2026-11-20", None, 0),
        ({}, {"received": "2026-11-02"}, "2026-11-02", "running", 0),
        ({}, {"received": "2026-11-02"}, "2026-11-06", "running", 0),
        ({}, {"received": "2026-11-02"}, "2026-11-07", "soon", 0),
        ({}, {"received": "2026-11-02"}, "2026-11-09", "soon", 0),
        ({"remind": 0}, {"received": "2026-11-02"}, "2026-11-09", "running", 0),
        ({}, {"received": "2026-11-02"}, "2026-11-10", "overdue", 1),
        ({}, {"received": "2026-11-02", "accepted": "2026-11-09"}, "2026-11-20", "done", 0),
        ({}, {"received": "2026-11-02", "accepted": "2026-11-12"}, "2026-11-20", "late", 3),
        ({}, {"received": "2026-11-02", "accepted": "2026-11-12"}, "2026-11-11", "overdue", 2),
        ({"first_day": "same"}, {"received": "2026-11-02"}, "2026-11-09", "overdue", 1),
        ({"limit": {"months": 1}}, {"received": "2026-01-31"}, "2026-02-28", "soon", 0),
        ({"limit": {"months": 1}}, {"received": "2026-01-31"}, "2026-03-01", "overdue", 1),
        ({"limit": {"working_days": 2}}, {"received": "2026-02-13"}, "2026-02-24", "soon", 0),
        ({"limit": {"working_days": 2}}, {"received": "2026-02-13"}, "2026-02-25", "overdue", 1),
        (
            {"until": "due"},
            {"received": "2026-11-02", "due": "2026-11-03"},
            "2026-11-05",
            "overdue",
            2,
        ),
        ({"until": "due"}, {"received": "2026-11-02"}, "2026-11-05", "running", 0),
        ({"limit": None}, {"received": "2026-11-02"}, "2026-11-20", None, 0),
        (
            {"end": None},
            {"received": "2026-11-02", "accepted": "2026-11-03"},
            "2026-11-20",
            "overdue",
            11,
        ),
        ({"kinds": ["complex"]}, {"received": "2026-11-02"}, "2026-11-20", None, 0),
    ],
)
def test_how_a_clock_stands(more, days, today, standing, late):
    """The last day is in time; what lies after today has not happened yet."""
    clock = DeskClock.model_validate(WEEK | more)
    due = evaluate(line(**days), clock, day(today), NONE)
    assert (due and due.standing.value, due.late if due else 0) == (standing, late)


@given(
    start=st.dates(date(2020, 1, 1), date(2025, 1, 1)),
    took=st.none() | st.integers(0, 60),
    limit=st.integers(0, 40),
    after=st.integers(0, 80),
)
def test_a_clock_agrees_with_counting(start, took, limit, after):
    """Calendar days can be counted on one's fingers."""
    clock = DeskClock(name="a", start="s", end="e", limit=Amount(days=limit))
    end = {} if took is None else {"e": start + timedelta(days=took)}
    due = evaluate(Line(PLACE, "", {"s": start, **end}), clock, start + timedelta(days=after), NONE)
    assert due is not None
    finished = took is not None and took <= after
    counted = took if finished and took is not None else after
    assert due.late == max(0, counted - limit)
    assert due.open is not finished
    assert (due.standing is Standing.OVERDUE) == (not finished and after > limit)


EVERY = {"name": "演练", "start": "on", "limit": {"months": 6}, "newest": True, "remind": 30}


@pytest.mark.parametrize(
    ("since", "held", "today", "standing"),
    [
        ("2026-01-01", [], "2026-05-01", "running"),
        ("2026-01-01", [], "2026-06-15", "soon"),
        ("2026-01-01", [], "2026-07-02", "overdue"),
        (None, [], "2026-07-02", None),
        ("2026-01-01", ["2026-03-01"], "2026-07-02", "running"),
        ("2026-01-01", ["2025-03-01", "2026-03-01"], "2026-09-02", "overdue"),
        ("2026-01-01", ["2026-03-01", "2026-12-01"], "2026-09-02", "overdue"),
    ],
)
def test_what_is_owed_at_intervals_counts_from_the_newest_line(since, held, today, standing):
    """Future lines are none yet; without any line it counts from the desk's start."""
    desk = Desk.model_validate(
        {"name": "演练", "owner": "a", "since": since, "clocks": {"c": EVERY}}
    )
    found = list(run(desk, [line(on=one) for one in held], day(today), NONE, PLACE))
    assert [due.standing.value for due in found] == ([standing] if standing else [])
