"""A proposal's trees: as it finds the content, and as it leaves it."""

import pytest

from pipelines.gather import proposals
from pipelines.gather.git import Repository
from tests.proposals import Site


@pytest.mark.parametrize("few", [0, 100])
def test_the_tree_before_is_the_targets(tmp_path, monkeypatch, few):
    """Added, changed, removed, renamed, a file that becomes a folder: all as it was."""
    monkeypatch.setattr(proposals, "FEW", few)
    site = Site(tmp_path)
    repository = Repository(site.root)
    site.write({"content/notices/a.md": "一\n", "content/notices/b": "二\n", "README.md": "三\n"})
    start = site.commit("Before")
    site.git("mv", "content/notices/a.md", "content/policy.md")
    site.write({"content/notices/b": None, "README.md": "改\n"})
    site.write({"content/notices/b/c.md": "四\n", "content/union-news/first.md": "改\n"})
    head = site.commit("After")
    changes = repository.changes(start, head)
    reading = proposals._Reading(repository, head, start, changes)
    inside = {path: one for path, one in reading.before.items() if path.startswith("content/")}
    assert inside == repository.entries(start, "content")
    assert reading.after == repository.entries(head, "content")


def test_nothing_changed_leaves_the_tree_as_it_was(tmp_path):
    """An empty proposal finds what it leaves."""
    site = Site(tmp_path)
    repository = Repository(site.root)
    head = site.git("rev-parse", "HEAD")
    reading = proposals._Reading(repository, head, head, ())
    assert reading.before == reading.after
