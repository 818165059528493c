"""Writes an article's body anew with the elements that survive in a WeChat article."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

Address = Callable[[str], str | None]
"""What a link or a picture leads to in the copy; None where nothing can."""

WIDEST = 4
"""A table of more columns becomes a list of rows: a phone has no room for it."""

_SHORT = re.compile(r"[^<]{0,4}|[\d,.%]{0,12}")
"""A cell of a short word or a number is never broken."""
_KEPT = frozenset(
    [
        "p",
        "strong",
        "em",
        "b",
        "i",
        "u",
        "s",
        "del",
        "sub",
        "sup",
        "ul",
        "ol",
        "li",
        "code",
        "pre",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    ]
)
_RENAMED = {
    "h1": "h2",
    "blockquote": 'section class="quote"',
    "details": 'section class="aside"',
    "summary": 'p class="label"',
    "kbd": "code",
    "rt": "",
}
_EMPTY = {"br": "<br>", "hr": '<hr class="rule">'}
_AROUND = {"rt": ("（", "）")}
_DROPPED = frozenset({"rp", "script", "style"})
_WIDE = r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]"
_CAPTION = re.compile(r"(<img [^>]*>)</section><p><em>([^<]*)</em></p>")
"""Words in italics right below a picture, where pictures are described."""
_PHONE = re.compile(r"(?<![\d-])0\d{2,3}-\d{7,8}(?![\d-])")
_BROKEN_LINE = re.compile(rf"(?<={_WIDE})\n(?={_WIDE}|\Z)")


@dataclass
class Written:
    """A body as written anew: its HTML, and what is told below it.

    `notes` are footnotes by number, `links` addresses in the order of their numbers.
    """

    html: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)


def rewritten(html: str, link: Address, picture: Address, *, may_link: bool = False) -> Written:
    """The body of an article without ids, classes or links; addresses become numbered notes.

    `link` gives the whole address of a target, `picture` that of a picture. With
    `may_link`, links stay links. Never raises.
    """
    writer = _Writer(link, picture, may_link=may_link)
    writer.feed(html)
    writer.close()
    html = "".join(writer.out[0]).replace("<p></p>", "")
    writer.written.html = _CAPTION.sub(r'\1<p class="caption">\2</p></section>', html)
    return writer.written


class _Writer(HTMLParser):
    """Takes HTML apart and writes it anew; `out` is a stack, so that parts can be collected."""

    def __init__(self, link: Address, picture: Address, *, may_link: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._link, self._picture, self._may_link = link, picture, may_link
        self.out: list[list[str]] = [[]]
        self.written = Written()
        self._closings: list[tuple[str, str]] = []
        self._dropped = 0
        self._href: str | None = None
        self._note = ""
        self._rows: list[list[tuple[str, str]]] = []
        self._align = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open what stands for this element."""
        given = {name: value or "" for name, value in attrs}
        if tag in _DROPPED:
            self._dropped += 1
            self._closings.append((tag, "drop"))
        elif self._dropped:
            self._closings.append((tag, ""))
        elif tag in _EMPTY:
            self._say(_EMPTY[tag])
        elif tag == "img":
            self._say(self._image(given))
        elif tag == "abbr" and given.get("title"):
            self._closings.append((tag, f"（{escape(given['title'])}）"))
        else:
            self._opened(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take `<br />` like `<br>`; nothing else is closed as it opens."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close what stands for this element, and all that was left open in it."""
        if tag not in (name for name, _closing in self._closings):
            return
        name = ""
        while name != tag:
            name, closing = self._closings.pop()
            if closing == "drop":
                self._dropped -= 1
            elif not self._dropped:
                self._closed(name, closing)

    def handle_data(self, data: str) -> None:
        """Write text; what only parts one block from the next is left out."""
        inside = any(name == "pre" for name, _closing in self._closings)
        if self._dropped or ("\n" in data and not data.strip() and not inside):
            return
        text = data if inside else _BROKEN_LINE.sub("", data).replace("\n", " ")
        text = escape(text, quote=False)
        self._say(text if inside else _PHONE.sub(r'<span class="tel">\g<0></span>', text))

    def _say(self, text: str) -> None:
        self.out[-1].append(text)

    def _opened(self, tag: str, given: Mapping[str, str]) -> None:
        kind = given.get("class", "")
        if kind in {"footnote-definition", "footnote-definition-label"}:
            self.out.append([])
            self._closings.append((tag, kind))
        elif kind == "footnote-reference":
            self._say('<sup class="mark">注')
            self._closings.append((tag, "</sup>"))
        elif tag == "a":
            self._anchor(given.get("href", ""))
        elif tag in {"table", "th", "td"}:
            if tag == "table":
                self._rows = []
            self._align = given.get("style", "")
            self.out.append([])
            self._closings.append((tag, self._align))
        elif tag == "tr":
            self._rows.append([])
            self._closings.append((tag, ""))
        else:
            written = _RENAMED.get(tag, tag if tag in _KEPT else "")
            before, after = _AROUND.get(tag, ("", ""))
            start = _numbered(given) if tag == "ol" else ""
            self._say(before + (f"<{written}{start}>" if written else ""))
            self._closings.append((tag, (f"</{written.split(' ')[0]}>" if written else "") + after))

    def _closed(self, tag: str, closing: str) -> None:
        if closing == "footnote-definition-label":
            self._note = "".join(self.out.pop())
        elif closing == "footnote-definition":
            self.written.notes[self._note] = "".join(self.out.pop())
        elif tag in {"th", "td"}:
            inner = "".join(self.out.pop())
            given = ' class="short"' if _SHORT.fullmatch(inner) else ""
            given += f' style="{escape(closing)}"' if closing else ""
            if self._rows:
                self._rows[-1].append((inner, f"<{tag}{given}>{inner}</{tag}>"))
        elif tag == "table":
            self.out.pop()
            self._say("".join(_table(self._rows)))
        elif tag == "a":
            self._say(closing or self._marked())
        else:
            self._say(closing)

    def _anchor(self, href: str) -> None:
        target = None if href.startswith("#") else self._link(href)
        self._href = target
        if target is not None and self._may_link:
            self._say(f'<a href="{escape(target)}">')
            self._closings.append(("a", "</a>"))
        else:
            self.out.append([])
            self._closings.append(("a", ""))

    def _marked(self) -> str:
        """A link's text with the number of its address, unless it shows the address itself."""
        text = "".join(self.out.pop())
        target = self._href
        if target is None or target == text.replace("&amp;", "&"):
            return text
        if target not in self.written.links:
            self.written.links.append(target)
        return f'{text}<sup class="mark">[{self.written.links.index(target) + 1}]</sup>'

    def _image(self, given: Mapping[str, str]) -> str:
        source = self._picture(given.get("src", ""))
        if source is None:
            return ""
        image = f'<img src="{escape(source)}" alt="{escape(given.get("alt", ""))}">'
        title = given.get("title")
        caption = f'<p class="caption">{escape(title)}</p>' if title else ""
        figure = f'<section class="figure">{image}{caption}</section>'
        # No paragraph holds a section: the one around it ends, and goes on below.
        inside = any(name == "p" for name, _closing in self._closings)
        return f"</p>{figure}<p>" if inside else figure


def _numbered(given: Mapping[str, str]) -> str:
    """Where a numbered list begins, if not with 1."""
    start = given.get("start", "")
    return f' start="{start}"' if start.isdecimal() else ""


def _table(rows: list[list[tuple[str, str]]]) -> Iterator[str]:
    """A table as wide as a phone, or its rows one below the other."""
    columns = max(map(len, rows), default=0)
    if columns <= WIDEST:
        yield "<table>"
        yield from (f"<tr>{''.join(whole for _inner, whole in row)}</tr>" for row in rows)
        yield "</table>"
        return
    head, *body = rows
    for row in body:
        yield '<section class="row">'
        for (name, _whole), (value, _cell) in zip(head, row, strict=False):
            label = f'<span class="label">{name}</span>　' if name else ""
            yield f"<p>{label}{value}</p>" if value else ""
        yield "</section>"
