"""The portal as it would stand with a proposal."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.core.errors import HouseError
from pipelines.forge.folder import Folder
from pipelines.gate import gate
from pipelines.gather.git import Repository
from pipelines.rehearsal import Rehearsal, lay_out
from pipelines.release import warm
from pipelines.release.build import Run
from tests.builders import source
from tests.proposals import Site

NOW = datetime.fromisoformat("2026-11-20 18:00")
OLD = "content/notices/old.md"
NEW = "content/notices/new.md"
REFERRING = "content/policy/referring.md"


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """One Pelican for all builds here."""
    with warm.pelican() as run:
        yield run


@pytest.fixture
def site(tmp_path):
    """A portal where one article refers to another, and to one that was never there."""
    site = Site(tmp_path)
    refers = source("policy/referring.md", "见[通知](../notices/old.md)和[旧文](gone.md)。\n")
    site.write({OLD: source("notices/old.md"), REFERRING: refers})
    site.commit("Published")
    return site


def told(site: Site, rehearsal: Rehearsal, number: int = 1) -> list[str]:
    """What the gate finds wrong with links, each told once."""
    forge, repository = Folder(site.forge), Repository(site.root)
    judgement, _plan = gate(forge, number, repository, NOW, rehearsal=rehearsal)
    return [
        f"{f.place.path}:{f.place.line} {f.rule} {f.message}"
        for f in judgement.findings
        if f.rule.startswith(("LNK", "MRK"))
    ]


def files(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_links_of_a_proposal_are_followed(site, run, tmp_path):
    """Links to what it takes away are told, which no rule sees; what was wrong before is not.

    What one proposal left is where the next begins, and leaves no trace in it.
    """
    rehearsal = Rehearsal(tmp_path / "rehearsal", run)
    site.propose({NEW: source("notices/new.md", "见[通知](old.md#three)。\n")})
    assert told(site, rehearsal) == [f"{NEW}:14 MRK105 there is no heading “three” on that page"]
    assert "content/notices/new.html" not in files(tmp_path)
    assert "rehearsal/output/notices/new.html" in files(tmp_path)
    site.propose({OLD: None, "charter/units.yml": "units: 7\n"}, number=2)
    (only,) = told(site, rehearsal, 2)
    assert only.startswith(f"{REFERRING}:14 LNK201 the link leads nowhere: there is no notices/old")
    cold = Rehearsal(tmp_path / "cold", run)
    assert told(site, cold, 2) == [only]
    assert files(rehearsal.folder / "output") == files(cold.folder / "output")


def laid_out(site: Site, commit: str, folder: Path) -> Mapping[str, bytes]:
    lay_out(Repository(site.root), commit, "content", folder)
    return files(folder / "content")


def test_a_commit_is_laid_out(site, tmp_path):
    """A folder holds what the commit holds, whatever it held before; even a file for a folder."""
    folder = tmp_path / "rehearsal"
    one = site.git("rev-parse", "main")
    site.git("rm", "-q", OLD)
    site.write({"content/notices": "a file", "content/a/b.md": "b"})
    other = site.commit("A file where a folder was")
    first = laid_out(site, one, folder)
    assert first.keys() == {"notices/old.md", "policy/referring.md", "union-news/first.md"}
    assert laid_out(site, other, folder)["notices"] == b"a file"
    assert laid_out(site, one, folder) == first


@pytest.mark.parametrize("record", ["", "{", None])
def test_what_was_left_half_done(site, tmp_path, record):
    """Stopped between two files, or with its record lost: what is there is not believed."""
    folder = tmp_path / "rehearsal"
    first = laid_out(site, "main", folder)
    (folder / "content/stray.md").write_text("left over")
    (folder / OLD).write_text("half")
    doubted = json.dumps({OLD: "", "content/stray.md": ""})
    (folder / "content.json").write_text(doubted if record is None else record)
    assert laid_out(site, "main", folder) == first


def test_links_are_not_laid_out(site, tmp_path):
    """Nothing outside the folder is read or written."""
    site.git("checkout", "-q", "-b", "linked")
    (site.root / "content/link.md").symlink_to("/etc/passwd")
    site.commit("Link")
    assert "link.md" not in laid_out(site, "linked", tmp_path / "rehearsal")


def test_a_rehearsal_that_fails_is_no_judgement(site, tmp_path):
    """What cannot be built cannot be judged."""
    site.propose({NEW: source("notices/new.md")})
    rehearsal = Rehearsal(tmp_path / "rehearsal", lambda _command: (1, "no room"))
    with pytest.raises(HouseError, match="no room"):
        told(site, rehearsal)
