"""The demo federation's own articles break no rule, on whatever day they are checked."""

from datetime import datetime
from pathlib import Path

import pytest

from pipelines.core.desks.lines import standing
from pipelines.core.desks.records import KINDS
from pipelines.core.rule import judge
from pipelines.desks import with_letters
from pipelines.forge.folder import Folder
from pipelines.gather.files import read_case
from pipelines.rules import TREE
from tests.builders import charter

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """What was read of the files on another day."""
    return tmp_path_factory.mktemp("kept")


@pytest.mark.parametrize("now", ["2025-01-01", "2026-11-20", "2027-06-30", "2031-01-01"])
def test_check_is_silent_on_any_day(now, kept):
    """Rules on an article compare its own dates; only the patrol compares with today."""
    case = read_case(ROOT / "content", charter(), datetime.fromisoformat(now), kept)
    assert [str(finding) for finding in judge(case, TREE)] == []


def test_every_desk_is_alive():
    """Each register has records, each desk lines, the letters desk letters in every state."""
    now = datetime.fromisoformat("2026-11-20 18:00")
    letters = Folder(ROOT / "docs/private-repository/demo")
    case = with_letters(read_case(ROOT / "content", charter(), now), letters)
    assert {kind for kind in KINDS if not charter().registers.of(kind)} == set()
    found = list(standing(case))
    assert {id_ for id_, _desk, _due in found} == set(charter().desks)
    letters_stand = {due.standing.value for id_, _desk, due in found if id_ == "letters"}
    assert letters_stand >= {"done", "running", "soon", "overdue"}
    stages = {record.record.stage.value for record in charter().registers.of("channels")}
    assert {"accepted", "approved"} <= stages
