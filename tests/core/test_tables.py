"""Tables that code and libraries decide are made once on a machine."""

import pytest

from pipelines.core import tables
from pipelines.core.words import folding, gaps
from pipelines.rules import sounds


@pytest.fixture
def made(tmp_path):
    """Asks for a table of this code; says how often it was made."""
    code = tmp_path / "code.py"
    code.write_text("one")
    times = []

    def make():
        times.append(1)
        return {1: "一", 2: b"\0" * 9}

    def asked(text=None):
        if text:
            code.write_text(text)
        assert tables.table("numbers", (str(code),), make) == {1: "一", 2: b"\0" * 9}
        return len(times)

    yield asked
    tables.keep_at(None)


def test_a_table_is_made_once(made, tmp_path):
    """Until its code is another, or somebody was at it."""
    tables.keep_at(tmp_path / "tables")
    assert (made(), made(), made("two"), made()) == (1, 1, 2, 2)
    (tmp_path / "tables" / "numbers").write_bytes(b"spoilt")
    assert (made(), made()) == (3, 3)


def test_without_a_place_it_is_made_each_time(made, tmp_path):
    """As it is where none can be."""
    assert (made(), made()) == (1, 2)
    (tmp_path / "file").write_bytes(b"")
    tables.keep_at(tmp_path / "file")
    assert (made(), made()) == (3, 4)


@pytest.mark.parametrize("table", [folding.shapes, gaps._kinds, sounds._syllables])
def test_a_table_that_was_kept_is_the_one_that_was_made(table, tmp_path):
    """Those that rules read."""

    def asked():
        found = table.__wrapped__()
        return dict(found) if table is sounds._syllables else found.tolist()

    plain = asked()
    tables.keep_at(tmp_path)
    try:
        assert asked() == plain
        assert list(tmp_path.iterdir())
        assert asked() == plain
    finally:
        tables.keep_at(None)
