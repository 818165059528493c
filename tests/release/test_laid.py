"""What a commit holds, laid out in a folder."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from pipelines.core import sealed
from pipelines.gather.git import Repository
from pipelines.release import laid
from pipelines.release.laid import content_at, lay_out
from tests.builders import source
from tests.proposals import Site

OLD = "content/notices/old.md"


@pytest.fixture
def site(tmp_path):
    """A portal of two articles."""
    site = Site(tmp_path)
    site.write({OLD: source("notices/old.md")})
    site.commit("Published")
    return site


def files(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def laid_out(site: Site, commit: str, folder: Path) -> Mapping[str, bytes]:
    return files(lay_out(Repository(site.root), commit, "content", folder))


def test_a_commit_is_laid_out(site, tmp_path):
    """A folder holds what the commit holds, whatever it held before; even a file for a folder."""
    folder = tmp_path / "laid"
    one = site.git("rev-parse", "main")
    site.git("rm", "-q", OLD)
    site.write({"content/notices": "a file", "content/a/b.md": "b"})
    other = site.commit("A file where a folder was")
    first = laid_out(site, one, folder)
    assert first.keys() == {"notices/old.md", "union-news/first.md"}
    assert laid_out(site, other, folder)["notices"] == b"a file"
    assert laid_out(site, one, folder) == first


def test_no_file_is_written_in_place(site, tmp_path):
    """Who holds on to a file by another name keeps what it was: releases do."""
    one = site.git("rev-parse", "main")
    site.write({OLD: "another"})
    other = site.commit("Change")
    laid_out(site, one, tmp_path / "laid")
    (tmp_path / "held").hardlink_to(tmp_path / "laid" / OLD)
    held = (tmp_path / "held").read_bytes()
    assert laid_out(site, other, tmp_path / "laid")["notices/old.md"] == b"another"
    assert (tmp_path / "held").read_bytes() == held


@pytest.mark.parametrize("record", [b"", b"{", None])
def test_a_record_that_is_lost(site, tmp_path, record):
    """What is there without one is not believed."""
    folder = tmp_path / "laid"
    first = laid_out(site, "main", folder)
    (folder / "content/stray.md").write_text("left over")
    (folder / OLD).write_text("half")
    (folder / "content.laid").unlink()
    if record is not None:
        (folder / "content.laid").write_bytes(record)
    assert laid_out(site, "main", folder) == first


@pytest.mark.parametrize("there", ["before", "after", "half"])
@pytest.mark.parametrize("asked", ["before", "after"])
def test_what_was_left_half_done(site, tmp_path, monkeypatch, there, asked):
    """Stopped between two files: each that was to change is doubted, whatever is asked next."""
    site.write({"content/notices/a": "a file"})
    commits = {"before": site.commit("Before")}
    site.write({OLD: "another", "content/notices/a": None, "content/notices/a/b.md": "b"})
    commits["after"] = site.commit("After")
    clean = laid_out(site, commits[asked], tmp_path / "clean")
    folder = tmp_path / "laid"
    laid_out(site, commits["before"], folder)
    if there == "before":
        monkeypatch.setattr(laid, "_remove", _stopped)
    else:
        monkeypatch.setattr(laid, "_write", _stopped)
    with pytest.raises(KeyboardInterrupt):
        laid_out(site, commits["after"], folder)
    monkeypatch.undo()
    if there == "after":
        (folder / "content/notices/a").mkdir(parents=True)
        (folder / "content/notices/a/b.md").write_text("b")
    if there == "half":
        (folder / OLD).parent.mkdir()
        (folder / OLD).write_text("ano")
    assert laid_out(site, commits[asked], folder) == clean


def _stopped(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_a_commit_that_git_has_lost(site, tmp_path):
    """What was laid by a commit that is not there any more is laid out anew."""
    folder = tmp_path / "laid"
    first = laid_out(site, "main", folder)
    (folder / "content/stray.md").write_text("of another repository")
    sealed.remember(folder / "content.laid", sealed.seal(laid.__file__), ("0" * 39 + "1",))
    assert laid_out(site, "main", folder) == first


def test_links_are_not_laid_out(site, tmp_path):
    """Nothing outside the folder is read or written."""
    site.git("checkout", "-q", "-b", "linked")
    (site.root / "content/link.md").symlink_to("/etc/passwd")
    site.commit("Link")
    assert "link.md" not in laid_out(site, "linked", tmp_path / "laid")


@pytest.mark.parametrize("where", [".", "content", "portal/content"])
def test_content_as_it_was(site, tmp_path, where):
    """The content folder as a commit has it, wherever it stands in its repository."""
    content = site.root / where
    there = {f"{where}/news/a.md": "甲", f"{where}/news/b 中.pdf": "乙"}
    site.write(there)
    was = site.commit("As it was")
    site.write({f"{where}/news/a.md": "丙", f"{where}/news/b 中.pdf": None})
    site.commit("As it is")
    found = files(content_at(content, was, tmp_path / "was"))
    assert {found["news/a.md"], found["news/b 中.pdf"]} == {"甲".encode(), "乙".encode()}
    assert (content / "news/a.md").read_text("utf-8") == "丙"
    assert content_at(content, "", tmp_path / "none") == content
