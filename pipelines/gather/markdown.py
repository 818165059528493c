"""One Markdown parser for rules and build, every position kept."""

import re
from html import unescape
from typing import Any

import pyromark
from pyromark import Options

from pipelines.core.content import (
    Block,
    Content,
    Glance,
    Heading,
    Link,
    Markdown,
    Picture,
    RawHtml,
    Run,
    Table,
)
from pipelines.core.targets import in_html

OPTIONS = Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_STRIKETHROUGH
VERSION = f"pyromark {pyromark.__version__}, portal 1"
"""Names what the HTML depends on besides the text; part of every cache's key."""

_BLOCKS = {"Paragraph", "TableCell", "Item"}
_BREAKS = {"SoftBreak", "HardBreak"}
_HEADING = re.compile(r"^<h([1-6])>", re.MULTILINE)
_NOT_IN_ANCHOR = re.compile(r"[^\w\-]+")
_STRIDE = 256
"""Bytes between two places of which it is known how many characters stand before them."""
_INNER = bytes(range(0x80, 0xC0))
"""The bytes of UTF-8 that begin no character."""


def structure(text: str, start: int = 0) -> Content:
    """The structure of an article's body, `text[start:]`.

    Offsets count characters of `text`. Linear in time; never raises.
    """
    body = text[start:]
    reader = _Reader(body, start)
    for event, span in pyromark.events_with_range(body, options=OPTIONS):
        reader.take(event, span["start"], span["end"])
    return reader.content()


def glance(text: str, start: int = 0) -> Glance:
    """What needs no places of an article's body, `text[start:]`; in a third of the time."""
    body = text[start:]
    reader = _Glancer()
    for event in pyromark.events(body, options=OPTIONS):
        reader.take(event)
    html = _with_anchors(pyromark.html(body, options=OPTIONS), reader.headings)
    return Glance(html, tuple(sorted(reader.targets)), reader.words)


MARKDOWN = Markdown(glance, structure)
"""How articles are read."""


def _with_anchors(html: str, headings: list[tuple[int, str]]) -> str:
    """Headings with the ids that links point to, in the order they stand in."""
    anchors = iter(headings)

    def numbered(match: re.Match[str]) -> str:
        level, anchor = next(anchors, (0, ""))
        return f'<h{level} id="{anchor}">' if level == int(match[1]) else match[0]

    return _HEADING.sub(numbered, html) if headings else html


class _Glancer:
    """Takes parser events without their places: what is linked to, headings, characters."""

    def __init__(self) -> None:
        self._anchors = _Anchors()
        self._heading: list[str] | None = None
        self.headings: list[tuple[int, str]] = []
        self.targets: set[str] = set()
        self.words = 0

    def take(self, event: Any) -> None:
        if isinstance(event, str):
            if event in _BREAKS:
                self._text("\n")
            return
        ((what, value),) = event.items()
        if what in {"Text", "Code"}:
            self._text(value)
        elif what in {"Html", "InlineHtml"}:
            self.targets |= {target for _at, target in in_html(value)}
            if what == "Html":
                self._text(_without_tags(value))
        elif not isinstance(value, str):
            name, details = _named(value)
            if name == "Heading":
                self._turn(what, details)
            elif what == "Start" and name in {"Link", "Image"}:
                self.targets.add(details["dest_url"])

    def _text(self, text: str) -> None:
        self.words += len("".join(text.split()))
        if self._heading is not None:
            self._heading.append(text)

    def _turn(self, what: str, details: dict[str, Any]) -> None:
        """A heading begins or ends."""
        if what == "Start":
            self._heading = []
            self.headings.append((int(details["level"][1]), ""))
        elif self._heading is not None:
            level, _anchor = self.headings[-1]
            self.headings[-1] = (level, self._anchors.of("".join(self._heading)))
            self._heading = None


