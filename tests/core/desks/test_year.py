"""A year of a letters desk, day by day, beside a clerk who counts on a wall calendar."""

import random
from calendar import monthrange
from datetime import date, timedelta
from functools import cache

import chinese_calendar
import pytest

from pipelines.core.charter.clocks import Calendar
from pipelines.core.desks.clocks import Line, Standing, run
from pipelines.core.findings import Place
from tests.builders import charter

YEAR = [date(2025, 1, 1) + timedelta(days=number) for number in range(365)]
DESK = charter().desks["letters"]
LIMITS = {"general": 7, "complex": 10}


def letters(seed: int) -> list[tuple[str, dict[str, date]]]:
    """Letters as they come: some answered at once, some late, some never."""
    chance = random.Random(seed)  # noqa: S311 - letters, not secrets
    found = []
    for _number in range(90):
        received = chance.choice(YEAR)
        days = {"received": received}
        for name, longest in (("accepted", 12), ("first_opinion", 25), ("answered", 25)):
            if chance.random() < 0.85:
                days[name] = received + timedelta(days=chance.randint(0, longest))
        if chance.random() < 0.8:
            days["concluded"] = received + timedelta(days=chance.randint(5, 45))
        if chance.random() < 0.6:
            days["followed"] = received + timedelta(days=chance.randint(3, 40))
        found.append((chance.choice(["general", "complex"]), days))
    return found


@cache
def working(since: date, days: int) -> date:
    """The day on which so many working days have passed."""
    one, worked = since, 0
    while worked < days:
        one += timedelta(days=1)
        worked += chinese_calendar.is_workday(one)
    return one


@cache
def last_days(kind: str, received: date) -> dict[str, date]:
    """What a clerk writes on the letter's cover, counted on fingers and a wall calendar."""
    year, month = divmod(received.month, 12)
    year, month = received.year + year, month + 1
    one = working(received, LIMITS[kind])
    return {
        "accepted": received + timedelta(days=7),
        "concluded": date(year, month, min(received.day, monthrange(year, month)[1])),
        {"general": "answered", "complex": "first_opinion"}[kind]: one,
    }


def clerk(kind: str, days: dict[str, date], today: date) -> set[str]:
    """What a clerk marks red at the end of a day: received, past its last day, and not done."""
    if days["received"] > today:
        return set()
    red = {
        name
        for name, last in last_days(kind, days["received"]).items()
        if today > last and days.get(name, date.max) > today
    }
    followed = days.get("followed", date.max)
    if kind == "complex" and followed <= today < days.get("concluded", date.max):
        # Followed up once: the next time within ten working days, until it is concluded.
        red |= {"followed"} if today > working(followed, 10) else set()
    return red


@pytest.mark.parametrize("seed", [1, 2])
def test_every_day_of_a_year_has_the_overdue_letters_that_a_clerk_counts(seed):
    """Accepted in seven days, concluded in a month, answered and followed in working days."""
    ends = {clock.name: clock.end for clock in DESK.clocks.values()}
    ends[DESK.clocks["followed"].name] = "followed"
    inbox = letters(seed)
    lines = [Line(Place("letters"), str(n), days, kind) for n, (kind, days) in enumerate(inbox)]
    for today in YEAR:
        expected = {
            (str(number), red)
            for number, (kind, days) in enumerate(inbox)
            for red in clerk(kind, days, today)
        }
        found = {
            (due.line.name, ends[due.clock.name])
            for due in run(DESK, lines, today, Calendar(), Place("letters"))
            if due.standing is Standing.OVERDUE
        }
        assert found == expected, today
