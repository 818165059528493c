"""The threat model names tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "SECURITY.md").read_text("utf-8"))


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _path, name in NAMED])
def test_the_test_that_closes_a_way_around(path, name):
    """Each way around the gate is closed by a test of that name."""
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_there_are_some():
    """An empty model would name none."""
    assert len(NAMED) > 20
