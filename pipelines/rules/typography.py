"""Punctuation and spacing of Chinese prose, as hints."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain, islice
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


@rule("TYP101", clauses=["EN-14", "CZ-08"], weight=Weight.NOTES, alone=True)
def chinese_punctuation(case: Case) -> Iterator[Problem]:
    """Chinese prose has full-width punctuation, and letters and figures of half width.

    Bad:  会议于9月召开,共35人参加.
    Good: 会议于9月召开，共35人参加。
    """
    for article in legible(case):
        hints = chain(_of_fields(article), _of_body(article))
        for place, was, better in islice(hints, MOST):
            yield Problem(
                place,
                _("punctuation: “{was}”").format(was=was),
                _("better “{better}”").format(better=better),
            )


def _of_fields(article: Article) -> Iterator[tuple[Place, str, str]]:
    for field in ("title", "summary"):
        for _at, was, better in _change(getattr(article.front, field) or ""):
            yield article.at(field), was, better


def _of_body(article: Article) -> Iterator[tuple[Place, str, str]]:
    for block in article.content.blocks:
        if block.kind == "codeblock":
            continue
        for run in block.runs:
            if not article.text.startswith("`", run.start):
                for at, was, better in _change(run.text):
                    yield article.at_offset(min(run.start + at, run.end)), was, better


def _change(text: str) -> Iterator[tuple[int, str, str]]:
    """Where a text could be better: each place's offset, what stands there, and instead."""
    better = autocorrect_py.format(text)
    if text == better:
        return
    compared = SequenceMatcher(None, text, better, autojunk=False)
    for change, start, end, first, last in compared.get_opcodes():
        if change != "equal":
            around = slice(max(0, start - _AROUND), end + _AROUND)
            yield start, text[around], better[max(0, first - _AROUND) : last + _AROUND]
