"""Positions in a body: characters, found from the parser's bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.gather.markdown import _Characters, structure

PIECES = {
    "# 标题\n\n": ("headings", {"# 标题"}),
    "[链接](a.md) ": ("links", {"[链接](a.md)"}),
    "![图](a.png)\n\n": ("pictures", {"![图](a.png)"}),
    "| 甲 |\n|---|\n| 丙 |\n\n": ("tables", {"| 甲 |\n|---|\n| 丙 |"}),
    "<b>粗</b>\n\n": ("raw_html", {"<b>", "</b>"}),
}
"""What a body may be full of: what it is called, and what is found of it as it was typed."""


@given(st.text(max_size=2000).map(lambda text: text * 3), st.integers(0, 9))
def test_bytes_are_counted_as_characters(text, start):
    """Wherever a character begins, and in any order that places are asked for in."""
    characters = _Characters(text, start)
    places = [len(text[:number].encode()) for number in range(len(text) + 1)]
    found = [characters.at(place) for place in reversed(places)]
    assert found == [start + number for number in reversed(range(len(text) + 1))]


@pytest.mark.parametrize("piece", PIECES)
def test_a_very_long_body_is_read_in_one_go(piece):
    """As much as an article may hold; where places are counted from its beginning, for minutes."""
    name, typed = PIECES[piece]
    text = "开头\n\n" + piece * (900_000 // len(piece.encode()))
    found = getattr(structure(text, 4), name)
    assert len(found) == 900_000 // len(piece.encode()) * len(typed)
    assert {text[one.start : one.end].strip() for one in found} == typed
