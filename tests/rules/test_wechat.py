"""What goes to the WeChat account: as long, as large, as illustrated as it takes."""

import pytest

from pipelines.core.article import Attachment, Opened
from pipelines.rules import wechat
from tests.builders import article, case, charter

IMAGE = {"file": "a.jpg", "alt": "会场全景，代表举手表决", "source": "示范市总工会"}
BOUND = {"wechat": True, "wechat_kind": "news", "image": IMAGE}
NOWHERE = charter().model_copy(update={"wechat": None})


def messages(findings):
    return [finding.message for finding in findings]


def picture(name, pixels=None):
    return Attachment(f"union-news/{name}", 1000, "0" * 40, lambda: Opened("jpg", pixels=pixels))


def test_account_is_known():
    """What goes to the WeChat account goes to the one that the charter names (YZ-02)."""
    assert messages(wechat.account_is_known(case(article(**BOUND)))) == []
    assert messages(wechat.account_is_known(case(article(), charter=NOWHERE))) == []
    assert messages(wechat.account_is_known(case(article(**BOUND), charter=NOWHERE))) == [
        "the charter names no WeChat account for this to go to"
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "题" * 32, "summary": "要" * 128}, []),
        ({"title": "题" * 33}, ["the title has 33 characters, WeChat takes 32"]),
        ({"summary": "要" * 129}, ["the summary has 129 characters, WeChat takes 128"]),
        ({"title": "题" * 33, "wechat": False}, []),
        ({"title": "题" * 33, "status": "draft"}, []),
        ({"unit": "donghu-yunfan"}, []),
    ],
)
def test_lengths_that_wechat_takes(fields, expected):
    """Title, summary and author are as short as it asks, where the article goes there."""
    judged = case(article(**BOUND | fields))
    assert messages(wechat.lengths_that_wechat_takes(judged)) == expected


def test_a_unit_whose_name_is_too_long():
    """The unit stands where the platform names the author."""
    office = charter().units["office"].model_copy(update={"name": "办" * 17, "short": None})
    other = charter().model_copy(update={"units": charter().units | {"office": office}})
    found = wechat.lengths_that_wechat_takes(case(article(**BOUND), charter=other))
    assert messages(found) == ["the unit's name has 17 characters, WeChat takes 16"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("一句话。\n\n" * 300, 0),
        ("长" * 18_000, 0),
        ("长" * 20_000, 1),
        ("| 甲 | 乙 |\n|---|---|\n" + "| 一 | 二 |\n" * 200, 1),
    ],
    ids=["many paragraphs", "nearly", "too long", "a large table"],
)
def test_size_that_wechat_takes(body, expected):
    """The layout counts: a table of short cells is longer than its words."""
    judged = case(article(body=body, **BOUND))
    assert len(messages(wechat.size_that_wechat_takes(judged))) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("b.jpg", []),
        ("b.PNG", []),
        ("b.webp", []),
        ("b.gif", ["the picture b.gif cannot go to WeChat"]),
        ("b.svg", ["the picture b.svg cannot go to WeChat"]),
    ],
)
def test_pictures_that_wechat_takes(name, expected):
    """Pictures are of a kind that it takes, or that we turn into one."""
    judged = case(article(body=f"![会场全景]({name})\n", **BOUND))
    assert messages(wechat.pictures_that_wechat_takes(judged)) == expected


@pytest.mark.parametrize(
    ("body", "image", "expected"),
    [
        ("文。\n", IMAGE, 0),
        ("![会场全景](b.jpg)\n", None, 0),
        ("![会场全景](https://example.org/b.jpg)\n", None, 1),
        ("文。\n", None, 1),
    ],
)
def test_cover_for_wechat(body, image, expected):
    """An article has a picture of its own to make a cover of."""
    judged = case(article(body=body, **BOUND | {"image": image}))
    assert len(messages(wechat.cover_for_wechat(judged))) == expected


@pytest.mark.parametrize(
    ("pixels", "expected"),
    [
        ((900, 383), []),
        ((1200, 800), []),
        ((899, 383), ["the cover for WeChat has 899 × 383 pixels and will look blurred"]),
        ((1200, 300), ["the cover for WeChat has 1200 × 300 pixels and will look blurred"]),
        (None, []),
    ],
)
def test_sharp_cover_for_wechat(pixels, expected):
    """The first picture is large enough; what cannot be measured is told elsewhere."""
    files = {"union-news/a.jpg": picture("a.jpg", pixels)}
    judged = case(article(**BOUND), files=files)
    assert messages(wechat.sharp_cover_for_wechat(judged)) == expected
