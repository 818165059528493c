"""Months and runs of months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.errors import HouseError
from pipelines.core.ledger.periods import Month, Period


@pytest.mark.parametrize(
    ("text", "months", "slug"),
    [
        ("2026-10", 1, "2026-10"),
        ("2026-09..2026-10", 2, "2026-09-to-2026-10"),
        ("2025-11..2026-02", 4, "2025-11-to-2026-02"),
    ],
)
def test_a_period_is_written_as_months(text, months, slug):
    period = Period.parse(text)
    assert (len(period), len(list(period)), period.slug, str(period)) == (
        months,
        months,
        slug,
        text,
    )


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "2026-1", "0000-01", "2026-10..2026-09", "2026-10.."]
)
def test_anything_else_is_refused_in_one_sentence(text):
    with pytest.raises(HouseError, match=r"\S"):
        Period.parse(text)


def test_a_day_lies_in_its_month():
    assert date(2026, 2, 28) in Period.parse("2026-02")
    assert date(2026, 3, 1) not in Period.parse("2026-02")


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(-60, 60))
def test_months_are_added_and_taken_away(year, month, step):
    start = Month(year, month)
    assert start.plus(step).plus(-step) == start
    assert len(Period.ending(start, abs(step) + 1)) == abs(step) + 1
