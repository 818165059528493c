"""An incident and what was done about it: the recovery verbs write it, the register reads it."""

from typing import Literal

from pydantic import Field, model_validator

from pipelines.core.messages import _
from pipelines.core.schema import Day, Moment, Record, Text, in_order


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
        in_order(found=self.found, done=self.done)
        if self.minutes is not None and self.took not in {None, self.minutes}:
            raise ValueError(
                _("from found to done are {minutes} minutes").format(minutes=self.took)
            )
        in_order(found=self.found.date(), reported=self.reported)
        return self
