"""Targets weighed by workers, workload and economy, with the formula they come from (SC-26)."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.core.charter import Charter
from pipelines.core.charter.reports import Targets
from pipelines.core.ledger.periods import Period
from pipelines.core.ledger.quotas import exists
from pipelines.core.messages import _


@dataclass(frozen=True, slots=True)
class Target:
    """What a unit is to publish in a period: its shares of three factors, its part of the whole."""

    unit: str
    workers: float
    workload: float
    economy: float
    weight: float
    articles: float
    """Not rounded; reports show one decimal."""


def targets(charter: Charter, period: Period, wanted: Targets | None = None) -> tuple[Target, ...]:
    """The target of each unit that exists throughout the period; by default of lower unions.

    The factors are scaled to sum to 1, and so are the units' weights in each of
    them, so the targets always sum to the charter's number.
    """
    wanted = wanted or charter.reporting.targets
    if wanted is None:
        return ()
    units = {
        id_: unit.weights
        for id_, unit in charter.units.items()
        if unit.kind in wanted.kinds and all(exists(charter, id_, month) for month in period)
    }
    if not units:
        return ()
    parts = ((one.workers, one.workload, one.economy) for one in units.values())
    shares = list(zip(*(_shares(column) for column in zip(*parts, strict=True)), strict=True))
    factors = _shares((wanted.factors.workers, wanted.factors.workload, wanted.factors.economy))
    made = []
    for unit, (workers, workload, economy) in zip(units, shares, strict=True):
        weight = factors[0] * workers + factors[1] * workload + factors[2] * economy
        articles = wanted.monthly * len(period) * weight
        made.append(Target(unit, workers, workload, economy, weight, articles))
    return tuple(made)


def _shares(parts: Sequence[float]) -> list[float]:
    """The parts scaled to sum to 1; equal ones where all are 0."""
    whole = sum(parts)
    return [part / whole if whole else 1 / len(parts) for part in parts]


def formula(charter: Charter, period: Period, wanted: Targets | None = None) -> str:
    """The formula as the report prints it."""
    wanted = wanted or charter.reporting.targets
    if wanted is None:
        return ""
    factors = wanted.factors
    workers, workload, economy = _shares((factors.workers, factors.workload, factors.economy))
    return _(
        "target = {monthly} a month × {months} months × ({workers:g} × share of workers + "
        "{workload:g} × share of workload + {economy:g} × share of economy)"
    ).format(
        monthly=wanted.monthly,
        months=len(period),
        workers=round(workers, 4),
        workload=round(workload, 4),
        economy=round(economy, 4),
    )
