"""Ranks units by what was accepted of them; equals share a rank: 1, 2, 2, 4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.core.ledger.periods import Month


@dataclass(frozen=True, slots=True)
class Rank:
    """A unit's place among others: 1, 2, 2, 4."""

    unit: str
    count: int
    rank: int
    low: bool
    """Whether fewer than the charter's number of units did worse; never true of the first."""


def ranking(counts: Mapping[str, int], places: int) -> tuple[Rank, ...]:
    """The units in order of rank, equals in the order given.

    The last `places` units are low, and so are those that share a rank with
    one of them; where all share the first rank, nobody is.
    """
    values = list(counts.values())
    ranks = [
        Rank(
            unit,
            count,
            rank=1 + sum(other > count for other in values),
            low=sum(other < count for other in values) < places and count < max(values),
        )
        for unit, count in counts.items()
    ]
    return tuple(sorted(ranks, key=lambda rank: rank.rank))


def top(ranks: Sequence[Rank], places: int) -> tuple[Rank, ...]:
    """The units on the first ranks; nobody is preferred for nothing."""
    return tuple(rank for rank in ranks if rank.rank <= places and rank.count)


def bottom(ranks: Sequence[Rank]) -> tuple[Rank, ...]:
    """The units that are low, the last one first."""
    return tuple(sorted((rank for rank in ranks if rank.low), key=lambda rank: rank.count))


def streaks(months: Mapping[Month, Sequence[Rank]]) -> dict[str, int]:
    """For each unit, in how many of the latest months on end it ranked low."""
    latest = [ranks for _month, ranks in sorted(months.items(), reverse=True)]
    units = dict.fromkeys(rank.unit for ranks in latest for rank in ranks)
    return {unit: _run(unit, latest) for unit in units}


def _run(unit: str, latest: Sequence[Sequence[Rank]]) -> int:
    """How many months on end, from the latest back; a month without a rank ends it."""
    length = 0
    for ranks in latest:
        if not any(rank.unit == unit and rank.low for rank in ranks):
            break
        length += 1
    return length
