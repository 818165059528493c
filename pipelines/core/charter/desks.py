"""Desks: which registers are kept, by whom, and the clocks that run on their lines."""

from typing import Literal

from pydantic import Field, model_validator

from pipelines.core.charter.columns import Amount
from pipelines.core.messages import _
from pipelines.core.schema import Day, Record, Text


class DeskClock(Record):
    """A time limit on a desk's lines, from the day named `start` to the day named `end`.

    Without an `end` the start itself is to be renewed: a review, an assessment.
    The last day in time is the line's own day named `until` where it has one,
    else `limit` after the start. A clock that has neither is one that the
    regulation leaves open, and the desk does not run until the charter sets it.
    `newest` counts from the desk's newest line only: something owed at intervals.
    `kinds` are the kinds of lines that it runs on. A reminder comes `remind`
    days before the last day.
    """

    name: Text
    kinds: tuple[Text, ...] = ()
    start: Text
    end: Text | None = None
    limit: Amount | None = None
    until: Text | None = None
    newest: bool = False
    remind: int = Field(default=0, ge=0)
    first_day: Literal["next", "same"] = "next"
    clauses: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _newest_has_no_end(self) -> "DeskClock":
        if self.newest and self.end is not None:
            raise ValueError(_("a clock on the newest line has no end"))
        return self


class Desk(Record):
    """One desk: the unit that answers for it, the first day on which it is kept, its clocks."""

    name: Text
    owner: Text
    since: Day | None = None
    clocks: dict[str, DeskClock] = Field(default_factory=dict)


class Cluster(Record):
    """When letters are a concentrated issue: so many alike within so many days (YZ-08).

    `alike` is the share of character pairs, in percent, that two letters have in common.
    """

    count: int = Field(default=3, ge=2)
    days: int = Field(default=30, ge=1)
    alike: int = Field(default=25, ge=1, le=100)


class Letters(Record):
    """The letters desk: what letters may be about, which cluster, and the column of replies."""

    topics: tuple[Text, ...] = ()
    column: Text | None = None
    cluster: Cluster = Cluster()
