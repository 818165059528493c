"""Counting days as the regulations do: calendar days, working days, calendar months."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import chinese_calendar  # type: ignore[import-untyped]  # ships no types

from pipelines.core.charter.clocks import Calendar
from pipelines.core.charter.columns import Amount
from pipelines.core.errors import HouseError
from pipelines.core.messages import _

COVERED = range(2004, 2027)
"""The years whose holidays and make-up days chinesecalendar knows."""


def is_working_day(day: date, known: Calendar) -> bool:
    """Whether offices work on `day`, make-up days (调休) counted.

    The charter's own dates go before the library's. Raises HouseError for a
    year that neither covers.
    """
    if day in known.working_days:
        return True
    if day in known.days_off:
        return False
    if day.year in known.years:
        return day.weekday() < calendar.SATURDAY
    if day.year not in COVERED:
        raise HouseError(
            _(
                "no holidays known for {year}: fill charter/clocks.yml, calendar, with the days "
                "off and make-up days that the State Council announced"
            ).format(year=day.year)
        )
    return _announced(day)


@cache
def _announced(day: date) -> bool:
    """What the library says of a day; it takes its time, and desks ask for the same days."""
    return bool(chinese_calendar.is_workday(day))


def after(start: date, amount: Amount, first_day: str, known: Calendar) -> date:
    """The last day that is still in time, `amount` after `start`.

    With `first_day` `next` the day after `start` is day 1, with `same` it is
    `start` itself. A month ends on the same day of the next one, or on its
    last day where there is no such day (31 January → 28 February).
    """
    if amount.months is not None:
        end = _months_later(start, amount.months)
        return end if first_day == "next" else end - timedelta(days=1)
    if amount.days is not None:
        return start + timedelta(days=amount.days - (first_day == "same"))
    wanted = amount.working_days or 0
    begin = start if first_day == "same" else start + timedelta(days=1)
    day = start
    counted = 0
    for day in _from(begin):
        counted += is_working_day(day, known)
        if counted >= wanted:
            break
    return day


def _from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=1)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
