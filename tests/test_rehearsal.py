"""The portal as it would stand with a proposal."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from pipelines.core.errors import HouseError
from pipelines.forge.folder import Folder
from pipelines.gate import gate
from pipelines.gather.git import Repository
from pipelines.rehearsal import Rehearsal
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


def test_a_rehearsal_that_fails_is_no_judgement(site, tmp_path):
    """What cannot be built cannot be judged."""
    site.propose({NEW: source("notices/new.md")})
    rehearsal = Rehearsal(tmp_path / "rehearsal", lambda _command: (1, "no room"))
    with pytest.raises(HouseError, match="no room"):
        told(site, rehearsal)
