"""The register of changes stands in a file of its own, and concerns columns of the charter."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.core.charter import CharterError, load
from pipelines.core.charter.load import read_files
from tests.builders import CHARTER

REGISTER = "registers/changes.yml"
CHANGE = "changes:\n  - {on: 2026-11-02, what: 领导分工调整, columns: [%s]}\n"


def changed(text):
    return load({**read_files(Path(CHARTER)), REGISTER: text.encode()})


def test_a_change_is_recorded():
    """A day, what changed, and the columns that have to follow."""
    (change,) = changed(CHANGE % "about/leaders").changes
    assert (change.on, change.columns) == (date(2026, 11, 2), ("about/leaders",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CHANGE % "about/bosses", "charter/registers/changes.yml:2:46: no column about/bosses"),
        ("changes:\n  - {what: x, columns: []}\n", "charter/registers/changes.yml:2:5: on is"),
        ("columns: {}\n", "charter/registers/changes.yml:1:1: columns does not stand in this file"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, said):
    """A register is held as strictly as the rest of the charter."""
    with pytest.raises(CharterError) as error:
        changed(text)
    assert said in str(error.value)


def test_a_budget_is_a_number_above_nothing():
    """The charter says how large pictures and attachments may be."""
    files = dict(read_files(Path(CHARTER)))
    files["portal.yml"] += b"  budget: {image_bytes: 0}\n"
    with pytest.raises(CharterError, match=r"portal.yml:\d+:\d+: image_bytes"):
        load(files)
