"""Units of the federation: departments, districts, institutions and the unions below them."""

from enum import StrEnum

from pipelines.core.schema import Day, Record, Text


class UnitKind(StrEnum):
    """What a unit is; submitters and quotas go by it."""

    DEPARTMENT = "department"
    DISTRICT = "district"
    INSTITUTION = "institution"
    OFFICE = "office"
    OTHER = "other"


class Weights(Record):
    """What targets are weighed by (SC-26): workers, workload and local economy, as shares of 1."""

    workers: float = 1.0
    workload: float = 1.0
    economy: float = 1.0


class Unit(Record):
    """One unit (单位): its names, its kind, and the unit its submissions count for.

    A grass-roots union names its district as `parent`. `since` and `until` bound
    the days on which it exists.
    """

    name: Text
    short: Text | None = None
    aliases: tuple[Text, ...] = ()
    kind: UnitKind
    parent: Text | None = None
    duties: Text | None = None
    phone: Text | None = None
    since: Day | None = None
    until: Day | None = None
    weights: Weights = Weights()
