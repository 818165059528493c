"""Plays merges into a repository by `git fast-import`: years of a portal's life in a second."""

import random
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.core.charter import Charter
from pipelines.core.entry import Entry
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.submissions import submissions
from tests.builders import charter

CLERK = "甲乙 <clerk@example.org>"
BEGIN = datetime.fromisoformat("2024-01-02 09:00")
AHEAD = timedelta(hours=8)


def stamp(moment: datetime) -> int:
    """Seconds since 1970 of a moment on the portal's wall clock."""
    return int((moment - AHEAD - datetime.fromisoformat("1970-01-01")).total_seconds())


def text(body: str = "正文。", **front: object) -> str:
    """An article with this front matter."""
    lines = [f"{name}: {value}" for name, value in front.items() if value is not None]
    return "\n".join(["---", *lines, "---", "", body, ""])


@dataclass
class Play:
    """A repository being written: `tree` is what stands on main, paths below content/."""

    stream: list[bytes] = field(default_factory=list)
    tree: dict[str, str] = field(default_factory=dict)
    last: str = ""
    marks: int = 0

    def __post_init__(self) -> None:
        self._commit(BEGIN, BEGIN, {}, "begin")

    def merge(
        self,
        at: datetime,
        changes: Mapping[str, str | None],
        subject: str = "merge",
        how: str = "merge",
        written: datetime | None = None,
    ) -> None:
        """Bring changes (None removes) onto main: by merge commit, `squash` or `rebase`.

        A rebase puts each file on main with a commit of its own; a merge commit
        has a second parent, written at `written`.
        """
        if how == "rebase":
            for path, new in changes.items():
                self._commit(at, at, {path: new}, subject)
        elif how == "squash":
            self._commit(at, at, changes, subject)
        else:
            side = self._commit(written or at, written or at, changes, "proposal", side=True)
            self._commit(at, at, changes, subject, other=side)
        for path, new in changes.items():
            self.tree.pop(path, None)
            if new is not None:
                self.tree[path] = new

    def propose(self, at: datetime, changes: Mapping[str, str | None]) -> None:
        """Leave a proposal on the branch `side`, not merged."""
        self._commit(at, at, changes, "proposal", side=True)

    def _commit(
        self,
        at: datetime,
        written: datetime,
        changes: Mapping[str, str | None],
        subject: str,
        *,
        side: bool = False,
        other: int | None = None,
    ) -> int:
        self.marks += 1
        mark = self.marks
        lines = [
            f"commit refs/heads/{'side' if side else 'main'}\n",
            f"mark :{mark}\n",
            f"author {CLERK} {stamp(written)} +0800\n",
            f"committer {CLERK} {stamp(at)} +0800\n",
            f"data {len(subject.encode())}\n{subject}\n",
        ]
        if self.last:
            lines.append(f"from {self.last}\n")
        if other is not None:
            lines.append(f"merge :{other}\n")
        for path, new in changes.items():
            if new is None:
                lines.append(f"D content/{path}\n")
            else:
                lines.append(f"M 100644 inline content/{path}\n")
                lines.append(f"data {len(new.encode())}\n{new}\n")
        self.stream += [line.encode() for line in lines]
        if not side:
            self.last = f":{mark}"
        return mark

    def into(self, folder: Path) -> Path:
        """Write the repository; gives its content folder, empty but for itself."""
        if not (folder / ".git").exists():
            subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
        subprocess.run(
            ["git", "fast-import", "--quiet"],
            cwd=folder,
            input=b"".join(self.stream),
            check=True,
        )
        self.stream, self.last = [], "refs/heads/main^0"
        (folder / "content").mkdir(exist_ok=True)
        return folder / "content"


def federation(**changes: Any) -> Charter:
    """The demo federation's charter, with nothing taken over from before."""
    whole = charter()
    portal = whole.portal.model_copy(update={"baseline": None})
    return whole.model_copy(update={"portal": portal, **changes})


