"""Positions in a body: characters, found from the parser's bytes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.targets import in_html
from pipelines.gather.markdown import _Characters, glance, structure

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


BITS = st.sampled_from(
    [
        *("# 标题", "## 标 题 `码`", "标题\n===", "甲\n乙\n---", "###### [甲](a.md) *乙*\n"),
        *("[链接](a.md)", "[![图](a.png)](b.md)", "![图 [链](c.md)](d.png)", "<https://e.example>"),
        *(
            "[参][1]",
            "[1]: f.md",
            "[^1]",
            "[^1]: 注 [链](g.md)",
            "<b>粗</b>",
            "<div>\n块 &amp; 文\n</div>",
        ),
        *(
            "<h2>",
            '<a href="h.md">甲</a>',
            '<img srcset="i.png 1x, j.png 2x">',
            "```\n码 [k](k.md)\n```",
        ),
        *(
            "| 甲 | [乙](l.md) |\n|---|---|\n| 丙 | `丁` |",
            "- 项\n  # 项内\n",
            "> # 引",
            "~~删~~ &nbsp;\\*",
        ),
        *(" ", "\n", "\n\n", "文　字", "\\\n"),
    ]
)


@given(st.lists(st.one_of(BITS, st.text(max_size=9)), max_size=12), st.integers(0, 3))
def test_a_glance_sees_what_the_structure_holds(bits, start):
    """What is linked to and shown, how many characters, which headings have which ids."""
    text = "开头文"[:start] + "".join(bits)
    seen, whole = glance(text, start), structure(text, start)
    targets = {one.target for one in (*whole.links, *whole.pictures)}
    targets |= {target for raw in whole.raw_html for _at, target in in_html(raw.html)}
    assert seen.targets == tuple(sorted(targets))
    runs = (run.text for block in whole.blocks for run in block.runs)
    assert seen.words == sum(len("".join(text.split())) for text in runs)
    ids = re.findall(r'^<h[1-6] id="([^"]*)">', seen.html, re.MULTILINE)
    assert ids == [one.anchor for one in whole.headings] or "<h" in text
