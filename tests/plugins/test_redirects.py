"""An article that has moved is found at its old address too."""

from pathlib import Path

import pytest

from plugins.features import redirects
from plugins.site import Site
from tests.builders import article, case


def pages(**fields):
    mover = article("notices/a b.md", formerly=["union-news/old.md", "old.html"], **fields)
    return [
        (page.path, page.data["url"], page.data["title"])
        for page in redirects.pages(Site(case(mover), Path(), Path(), Path()))
    ]


@pytest.mark.parametrize(
    ("fields", "title"),
    [({"title": "通知"}, "通知"), ({"title": "通知", "expires": "2026-11-19"}, None)],
)
def test_each_former_address_leads_on(fields, title):
    """A relative way, so that it works below any address; no title of what is gone."""
    assert pages(**fields) == [
        ("old.html", "notices/a%20b.html", title),
        ("union-news/old.html", "../notices/a%20b.html", title),
    ]


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"date": "2026-12-01 09:00"}])
def test_what_is_not_public_leaves_no_trace(fields):
    """Not even its address."""
    assert pages(**fields) == []
