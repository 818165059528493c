"""Due days and lateness, the same for the gate and the register."""

from datetime import date

import pytest

from pipelines.core.clocking import running
from tests.histories import federation


@pytest.mark.parametrize(
    ("column", "kind", "days", "expected"),
    [
        ("union-news", "news", {"event_date": 17, "date": 20}, [("2026-11-20", 0)]),
        ("union-news", "news", {"event_date": 16, "date": 20}, [("2026-11-19", 1)]),
        ("notices", "document", {"signed_date": 10, "date": 20}, [("2026-11-13", 7)]),
        ("notices", "notice", {"signed_date": 10, "date": 20}, []),
        ("notices", "notice", {"issued_date": 18, "date": 20}, [("2026-11-21", 0)]),
        ("guide", "guide", {"date": 20}, []),
        (
            "hotline",
            "letter",
            {"received": 2, "accepted": 10, "answered": 20, "date": 20},
            [("2026-11-09", 1), ("2026-12-02", 0)],
        ),
    ],
)
def test_clocks_that_run(column, kind, days, expected):
    """CZ-07d, CZ-10c to CZ-10e, in November 2026."""
    dates = {name: date(2026, 11, day) for name, day in days.items()}
    found = running(federation(), column, kind, dates)
    assert [(str(due.last), due.late) for due in found] == expected
