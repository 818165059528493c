"""Lists in pages that stay as they are when articles come."""

import pytest

from plugins.features.lists import lists
from plugins.pages import Batch
from plugins.stories import Story, named


def story(number):
    return named(Story(f"a/{number}.md", f"a/{number}.html", str(number), "2026-11-20 09:30"))


def pages(count, size=3):
    """The titles on each page of a list of `count` articles."""
    stories = [story(number) for number in range(count, 0, -1)]
    found = lists("a/", "column.html", {"name": "甲", "trail": ()}, stories, size)
    whole = [page for one in found for page in (one.make() if isinstance(one, Batch) else (one,))]
    return {page.path: [one.title for one in page.data["stories"]] for page in whole}


@pytest.mark.parametrize("count", range(20))
def test_every_article_stands_on_one_page(count):
    """Nothing is lost and nothing stands twice; the front holds fewer than two pages' worth."""
    found = pages(count)
    assert sorted(int(title) for own in found.values() for title in own) == [*range(1, count + 1)]
    assert len(found["a/index.html"]) < 6


def test_a_new_article_leaves_old_pages_alone():
    """Pages but the front one hold the same articles for ever."""
    before, after = pages(13), pages(14)
    assert all(after[path] == own for path, own in before.items() if path != "a/index.html")
