"""A federation's articles of several years, made of the demo's own phrases: the same each time."""

import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from pipelines.core.charter import load
from pipelines.core.frontmatter import FrontMatter, Kind
from pipelines.gather.files import read_case
from pipelines.rules import checklist
from scripts.verbs.options import HOUSE

TODAY = date(2026, 11, 20)
ARTICLES = 10_000
SIGNS = 900
"""About how many characters an article's body has."""
COLUMNS: Mapping[str, int] = {
    "union-news": 22,
    "grassroots": 28,
    "departments": 20,
    "notices": 10,
    "guide": 6,
    "hotline": 6,
    "policy": 4,
    "activities": 4,
}
"""How many of a hundred articles a column gets."""
SECTIONS: Mapping[Kind, Sequence[str]] = {
    Kind.NEWS: ("", "", "", ""),
    Kind.NOTICE: ("", "一、总体要求", "二、主要任务", "三、有关事项"),
    Kind.DOCUMENT: ("一、总则", "二、主要内容", "三、组织实施", "四、附则"),
    Kind.INTERPRETATION: ("一、出台背景", "二、主要内容", "三、职工关心的问题"),
    Kind.GUIDE: ("一、服务对象", "二、申请材料", "三、办理流程", "四、办理地点"),
    Kind.LETTER: ("来信内容", "办理结果", "工会提示"),
    Kind.ACTIVITY: ("活动主题", "活动规则", "时间安排"),
}
"""What stands above the parts of a body, by the kind of article; "" where nothing does."""
DAYS: Mapping[Kind, Mapping[str, int]] = {
    Kind.NEWS: {"event_date": 0},
    Kind.DOCUMENT: {"signed_date": 0},
    Kind.NOTICE: {"issued_date": 0},
    Kind.GUIDE: {"review_by": 1100},
    Kind.LETTER: {"received": -10, "accepted": -9, "answered": 0},
    Kind.ACTIVITY: {"starts": 10, "ends": 20},
}
"""The days that a kind of article states, counted from its publication: all in time."""
_FIRST = date(2024, 12, 2)
"""The regulation counts from the day before."""
_SENTENCE = re.compile("[一-龥][一-龥，、；]{18,70}(?<!口)。")
"""Where a sentence ends and the next begins, two innocent characters may make a bad word."""
_PHRASE = re.compile("(?<![一-龥])[一-龥]{6,14}(?<!口)(?![一-龥])")
_BASELINE = re.compile(r"(?m)^( +baseline: \{commit: )\w+(.*\n)")
_WHO = [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
_GIT = {
    **dict.fromkeys(_WHO, "bench"),
    **dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), "2026-11-20T08:00:00+0800"),
    **dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"), os.devnull),
}


@dataclass(frozen=True)
class Corpus:
    """Where a corpus stands: a Git repository, and beside it a forge with proposals."""

    root: Path

    @property
    def content(self) -> Path:
        """The articles."""
        return self.root / "content"

    @property
    def charter(self) -> Path:
        """The demo's charter, whose baseline is the corpus's first commit."""
        return self.root / "charter"

    @property
    def forge(self) -> Path:
        """The folder forge; each of its proposals adds an article."""
        return self.root.with_name(f"{self.root.name}-forge")

    @property
    def articles(self) -> list[Path]:
        """All articles, in the order of their paths."""
        return sorted(self.content.glob("*/*.md"))


def corpus(arguments: Sequence[str]) -> None:
    """Write the corpus that `site` measures with: FOLDER [ARTICLES]."""
    folder, *count = arguments
    made = make(Path(folder), int(count[0]) if count else ARTICLES)
    print(f"{len(made.articles)} articles at {made.root}, proposal 1 at folder:{made.forge}")


