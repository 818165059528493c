"""Columns: the folders articles stand in, who may submit to them and who answers for them."""

from enum import StrEnum

from pydantic import model_validator

from pipelines.core.charter.units import UnitKind
from pipelines.core.frontmatter import Kind
from pipelines.core.messages import _
from pipelines.core.schema import Record, Text


class ColumnKind(StrEnum):
    """What a column holds; freshness limits and page layout go by it."""

    NEWS = "news"
    NOTICES = "notices"
    PROFILE = "profile"
    GUIDE = "guide"
    LETTERS = "letters"
    POLICY = "policy"
    ACTIVITIES = "activities"
    CHANNELS = "channels"
    PLATFORM = "platform"


class Submitters(Record):
    """Who may submit: units of these kinds, and these units; nobody named means anybody."""

    kinds: tuple[UnitKind, ...] = ()
    units: tuple[Text, ...] = ()


class Amount(Record):
    """A length of time: exactly one of days, working days or calendar months."""

    days: int | None = None
    working_days: int | None = None
    months: int | None = None

    @model_validator(mode="after")
    def _one(self) -> "Amount":
        if sum(part is not None for part in (self.days, self.working_days, self.months)) != 1:
            raise ValueError(_("name one of days, working_days, months"))
        return self


class Column(Record):
    """One column (栏目), its id being its folder below the content folder.

    `owner` is the unit that publishes it; a `platform` is a link to a site
    elsewhere (`link`) and has no folder. `parent` follows from the id. `max_age`
    is how old its newest article may get, `after_change` how soon it follows a
    change that the charter records.
    """

    name: Text
    kind: ColumnKind
    owner: Text | None = None
    description: Text | None = None
    submitters: Submitters = Submitters()
    articles: tuple[Kind, ...] = ()
    link: Text | None = None
    order: int = 100
    max_age: Amount | None = None
    after_change: Amount | None = None
    home: int = 0