class _Reader:
    """Turns parser events into structure; positions come in bytes and leave in characters."""

    def __init__(self, body: str, start: int) -> None:
        self._at = _Characters(body, start).at
        self._kind = "paragraph"
        self._runs: list[Run] = []
        self._open: list[tuple[str, dict[str, Any], int, list[str]]] = []
        self._anchors = _Anchors()
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.pictures: list[Picture] = []
        self.headings: list[Heading] = []
        self.tables: list[Table] = []
        self.raw_html: list[RawHtml] = []

    def content(self) -> Content:
        self._close_block()
        return Content(
            tuple(self.blocks),
            tuple(self.links),
            tuple(self.pictures),
            tuple(self.headings),
            tuple(self.tables),
            tuple(self.raw_html),
        )

    def take(self, event: Any, start: int, end: int) -> None:
        if isinstance(event, str):
            if event in _BREAKS:
                self._text("\n", start, end)
            return
        ((what, value),) = event.items()
        if what == "Start":
            name, details = _named(value)
            self._start(name, details, start)
        elif what == "End":
            self._end(_named(value)[0], start, end)
        elif what in {"Text", "Code"}:
            self._text(value, start, end)
        elif what in {"Html", "InlineHtml"}:
            self.raw_html.append(RawHtml(self._at(start), self._at(end), value))
            if what == "Html":
                self._text(_without_tags(value), start, end)

    def _text(self, text: str, start: int, end: int) -> None:
        self._runs.append(Run(self._at(start), self._at(end), text))
        for _name, _details, _start, texts in self._open:
            texts.append(text)

    def _start(self, name: str, details: dict[str, Any], start: int) -> None:
        if name in _BLOCKS or name in {"Heading", "CodeBlock", "HtmlBlock"}:
            self._close_block()
            self._kind = name.lower()
        if name in {"Link", "Image", "Heading", "Table", "TableHead", "TableCell"}:
            self._open.append((name, details, start, []))

    def _end(self, name: str, start: int, end: int) -> None:
        if name in _BLOCKS or name in {"Heading", "CodeBlock", "HtmlBlock"}:
            self._close_block()
        if not self._open or self._open[-1][0] != name:
            return
        _name, details, _start, texts = self._open.pop()
        text = "".join(texts)
        first, last = self._at(start), self._at(end)
        if name == "Link":
            self.links.append(Link(first, last, details["dest_url"], text, details["title"]))
        elif name == "Image":
            self.pictures.append(Picture(first, last, details["dest_url"], text, details["title"]))
        elif name == "Heading":
            level = int(details["level"][1])
            self.headings.append(Heading(first, last, level, text, self._anchors.of(text)))
        elif name == "TableCell" and self._open and self._open[-1][0] == "TableHead":
            self._open[-1][1].setdefault("cells", []).append(text.strip())
        elif name == "TableHead" and self._open and self._open[-1][0] == "Table":
            self._open[-1][1]["header"] = tuple(details.get("cells", ()))
        elif name == "Table":
            self.tables.append(Table(first, last, details.get("header", ())))

    def _close_block(self) -> None:
        if self._runs:
            self.blocks.append(Block(self._kind, tuple(self._runs)))
            self._runs = []
        self._kind = "paragraph"


class _Anchors:
    """Headings' texts as ids, numbered where they repeat."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def of(self, text: str) -> str:
        plain = _NOT_IN_ANCHOR.sub("-", text).strip("-").lower() or "section"
        self._counts[plain] = count = self._counts.get(plain, 0) + 1
        return plain if count == 1 else f"{plain}-{count}"


def _without_tags(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def _named(value: Any) -> tuple[str, dict[str, Any]]:
    """A tag's name and details, whichever of the parser's forms it comes in."""
    if isinstance(value, str):
        return value, {}
    ((name, details),) = value.items()
    return name, details if isinstance(details, dict) else {}


class _Characters:
    """Byte offsets of UTF-8 text as character offsets, each found from the nearest landmark."""

    def __init__(self, text: str, start: int) -> None:
        raw = text.encode()
        self._raw = raw
        self._before = [start]
        for landmark in range(0, len(raw), _STRIDE):
            part = raw[landmark : landmark + _STRIDE]
            self._before.append(self._before[-1] + len(part.translate(None, _INNER)))

    def at(self, offset: int) -> int:
        number = offset // _STRIDE
        part = self._raw[number * _STRIDE : offset]
        return self._before[number] + len(part.translate(None, _INNER))
