"""Stories that are taken over are the stories that would have been made."""

from dataclasses import replace

import pytest

from pipelines.core.article import Attachment
from plugins import known
from plugins.stories import Desk, story
from tests.builders import article, charter

FILES = {"attachments": [{"title": "申请表", "file": "form.docx"}]}
IMAGE = {"image": {"file": "a.jpg", "alt": "图"}}


def desk(**changed):
    """What stories of the demo federation are made of."""
    about = charter()
    files = {
        f"union-news/{name}": Attachment(f"union-news/{name}", 900, name)
        for name in ("form.docx", "a.jpg")
    }
    plain = Desk(
        about.units, about.people, about.columns, ("example.org",), files, lambda _path: None, {}
    )
    return replace(plain, **changed)


@pytest.fixture
def make(tmp_path, monkeypatch):
    """Stories as builds make them; says which articles had to be looked at."""

    def made(articles, of, salt="code"):
        anew = []
        monkeypatch.setattr(known, "story", lambda one, of: anew.append(one.path) or story(one, of))
        by = charter().model_copy(update={"units": of.units})
        found = known.stories(articles, of, known.kept(by, tmp_path, salt))
        assert list(found) == [story(one, of) for one in articles]
        return anew

    return made


ARTICLES = [
    article("union-news/a.md", **FILES),
    article("union-news/b.md", **IMAGE),
    article("union-news/c.md"),
]
PATHS = [one.path for one in ARTICLES]


def test_the_second_build_looks_at_none(make):
    """As long as nothing has changed."""
    assert make(ARTICLES, desk()) == PATHS
    assert make(ARTICLES, desk()) == []


def test_a_changed_article_is_looked_at(make):
    """It alone, and wherever it stands in the order."""
    make(ARTICLES, desk())
    assert make([article("union-news/c.md", title="别的"), *ARTICLES[:2]], desk()) == [PATHS[2]]


def test_a_moved_article_is_another(make):
    """Its address stands in its story."""
    make(ARTICLES, desk())
    assert make([article("union-news/d.md", **FILES), *ARTICLES[1:]], desk()) == ["union-news/d.md"]


def test_a_changed_file_is_seen_in_its_article(make):
    """Sizes stand beside links to files, pictures come in the sizes they allow."""
    make(ARTICLES, desk())
    files = dict(desk().files)
    files["union-news/form.docx"] = Attachment("union-news/form.docx", 2_000_000, "other")
    assert make(ARTICLES, desk(files=files)) == [PATHS[0]]
    del files["union-news/a.jpg"]
    assert make(ARTICLES, desk(files=files)) == [PATHS[1]]


def test_who_approved_it_is_seen(make):
    """A receipt that comes, changes or goes."""
    make(ARTICLES, desk())
    for receipts in ({PATHS[2]: {"reviewers": ["林海"], "editor": "凌霄"}}, {}):
        assert make(ARTICLES, desk(receipts=receipts)) == [PATHS[2]]
        assert make(ARTICLES, desk(receipts=receipts)) == []


def test_another_charter_or_code_makes_all_anew(make):
    """Names of units, people and columns stand in every story."""
    make(ARTICLES, desk())
    units = dict(charter().units)
    units["office"] = units["office"].model_copy(update={"name": "综合办公室"})
    assert make(ARTICLES, desk(units=units)) == PATHS
    assert make(ARTICLES, desk(units=units), "other code") == PATHS
