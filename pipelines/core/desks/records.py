"""What the registers hold: one typed record for each kind, consistent in itself."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from pipelines.core.desks.figures import Figures
from pipelines.core.desks.incidents import Incident
from pipelines.core.messages import _
from pipelines.core.schema import Day, Record, Text, in_order


class Flaw(Record):
    """Something to put right: who, by when, when it was and was looked at again (YZ-07b)."""

    what: Text
    unit: Text
    found: Day
    due: Day | None = None
    fixed: Day | None = None
    rechecked: Day | None = None
    result: Text | None = None

    @model_validator(mode="after")
    def _order(self) -> "Flaw":
        in_order(found=self.found, due=self.due)
        in_order(found=self.found, fixed=self.fixed, rechecked=self.rechecked)
        if self.rechecked is not None and self.result is None:
            raise ValueError(_("a re-check has a result"))
        return self


class Act(Record):
    """Something done on a day by a person, and what was found wrong on that occasion."""

    on: Day
    by: Text
    note: Text | None = None
    flaws: tuple[Flaw, ...] = ()

    @model_validator(mode="after")
    def _flaws_found_then(self) -> "Act":
        for flaw in self.flaws:
            in_order(on=self.on, found=flaw.found)
        return self


class Patrol(Act):
    """A patrol of the portal, signed by the administrator (YZ-07a, YZ-07b)."""

    kind: Literal["daily", "irregular"] = "daily"
    pages: int = Field(default=0, ge=0)
    signed_by: Text | None = None
    signed_on: Day | None = None

    @model_validator(mode="after")
    def _signed(self) -> "Patrol":
        if (self.signed_by is None) != (self.signed_on is None):
            raise ValueError(_("a signature has a name and a day: signed_by and signed_on"))
        in_order(on=self.on, signed_on=self.signed_on)
        return self


class Drill(Act):
    """An emergency drill (EN-20)."""

    scenario: Text
    participants: tuple[Text, ...] = Field(min_length=1)


class Training(Act):
    """A training (EN-22); participants are ids of people of the charter."""

    topic: Text
    participants: tuple[Text, ...] = Field(min_length=1)


class Assessment(Act):
    """A risk assessment (EN-08)."""

    scope: Text
    level: Literal["low", "medium", "high"]


class Inspection(Act):
    """An inspection by those who supervise the portal (EN-27)."""

    scope: Text


class Evaluation(Act):
    """What came of an activity (EN-19); `activity` is its article, below the content folder."""

    activity: Text
    participants: int = Field(ge=0)
    result: Text


class Plan(Record):
    """An article planned for a day (EN-06): done by an article, or dropped for a reason."""

    title: Text
    column: Text
    unit: Text
    planned: Day
    by: Day
    article: Text | None = None
    dropped: Text | None = None

    @model_validator(mode="after")
    def _one_end(self) -> "Plan":
        in_order(planned=self.planned, by=self.by)
        if self.article is not None and self.dropped is not None:
            raise ValueError(_("a plan is either done or dropped"))
        return self


class Protection(Record):
    """Grade protection (等保) of the portal or of a channel, and who answers for it (SC-15)."""

    name: Text
    channel: Text | None = None
    level: int = Field(ge=1, le=5)
    assessed: Day | None = None
    report: Text | None = None
    filed: Day | None = None
    police: Text | None = None
    hosting: Text | None = None
    manages: Text
    runs: Text
    uses: Text


class Step(Record):
    """A step of a channel's life: the day and the document that says so."""

    on: Day
    number: Text


class Stage(StrEnum):
    """How far a self-built channel has come (SC-14)."""

    APPLIED = "applied"
    APPROVED = "approved"
    BUILT = "built"
    ACCEPTED = "accepted"


class Channel(Record):
    """A self-built channel: a subtree of columns, or a platform elsewhere (SC-12 to SC-15)."""

    name: Text
    column: Text
    unit: Text
    applied: Step
    approved: Step | None = None
    built: Step | None = None
    accepted: Step | None = None

    @property
    def stage(self) -> Stage:
        """The last step that was taken."""
        taken = [stage for stage in Stage if getattr(self, stage.value) is not None]
        return taken[-1]

    @model_validator(mode="after")
    def _step_by_step(self) -> "Channel":
        steps: list[Step | None] = [getattr(self, stage.value) for stage in Stage]
        missing = next((number for number, step in enumerate(steps) if step is None), len(steps))
        if any(steps[missing:]):
            raise ValueError(
                _(
                    "{step} is missing: applied, approved, built, accepted come in this order"
                ).format(step=list(Stage)[missing].value)
            )
        in_order(**{stage.value: step.on for stage, step in zip(Stage, steps, strict=True) if step})
        return self


class Outlet(Record):
    """A place on the net where the federation speaks, and the person who keeps it (EN-01, SC-12).

    `account` is its name or number as readers see it. `joined` is the paper by which
    the upper union's platform takes it in; `checked` when it was last looked through.
    """

    name: Text
    kind: Literal["website", "wechat", "weibo", "douyin", "app", "backend", "other"]
    account: Text | None = None
    address: Text | None = None
    unit: Text
    keeper: Text
    opened: Day
    joined: Step | None = None
    checked: Day | None = None
    closed: Day | None = None

    @model_validator(mode="after")
    def _found_somewhere(self) -> "Outlet":
        if self.account is None and self.address is None:
            raise ValueError(_("an outlet has an account or an address"))
        in_order(opened=self.opened, checked=self.checked)
        in_order(opened=self.opened, closed=self.closed)
        return self


KINDS: dict[str, type[Record]] = {
    "patrols": Patrol,
    "incidents": Incident,
    "drills": Drill,
    "trainings": Training,
    "assessments": Assessment,
    "inspections": Inspection,
    "evaluations": Evaluation,
    "plans": Plan,
    "channels": Channel,
    "protections": Protection,
    "outlets": Outlet,
    "figures": Figures,
}
"""The registers by their folder below charter/registers/."""

_ACCOUNT = ("since", "left", "revoked", "signed", "filed", "trained", "vetted", "reviewed")
_LETTER = ("received", "accepted", "first_opinion", "followed", "answered", "concluded")
DAYS: dict[str, frozenset[str]] = {
    **{
        kind: frozenset(
            name
            for name, field in model.model_fields.items()
            if "date" in str(field.annotation) or "Step" in str(field.annotation)
        )
        for kind, model in KINDS.items()
    },
    "plans": frozenset({"planned", "by", "done"}),
    "flaws": frozenset({"found", "due", "fixed", "rechecked"}),
    "accounts": frozenset(_ACCOUNT),
    "activities": frozenset({"starts", "ends", "evaluated"}),
    "letters": frozenset(_LETTER),
}
"""Every desk there can be, with the days that its clocks can run between."""


def days_of(record: Record) -> Iterator[tuple[str, date]]:
    """The days that a record names."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Step):
            yield name, value.on
        elif isinstance(value, datetime):
            yield name, value.date()
        elif isinstance(value, date):
            yield name, value