def news(title: str, date: str, **front: object) -> str:
    """A piece of news about the day on which it is published."""
    fields = {"title": title, "date": date, "unit": "legal", "correspondent": "wu-fang"}
    return text(**(fields | {"kind": "news", "event_date": date[:10]} | front))


def moment(written: str) -> datetime:
    """A moment on the portal's wall clock."""
    return datetime.fromisoformat(written)


UNITS = ("publicity", "宣教部", "legal", "法工部", "donghu", "donghu-yunfan", "nanjiang", "women")
COLUMNS = ("union-news", "grassroots", "departments", "notices")


@dataclass
class Life:
    """A portal's years, with everything that happens to articles in them.

    Every article carries its own number in its body (`稿件7号`), so that it can
    be counted again without following its history.
    """

    seed: int
    play: Play = field(default_factory=Play)
    here: dict[int, str] = field(default_factory=dict)
    gone: dict[int, tuple[str, str]] = field(default_factory=dict)
    fronts: dict[int, dict[str, object]] = field(default_factory=dict)
    now: datetime = BEGIN

    def live(self, merges: int) -> "Life":
        """So many merges, a few hours or days apart."""
        dice = random.Random(self.seed)  # noqa: S311 - the same life each time
        acts = (
            *[self._publish] * 10,
            *(self._embargo, self._draft, self._several, self._edit, self._retitle),
            *(self._move, self._move, self._withdraw, self._remove, self._revert),
            *(self._return, self._return, self._unit_changes, self._nothing),
        )
        for _merge in range(merges):
            self.now += timedelta(hours=dice.randint(1, 60), minutes=dice.randint(0, 59))
            dice.choice(acts)(dice)
        return self

    def _merge(self, dice: random.Random, changes: Mapping[str, str | None], subject: str) -> None:
        how = dice.choice(("merge", "squash", "rebase"))
        if any(new is None for new in changes.values()):
            how = dice.choice(("merge", "squash"))  # a rename in one commit stays a rename
        self.play.merge(self.now, changes, subject, how, self.now - timedelta(hours=5))

    def _write(self, number: int) -> str:
        front = self.fronts[number]
        body = f"稿件{number}号。" + f"{front['title']}，由{front['unit']}报送。" * 12
        return text(body, **front)

    def _born(self, dice: random.Random, **more: object) -> tuple[str, str]:
        number = len(self.fronts) + 1
        day = self.now.date()
        self.fronts[number] = {
            "title": f"第{number}项工作顺利开展",
            "date": f"{self.now:%Y-%m-%d %H:%M}",
            "unit": dice.choice(UNITS),
            "correspondent": dice.choice(("chen-lan", "zhao-min", "wu-fang")),
            "kind": "news",
            "event_date": day - timedelta(days=dice.randint(0, 5)),
            **more,
        }
        self.here[number] = f"{dice.choice(COLUMNS)}/{day}-{number}.md"
        return self.here[number], self._write(number)

    def _publish(self, dice: random.Random) -> None:
        self._merge(dice, dict([self._born(dice)]), "publish")

    def _several(self, dice: random.Random) -> None:
        self._merge(dice, dict(self._born(dice) for _one in range(3)), "publish three")

    def _embargo(self, dice: random.Random) -> None:
        later = self.now + timedelta(days=dice.randint(1, 40))
        self._merge(dice, dict([self._born(dice, date=f"{later:%Y-%m-%d %H:%M}")]), "embargo")

    def _draft(self, dice: random.Random) -> None:
        self._merge(dice, dict([self._born(dice, status="draft")]), "draft")

    def _any(self, dice: random.Random) -> int | None:
        return dice.choice(sorted(self.here)) if self.here else None

    def _change(self, dice: random.Random, number: int | None, **changed: object) -> None:
        if number is not None:
            self.fronts[number] |= changed
            self._merge(dice, {self.here[number]: self._write(number)}, "change")

    def _edit(self, dice: random.Random) -> None:
        number = self._any(dice)
        drafts = [one for one in self.here if self.fronts[one].get("status") == "draft"]
        self._change(dice, drafts[0] if drafts else number, summary="改了一处", status="published")

    def _retitle(self, dice: random.Random) -> None:
        self._change(dice, (number := self._any(dice)), title=f"第{number}项工作改题再发")

    def _unit_changes(self, dice: random.Random) -> None:
        self._change(dice, self._any(dice), unit=dice.choice(UNITS))

    def _withdraw(self, dice: random.Random) -> None:
        self._change(
            dice,
            self._any(dice),
            status="withdrawn",
            withdrawn=f"{{on: {self.now:%Y-%m-%d}, by: song-ci, reason: 内容有误}}",
        )

    def _move(self, dice: random.Random) -> None:
        number = self._any(dice)
        if number is None:
            return
        old = self.here[number]
        new = f"{dice.choice(COLUMNS)}/{dice.choice(('', 'moved-'))}{old.rpartition('/')[2]}"
        if new == old:
            return
        if dice.random() < 0.5:
            self.fronts[number]["title"] = f"第{number}项工作移栏改题"
        self.here[number] = new
        self._merge(dice, {old: None, new: self._write(number)}, "move")

    def _remove(self, dice: random.Random) -> None:
        number = self._any(dice)
        if number is not None:
            path = self.here.pop(number)
            self.gone[number] = (path, self._write(number))
            self._merge(dice, {path: None}, "take down")

    def _revert(self, dice: random.Random) -> None:
        """The latest article goes back, as a revert of its merge would have it."""
        if self.here:
            number = max(self.here)
            path = self.here.pop(number)
            self.gone[number] = (path, self._write(number))
            self._merge(dice, {path: None}, 'Revert "publish"')

    def _return(self, dice: random.Random) -> None:
        """What was gone comes back: as it was, corrected, or in another column."""
        if not self.gone:
            return
        number = dice.choice(sorted(self.gone))
        path, was = self.gone.pop(number)
        how = dice.choice(("revert of the revert", "corrected", "elsewhere"))
        if how == "elsewhere":
            path = f"{dice.choice(COLUMNS)}/again-{number}.md"
        if how == "corrected":
            self.fronts[number] |= {"summary": "更正后重新发布"}
            was = self._write(number)
        self.here[number] = path
        self._merge(dice, {path: was}, how)

    def _nothing(self, dice: random.Random) -> None:
        """A merge that touches no article."""
        self.play.merge(self.now, {"photo.txt": f"{self.now}"}, "attachment", "squash")


