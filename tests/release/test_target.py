"""Publishing, going back, keeping and forgetting, on this machine and on another."""

from datetime import datetime
from pathlib import Path

import pytest

from pipelines.core.errors import HouseError
from pipelines.release import target as targets
from pipelines.release.folder import Folder
from pipelines.release.remote import Remote
from tests.release.sites import ALIKE, PAGES, public, released

LATER = datetime.fromisoformat("2026-11-20 10:00")


@pytest.fixture(params=["folder", pytest.param("remote", marks=pytest.mark.campaign)])
def target(request):
    """A target of either kind; both stand on this machine's disk in the end.

    What is decided by the target's own commands is tried with both.
    """
    return request.getfixturevalue(request.param)


def at(target: Folder | Remote) -> Path:
    return Path(target.path)


def back(target, known=()) -> str:
    with target.locked():
        return targets.rollback(target, LATER, known).name


def spoil(target, name: str, path: str = "index.html") -> None:
    """Alter a file of one release alone, as somebody with access would."""
    file = at(target) / "releases" / name / path
    raw = file.read_bytes()
    file.unlink()
    file.write_bytes(raw + b"<script>")


def test_the_newest_release_is_public(target, tmp_path):
    """What is published is public, whole, and what came before stands by."""
    names = [released(target, tmp_path, version) for version in ("v1", "v2")]
    assert public(at(target)) == "v2"
    assert target.current() == names[1]
    assert target.names() == sorted(names)
    assert [(one.name, one.how) for one in targets.history(target)] == [
        (name, "publish") for name in names
    ]


def test_unchanged_files_are_shared(target, tmp_path):
    """Two releases share what they have in common, over there too."""
    old, new = (at(target) / "releases" / released(target, tmp_path, v) for v in ("v1", "v2"))
    assert {path for path in (*ALIKE, *PAGES) if (old / path).samefile(new / path)} == set(ALIKE)


def test_going_back_goes_on_back(folder, tmp_path):
    """Each roll-back makes an older release public, never a newer one."""
    names = [released(folder, tmp_path, version) for version in ("v1", "v2", "v3")]
    assert [back(folder), back(folder)] == [names[1], names[0]]
    assert public(at(folder)) == "v1"
    with pytest.raises(HouseError, match="publish again"):
        back(folder)
    released(folder, tmp_path, "v4")
    assert public(at(folder)) == "v4"


def test_a_release_that_was_altered_is_passed_over(target, tmp_path):
    """Going back leads to a release whose bytes are what its name says."""
    names = [released(target, tmp_path, version) for version in ("v1", "v2", "v3")]
    spoil(target, names[1])
    assert back(target) == names[0]


def test_an_added_file_counts_as_altered(folder, tmp_path):
    """A release with a file too many is not what its name says."""
    names = [released(folder, tmp_path, version) for version in ("v1", "v2")]
    (at(folder) / "releases" / names[0] / "extra.html").write_text("x")
    with pytest.raises(HouseError):
        back(folder)


def test_only_recorded_releases_are_trusted(folder, tmp_path):
    """Where records kept elsewhere name the releases, a planted one is not gone back to."""
    names = [released(folder, tmp_path, version) for version in ("v1", "v2", "v3")]
    assert back(folder, known={names[0], names[2]}) == names[0]


def test_releases_that_show_a_page_are_forgotten(target, tmp_path):
    """After a take-down no older release holds the page, so no roll-back brings it back."""
    names = [released(target, tmp_path, version) for version in ("v1", "v2")]
    with target.locked():
        notice = target.read(names[1]).files["union-news/a.html"].digest
        assert target.digest(names[1], "union-news/a.html") == notice
        assert target.digest(names[1], "union-news/none.html") is None
        assert targets.forget(target, "union-news/a.html", notice) == [names[0]]
    assert target.names() == [names[1]]


def test_what_a_killed_publisher_left_is_cleared(target, tmp_path):
    """A release that never became public, and half ones, are gone after the next run."""
    kept = released(target, tmp_path, "v1")
    orphan = at(target) / "releases" / ("0" * 32)
    orphan.mkdir()
    (orphan / "index.html").write_text("half")
    (at(target) / "incoming" / "half").mkdir(parents=True)
    (at(target) / ".history.new").write_text("half")
    released(target, tmp_path, "v1")
    assert target.names() == [kept]
    assert not list((at(target) / "incoming").glob("*"))
    assert not (at(target) / ".history.new").exists()


def test_what_is_held_back_is_remembered(target, tmp_path):
    """A take-down outlives its run, until the content itself says so."""
    released(target, tmp_path, "v1")
    held = [{"path": "a.md", "on": "2026-11-20", "by": "song-ci", "reason": "有误"}]
    assert targets.takedowns(target) == []
    with target.locked():
        targets.hold_back(target, held)
    assert targets.takedowns(target) == held


def test_nobody_answers_over_there():
    """A web server that cannot be reached is one sentence."""
    gone = Remote("127.0.0.1", "/srv/site", ("ssh", "-F", "none", "-p", "1", "-o", "BatchMode=yes"))
    with pytest.raises(HouseError, match="gave no lock"), gone.locked():
        pass
