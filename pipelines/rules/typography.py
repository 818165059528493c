"""Punctuation and spacing of Chinese prose, as hints."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from json import dumps

import autocorrect_py

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.rules.fields import legible

MOST = 5
"""So many hints an article; more would only be noise."""
LONGEST = 200_000
"""Characters of an article's text that are looked at."""

_HABITS = {
    "space-word": 0,
    "space-punctuation": 0,
    "space-bracket": 0,
    "space-backticks": 0,
    "space-dash": 0,
    "space-dollar": 0,
    "fullwidth": 1,
    "halfwidth-word": 1,
    "halfwidth-punctuation": 1,
    "no-space-fullwidth": 1,
    "spellcheck": 0,
}
"""Offices write no space between Chinese and figures (GB/T 9704), so nothing asks for one."""
autocorrect_py.load_config(dumps({"rules": _HABITS}))  # type: ignore[attr-defined]  # its stub forgets it

_AROUND = 4


@rule("TYP101", clauses=["EN-14", "CZ-08"], weight=Weight.NOTES)
def chinese_punctuation(case: Case) -> Iterator[Problem]:
    """Chinese prose has full-width punctuation, and letters and figures of half width.

    Bad:  会议于9月召开,共35人参加.
    Good: 会议于9月召开，共35人参加。
    """
    for article in legible(case):
        hints = [*_of_fields(article), *_of_body(article)]
        for place, was, better in hints[:MOST]:
            yield Problem(
                place,
                _("punctuation: “{was}”").format(was=was),
                _("better “{better}”").format(better=better),
            )


def _of_fields(article: Article) -> Iterator[tuple[Place, str, str]]:
    for field in ("title", "summary"):
        text = getattr(article.front, field)
        better = autocorrect_py.format(text) if text else text
        for _at, was, instead in _changes(text, better):
            yield article.at(field), was, instead


def _of_body(article: Article) -> Iterator[tuple[Place, str, str]]:
    body = article.body[:LONGEST]
    starts = [
        article.body_start,
        *(article.body_start + at.end() for at in re.finditer("\n", body)),
    ]
    for line in autocorrect_py.lint_for(body, "markdown").lines:
        for at, was, instead in _changes(line.old, line.new):
            offset = starts[line.line - 1] + line.col - 1 + at
            yield article.at_offset(offset), was, instead


def _changes(was: str, better: str) -> Iterator[tuple[int, str, str]]:
    """Where two texts differ: the offset in the first, and both with some signs around."""
    if was == better:
        return
    for what, start, end, first, last in SequenceMatcher(None, was, better, False).get_opcodes():
        if what != "equal":
            before, after = max(0, start - _AROUND), end + _AROUND
            better_before = max(0, first - _AROUND)
            yield start, was[before:after], better[better_before : last + _AROUND]
