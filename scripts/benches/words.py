"""How fast sixty thousand words are found, beside the raw matcher on the same text."""

import random
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from pipelines.core.charter import load
from pipelines.core.charter.lexicons import read_lexicons
from pipelines.core.words import finder
from pipelines.core.words.automaton import ENGINE, compiled
from pipelines.core.words.compiled import Lexicons
from pipelines.gather.files import read_case
from pipelines.rules import TREE
from scripts.verbs.options import HOUSE, now

ENTRIES = 60_000
CHARACTERS = 2_000_000
ARTICLE = 1_500
TOGETHER = 100
"""Articles that are timed together: a busy moment then spoils little of a run."""
DAY = date(2026, 11, 20)
_HAN = re.compile("[一-龥]+")
_CHANCE = random.Random(20261120)  # noqa: S311 - the same corpus every time, no secret


class Page(NamedTuple):
    """A text as the rule reads it."""

    text: str
    column: str


def words(arguments: Sequence[str]) -> None:
    """Characters a second at 60,000 entries, loading, and all rules on one article."""
    runs = int(arguments[0]) if arguments else 5
    prose = _prose()
    listed = _words(prose)
    pages = _pages(prose)
    length = sum(map(len, pages))
    with tempfile.TemporaryDirectory() as folder:
        lexicons = _loaded(listed, Path(folder), runs)
    matcher = compiled(listed)

    texts = [Page(page, "union-news") for page in pages]

    def raw(part: slice) -> None:
        for page in pages[part]:
            matcher.find(page)

    def rule(part: slice) -> None:
        finder.search.cache_clear()
        for _page, _hits in finder.each(lexicons, texts[part], DAY):
            pass

    parts = [slice(first, first + TOGETHER) for first in range(0, len(pages), TOGETHER)]
    measured = [partial(one, part) for one in (rule, raw) for part in parts]
    times = _best_of(runs, *measured)
    slow, fast = sum(times[: len(parts)]), sum(times[len(parts) :])
    print(f"text              {length:>9,} characters in {len(pages):,} articles")
    print(f"raw {ENGINE:13} {length / fast / 1e6:>9.1f} M characters/s")
    print(f"words rule        {length / slow / 1e6:>9.1f} M characters/s (≥ 8)")
    print(f"of the raw speed  {fast / slow:>9.0%} (≥ 40 %)")
    _one_article(runs)


def _loaded(listed: Sequence[str], folder: Path, runs: int) -> Lexicons:
    """The reviewed lexicons and the long list; prints how long both loads take."""
    shipped = sorted((HOUSE / "charter" / "lexicons").glob("*.yml"))
    files = {f"lexicons/{path.name}": path.read_bytes() for path in shipped}
    lines = "\n".join(f"  {word}" for word in listed)
    text = f"name: 大词表\ncategory: usage\nseverity: notes\nwords: |\n{lines}\n"
    files["lexicons/long.yml"] = text.encode()

    def ready() -> Lexicons:
        return read_lexicons(files, folder)[0]()

    begun = time.perf_counter()
    lexicons = ready()
    print(f"entries           {len(lexicons.words):>9,}")
    print(f"compiled in       {time.perf_counter() - begun:>9.2f} s")
    again = _best(ready, runs)
    print(f"loaded in         {again:>9.2f} s (≤ 0.3)")
    return lexicons


def _one_article(runs: int) -> None:
    """All rules on one changed article of the demo content, after start-up."""
    case = read_case(HOUSE / "content", load(HOUSE / "charter"), now())
    longest = max(case.archive, key=lambda article: len(article.text))
    narrowed = type(case)(case.charter, case.now, (longest,), case.archive, case.files)

    def rules() -> None:
        finder.search.cache_clear()
        for one in TREE:
            list(one(narrowed))

    rules()
    print(f"one article       {_best(rules, runs) * 1000:>9.1f} ms, all rules (≤ 50)")


def _best_of(runs: int, *measured: Callable[[], Any]) -> list[float]:
    """The shortest of some runs of each in seconds, in turns: a busy moment hits all alike."""
    turns = [[_best(one, 1) for one in measured] for _run in range(runs)]
    return [min(times) for times in zip(*turns, strict=True)]


def _best(measured: Callable[[], Any], runs: int) -> float:
    """The shortest of some runs in seconds: what the machine can do when nobody disturbs it."""
    times = []
    for _run in range(runs):
        begun = time.perf_counter()
        measured()
        times.append(time.perf_counter() - begun)
    return min(times)


def _prose() -> str:
    """The demo articles' bodies."""
    texts = [path.read_text("utf-8") for path in sorted((HOUSE / "content").rglob("*.md"))]
    return "\n\n".join(text.split("\n---\n", 1)[-1] for text in texts)


def _words(prose: str) -> list[str]:
    """Made-up words of two to six characters that begin as words of the prose do."""
    after: dict[str, list[str]] = {}
    characters: list[str] = []
    for stretch in _HAN.findall(prose):
        characters += stretch
        for first, second in pairwise(stretch):
            after.setdefault(first, []).append(second)
    made: set[str] = set()
    while len(made) < ENTRIES:
        word = _CHANCE.choice(characters)
        for _more in range(_CHANCE.choice((1, 2, 2, 3, 3, 3, 4, 5))):
            follows = after.get(word[-1]) if _CHANCE.random() < 0.8 else None
            word += _CHANCE.choice(follows or characters)
        if word not in prose:
            made.add(word)
    return sorted(made)


def _pages(prose: str) -> list[str]:
    """Articles of the usual length, made of the prose's own paragraphs in another order."""
    paragraphs = [part for part in re.split(r"\n\s*\n", prose) if part.strip()]
    pages: list[str] = []
    total = 0
    while total < CHARACTERS:
        page = ""
        while len(page) < ARTICLE:
            page += _CHANCE.choice(paragraphs) + "\n\n"
        pages.append(page)
        total += len(page)
    return pages
