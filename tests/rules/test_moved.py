"""Articles that move or go: their old addresses lead on, and nobody's link breaks unnoticed."""

from datetime import date

import pytest

from pipelines.core.proposal import Change, How
from pipelines.rules import moved
from tests.builders import article, case, proposal

OLD = article("union-news/a.md")
NEW = article("notices/a.md", formerly=["union-news/a.md"])
WITHDRAWN = {
    "status": "withdrawn",
    "withdrawn": {"on": "2026-11-20", "by": "lin-hai", "reason": "误"},
}


def told(findings):
    return [(finding.place.path, finding.message, finding.fix) for finding in findings]


@pytest.mark.parametrize(
    ("formerly", "messages"),
    [
        (["union-news/old.md"], []),
        (["html/2019/1.html"], []),
        (["guide/b.md"], ["guide/b.html is the address of guide/b.md"]),
        (["guide/was.md"], ["guide/was.html is already a former address of guide/b.md"]),
        (["../old.md"], ["../old.html is no address that a page can stand at"]),
    ],
)
def test_former_addresses_are_free(formerly, messages):
    """What another article has or claims, nobody else was."""
    other = article("guide/b.md", formerly=["guide/was.md"])
    judged = case(article("notices/a.md", formerly=formerly), archive=[other])
    assert [one.message for one in moved.former_addresses_are_free(judged)] == messages


@pytest.mark.parametrize(
    ("mine", "theirs", "messages"),
    [
        ("2026-11-20 09:30", "2026-11-19 09:00", []),
        (
            "2026-11-20 09:30",
            "2026-12-01 09:00",
            ["../notices/b.md is not public before 2026-12-01 09:00"],
        ),
        ("2026-12-02 09:30", "2026-12-01 09:00", []),
        (
            "2026-12-01 08:30",
            "2026-12-01 09:00",
            ["../notices/b.md is not public before 2026-12-01 09:00"],
        ),
    ],
)
def test_links_lead_to_what_is_public(mine, theirs, messages):
    """On the day the linking article is public; both may still be embargoed today."""
    judged = case(
        article(body="[通知](../notices/b.md)\n", date=mine),
        archive=[article("notices/b.md", date=theirs)],
    )
    assert [one.message for one in moved.links_lead_to_what_is_public(judged)] == messages


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ({}, []),
        (WITHDRAWN, ["../notices/b.md was withdrawn; readers meet a notice only"]),
        ({"expires": "2026-11-19"}, ["../notices/b.md has expired; readers meet a notice only"]),
    ],
)
def test_links_to_what_is_gone(fields, messages):
    """A notice stands there; the link is worth renewing, and blocks nobody."""
    linking = article(body="[通知](../notices/b.md)\n")
    judged = case(linking, archive=[article("notices/b.md", **fields)])
    assert [one.message for one in moved.links_lead_to_what_is_still_public(judged)] == messages


def test_links_to_what_has_moved():
    """The note says where it stands now."""
    judged = case(article("guide/b.md", "[甲](../union-news/a.md)\n"), archive=[NEW])
    assert told(moved.links_lead_to_what_is_still_public(judged)) == [
        ("content/guide/b.md", "../union-news/a.md has moved", "link to notices/a.md")
    ]


RENAMED = Change("content/notices/a.md", How.RENAMED, old_path="content/union-news/a.md")
MESSAGE = "links to its old address union-news/a.html would break"


@pytest.mark.parametrize(
    ("new", "former", "told_"),
    [
        (article("notices/a.md"), OLD, [MESSAGE]),
        (NEW, OLD, []),
        (article("notices/a.md"), article("union-news/a.md", status="draft"), []),
        (article("notices/a.md"), article("union-news/a.md", date="2026-12-01 09:00"), []),
        (article("notices/a.md"), article("union-news/a.md", **WITHDRAWN), [MESSAGE]),
    ],
)
def test_moved_article_keeps_its_address(new, former, told_):
    """Where the public has met it; a draft may move as it likes."""
    judged = case(new, former=(former,), proposal=proposal(changes=(RENAMED,)))
    found = list(moved.moved_article_keeps_its_address(judged))
    assert [one.message for one in found] == told_
    assert all(one.fix == "add the line: formerly: [union-news/a.md]" for one in found)


TOO = article("guide/c.md", "[甲](../union-news/a.html)\n")
LINKING = article("guide/b.md", "[甲](../union-news/a.md)\n")


@pytest.mark.parametrize(
    ("archive", "others"),
    [
        ([LINKING], ["content/guide/b.md"]),
        ([LINKING, NEW], []),
        ([article("guide/b.md")], []),
        ([LINKING, TOO], ["content/guide/b.md", "content/guide/c.md"]),
    ],
)
def test_nobody_links_to_what_is_removed(archive, others):
    """The finding names them all."""
    change = Change("content/union-news/a.md", How.REMOVED)
    judged = case(archive=archive, former=(OLD,), proposal=proposal(changes=(change,)))
    expected = [f"still linked to by {', '.join(others)}"] if others else []
    found = list(moved.nobody_links_to_what_is_removed(judged))
    assert [one.message for one in found] == expected
    assert all(one.place.path == change.path for one in found)


def test_without_a_proposal_nothing_has_moved():
    """The two rules of proposals are silent on a tree."""
    judged = case(NEW, LINKING, today=date(2026, 11, 20))
    assert [*moved.moved_article_keeps_its_address(judged)] == []
    assert [*moved.nobody_links_to_what_is_removed(judged)] == []
