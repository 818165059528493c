"""An article can be read, stands in a column, and has an address of its own."""

import pytest

from pipelines.rules import articles
from tests.builders import article, case, said

KNOWN = (
    "about/affiliates, about/leaders, about/overview, about/structure, activities, "
    "channels/craft/courses, channels/craft/news, departments, grassroots, guide, hotline, "
    "notices, policy, union-news"
)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        (
            {"titel": "会议"},
            [
                "content/union-news/a.md:12: unknown field titel; did you mean title?  [ART101]",
            ],
        ),
        (
            {"date": "11月20日"},
            [
                (
                    "content/union-news/a.md:3: date: write a date and time like 2026-11-20 09:30"
                    "  [ART101]"
                )
            ],
        ),
    ],
)
def test_readable_article(fields, expected):
    """An article's file can be read, and each of its fields is one that we know."""
    assert said(articles.readable_article(case(article(**fields)))) == expected


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("2026-11-20-plenary", False),
        ("全委会议", False),
        ("第 1 稿", True),
        ("..", True),
        ("a.b", True),
        ("a&b", True),
    ],
)
def test_plain_name(name, wrong):
    """An article's file name becomes its address: letters, digits and hyphens."""
    assert bool(said(articles.plain_name(case(article(f"union-news/{name}.md"))))) is wrong


@pytest.mark.parametrize(
    ("path", "twin", "wrong"),
    [
        ("union-news/plenary.md", "union-news/plenary-2.md", False),
        ("union-news/plenary.md", "union-news/Plenary.md", True),
        ("union-news/caf\u00e9.md", "union-news/cafe\u0301.md", True),
        ("union-news/plenary.md", "notices/plenary.md", False),
    ],
)
def test_address_of_its_own(path, twin, wrong):
    """No two files differ only in capitals or in how their characters are composed."""
    judged = case(article(path), archive=[article(twin)])
    assert bool(said(articles.address_of_its_own(judged))) is wrong


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("union-news/a.md", []),
        ("about/leaders/a.md", []),
        (
            "polemics/a.md",
            [f"content/polemics/a.md:1: no column polemics; choose from: {KNOWN}  [COL101]"],
        ),
        ("a.md", [f"content/a.md:1: no column content/; choose from: {KNOWN}  [COL101]"]),
        ("about/a.md", [f"content/about/a.md:1: no column about; choose from: {KNOWN}  [COL101]"]),
        (
            "model-workers/a.md",
            [
                (
                    f"content/model-workers/a.md:1: no column model-workers; choose from: {KNOWN}"
                    "  [COL101]"
                )
            ],
        ),
    ],
)
def test_known_column(path, expected):
    """An article stands in a column that the charter lists, and no platform is one."""
    assert said(articles.known_column(case(article(path)))) == expected