def entry(number: int, unit: str, counted: str, **more: Any) -> Entry:
    """An accepted article of a unit, published and submitted on one day at nine."""
    at = moment(f"{counted} 09:00")
    fields: dict[str, Any] = {
        "path": f"union-news/{number}.md",
        "title": f"第{number}件",
        "column": "union-news",
        "correspondent": "wu-fang",
        "submitted": at,
        "accepted": at,
        "published": at,
        "address": f"union-news/{number}.html",
        "counted": at.date(),
    }
    return Entry(number=number, unit=unit, **(fields | more))


def ledger(entries: Sequence[Entry], today: str = "2026-12-31", **changes: Any) -> Ledger:
    """What reports are counted from, with these entries and nothing returned or waiting."""
    charter = federation(**changes)
    sent = submissions(entries, (), {}, charter)
    return Ledger(charter, tuple(entries), sent, moment(f"{today} 12:00"), "c" * 40)


def counts(months: Mapping[str, Mapping[str, int]], day: str = "05") -> list[Entry]:
    """Entries for so many articles a month and unit."""
    wanted = [
        (unit, f"{month}-{day}")
        for month, units in months.items()
        for unit, count in units.items()
        for _one in range(count)
    ]
    return [entry(number, *one) for number, one in enumerate(wanted, start=1)]
