"""How long a release, a roll-back and a take-down of a large portal take."""

import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from pipelines.core.charter import Charter
from pipelines.core.findings import Finding
from pipelines.core.receipts import Receipt
from pipelines.publish import Desk, Outcome, place, publish, roll_back, take_down
from scripts.verbs.options import HOUSE

SIGNS = "市总工会召开全委会议部署明年工作职工维权服务法律援助技能竞赛劳模创新工作室基层组织建设"
NOW = datetime.fromisoformat("2026-11-20 12:00")


def release(arguments: Sequence[str]) -> None:
    """Release 10,000 articles (or as many as named), change one, go back, take one down."""
    count = int(arguments[0]) if arguments else 10_000
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        content = here / "content"
        for number in range(count):
            _write(content, number, f"第{number}篇")
        desk = Desk(HOUSE / "charter", content, here / "records", here / "cache", NOW, Nobody())
        to = place(str(here / "target"))
        print(f"{count} articles")
        with _timed("first release"):
            released(publish(desk, to))
        _write(content, count // 2, "改动")
        with _timed("release of one change"):
            released(publish(desk, to))
        with _timed("roll-back (limit 5 s)"):
            roll_back(desk, to)
        held = {"path": _path(count // 3), "on": "2026-11-20", "by": "song-ci", "reason": "有误"}
        with _timed("take-down"):
            take_down(desk, to, held)


class Nobody:
    """Reviews that are not asked: this measures everything else."""

    def objections(self, _charter: Charter, _since: str, _now: datetime) -> Sequence[Finding]:
        """Nobody objects."""
        return []

    def receipts(self) -> Sequence[Receipt]:
        """Nobody approved anything."""
        return []

    def sign(self) -> None:
        """Nothing to sign."""


def released(outcome: Outcome) -> None:
    """Leave where nothing was released."""
    if outcome.release is None:
        raise SystemExit("\n".join(map(str, outcome.findings[:5])))


@contextmanager
def _timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"{what:24} {time.perf_counter() - start:7.2f} s", flush=True)


def _path(number: int) -> str:
    return f"union-news/{_day(number)}-article-{number}.md"


def _day(number: int) -> str:
    return str((NOW - timedelta(days=number % 700)).date())


def _write(content: Path, number: int, title: str) -> None:
    chance = random.Random(number)  # noqa: S311 - the same articles each time, no secret

    def words(count: int) -> str:
        return "".join(chance.choices(SIGNS, k=count))

    day = _day(number)
    lines = [
        *("---", f"title: {title}{words(12)}", f"date: {day} 09:00", "unit: office"),
        *("correspondent: chen-lan", "kind: news", f"event_date: {day}", f"summary: {words(40)}"),
        *("keywords: [民主管理]", "source: {name: 示范市总工会}"),
        f"secrecy: {{secret: no, public: yes, by: lin-hai, on: {day}}}",
        *("---", "", *(f"{words(60)}，{words(40)}。\n" for _ in range(8))),
    ]
    path = content / _path(number)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), "utf-8")
