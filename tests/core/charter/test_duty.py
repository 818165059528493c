"""The duty roster: every day has a leader, and those who hear first are named (YZ-09b)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.charter.duty import Duty

MONDAY = date(2026, 11, 2)
DUTY = Duty(
    group_head="jiang-he",
    since=MONDAY,
    leaders=("he-chuan", "lin-hai", "jiang-he"),
    exceptions={date(2026, 11, 4): "song-ci"},
)


@pytest.mark.parametrize(
    ("day", "leader"),
    [
        (MONDAY, "he-chuan"),
        (date(2026, 11, 4), "song-ci"),
        (date(2026, 11, 8), "he-chuan"),
        (date(2026, 11, 9), "lin-hai"),
        (date(2026, 11, 23), "he-chuan"),
    ],
)
def test_leaders_take_turns(day, leader):
    """Week by week, but for the days that somebody else stands in."""
    assert DUTY.leader(day) == leader


@given(st.integers(0, 5000))
def test_no_day_is_without_a_leader(days):
    """Whatever day it is, somebody is on duty, and the group head hears of it too."""
    told = DUTY.told(MONDAY + timedelta(days=days))
    assert told[0] == "jiang-he"
    assert len(set(told)) == len(told) >= 1
