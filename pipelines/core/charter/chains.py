"""Approval chains: ordered stages, and which proposals need which chain."""

from pydantic import Field

from pipelines.core.charter.columns import Amount
from pipelines.core.frontmatter import Kind, Level
from pipelines.core.schema import Record, Text


class Condition(Record):
    """What must hold of an article, or of files beside articles: all that is named here.

    `columns` count the columns in them. A condition that names `paths` is about
    files outside the content folder and about nothing else: beginnings of paths,
    `/` being the repository's root. `rules` are ids of rules that found something in the
    article: that is how words raise its level (JZ-08e).
    """

    columns: tuple[Text, ...] = ()
    kinds: tuple[Kind, ...] = ()
    levels: tuple[Level, ...] = ()
    wechat: bool | None = None
    untrusted_repost: bool | None = None
    secrecy_unsure: bool | None = None
    waived: bool | None = None
    rules: tuple[Text, ...] = ()
    paths: tuple[Text, ...] = ()


class Seat(Record):
    """A role in a unit; `unit` is an id, `$unit` (the submitting one) or `$column.owner`."""

    role: Text
    unit: Text


class Stage(Seat):
    """One stage (审批层级): who, how many of them, and their time; skipped unless `when` holds."""

    name: Text
    count: int = Field(default=1, ge=1)
    within: Amount | None = None
    when: Condition | None = None


class Chain(Record):
    """A named order of stages (审批链); one person fills at most one stage of it."""

    name: Text
    stages: tuple[Stage, ...] = Field(min_length=1)
    clauses: tuple[Text, ...] = ()


class Selection(Condition):
    """When a chain is needed; every chain whose condition holds is.

    `ahead`: its stages come before those of every other chain that is needed.
    """

    chain: Text
    ahead: bool = False
