"""Years of merges, counted by the register and again by looking at every month's last day."""

import re
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipelines.core.charter import Charter, load
from pipelines.core.ledger.periods import Month
from pipelines.core.ledger.register import register
from pipelines.gather.history import read_history
from tests.histories import Life

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def charter() -> Charter:
    charter = load(ROOT / "charter")
    return charter.model_copy(
        update={"portal": charter.portal.model_copy(update={"baseline": None})}
    )


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", folder, *arguments], capture_output=True, check=True, text=True
    )
    return done.stdout


def standing(folder: Path, moment: datetime) -> dict[str, dict[str, str]]:
    """The articles that are public at a moment, by the number in their body.

    Another method than the register's: one look at one tree, no history.
    """
    commit = git(folder, "rev-list", "-1", "--first-parent", f"--before={moment}+0800", "main")
    if not commit:
        return {}
    found: dict[str, dict[str, str]] = {}
    for path in git(folder, "ls-tree", "-r", "--name-only", commit.strip()).split():
        page = git(folder, "show", f"{commit.strip()}:{path}")
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
    for moment in month_ends(datetime.fromisoformat("2024-01-01"), end):
        for number, fields in standing(tmp_path, moment).items():
            looked.setdefault(number, f"{moment:%Y-%m}")
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
    last = standing(tmp_path, end)
    here = {e.path.rpartition("-")[2].removesuffix(".md"): e for e in entries if not e.withdrawn}
    assert set(here) == set(last)
    for number, fields in last.items():
        assert here[number].unit == alias.get(fields["unit"], fields["unit"])
        assert (here[number].column, here[number].title) == (fields["column"], fields["title"])
