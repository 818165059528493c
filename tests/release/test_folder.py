"""Releases in a folder: never torn, whatever happens on the way."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pipelines.core.errors import HouseError
from pipelines.release import manifest as manifests
from pipelines.release import target as targets
from pipelines.release.folder import Folder
from tests.conftest import miss
from tests.release.readers import reading
from tests.release.sites import ALIKE, NOW, PAGES, public, released, site, version_of

ROOT = Path(__file__).resolve().parents[2]
RUNS = int(os.environ.get("PORTAL_CAMPAIGN", "200"))
"""How often the campaign kills a publisher at a random moment."""


def test_a_release_is_named_by_its_bytes(folder, tmp_path):
    """The same files give the same release, so publishing them twice changes nothing."""
    first = released(folder, tmp_path / "one", "v1")
    again = released(folder, tmp_path / "two", "v1")
    assert first == again == manifests.read(tmp_path / "one" / "v1").id
    assert folder.names() == [first]


def test_what_stays_the_same_is_shared(folder, tmp_path):
    """A file that two releases have in common takes its room once."""
    old, new = (folder.path / "releases" / released(folder, tmp_path, v) for v in ("v1", "v2"))
    shared = {path for path in (*ALIKE, *PAGES) if (old / path).samefile(new / path)}
    assert shared == set(ALIKE)


@pytest.mark.parametrize("text", ["tampered", "body { color: #223 }\n"], ids=["size", "byte"])
def test_damage_is_not_handed_on(folder, tmp_path, text):
    """A file that was altered in the public release is not shared with the next one."""
    old = released(folder, tmp_path, "v1")
    (folder.path / "releases" / old / "theme/portal.css").write_text(text)
    released(folder, tmp_path, "v2")
    assert public(folder.path) == "v2"
    assert (folder.path / "current/theme/portal.css").read_text() == ALIKE["theme/portal.css"]


def test_publishing_mends_the_public_release(folder, tmp_path):
    """Where the public release was altered, publishing the same files again brings them back."""
    spoilt = released(folder, tmp_path, "v1")
    (folder.path / "releases" / spoilt / "index.html").write_text("tampered")
    mended = released(folder, tmp_path, "v1")
    assert mended == f"{spoilt}.2"
    assert public(folder.path) == "v1"


def test_only_some_releases_are_kept(folder, tmp_path):
    """Old releases go, but never the public one."""
    names = [released(folder, tmp_path, f"v{number}") for number in range(5)]
    assert set(folder.names()) == set(names[2:])
    released(folder, tmp_path, "v2")
    assert public(folder.path) == "v2"


@pytest.mark.parametrize(
    ("how", "runs"),
    [
        ("calls", 100_000),
        pytest.param("moments", RUNS, marks=pytest.mark.campaign, id="PORTAL_CAMPAIGN"),
    ],
)
def test_a_killed_publisher_tears_nothing(serve, folder, tmp_path, how, runs):
    """Killed at any call or moment, readers see the old or the new version, and it heals itself.

    Meanwhile a reader fetches pages from the real web server: every answer is
    wholly of one version, and none is an error.
    """
    released(Folder(tmp_path / "killed" / "target"), tmp_path / "killed" / "source", "v0")
    address = serve(Folder(tmp_path / "killed" / "target"))
    with reading(address) as answers:
        done = subprocess.run(
            [sys.executable, "-m", "tests.release.killed", how, tmp_path / "killed", str(runs)],
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    print(f"killed by {how}: {seen}; {answers.total()} answers read meanwhile")
    assert seen["old"]
    assert len({version_of(answer) for answer in answers}) > 1


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A disk of 400 KB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(disk)]
    with suppress(FileNotFoundError):
        if subprocess.run(mount, check=False, capture_output=True).returncode == 0:
            yield disk
            subprocess.run(["umount", str(disk)], check=True)
            return
    miss("a small disk (root's right to mount one)")


def test_a_full_disk_leaves_the_old_release(small_disk, tmp_path):
    """When the disk is full, one sentence says so and the public release stays as it is."""
    target, count = Folder(small_disk), 0

    def publish_once_more() -> None:
        manifest = site(tmp_path / f"v{count}", f"v{count}")
        with target.locked():
            targets.publish(target, manifest, tmp_path / f"v{count}", NOW)

    with suppress(HouseError):
        for count in range(100):  # noqa: B007 - the function above reads it
            publish_once_more()
    with pytest.raises(HouseError, match="what was public stays public"):
        publish_once_more()
    assert public(target.path) == f"v{count - 1}"
    assert not (target.path / "incoming").exists()
    with target.locked():
        targets.keep(target, 1)
    assert public(target.path) == f"v{count - 1}"
    released(target, tmp_path, "small")
    assert public(target.path) == "small"


def test_publishers_take_turns(folder, tmp_path):
    """Two publishers at once: the second waits, and both releases are whole."""
    threads = [
        threading.Thread(target=released, args=(folder, tmp_path, f"v{number}"))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert public(folder.path) in {"v0", "v1", "v2", "v3"}
    assert len(targets.history(folder)) == 4
