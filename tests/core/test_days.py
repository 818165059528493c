"""Counting days as the regulations do: calendar days, working days, calendar months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.charter.clocks import Calendar
from pipelines.core.charter.columns import Amount
from pipelines.core.days import after, is_working_day
from pipelines.core.errors import HouseError

NOTHING = Calendar()


@pytest.mark.parametrize(
    ("start", "amount", "first_day", "last"),
    [
        ("2026-11-17", {"days": 3}, "next", "2026-11-20"),
        ("2026-11-17", {"days": 3}, "same", "2026-11-19"),
        ("2026-11-17", {"days": 1}, "same", "2026-11-17"),
        ("2026-12-30", {"days": 3}, "next", "2027-01-02"),
        ("2028-02-27", {"days": 3}, "next", "2028-03-01"),
        # Spring Festival 2026: off from 15 to 23 February; 14 and 28 February are worked.
        ("2026-02-13", {"working_days": 2}, "next", "2026-02-24"),
        ("2026-02-14", {"working_days": 2}, "next", "2026-02-25"),
        ("2026-02-13", {"working_days": 2}, "same", "2026-02-14"),
        ("2026-02-16", {"working_days": 1}, "same", "2026-02-24"),
        # National Day 2026: off from 1 to 7 October; 20 September and 10 October are worked.
        ("2026-09-30", {"working_days": 3}, "next", "2026-10-10"),
        ("2026-11-20", {"working_days": 1}, "next", "2026-11-23"),
        ("2026-01-31", {"months": 1}, "next", "2026-02-28"),
        ("2028-01-31", {"months": 1}, "next", "2028-02-29"),
        ("2026-01-30", {"months": 1}, "next", "2026-02-28"),
        ("2026-08-31", {"months": 6}, "next", "2027-02-28"),
        ("2026-12-15", {"months": 1}, "next", "2027-01-15"),
        ("2026-12-15", {"months": 1}, "same", "2027-01-14"),
        ("2026-11-20", {"months": 24}, "next", "2028-11-20"),
    ],
)
def test_the_last_day_in_time(start, amount, first_day, last):
    """The golden dates of the regulations' clocks."""
    counted = after(date.fromisoformat(start), Amount(**amount), first_day, NOTHING)
    assert counted == date.fromisoformat(last)


@pytest.mark.parametrize(
    "day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
)
def test_make_up_days_are_worked(day):
    """Saturdays and Sundays that the State Council turned into working days (调休)."""
    day = date.fromisoformat(day)
    assert day.weekday() >= 5
    assert is_working_day(day, NOTHING)


def test_a_year_that_nobody_announced_stops_the_work():
    """What is not known is not guessed, and the file to fill is named."""
    with pytest.raises(HouseError, match=r"no holidays known for 2027: fill charter/clocks.yml"):
        is_working_day(date(2027, 3, 1), NOTHING)


def test_the_charter_fills_a_year():
    """The charter's own dates go before the library's, and open further years."""
    known = Calendar(days_off=(date(2027, 2, 5),), working_days=(date(2027, 2, 6),), years=(2027,))
    assert not is_working_day(date(2027, 2, 5), known)
    assert is_working_day(date(2027, 2, 6), known)
    assert is_working_day(date(2027, 3, 1), known)
    assert not is_working_day(date(2027, 3, 6), known)


DAYS = st.dates(date(2004, 1, 1), date(2025, 1, 1))
FIRST = st.sampled_from(["next", "same"])


@given(DAYS, st.integers(1, 60), FIRST)
def test_working_days_are_counted(start, count, first_day):
    """Between start and end lie as many working days as the clock has, and it ends on one."""
    end = after(start, Amount(working_days=count), first_day, NOTHING)
    begin = start if first_day == "same" else start + timedelta(days=1)
    days = [begin + timedelta(days=n) for n in range((end - begin).days + 1)]
    assert sum(is_working_day(day, NOTHING) for day in days) == count
    assert is_working_day(end, NOTHING)


@given(DAYS, st.integers(1, 48))
def test_a_month_ends_on_the_same_day_or_the_last(start, months):
    """The day of the month stays, unless that month is too short."""
    end = after(start, Amount(months=months), "next", NOTHING)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


@given(DAYS, DAYS, st.integers(1, 60), FIRST)
def test_who_starts_later_ends_no_earlier(one, other, count, first_day):
    """Every way of counting keeps the order of starts."""
    first, second = sorted([one, other])
    for amount in (Amount(days=count), Amount(working_days=count), Amount(months=count)):
        ends = [after(day, amount, first_day, NOTHING) for day in (first, second)]
        assert ends == sorted(ends)
