"""Targets weighed by workers, workload and economy (SC-26)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.charter.reports import Factors, Targets
from pipelines.core.charter.units import Unit, UnitKind, Weights
from pipelines.core.ledger.periods import Period
from pipelines.core.ledger.targets import formula, targets
from tests.histories import federation

PERIOD = Period.parse("2026-09..2026-10")


def charter(monthly: int, factors: Factors, weights: list[tuple[float, float, float]]):
    units = {
        f"d{number}": Unit(
            name=f"第{number}区",
            kind=UnitKind.DISTRICT,
            weights=Weights(workers=one, workload=two, economy=three),
        )
        for number, (one, two, three) in enumerate(weights)
    }
    whole = federation()
    reporting = whole.reporting.model_copy(
        update={"targets": Targets(monthly=monthly, factors=factors)}
    )
    return whole.model_copy(update={"units": units, "reporting": reporting})


def test_targets_by_hand():
    """Two districts, 10 a month for two months: 20 × (0.5·0.75 + 0.3·0.5 + 0.2·0.25) = 11.5."""
    factors = Factors(workers=0.5, workload=0.3, economy=0.2)
    found = targets(charter(10, factors, [(3, 1, 1), (1, 1, 3)]), PERIOD)
    assert [round(one.articles, 9) for one in found] == [11.5, 8.5]


def test_the_formula_is_printed_as_it_is_applied():
    factors = Factors(workers=5, workload=3, economy=2)
    said = formula(charter(10, factors, [(1, 1, 1)]), PERIOD)
    assert all(number in said for number in ("10", "2", "0.5", "0.3", "0.2"))


def test_nothing_to_weigh_by_means_equal_shares():
    factors = Factors(workers=0, workload=0, economy=0)
    found = targets(charter(6, factors, [(0, 0, 0), (0, 0, 0)]), Period.parse("2026-09"))
    assert [one.articles for one in found] == [3, 3]


@pytest.mark.parametrize("gone", ["2026-09-15", "2026-10-30"])
def test_a_unit_dissolved_in_the_period_has_no_target(gone):
    whole = charter(10, Factors(), [(1, 1, 1), (1, 1, 1)])
    closed = whole.units["d1"].model_copy(update={"until": date.fromisoformat(gone)})
    left = whole.model_copy(update={"units": whole.units | {"d1": closed}})
    assert [one.articles for one in targets(left, PERIOD)] == [20]


number = st.floats(0, 1000, allow_nan=False)


@given(
    st.integers(1, 500),
    number,
    number,
    number,
    st.lists(st.tuples(number, number, number), min_size=1, max_size=6),
)
def test_targets_sum_to_the_charters_number(monthly, workers, workload, economy, weights):
    """Whatever the weights, what is shared out is the whole and nothing negative."""
    factors = Factors(workers=workers, workload=workload, economy=economy)
    found = targets(charter(monthly, factors, weights), PERIOD)
    assert sum(one.articles for one in found) == pytest.approx(monthly * 2)
    assert all(one.articles >= 0 for one in found)