def make(root: Path, articles: int = ARTICLES, proposals: int = 1) -> Corpus:
    """Write so many articles, and proposals with one more each; the folder must not exist."""
    made = Corpus(root)
    shutil.copytree(HOUSE / "charter", made.charter)
    for column in COLUMNS:
        (made.content / column).mkdir(parents=True)
    writer = _Writer()
    texts = list(writer.texts(articles, proposals))
    for picture in sorted(writer.shown):
        (original,) = (HOUSE / "content").glob(f"*/{Path(picture).name}")
        shutil.copyfile(original, made.content / picture)
    for path, text in texts[:articles]:
        (made.content / path).write_text(text, "utf-8")
    _commit(made)
    for number, (path, text) in enumerate(texts[articles:], start=1):
        _propose(made, number, path, text)
    return made


def edit(article: Path, more: str) -> None:
    """Add a sentence to an article as editors save: a new file under the old name."""
    beside = article.with_suffix(".new")
    beside.write_text(f"{article.read_text('utf-8')}\n{more}\n", "utf-8")
    beside.replace(article)


@dataclass
class _Writer:
    """Writes articles one after the other, each of which may mention those before it."""

    chance: random.Random = field(default_factory=lambda: random.Random(11))  # noqa: S311 - the same corpus each time, nothing secret
    earlier: list[tuple[str, str]] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    """Every picture that stands beside an article, below the content folder."""

    def __post_init__(self) -> None:
        """Borrow from the demo: fields by column, sentences, phrases, pictures."""
        charter = load(HOUSE / "charter")
        archive = read_case(HOUSE / "content", charter, datetime.combine(TODAY, time.max)).archive
        texts = "\n".join(article.body for article in archive)
        self.models = {
            column: [one.front for one in archive if one.column == column] for column in COLUMNS
        }
        self.sentences: list[str] = sorted(set(_SENTENCE.findall(texts)))
        self.phrases: list[str] = sorted(set(_PHRASE.findall(texts)))
        self.pictures = sorted(
            (one.front.image.file, one.front.image.alt)
            for one in archive
            if one.front.image and one.column in COLUMNS
        )

    def texts(self, articles: int, proposals: int) -> Iterator[tuple[str, str]]:
        """Each article's path below the content folder and its text, the oldest first."""
        made = 0
        while made < articles + proposals:
            (column,) = self.chance.choices(list(COLUMNS), list(COLUMNS.values()))
            if made + 1 >= articles:
                # What is proposed is one article; a policy would bring its interpretation.
                column = "union-news"
            day = _FIRST + timedelta(days=made * (TODAY - _FIRST).days // (articles + proposals))
            name = f"{column}/{day}-{made}"
            if column != "policy":
                yield self._article(f"{name}.md", day, made)
                made += 1
            else:
                rules, explained = f"{name}.md", f"{name}-explained.md"
                about = {"kind": Kind.DOCUMENT, "interpretation": explained}
                yield self._article(rules, day, made, about)
                about = {"kind": Kind.INTERPRETATION, "interprets": rules}
                yield self._article(explained, day, made, about)
                made += 2

    def _article(
        self, path: str, day: date, number: int, about: Mapping[str, Any] | None = None
    ) -> tuple[str, str]:
        column = path.partition("/")[0]
        model = self.chance.choice(self.models[column])
        kind: Kind = (about or {}).get("kind") or model.kind or Kind.NEWS
        title = f"{self._phrase()}（第{number}期）"
        days = {name: str(day + timedelta(count)) for name, count in DAYS.get(kind, {}).items()}
        front = self._fields(model, title, day, number) | days | dict(about or {})
        front["kind"] = str(kind)
        if kind is Kind.LETTER:
            front["asks"] = model.asks
        file, alt = self.chance.choice(self.pictures)
        body = self._body(kind)
        if number % 3 == 0:
            self.shown.add(f"{column}/{file}")
        if number % 6 == 0:
            front["image"] = {"file": file, "alt": alt, "source": "示意图：示范市总工会制作"}
        elif number % 6 == 3:
            body.insert(len(body) // 2, f"![{alt}]({file})")
        for other, name in self.chance.sample(self.earlier, min(2, len(self.earlier))):
            body.append(f"此前的情况见[{name}](../{other})。")
        self.earlier.append((path, title))
        head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False, width=1000)
        return path, f"---\n{head}---\n\n" + "\n\n".join(body) + "\n"

    def _fields(self, model: FrontMatter, title: str, day: date, number: int) -> dict[str, Any]:
        """A demo article's fields, moved to another day."""
        secrecy = {"secret": "no", "public": "yes", "by": model.secrecy and model.secrecy.by}
        return {
            "title": title,
            "date": f"{day} {8 + number % 10:02}:{number % 60:02}",
            "unit": model.unit,
            "correspondent": model.correspondent,
            "summary": self._sentence() + self._sentence(),
            "keywords": list(model.keywords),
            "source": {"name": model.source and model.source.name},
            "level": str(model.level),
            "secrecy": {**secrecy, "on": str(day)},
        }

    def _body(self, kind: Kind) -> list[str]:
        """Headings, paragraphs, a list, and in every third article a table."""
        sections = SECTIONS[kind]
        blocks = []
        for place, heading in enumerate(sections):
            blocks += [f"## {heading}"] if heading else []
            room = SIGNS // len(sections)
            if place == 1:
                mark = self.chance.choice(("- ", "1. "))
                items = [f"{mark}{self._phrase()}，{self._phrase()}" for _ in range(4)]
                blocks.append("；\n".join(items) + "。")
                room -= sum(map(len, items))
            if place == 2 and self.chance.random() < 1 / 3:
                rows = [f"| {self._phrase()} | {self._phrase()} |" for _ in range(4)]
                blocks.append("\n".join(["| 项目 | 要求 |", "| --- | --- |", *rows]))
                room -= sum(map(len, rows))
            blocks.append(self._prose(room))
        return blocks

    def _prose(self, signs: int) -> str:
        text = self._sentence()
        while len(text) < signs - 30:
            text += self._sentence()
        return text

    def _sentence(self) -> str:
        """One of the demo's, or a new one of its phrases."""
        if self.chance.random() < 0.5:
            return self.chance.choice(self.sentences)
        return f"{self._phrase()}，{self._phrase()}，{self._phrase()}。"

    def _phrase(self) -> str:
        return self.chance.choice(self.phrases)


def _commit(made: Corpus) -> None:
    """Two commits on main: all of it, and the baseline that takes it over."""
    portal = made.charter / "portal.yml"
    text = portal.read_text("utf-8")
    portal.write_text(_BASELINE.sub("", text), "utf-8")
    _git(made.root, "init", "-q", "-b", "main")
    _git(made.root, "add", "-A")
    _git(made.root, "commit", "-q", "-m", "all articles")
    first = _git(made.root, "rev-parse", "HEAD")
    portal.write_text(_BASELINE.sub(rf"\g<1>{first}\g<2>", text), "utf-8")
    _git(made.root, "commit", "-q", "-a", "-m", "the baseline")
    _git(made.root, "repack", "-q", "-a", "-d")


def _propose(made: Corpus, number: int, path: str, text: str) -> None:
    """An article more, on a branch of its own; main stays checked out."""
    branch = f"proposal-{number}"
    _git(made.root, "checkout", "-q", "-b", branch)
    (made.content / path).write_text(text, "utf-8")
    _git(made.root, "add", path, at="content")
    _git(made.root, "commit", "-q", "-m", "one more")
    _git(made.root, "checkout", "-q", "main")
    about = {
        "title": "新增一篇稿件",
        "body": checklist.template(load(made.charter), answered=True),
        "head": branch,
        "opener": yaml.safe_load(text.split("---\n")[1])["correspondent"],
        "opened_at": "2026-11-20 09:00",
    }
    proposals = made.forge / "proposals"
    proposals.mkdir(parents=True, exist_ok=True)
    written = yaml.safe_dump(about, allow_unicode=True)
    (proposals / f"{number}.yml").write_text(written, "utf-8")


def _git(root: Path, *arguments: str, at: str = "") -> str:
    ran = subprocess.run(
        ["git", *arguments], cwd=root / at, env=os.environ | _GIT, check=True, capture_output=True
    )
    return ran.stdout.decode().strip()
