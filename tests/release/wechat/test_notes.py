"""Events in Git notes: of two machines one is first, and nothing that was written is lost."""

import subprocess
from pathlib import Path

import pytest

from pipelines.core.errors import HouseError
from pipelines.core.wechat.copies import Event
from pipelines.gather.git import Repository
from pipelines.release.wechat import notes


def event(number: int = 1, run: str = "", path: str = "union-news/a.md") -> Event:
    return Event(number, path, "d" * 64, "shifan-demo", "begun", "2026-11-20T18:00", run=run)


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def machines(tmp_path) -> tuple[Repository, Repository]:
    """Two clones of one origin with one commit."""
    git(tmp_path, "init", "-q", "-b", "main", "seed")
    git(tmp_path / "seed", "commit", "-q", "--allow-empty", "-m", "Begin")
    git(tmp_path, "clone", "-q", "--bare", "seed", "origin.git")
    for name in ("one", "two"):
        git(tmp_path, "clone", "-q", "origin.git", name)
    return Repository(tmp_path / "one"), Repository(tmp_path / "two")


def test_who_comes_second_decides_again(machines):
    """The other wrote between our looking and our writing: we look again, and leave it."""
    one, two = machines
    seen: list[int] = []

    def first(events):
        seen.append(len(events))
        if len(seen) == 1:
            assert notes.add(two, "HEAD", lambda _events: event(run="two"))
        return None if events else event(run="one")

    assert notes.add(one, "HEAD", first) is None
    assert seen == [0, 1]
    assert notes.read(one) == notes.read(two) == [event(run="two")]


def test_both_are_kept_where_both_have_something_to_say(machines):
    """Lines side by side, whoever was first."""
    one, two = machines
    done: list[bool] = []

    def first(_events):
        if not done:
            done.append(True)
            notes.add(two, "HEAD", lambda _events: event(path="union-news/b.md"))
        return event()

    assert notes.add(one, "HEAD", first) == event()
    assert sorted(notes.read(one), key=lambda one: one.path) == [
        event(),
        event(path="union-news/b.md"),
    ]


def test_an_origin_that_never_takes_it_ends_it(machines, tmp_path):
    """Nothing stays behind here that nobody else knows of."""
    one, _two = machines
    hook = tmp_path / "origin.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    with pytest.raises(HouseError, match="origin does not take the notes"):
        notes.add(one, "HEAD", lambda _events: event())
    assert notes.read(one) == []


def test_a_damaged_line_hides_no_other(machines):
    """Somebody wrote into the notes by hand."""
    one, _two = machines
    notes.add(one, "HEAD", lambda _events: event())
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    one.git(*who, "notes", f"--ref={notes.NOTES}", "append", "-m", "hello")
    assert notes.read(one) == [event()]
