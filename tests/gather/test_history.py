"""Years of merges, counted by the register and again by looking at every month's last day."""

import re
import subprocess
import tarfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from pipelines.core.charter import Charter
from pipelines.core.errors import HouseError
from pipelines.core.ledger.periods import Month
from pipelines.core.ledger.register import register
from pipelines.gather.history import read_history
from pipelines.kept import read_kept
from tests.histories import Life, Play, federation, moment, news


@pytest.fixture(scope="module")
def charter() -> Charter:
    return federation()


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", folder, *arguments], capture_output=True, check=True, text=True
    )
    return done.stdout


def pages(folder: Path, commit: str) -> Iterator[tuple[str, str]]:
    """Every file of a commit with its text."""
    command = ["git", "-C", folder, "archive", commit]
    packed = subprocess.run(command, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        for file in filter(tarfile.TarInfo.isfile, archive):
            yield file.name, archive.extractfile(file).read().decode()


def standing(folder: Path, moment: datetime) -> dict[str, dict[str, str]]:
    """The articles that are public at a moment, by the number in their body.

    Another method than the register's: one look at one tree, no history.
    """
    commit = git(folder, "rev-list", "-1", "--first-parent", f"--before={moment}+0800", "main")
    if not commit:
        return {}
    found: dict[str, dict[str, str]] = {}
    for path, page in pages(folder, commit.strip()):
        front = dict(re.findall(r"^(\w+): (.*)$", page, re.MULTILINE))
        number = re.search(r"稿件(\d+)号", page)
        public = front.get("status", "published") == "published"
        if number and public and datetime.fromisoformat(front["date"]) <= moment:
            found[number[1]] = front | {"column": path.split("/")[1]}
    return found


def month_ends(first: datetime, last: datetime) -> list[datetime]:
    month = Month.of(first)
    ends = []
    while month.first <= last.date():
        ends.append(datetime.combine(month.last, datetime.max.time()).replace(microsecond=0))
        month = month.plus(1)
    return ends


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_number_agrees_with_a_look_at_each_months_last_day(seed, tmp_path, charter):
    """An article counts once, in the first month at whose end it stands, whatever befell it."""
    life = Life(seed).live(160)
    content = life.play.into(tmp_path)
    end = life.now + timedelta(days=60)
    looked: dict[str, str] = {}
    front: dict[str, dict[str, str]] = {}
    for last in month_ends(datetime.fromisoformat("2024-01-01"), end):
        for number, fields in standing(tmp_path, last).items():
            looked.setdefault(number, f"{last:%Y-%m}")
            front[number] = fields
    entries = register(read_history(content), charter, end)
    kept = {}
    for entry in entries:
        page = entry.path.rpartition("-")[2].removesuffix(".md")
        if entry.counted:
            assert page not in kept
            kept[page] = str(Month.of(entry.counted))
    assert kept == looked
    alias = {"宣教部": "publicity", "法工部": "legal"}
    left = standing(tmp_path, end)
    here = {e.path.rpartition("-")[2].removesuffix(".md"): e for e in entries if not e.withdrawn}
    assert set(here) == set(left)
    for number, fields in left.items():
        assert here[number].unit == alias.get(fields["unit"], fields["unit"])
        assert (here[number].column, here[number].title) == (fields["column"], fields["title"])


def test_what_is_new_is_added_to_what_is_known(tmp_path):
    """History read in two goes, through the kept file, is the history read at once."""
    life = Life(4).live(60)
    content = life.play.into(tmp_path)
    kept = tmp_path / "kept.jsonl"
    first = read_kept(content, kept)
    life.live(40)
    life.play.into(tmp_path)
    again = read_kept(content, kept)
    assert len(first.merges) < len(again.merges)
    assert again == read_history(content)
    assert read_kept(content, kept) == again
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '[1, "", "x", [], {}]\n[', "\xff"])
def test_a_damaged_kept_file_is_read_past(tmp_path, damage):
    """What is kept may be deleted, cut or overwritten; the answer stays the same."""
    play = Play()
    play.merge(moment("2026-10-08 10:00"), {"union-news/a.md": news("一", "2026-10-08 09:00")})
    content = play.into(tmp_path)
    kept = tmp_path / "kept.jsonl"
    kept.write_bytes(damage.encode("latin-1"))
    assert read_kept(content, kept) == read_history(content)
    assert read_kept(content, kept) == read_history(content)


