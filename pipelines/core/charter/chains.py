"""Approval chains: ordered stages, and which proposals need which chain."""

from pipelines.core.charter.columns import Amount
from pipelines.core.frontmatter import Level
from pipelines.core.schema import Record, Text


class Stage(Record):
    """One stage (审批层级): a role in a unit, how many of its holders, and their time.

    `unit` is a unit's id, `$unit` (the submitting one) or `$column.owner`.
    """

    name: Text
    role: Text
    unit: Text
    count: int = 1
    within: Amount | None = None


class Chain(Record):
    """A named order of stages (审批链)."""

    name: Text
    stages: tuple[Stage, ...]
    clauses: tuple[Text, ...] = ()


class Selection(Record):
    """When a chain is needed: all that is named here must hold of the article."""

    chain: Text
    columns: tuple[Text, ...] = ()
    levels: tuple[Level, ...] = ()
    wechat: bool | None = None
