"""Articles' pages are made some at a time, and each is what it would be alone."""

import pytest

from plugins.features import articles, lists
from plugins.features.topics import pages as topics
from plugins.pages import Batch
from plugins.site import Site
from tests.builders import article, case, charter

COUNT = 7


def site(tmp_path, count=COUNT, **changed):
    """So many articles, a day apart; what is `changed` is told of the third."""
    made = [
        article(
            f"union-news/{number}.md",
            date=f"2026-11-{number + 1:02} 09:30",
            keywords=["民主管理", "送温暖"][: 1 + number % 2],
            **(changed if number == 2 else {}),
        )
        for number in range(count)
    ]
    demo = charter()
    short = demo.portal.model_copy(update={"per_page": 1})
    federation = demo.model_copy(update={"portal": short})
    return Site(case(*made, charter=federation), tmp_path, tmp_path, tmp_path)


def made(feature, of):
    """Every page of a feature by its path, as its template gets it; and the batches' digests."""
    pages, digests = {}, {}

    def look(outputs):
        for one in outputs:
            if isinstance(one, Batch):
                digests[one.name] = one.digest
                look(one.make())
            else:
                assert one.path not in pages
                pages[one.path] = repr((one.template, one.data))

    look(feature(of))
    return pages, digests


@pytest.mark.parametrize("feature", [articles.pages, topics], ids=["articles", "topics"])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_however_many_are_made_together_they_are_the_same(tmp_path, monkeypatch, feature, size):
    """At the borders, too, each knows its neighbours."""
    portal = site(tmp_path)
    whole, _digests = made(feature, portal)
    monkeypatch.setattr(articles, "SIZE", size)
    monkeypatch.setattr(lists, "TOGETHER", size)
    assert made(feature, portal)[0] == whole


def test_lists_are_left_alone_where_only_a_body_changed(tmp_path):
    """What lists are made of is the same; the article's own column is looked at."""
    one, other = site(tmp_path / "a"), site(tmp_path / "b", body="换了正文。")
    assert one.listed == other.listed
    assert made(topics, one)[1] == made(topics, other)[1]
    assert made(articles.pages, one)[1] != made(articles.pages, other)[1]


def test_a_new_article_leaves_the_batches_of_old_ones_alone(tmp_path, monkeypatch):
    """All but the newest, whose neighbour it is; a changed title is told to its neighbours."""
    monkeypatch.setattr(articles, "SIZE", 2)
    _pages, before = made(articles.pages, site(tmp_path / "a"))
    _pages, after = made(articles.pages, site(tmp_path / "b", COUNT + 1))
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"around articles union-news 6", "articles union-news 6"}
    _pages, after = made(articles.pages, site(tmp_path / "c", title="换了题目"))
    same = {name for name in before if before[name] == after[name]}
    assert "articles union-news 2" not in same
