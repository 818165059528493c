"""What became of an article's copies, read from what was written down."""

import json
from datetime import datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.wechat.copies import Event, What, copies, digest, of_article, parse

AT = "2026-11-20T18:00"


def event(number: int, what: What, **more: str) -> Event:
    return Event(number, "union-news/a.md", "d" * 64, "shifan-demo", what.value, AT, **more)


STORY = (
    event(1, What.BEGUN),
    event(2, What.FAILED),
    event(3, What.BEGUN),
    event(4, What.DRAFTED, id="draft-1"),
    event(5, What.SUBMITTING, by="ling-xiao"),
    event(6, What.SUBMITTED, id="task-1", by="ling-xiao"),
    event(7, What.PUBLISHED, id="https://mp.weixin.qq.com/s/a", by="ling-xiao"),
)


@pytest.mark.parametrize(
    ("events", "exists", "draft", "task", "address"),
    [
        (1, False, "", "", ""),
        (2, False, "", "", ""),
        (4, True, "draft-1", "", ""),
        (5, True, "draft-1", "", ""),
        (6, True, "draft-1", "task-1", ""),
        (7, True, "draft-1", "task-1", "https://mp.weixin.qq.com/s/a"),
    ],
)
def test_a_copy_step_by_step(events, exists, draft, task, address):
    """Begun, drafted, handed in, published."""
    (copy,) = copies(STORY[:events]).values()
    assert (copy.exists, copy.draft, copy.task, copy.address) == (exists, draft, task, address)
    assert copy.on == (datetime.fromisoformat(AT) if events > 5 else None)


def test_the_order_of_lines_says_nothing():
    """Notes of two machines are merged line by line."""
    first = copies(STORY[:4])
    assert all(copies(lines) == first for lines in permutations(STORY[:4]))


@pytest.mark.parametrize(("now", "busy"), [("2026-11-20T18:14", True), ("2026-11-20T18:15", False)])
def test_who_began_and_fell_silent(now, busy):
    """After a quarter of an hour another may begin."""
    (copy,) = copies(STORY[:1]).values()
    assert copy.busy(datetime.fromisoformat(now)) is busy
    (failed,) = copies(STORY[:2]).values()
    assert not failed.busy(datetime.fromisoformat(AT))


def test_the_copies_of_an_article():
    """Those that are on the platform, of this article alone."""
    other = Event(1, "union-news/b.md", "e" * 64, "shifan-demo", "drafted", AT, id="draft-2")
    found = list(of_article((*STORY, other), "union-news/b.md"))
    assert [copy.draft for copy in found] == ["draft-2"]
    assert list(of_article(STORY[:2], "union-news/a.md")) == []


text = st.text(max_size=9)


@given(st.builds(Event, st.integers(1), text, text, text, st.sampled_from([*What]), st.just(AT)))
def test_a_line_says_what_it_was_made_of(one):
    """Written and read again, it is the same; on one line."""
    assert "\n" not in one.as_line()
    assert parse(one.as_line()) == one


@pytest.mark.parametrize(
    "line",
    [
        *("", "{}", "[]", "null", "{", json.dumps({"number": 1, "path": "a", "odd": 1})),
        STORY[0].as_line().replace(AT, "yesterday"),
        STORY[0].as_line().replace("begun", "x"),
        STORY[0].as_line().replace('"number":1', '"number":"1"'),
    ],
)
def test_a_damaged_line_is_no_event(line):
    """It raises ValueError, whatever it is."""
    with pytest.raises(ValueError):  # noqa: PT011 - which one is the parser's own affair
        parse(line)


def test_the_digest_counts_every_file_and_no_order():
    """Another picture is another copy."""
    one = (("content/a.md", "1"), ("content/a.jpg", "2"))
    assert digest(one) == digest(one[::-1])
    assert digest(one) != digest(one[:1])
