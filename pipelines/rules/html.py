"""Raw HTML in articles: a small allow-list, and every element closed."""

import re
from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.content import RawHtml
from pipelines.core.findings import Problem
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.rules.fields import legible

ALLOWED = ("abbr", "br", "details", "kbd", "rp", "rt", "ruby", "sub", "summary", "sup")
"""What Markdown cannot say and readers need; nothing in it loads, runs or hides anything."""
_NEVER_CLOSED = frozenset({"br"})

_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>{'|'.join(ALLOWED)})"
    r"(?:\s+(?:lang|title|open)(?:=\"[^\"<>]*\")?)*\s*/?>",
    re.IGNORECASE,
)
_NAME = re.compile(r"</?\s*([a-z][a-z0-9:-]*)", re.IGNORECASE)


@rule("MRK101", clauses=["CZ-13", "EN-21", "YZ-09a"], waivable=False, alone=True)
def html_from_the_allow_list(case: Case) -> Iterator[Problem]:
    """HTML in an article is one of a few harmless elements; nothing runs, loads or hides.

    Bad:  <script src="https://example.com/a.js"></script>, <iframe>, <!-- note -->
    Good: H<sub>2</sub>O, <details><summary>附件说明</summary>…</details>
    """
    for article in legible(case):
        seen: set[str] = set()
        for chunk in _chunks(article.content.raw_html):
            for offset, tag in _tags(chunk):
                if isinstance(tag, str) and tag not in seen:
                    seen.add(tag)
                    yield Problem(
                        article.at_offset(offset),
                        _("{tag} is not allowed in an article").format(tag=tag),
                        _("write it in Markdown; of HTML only these are allowed: {allowed}").format(
                            allowed=", ".join(ALLOWED)
                        ),
                    )


@rule("MRK102", clauses=["EN-15", "EN-24"], alone=True)
def html_closed(case: Case) -> Iterator[Problem]:
    """An HTML element that is opened is closed, in the right order.

    Bad:  <details><summary>附件说明</details>
    Good: <details><summary>附件说明</summary>…</details>
    """
    for article in legible(case):
        open_: list[tuple[str, int]] = []
        for chunk in _chunks(article.content.raw_html):
            for offset, tag in _tags(chunk):
                if isinstance(tag, str) or tag["name"].lower() in _NEVER_CLOSED:
                    continue
                name = tag["name"].lower()
                if not tag["end"]:
                    open_.append((name, offset))
                elif open_ and open_[-1][0] == name:
                    open_.pop()
                else:
                    yield Problem(
                        article.at_offset(offset),
                        _("</{name}> closes nothing that is open here").format(name=name),
                    )
        for name, offset in open_:
            yield Problem(
                article.at_offset(offset),
                _("<{name}> is never closed").format(name=name),
                _("write </{name}> where it ends").format(name=name),
            )


def _chunks(raw_html: tuple[RawHtml, ...]) -> Iterator[tuple[int, str]]:
    """Raw HTML as it stands together, whatever lines the parser cut it into."""
    start, end, text = 0, -1, ""
    for piece in raw_html:
        if piece.start != end and text:
            yield start, text
            text = ""
        if not text:
            start = piece.start
        text += piece.html
        end = piece.end
    if text:
        yield start, text


def _tags(chunk: tuple[int, str]) -> Iterator[tuple[int, re.Match[str] | str]]:
    """Every “<” with its offset: an allowed tag, or the name of what is not allowed."""
    start, html = chunk
    at = html.find("<")
    while at >= 0:
        tag = _TAG.match(html, at)
        if tag is not None:
            yield start + at, tag
        else:
            name = _NAME.match(html, at)
            yield start + at, f"<{name[1].lower()}>" if name else _comment(html, at)
        at = html.find("<", tag.end() if tag is not None else at + 1)


def _comment(html: str, at: int) -> str:
    return "<!-- -->" if html.startswith("<!", at) else "<"
