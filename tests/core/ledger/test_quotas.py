"""What units owe each month (CZ-09, JZ-06), and the reminder that says what is missing."""

from datetime import date

import pytest

from pipelines.core.charter.units import Unit, UnitKind
from pipelines.core.ledger.periods import Month
from pipelines.core.ledger.quotas import owed, reminders
from pipelines.core.ledger.submissions import submissions
from tests.histories import counts, federation

OCTOBER = Month(2026, 10)


def missing(found, charter=None, month=OCTOBER) -> dict[str, int]:
    charter = charter or federation()
    sent = submissions(found, (), {}, charter)
    return {one.unit: one.missing for one in owed(sent, charter, month)}


def test_departments_owe_two_districts_five_institutions_one():
    """The three paragraphs of CZ art. 9; other unions owe nothing (CZ-09d)."""
    empty = missing([])
    assert (empty["legal"], empty["donghu"], empty["city-organs"]) == (2, 5, 1)
    assert empty["workers-palace"] == 1
    assert "transport" not in empty
    assert len([unit for unit in empty if empty[unit] == 2]) == 12


def test_a_grass_roots_union_submits_for_its_district():
    """Five a month 包括所属各基层工会 (CZ-09b)."""
    found = counts({"2026-10": {"donghu": 2, "donghu-yunfan": 3}})
    assert missing(found)["donghu"] == 0
    assert "donghu-yunfan" not in missing(found)


def test_more_than_owed_is_not_less_than_nothing():
    assert missing(counts({"2026-10": {"legal": 7}}))["legal"] == 0


@pytest.mark.parametrize(
    ("since", "until", "owes"),
    [
        (None, None, "y y y"),
        ("2026-10-01", None, "n y y"),
        ("2026-10-02", None, "n n y"),
        (None, "2026-10-31", "y y n"),
        (None, "2026-10-30", "y n n"),
        ("2026-10-05", "2026-10-20", "n n n"),
    ],
)
def test_a_unit_owes_for_the_months_in_which_it_stands_from_first_day_to_last(since, until, owes):
    """Founded or dissolved mid-month, nothing is owed for that month."""
    unit = Unit(name="新部", kind=UnitKind.DEPARTMENT, since=since, until=until)
    charter = federation(units=federation().units | {"new": unit})
    found = [
        "y" if "new" in missing([], charter, Month(2026, month)) else "n" for month in (9, 10, 11)
    ]
    assert " ".join(found) == owes


@pytest.mark.parametrize(
    ("day", "sent", "open_"),
    [
        (19, 0, False),
        (20, 0, True),
        (22, 0, True),
        (25, 1, True),
        (25, 2, False),
        (31, 2, False),
    ],
)
def test_reminders_open_on_the_charters_first_day_and_close_when_nothing_is_missing(
    day, sent, open_
):
    """Days 20 and 25 (CZ-09); on a second look the same day nothing differs."""
    charter = federation()
    charter = charter.model_copy(update={"units": {"legal": charter.units["legal"]}})
    found = submissions(counts({"2026-10": {"legal": sent}}), (), {}, charter)
    last, now = reminders(found, charter, date(2026, 10, day))
    assert (last.key, last.open) == ("quota-2026-09", False)
    assert (now.key, now.open) == ("quota-2026-10", open_)
    assert ("法律工作部" in now.body) == (sent < 2)
    assert reminders(found, charter, date(2026, 10, day)) == (last, now)


def test_a_charter_without_reminder_days_reminds_nobody():
    charter = federation()
    quiet = charter.reporting.model_copy(update={"reminders": ()})
    silent = charter.model_copy(update={"reporting": quiet})
    assert reminders((), silent, date(2026, 10, 25)) == ()