def test_another_line_of_history_is_read_from_its_start(tmp_path):
    """After a forced push nothing of the old line is counted."""
    play = Play()
    play.merge(moment("2026-10-08 10:00"), {"union-news/a.md": news("一", "2026-10-08 09:00")})
    play.merge(moment("2026-10-09 10:00"), {"union-news/b.md": news("二", "2026-10-09 09:00")})
    content = play.into(tmp_path)
    known = read_history(content)
    git(tmp_path, "update-ref", "refs/heads/main", "main~1")
    assert len(read_history(content, known=known).merges) == 2


def test_a_shallow_clone_is_refused(tmp_path):
    """Numbers from half a history would be wrong, so there are none."""
    play = Play()
    for day in (8, 9):
        at = f"2026-10-0{day} 10:00"
        play.merge(moment(at), {f"union-news/{day}.md": news("一", at)}, how="squash")
    play.into(tmp_path / "whole")
    clone = ["clone", "-q", "--depth=1", f"file://{tmp_path}/whole", f"{tmp_path}/half"]
    git(tmp_path, *clone)
    (tmp_path / "half/content").mkdir(exist_ok=True)
    with pytest.raises(HouseError):
        read_history(tmp_path / "half/content")


def test_names_may_hold_anything(tmp_path):
    """Spaces, Chinese, quotes and marks in file names and subjects confuse nothing."""
    play = Play()
    at = moment("2026-10-08 10:00")
    for name in ("通知 一.md", "a:100644 b.md", ":a.md", "x'y.md"):
        play.merge(at, {f"union-news/{name}": news(name, "2026-10-08 09:00")}, ":0 \x02 主题")
    merges = read_history(play.into(tmp_path)).merges
    assert [change.path for merge in merges for change in merge.changes] == [
        "union-news/通知 一.md",
        "union-news/a:100644 b.md",
        "union-news/:a.md",
        "union-news/x'y.md",
    ]
    assert {merge.subject for merge in merges[1:]} == {":0 \x02 主题"}


def test_a_repository_that_is_all_content_is_read_too(tmp_path):
    """Articles at the root of a repository are articles."""
    play = Play()
    play.merge(moment("2026-10-08 10:00"), {"a.md": news("一", "2026-10-08 09:00")}, how="squash")
    play.into(tmp_path)
    inner = read_history(tmp_path / "content").merges[-1].changes
    outer = read_history(tmp_path).merges[-1].changes
    assert ([one.path for one in inner], [one.path for one in outer]) == (
        ["a.md"],
        ["content/a.md"],
    )


def test_a_long_line_is_walked_in_two_halves(tmp_path, monkeypatch):
    """However the line is cut, the history is the same."""
    content = Life(6).live(40).play.into(tmp_path)
    whole = read_history(content)
    monkeypatch.setattr("pipelines.gather.history.SHORT", 5)
    assert read_history(content) == whole


def test_settings_of_whoever_counts_change_nothing(tmp_path, monkeypatch):
    """Git's own settings for logs and renames are not asked; a first commit's articles count."""
    play = Play()
    at = moment("2026-10-08 10:00")
    play.merge(at, {"union-news/a.md": news("一", "2026-10-08 09:00")}, how="squash")
    play.merge(at, {"union-news/a.md": None, "grassroots/a.md": play.tree["union-news/a.md"]})
    play.into(tmp_path / "long")
    squashed = tmp_path / "long/content/union-news"
    squashed.mkdir(parents=True)
    (squashed / "b.md").write_text(news("二", "2026-10-08 09:00"), encoding="utf-8")
    git(tmp_path / "long", "add", "content/union-news/b.md")
    signed = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    git(tmp_path / "long", "checkout", "-q", "--orphan", "squashed")
    git(tmp_path / "long", *signed, "commit", "-q", "-m", "all at once")
    before = read_history(tmp_path / "long/content", "main")
    first = read_history(tmp_path / "long/content", "squashed")
    assert len(before.merges) == 3
    assert [change.path for change in first.merges[0].changes] == ["union-news/b.md"]
    settings = tmp_path / "settings"
    settings.write_text(
        "[log]\nshowRoot = false\nfollow = true\nshowSignature = true\n"
        "[diff]\nrenames = false\nrenameLimit = 1\nrelative = true\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert read_history(tmp_path / "long/content", "main") == before
    assert read_history(tmp_path / "long/content", "squashed") == first
