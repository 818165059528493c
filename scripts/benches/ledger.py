"""How long the register of a long history takes, cold and after one more merge."""

import os
import random
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from pipelines.core.charter import load
from pipelines.core.ledger.register import register
from pipelines.kept import read_kept

ARTICLES, COMMITS = 10_000, 12_000
START = 1_600_000_000
SENTENCE = "市总工会组织开展职工技能竞赛，各级工会干部深入一线服务职工。"


def ledger(arguments: Sequence[str]) -> None:
    """The publication register of 10,000 articles and 12,000 commits (≤ 5 s, then ≤ 0.5 s)."""
    articles = int(arguments[0]) if arguments else ARTICLES
    commits = articles * COMMITS // ARTICLES
    charter = load(Path("charter"))
    portal = charter.portal.model_copy(update={"baseline": None})
    charter = charter.model_copy(update={"portal": portal})
    with tempfile.TemporaryDirectory() as folder:
        content = _repository(Path(folder), articles, commits)
        kept = Path(folder, "kept.json")
        now = datetime.fromisoformat("2031-01-01")
        for name in ("cold", "nothing new", "one merge more"):
            if name == "one merge more":
                _import(Path(folder), _article(commits, articles, "from refs/heads/main^0\n"))
            begun, worked = time.perf_counter(), _worked()
            history = read_kept(content, kept)
            entries = register(history, charter, now)
            took, worked = time.perf_counter() - begun, _worked() - worked
            found = f"{len(history.merges)} merges, {len(entries)} entries"
            print(f"{name:16} {took:6.2f} s, processors {worked:5.2f} s  {found}")


def _worked() -> float:
    """Seconds that processors worked for us and for Git: what a busy machine does not change."""
    return sum(os.times()[:4])


def _repository(folder: Path, articles: int, commits: int) -> Path:
    """A bare-bones history: articles one by one, edits and moves among them."""
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    _import(folder, b"".join(_commits(articles, commits)))
    (folder / "content").mkdir()
    return folder / "content"


def _commits(articles: int, commits: int) -> Iterator[bytes]:
    dice = random.Random(8)  # noqa: S311 - the same history each time, nothing secret
    others = set(dice.sample(range(articles // 10, commits), commits - articles))
    number = 0
    where: list[str] = []
    for order in range(commits):
        if order not in others:
            where.append(f"content/union-news/{number}.md")
            yield _article(order, number)
            number += 1
        elif order % 2:
            one = dice.randrange(number)
            yield _commit(order, _file(where[one], _text(order, one, "改了一处。")))
        else:
            one = dice.randrange(number)
            old, where[one] = where[one], f"content/grassroots/{one}-{order}.md"
            yield _commit(order, f"R {old} {where[one]}\n".encode())


def _article(order: int, number: int, onto: str = "") -> bytes:
    return _commit(order, _file(f"content/union-news/{number}.md", _text(order, number)), onto)


def _file(path: str, text: str) -> bytes:
    raw = text.encode()
    return f"M 100644 inline {path}\ndata {len(raw)}\n".encode() + raw + b"\n"


def _text(order: int, number: int, more: str = "") -> str:
    day = datetime.fromisoformat("2020-09-13") + timedelta(hours=order * 7)
    front = (
        f"title: 第{number}项工作{more}\ndate: {day:%Y-%m-%d %H:%M}\nunit: legal\n"
        f"correspondent: wu-fang\nkind: news\nevent_date: {day:%Y-%m-%d}\n"
        "source: {name: 示范市总工会}\nkeywords: [法律援助, 劳动保护]\nsummary: 摘要。\n"
    )
    paragraphs = "\n\n".join([SENTENCE * 3] * 6)
    return f"---\n{front}---\n\n{paragraphs}{more}第{number}号。\n"


def _commit(order: int, change: bytes, onto: str = "") -> bytes:
    at = START + order * 7 * 3600
    head = f"commit refs/heads/main\ncommitter 甲 <a@example.org> {at} +0800\ndata 5\nmerge\n{onto}"
    return head.encode() + change


def _import(folder: Path, stream: bytes) -> None:
    command = ["git", "fast-import", "--quiet"]
    subprocess.run(command, cwd=folder, input=stream, check=True)
