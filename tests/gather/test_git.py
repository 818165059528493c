"""Git objects are read as data, whatever somebody put into them."""

import os

import pytest

from pipelines.core.errors import HouseError
from pipelines.core.proposal import How
from pipelines.gather.git import Repository
from tests.builders import source
from tests.proposals import Site


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


def test_changes_between_two_commits(site):
    """Added, changed, removed, renamed; a renamed file tells what it was."""
    site.write({"content/notices/a.md": source("notices/a.md"), "content/notices/b.md": "二\n"})
    base = site.commit("Two")
    site.git("mv", "content/notices/a.md", "content/policy.md")
    site.write({"content/notices/b.md": None, "content/notices/中 文.md": "三\n"})
    site.write({"content/union-news/first.md": "改\n"})
    head = site.commit("Change")
    changes = Repository(site.root).changes(base, head)
    assert {(one.path, one.how, one.old_path) for one in changes} == {
        ("content/policy.md", How.RENAMED, "content/notices/a.md"),
        ("content/notices/b.md", How.REMOVED, None),
        ("content/notices/中 文.md", How.ADDED, None),
        ("content/union-news/first.md", How.CHANGED, None),
    }
    removed = next(one for one in changes if one.how is How.REMOVED)
    assert removed.before is not None
    assert removed.after is None


def test_authors_are_known_by_every_name(site):
    """Author, committer and co-authors: name, address, and the account in a made-up address."""
    base = site.git("rev-parse", "HEAD")
    site.git(
        "commit",
        "-q",
        "--allow-empty",
        "--author",
        "林海 <Lin@Example.org>",
        "-m",
        "稿件\n\n说明\n\nCo-authored-by: 高原 <12+Gao-Yuan@users.noreply.example.com>\n"
        "co-authored-by: 宋辞\n",
        name="ling-xiao",
    )
    known = Repository(site.root).authors(base, "HEAD")
    assert known == {
        *("林海", "lin@example.org", "ling-xiao", "ling-xiao@example.org"),
        *("高原", "12+gao-yuan@users.noreply.example.com", "gao-yuan", "宋辞"),
    }


def test_ids_are_those_of_the_plain_entries(site):
    """Links and other repositories are left out."""
    (site.root / "content/link.md").symlink_to("union-news/first.md")
    (site.root / "content/a b\t.md").write_text("一")
    head = site.commit("Link")
    repository = Repository(site.root)
    entries = repository.entries(head, "content")
    assert entries["content/link.md"].plain is False
    plain = {path: one.id for path, one in entries.items() if one.plain}
    assert "content/a b\t.md" in plain
    assert repository.ids(head, "content") == plain


def test_what_differs_between_two_commits(site):
    """New, changed and gone files by path; a link is no file, a folder gives way to a file."""
    site.write({"content/a": "a", "content/b/c.md": "c", "content/same.md": "same"})
    one = site.commit("One")
    site.git("rm", "-q", "content/a", "content/b/c.md")
    site.write({"content/b": "b"})
    (site.root / "content/a").symlink_to("same.md")
    (site.root / "content/d e\t.md").write_text("d")
    other = site.commit("Other")
    repository = Repository(site.root)
    ids = repository.ids(other, "content")
    assert repository.differing(one, other) == {
        "content/a": None,
        "content/b": ids["content/b"],
        "content/b/c.md": None,
        "content/d e\t.md": ids["content/d e\t.md"],
    }
    assert repository.differing(other, other) == {}


def test_who_only_looks_leaves_no_lock(site):
    """A reader that is killed while Git looks at the files keeps nobody from committing."""
    path, index = site.root / "content/union-news/first.md", site.root / ".git/index"
    # The file is touched: Git would note that in the index, under its lock.
    os.utime(path, (1, 1))
    before = index.read_bytes()
    assert Repository(site.root).git("status", "--porcelain") == b""
    assert index.read_bytes() == before
    site.git("status", "--porcelain")
    assert index.read_bytes() != before


def test_blobs_come_in_one_go(site):
    """Empty files, files without a line's end, binary files: byte for byte."""
    contents = {"a": b"", "b": b"\0\n\xff", "c": "无换行".encode()}
    site.write(dict(contents))
    head = site.commit("Files")
    repository = Repository(site.root)
    assert repository.files(head, *contents) == contents
    assert [entry.size for entry in repository.entries(head, *contents).values()] == [0, 3, 9]


def test_names_are_names_and_not_patterns(site):
    """A path that looks like a pattern or an option is a path."""
    site.write({"content/*.md": "一\n", "content/x.md": "二\n", "--help": "三\n"})
    head = site.commit("Names")
    repository = Repository(site.root)
    assert set(repository.entries(head, "content/*.md", "--help")) == {"content/*.md", "--help"}


@pytest.mark.parametrize("name", ["nowhere", "--all", "", "HEAD:charter", "0" * 40])
def test_what_is_no_commit(site, name):
    """Asked for something that is not there, it says so."""
    repository = Repository(site.root)
    assert not repository.has(name)
    with pytest.raises(HouseError):
        repository.commit(name)


def test_the_main_line(site):
    """Which merge brought which path, the newest first; what a branch did inside is its own."""
    site.propose({"content/notices/a.md": source("notices/a.md")})
    site.propose({"content/notices/a.md": source("notices/a.md", summary="二稿")})
    merged = site.merge()
    site.write({"content/notices/b.md": "二\n"})
    pushed = site.commit("Pushed")
    root = site.git("rev-list", "--max-parents=0", "HEAD")
    repository = Repository(site.root)
    assert list(repository.main_line(root, "HEAD")) == [
        (pushed, ["content/notices/b.md"]),
        (merged, ["content/notices/a.md"]),
    ]
    everything = dict(repository.main_line(None, "HEAD"))
    assert "content/union-news/first.md" in everything[root]
    assert repository.parent(merged) == root
    assert repository.parent(root) is None


def test_no_repository(tmp_path):
    """A folder that is none is one sentence."""
    with pytest.raises(HouseError):
        Repository(tmp_path).entries("HEAD")
