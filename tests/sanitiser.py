"""A sanitiser as strict as the WeChat platform is known to be; what it leaves is what readers see.

Told from the platform's API description (scripts go, pictures of other hosts
go, links go but for accounts that may) and from what its editor is known to
strip: style sheets, ids, classes, positions, anything that loads or runs.
"""

import re
from html import escape
from html.parser import HTMLParser

TAGS = frozenset(
    [
        *("section", "p", "span", "strong", "em", "b", "i", "u", "s", "del", "sub", "sup"),
        *("h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "br", "hr", "img", "code", "pre"),
        *("table", "tbody", "thead", "tr", "th", "td"),
    ]
)
EMPTY = frozenset({"br", "hr", "img"})
ATTRIBUTES = {"img": {"src", "alt", "style"}, "ol": {"start", "style"}}
PROPERTIES = frozenset(
    [
        *("color", "background-color", "font-size", "font-weight", "font-family", "line-height"),
        *("letter-spacing", "text-align", "text-indent", "text-decoration", "white-space"),
        *("word-break", "overflow-wrap", "vertical-align", "display", "list-style"),
        *("margin", "padding", "border", "border-left", "border-top", "border-radius"),
        *("border-collapse", "width", "max-width", "height"),
    ]
)
DISPLAYS = frozenset({"block", "inline", "inline-block"})
_LOADS = re.compile(r"url\(|expression\(|var\(|calc\(|@import|!important|\\", re.IGNORECASE)
_VOID = frozenset({"script", "style", "iframe", "object", "form", "svg", "video"})


def sanitised(html: str, *, may_link: bool = False) -> str:
    """What the platform leaves of a fragment."""
    parser = _Sanitiser(may_link=may_link)
    parser.feed(html)
    parser.close()
    return "".join(parser.out)


class _Sanitiser(HTMLParser):
    def __init__(self, *, may_link: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._tags = TAGS | ({"a"} if may_link else frozenset())
        self._void = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._void += tag in _VOID
        if self._void or tag not in self._tags:
            return
        allowed = ATTRIBUTES.get(tag, {"style"}) | ({"href"} if tag == "a" else set())
        kept = [
            f'{name}="{_quoted(_style(value or "") if name == "style" else value or "")}"'
            for name, value in attrs
            if name in allowed
        ]
        self.out.append(f"<{' '.join([tag, *kept])}>")

    def handle_endtag(self, tag: str) -> None:
        self._void -= tag in _VOID
        if not self._void and tag in self._tags and tag not in EMPTY:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self._void:
            self.out.append(escape(data, quote=False).replace("\xa0", "&nbsp;"))


def _quoted(value: str) -> str:
    """As browsers write attributes back."""
    return value.replace("&", "&amp;").replace("\xa0", "&nbsp;").replace('"', "&quot;")


def _style(text: str) -> str:
    kept = []
    for declaration in filter(None, text.split(";")):
        name, _colon, value = declaration.partition(":")
        displayed = name.strip() != "display" or value.strip() in DISPLAYS
        if name.strip() in PROPERTIES and not _LOADS.search(value) and displayed:
            kept.append(declaration)
    return ";".join(kept) + (";" if text.rstrip().endswith(";") else "")
