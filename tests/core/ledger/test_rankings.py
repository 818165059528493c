"""Ranks, low ranks and streaks, as JZ art. 11 reads with the charter's numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.ledger.periods import Month
from pipelines.core.ledger.rankings import bottom, ranking, streaks, top


@pytest.mark.parametrize(
    ("counts", "ranks", "low"),
    [
        pytest.param({}, "", "", id="nobody"),
        pytest.param({"a": 3}, "a1", "", id="a month with one unit"),
        pytest.param({"a": 0, "b": 0, "c": 0, "d": 0}, "a1 b1 c1 d1", "", id="an empty month"),
        pytest.param({"a": 1, "b": 5, "c": 3, "d": 4}, "b1 d2 c3 a4", "adc", id="all different"),
        pytest.param({"a": 2, "b": 2, "c": 1, "d": 5}, "d1 a2 b2 c4", "abc", id="1, 2, 2, 4"),
        pytest.param(
            {"a": 9, "b": 8, "c": 2, "d": 2, "e": 2, "f": 2},
            "a1 b2 c3 d3 e3 f3",
            "cdef",
            id="four share the last rank: all are low",
        ),
        pytest.param(
            {"a": 9, "b": 5, "c": 5, "d": 1, "e": 0},
            "a1 b2 c2 d4 e5",
            "bcde",
            id="who shares the third rank from the end is low",
        ),
        pytest.param({"a": 2, "b": 2, "c": 1}, "a1 b1 c3", "c", id="sharers of the first are not"),
    ],
)
def test_equals_share_a_rank_and_the_last_three_are_low(counts, ranks, low):
    found = ranking(counts, places=3)
    assert " ".join(f"{rank.unit}{rank.rank}" for rank in found) == ranks
    assert {rank.unit for rank in found if rank.low} == set(low)


def test_the_first_three_are_preferred_and_nobody_for_nothing():
    """Yearly top three (JZ-11d): sharers of the third rank included, zeros left out."""
    found = ranking({"a": 9, "b": 7, "c": 5, "d": 5, "e": 1}, places=3)
    assert [rank.unit for rank in top(found, 3)] == ["a", "b", "c", "d"]
    assert top(ranking({"a": 0, "b": 0}, places=3), 3) == ()


def test_the_last_one_is_talked_to_first():
    """Half-year bottom three (JZ-11c), worst first."""
    found = ranking({"a": 9, "b": 0, "c": 5, "d": 2}, places=3)
    assert [rank.unit for rank in bottom(found)] == ["b", "d", "c"]


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (["x", "x", "x"], 3),
        (["x", "x", "x", "x"], 4),
        (["x", "x", "-"], 0),
        (["x", "-", "x"], 1),
        (["x", " ", "x"], 1),
        ([], 0),
    ],
)
def test_a_streak_is_low_months_on_end_up_to_the_latest(months, expected):
    """`x` low, `-` not low, blank: not ranked that month (founded later, dissolved)."""
    given_ = {
        Month(2026, number): ranking(
            {"u": 0 if mark == "x" else 9, "v": 5, "w": 5} if mark != " " else {"v": 5},
            places=1,
        )
        for number, mark in enumerate(months, start=1)
    }
    assert streaks(given_).get("u", 0) == expected


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 9)), st.integers(1, 4))
def test_a_rank_is_one_more_than_the_number_of_better_ones(counts, places):
    for rank in ranking(counts, places):
        assert rank.rank == 1 + sum(other > rank.count for other in counts.values())
        assert not (rank.low and rank.rank == 1)
