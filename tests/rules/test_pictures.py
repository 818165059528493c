"""Pictures of articles: described, with their source, and no larger than readers can load."""

import pytest

from pipelines.rules import pictures
from tests.builders import article, attachment, case

PHOTO = "union-news/a.jpg"
IMAGE = {"file": "a.jpg", "alt": "会场全景，代表举手表决", "source": "示范市总工会"}


def messages(findings):
    return [finding.message for finding in findings]


@pytest.mark.parametrize(
    ("body", "alt", "expected"),
    [
        ("![代表举手表决](a.jpg)\n", "会场全景", []),
        ("![](a.jpg)\n", "会场全景", ["the picture a.jpg is not described"]),
        ("![ ](a.jpg)\n", "会场全景", ["the picture a.jpg is not described"]),
        ("![图片](a.jpg)\n", "会场全景", ["the picture a.jpg is not described"]),
        ("![IMG_0012.JPG](a.jpg)\n", "会场全景", ["the picture a.jpg is not described"]),
        ("文字。\n", "照片", ["the picture a.jpg is not described"]),
    ],
)
def test_pictures_described(body, alt, expected):
    """A picture's alt text says what it shows, to somebody who cannot see it."""
    judged = case(article(body=body, image=IMAGE | {"alt": alt}))
    assert messages(pictures.pictures_described(judged)) == expected


def test_picture_source_named():
    """The picture above an article says whose it is (JZ-09)."""
    assert messages(pictures.picture_source_named(case(article(image=IMAGE)))) == []
    nameless = article(image={"file": "a.jpg", "alt": "会场全景"})
    assert messages(pictures.picture_source_named(case(nameless))) == [
        "the picture a.jpg does not say whose it is"
    ]


@pytest.mark.parametrize(
    ("size", "pixels", "expected"),
    [
        (300_000, (1600, 900), []),
        (2_000_000, (4000, 4000), []),
        (2_000_001, (1600, 900), ["the picture a.jpg has 2000 KB, 2000 KB are allowed"]),
        (
            300_000,
            (4001, 4000),
            ["the picture a.jpg has 4001 × 4000 pixels, 16000000 are allowed"],
        ),
        (
            90_000,
            (100_000, 100_000),
            ["the picture a.jpg has 100000 × 100000 pixels, 16000000 are allowed"],
        ),
    ],
)
def test_pictures_within_budget(size, pixels, expected):
    """A picture is no larger than the charter's budget of bytes and pixels."""
    photo = attachment(PHOTO, "jpg", size, pixels=pixels)
    judged = case(article(image=IMAGE), files={PHOTO: photo})
    assert messages(pictures.pictures_within_budget(judged)) == expected
