"""An incident and what was done about it: the recovery verbs write it, the register reads it."""

from typing import Literal

from pydantic import Field, model_validator

from pipelines.core.messages import _
from pipelines.core.schema import Day, Moment, Record, Text


class Incident(Record):
    """An incident as the recovery verbs write it down, and its written report (YZ-09)."""

    kind: Literal["rollback", "takedown", "tampering", "outage", "defect"]
    found: Moment
    done: Moment | None = None
    minutes: int | None = Field(default=None, ge=0)
    by: Text
    reason: Text
    path: Text | None = None
    target: Text | None = None
    release_before: Text | None = None
    release_after: Text | None = None
    told: tuple[Text, ...] = ()
    seen: tuple[Text, ...] = ()
    reported: Day | None = None

    @property
    def took(self) -> int | None:
        """Minutes from finding to done."""
        return int((self.done - self.found).total_seconds() // 60) if self.done else None

    @model_validator(mode="after")
    def _counted(self) -> "Incident":
        if self.done is not None and self.done < self.found:
            raise ValueError(
                _("{later} lies before {earlier}").format(later="done", earlier="found")
            )
        if self.minutes is not None and self.took not in {None, self.minutes}:
            raise ValueError(
                _("from found to done are {minutes} minutes").format(minutes=self.took)
            )
        if self.reported is not None and self.reported < self.found.date():
            raise ValueError(
                _("{later} lies before {earlier}").format(later="reported", earlier="found")
            )
        return self
