"""Reports: which tables and notices are owed for which months, to whom, and what “low” means."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from pipelines.core.charter.columns import Amount
from pipelines.core.charter.units import UnitKind
from pipelines.core.schema import Record, Text

Months = Annotated[int, Field(ge=1, le=12)]
DayOfMonth = Annotated[int, Field(ge=1, le=31)]


class Form(StrEnum):
    """What a report looks like."""

    BULLETIN = "bulletin"
    """Counts by unit and column, timeliness, silent units, problems (CZ-11)."""
    RANKING = "ranking"
    """The monthly ranking table of departments (JZ-11a, JZ-A3)."""
    STREAK = "streak"
    """Units that ranked low in every month of the period (JZ-11b)."""
    BOTTOM = "bottom"
    """The last units of the period, to be talked to (JZ-11c)."""
    TOP = "top"
    """The first units of the period, to be preferred (JZ-11d)."""
    MONITORING = "monitoring"
    """Work against weighed targets, to the units and their leaders (SC-24 to SC-27b)."""
    SCORES = "scores"
    """The score sheet of departments, for their yearly assessment (SC-27a)."""


class Indicator(StrEnum):
    """The seven groups of work that targets are set for (SC-25)."""

    REGISTERED = "registered"
    JOINED = "joined"
    CONCLUDED = "concluded"
    PUBLISHED = "published"
    BENEFITS = "benefits"
    ACTIVITIES = "activities"
    CHANNEL = "channel"


class Report(Record):
    """A report on every `months` months of a year, about units of some kinds.

    `places` is how many ranks from the end (or the start, for `top`) are meant;
    ties share a rank, so more units than that may be named. `to` and `copies`
    are the addressees (主送, 抄送).
    """

    name: Text
    form: Form
    months: Months = 1
    kinds: tuple[UnitKind, ...] = ()
    places: Annotated[int, Field(ge=1)] = 3
    to: tuple[Text, ...] = ()
    copies: tuple[Text, ...] = ()
    clauses: tuple[Text, ...] = ()


class Factors(Record):
    """How much each of a unit's weights counts in its target (SC-26); scaled to sum to 1."""

    workers: Annotated[float, Field(ge=0)] = 0.4
    workload: Annotated[float, Field(ge=0)] = 0.4
    economy: Annotated[float, Field(ge=0)] = 0.2


class Standard(Record):
    """What units do together of one indicator each month, and how many points it is worth."""

    monthly: Annotated[float, Field(gt=0)]
    points: Annotated[float, Field(gt=0)] = 1


class Targets(Record):
    """What units of some kinds are to publish together each month, shared out by weight.

    `indicators` are shared out alike, and units scored by them (SC-25 to SC-27).
    """

    monthly: Annotated[int, Field(ge=1)]
    kinds: tuple[UnitKind, ...] = (UnitKind.DISTRICT,)
    factors: Factors = Factors()
    indicators: dict[Indicator, Standard] = Field(default_factory=dict)


class Reporting(Record):
    """Who keeps the register and what is made of it.

    `issuer` signs reports; `registrar` keeps the register (JZ-10); on each of
    the `reminders` days of a month units are told what they still owe; a page
    dated more than `backdating` before its merge is a finding; `mark` begins
    document numbers (示工办). `targets` are set to lower unions, `assessment` to
    the departments.
    """

    issuer: Text | None = None
    registrar: Text | None = None
    mark: Text | None = None
    reminders: tuple[DayOfMonth, ...] = ()
    backdating: Amount = Amount(days=3)
    targets: Targets | None = None
    assessment: Targets | None = None
    reports: dict[str, Report] = Field(default_factory=dict)
