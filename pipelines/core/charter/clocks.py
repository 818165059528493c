"""Clocks, quotas, calendar: how much may pass between two fields, and how much is owed."""

from enum import StrEnum
from typing import Literal

from pipelines.core.charter.columns import Amount
from pipelines.core.charter.units import UnitKind
from pipelines.core.frontmatter import Kind
from pipelines.core.schema import Day, Record, Text

SUBMITTED = "submitted"
"""Where a clock ends that runs to the handing-in: no field, the day an article is proposed."""


class Late(StrEnum):
    """What lateness does: the article is not accepted, or published and recorded as late."""

    REJECT = "reject"
    RECORD = "record"


class Clock(Record):
    """A time limit (时限) between two fields of an article, or from one to its handing-in.

    `end` may be `submitted`: the day on which the article is first proposed (JZ-08c).
    `first_day`: `next` does not count the day of `start` itself (day 0), `same`
    counts it as day 1; the texts leave it open, so each clock states it.
    """

    name: Text
    columns: tuple[Text, ...] = ()
    kinds: tuple[Kind, ...] = ()
    start: Text
    end: Text = "date"
    limit: Amount
    first_day: Literal["next", "same"] = "next"
    late: Late
    clauses: tuple[Text, ...] = ()


class Quota(Record):
    """How many articles units of some kinds owe each month (CZ-09, JZ-06)."""

    name: Text
    kinds: tuple[UnitKind, ...] = ()
    units: tuple[Text, ...] = ()
    monthly: int
    clauses: tuple[Text, ...] = ()


class Calendar(Record):
    """Days off and make-up working days that the calendar library does not know yet."""

    days_off: tuple[Day, ...] = ()
    working_days: tuple[Day, ...] = ()
    years: tuple[int, ...] = ()
