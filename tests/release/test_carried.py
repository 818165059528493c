"""Records go from machine to machine through the repository, beside its branches."""

import subprocess
from pathlib import Path

import pytest

from pipelines.core.errors import HouseError
from pipelines.gather.git import Repository
from pipelines.release import carried, records
from pipelines.release.records import Release
from tests.release.sites import NOW, site

MERGING = {"outside.yml": lambda mine, theirs: "".join(sorted({mine, theirs}))}


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def machines(tmp_path: Path):
    """A host, and two machines with a clone each."""
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "host")
    for name in ("one", "two"):
        git(tmp_path, "clone", "-q", "host", name)
    one = tmp_path / "one"
    git(one, "commit", "-q", "--allow-empty", "-m", "first")
    git(one, "push", "-q", "origin", "HEAD:main")
    git(tmp_path / "two", "pull", "-q", "origin", "main")
    return one, tmp_path / "two"


def written(folder: Path) -> dict[str, str]:
    """Every record in a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run(machine: Path, files: dict[str, str], folder: str = "records") -> dict[str, str]:
    """A run on a machine: bring, write these, send; gives what it knew."""
    repository, here = Repository(machine), machine / folder
    carried.bring(repository, here, MERGING)
    for name, text in files.items():
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(text, encoding="utf-8")
    carried.send(repository, here, NOW)
    return written(here)


def test_what_one_machine_records_the_next_knows(machines):
    """Each run begins with the records of those before, wherever they ran."""
    one, two = machines
    run(one, {"patrols/2026-11-19.yml": "甲", 'incidents/a "b".yml': "乙", "outside.yml": "1\n"})
    assert run(two, {"patrols/2026-11-20.yml": "丙"}) == {
        "patrols/2026-11-19.yml": "甲",
        "patrols/2026-11-20.yml": "丙",
        'incidents/a "b".yml': "乙",
        "outside.yml": "1\n",
    }
    assert "patrols/2026-11-20.yml" in run(one, {})
    assert git(one, "branch", "--all", "--format=%(refname)").splitlines() == [
        "refs/heads/main",
        "refs/remotes/origin/main",
    ]


def test_what_grew_on_two_machines_is_made_one(machines):
    """What is remembered of outside links is merged; another record is never overwritten."""
    one, two = machines
    run(one, {"outside.yml": "1\n", "patrols/2026-11-20.yml": "甲"})
    here = two / "records"
    here.mkdir()
    (here / "outside.yml").write_text("2\n")
    (here / "patrols").mkdir()
    (here / "patrols/2026-11-20.yml").write_text("乙")
    assert run(two, {}) == {"outside.yml": "1\n2\n", "patrols/2026-11-20.yml": "乙"}


def test_nothing_new_makes_no_commit(machines):
    """A second run the same day changes nothing."""
    one, _two = machines
    run(one, {"outside.yml": "1\n"})
    before = git(one, "rev-parse", carried.REF)
    run(one, {})
    assert git(one, "rev-parse", carried.REF) == before


def test_notes_on_releases_go_along(machines, tmp_path):
    """Another machine knows what should be public, and what was before."""
    one, two = machines
    commit = git(one, "rev-parse", "HEAD")
    for version in ("v1", "v2"):
        manifest = site(tmp_path / version, version)
        release = Release(NOW, "publish", "site", commit, manifest)
        records.record(release, one / "records", one)
    run(one, {})
    run(two, {})
    known = records.newest(two / "records", two, 2)
    assert [each.manifest for each in known] == [
        records.parse(path.read_text("utf-8")).manifest
        for path in sorted((one / "records/releases").iterdir(), reverse=True)
    ]


def test_a_host_that_does_not_answer_is_one_sentence(machines):
    """Records are never taken for complete when they may not be."""
    one, _two = machines
    git(one, "remote", "set-url", "origin", str(one / "nowhere"))
    with pytest.raises(HouseError):
        run(one, {})
