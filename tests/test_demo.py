"""The demo federation's own articles break no rule, on whatever day they are checked."""

from datetime import datetime
from pathlib import Path

import pytest

from pipelines.core.charter import load
from pipelines.core.rule import judge
from pipelines.gather.files import read_case
from pipelines.rules import TREE

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("now", ["2025-01-01", "2026-11-20", "2027-06-30", "2031-01-01"])
def test_check_is_silent_on_any_day(now):
    """Rules on an article compare its own dates; only the patrol compares with today."""
    case = read_case(ROOT / "content", load(ROOT / "charter"), datetime.fromisoformat(now))
    assert [str(finding) for finding in judge(case, TREE)] == []
