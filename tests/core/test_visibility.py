"""Whether the public may see an article: one answer for build, feeds, search and leak test."""

from datetime import datetime

import pytest

from pipelines.core.visibility import visibility
from tests.builders import article

GONE = {"on": "2026-11-21", "by": "song-ci", "reason": "数据有误"}


@pytest.mark.parametrize(
    ("fields", "now", "seen"),
    [
        ({}, "2026-11-20 09:29", "embargoed"),
        ({}, "2026-11-20 09:30", "public"),
        ({"status": "draft"}, "2026-11-21 09:30", "draft"),
        ({"titel": "x"}, "2026-11-21 09:30", "draft"),
        ({"status": "pubished"}, "2026-11-21 09:30", "draft"),
        ({"date": None}, "2026-11-21 09:30", "embargoed"),
        ({"expires": "2026-11-30"}, "2026-11-30 23:59", "public"),
        ({"expires": "2026-11-30"}, "2026-12-01 00:00", "expired"),
        ({"status": "withdrawn", "withdrawn": GONE}, "2026-11-21 09:30", "withdrawn"),
        ({"status": "withdrawn", "withdrawn": GONE}, "2026-11-20 09:00", "embargoed"),
    ],
)
def test_visibility(fields, now, seen):
    """What cannot be read, is not dated or is not due is never public."""
    assert visibility(article(**fields), datetime.fromisoformat(now)) == seen
