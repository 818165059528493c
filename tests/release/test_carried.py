"""Records go from machine to machine through the repository, beside its branches."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.core.errors import HouseError
from pipelines.gather.git import Repository
from pipelines.release import carried, receipts, records
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


def noted(machine: Path, tmp_path: Path, version: str, minutes: int) -> str:
    """A release that a machine wrote down before it asked what others had; gives its id."""
    manifest = site(tmp_path / version, version)
    commit = git(machine, "rev-parse", "HEAD")
    at = NOW + timedelta(minutes=minutes)
    records.record(Release(at, "takedown", "site", commit, manifest), machine / "records", machine)
    return manifest.id


def test_what_was_written_before_it_was_asked_for_stays(machines, tmp_path):
    """An emergency is done first and recorded then: its records are ahead of the host's."""
    one, two = machines
    noted(one, tmp_path, "v1", 0)
    run(one, {})
    later = noted(one, tmp_path, "v2", 1)
    run(one, {"incidents/a.yml": "甲"})
    assert "incidents/a.yml" in run(two, {})
    assert records.latest(two / "records", two).manifest.id == later


def test_what_two_machines_wrote_at_once_is_kept(machines, tmp_path):
    """Records of both stand at the host in the end, and of releases the last one sent."""
    one, two = machines
    noted(one, tmp_path, "v1", 0)
    run(one, {"incidents/a.yml": "甲"})
    run(two, {})
    noted(one, tmp_path, "v2", 1)
    last = noted(two, tmp_path, "v3", 2)
    run(one, {"incidents/b.yml": "乙"})
    assert {"incidents/a.yml", "incidents/b.yml", "incidents/c.yml"} <= set(
        run(two, {"incidents/c.yml": "丙"})
    )
    git(two.parent, "clone", "-q", "host", "three")
    assert "incidents/c.yml" in run(two.parent / "three", {})
    assert records.latest(two.parent / "three" / "r", two.parent / "three").manifest.id == last


def test_receipts_that_two_machines_wrote_at_once_stop_everything(machines):
    """They are one row: nobody but people can say which goes on."""
    for machine in machines:
        git(machine, "notes", f"--ref={receipts.NOTES}", "add", "-m", machine.name, "HEAD")
    git(machines[0], "push", "-q", "origin", receipts.NOTES)
    assert run(machines[0], {}) == {}
    with pytest.raises(HouseError, match="two machines wrote receipts at once"):
        run(machines[1], {})


def test_a_host_that_does_not_answer_is_one_sentence(machines):
    """Records are never taken for complete when they may not be."""
    one, _two = machines
    git(one, "remote", "set-url", "origin", str(one / "nowhere"))
    with pytest.raises(HouseError):
        run(one, {})
