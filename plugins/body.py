"""An article's body as pages show it: valid, harmless to small screens, honest about links."""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from posixpath import normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from pipelines.core.article import Article

Show = Callable[[str], Mapping[str, Any] | None]
"""Path of a picture below the content folder → how it is shown, or None."""

SIZES = "(min-width: 60rem) 42rem, 100vw"
PREFIX = "s-"
"""Begins every id inside a body, so that none meets an id of the page around it."""

_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_IMAGE = re.compile(r"<p>(<img [^>]*>)</p>|<img [^>]*>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_HEADING = re.compile(r'<h([1-6])(?: id="([^"]*)")?>(.*?)</h\1>', re.DOTALL)
_NOTE_REFERENCE = re.compile(r'<sup class="footnote-reference"><a href="#([^"]*)">(\d+)</a></sup>')
_NOTE = re.compile(
    r'<div class="footnote-definition" id="([^"]*)">'
    r'<sup class="footnote-definition-label">(\d+)</sup>(.*?)</div>',
    re.DOTALL,
)
_TAG = re.compile(r"(<[^>]*>)")
# It begins with the character itself and looks back later: so most texts are passed at once.
_PHONE = re.compile(r"0(?<![\d-]0)\d{2,3}-\d{7,8}(?![\d-])")
_ALIGNED = re.compile(r' style="text-align: (\w+)"')


def body(article: Article, show: Show, trusted: tuple[str, ...]) -> str:
    """The HTML of an article for a page in the article's own folder."""
    html = article.html
    html = _ALIGNED.sub(r' class="\1"', html).replace(" />", ">")
    if "footnote-" in html:
        html = _notes(html)
    if "<h" in html:
        html = _headings(html)
    if "<table" in html:
        html = _tables(html)
    if "<img" in html:
        html = _images(html, article, show)
    if "<a " in html:
        html = _links(html, trusted)
    return _phones(html) if _PHONE.search(html) else html


def _phones(html: str) -> str:
    """Telephone numbers that a phone can call, kept on one line."""
    parts = _TAG.split(html)
    inside = 0
    for position, part in enumerate(parts):
        if position % 2:
            inside += part.startswith("<a ") - (part == "</a>")
        elif not inside:
            parts[position] = _PHONE.sub(r'<a class="tel" href="tel:\g<0>">\g<0></a>', part)
    return "".join(parts)


def _headings(html: str) -> str:
    """Below the title (level 1), no level left out; ids that are valid and ours alone."""
    ladder: list[int] = []

    def stepped(match: re.Match[str]) -> str:
        written = int(match[1])
        while ladder and ladder[-1] >= written:
            ladder.pop()
        ladder.append(written)
        level = min(len(ladder) + 1, 6)
        anchor = f' id="{PREFIX}{match[2]}"' if match[2] else ""
        return f"<h{level}{anchor}>{match[3]}</h{level}>"

    return _HEADING.sub(stepped, html)


def _notes(html: str) -> str:
    """Footnotes as a list at the end, each with the way back to where it is called."""
    called: set[str] = set()

    def reference(match: re.Match[str]) -> str:
        number = match[2]
        back = "" if number in called else f' id="{PREFIX}ref-{number}"'
        called.add(number)
        return (
            f'<sup class="note"><a{back} href="#{PREFIX}note-{number}"'
            f' aria-label="脚注{number}">{number}</a></sup>'
        )

    html = _NOTE_REFERENCE.sub(reference, html)
    notes: list[tuple[int, str]] = []

    def collect(match: re.Match[str]) -> str:
        number, text = match[2], match[3].strip()
        back = f'<a href="#{PREFIX}ref-{number}" aria-label="回到正文脚注{number}处">↩</a>'
        back = back if number in called else ""
        text = text.removesuffix("</p>") + f" {back}</p>" if text.endswith("</p>") else text + back
        notes.append((int(number), f'<li id="{PREFIX}note-{number}" value="{number}">{text}</li>'))
        return ""

    html = _NOTE.sub(collect, html)
    items = "\n".join(text for _number, text in sorted(notes))
    return f'{html}<ol class="notes" aria-label="脚注">\n{items}\n</ol>\n' if notes else html


def _tables(html: str) -> str:
    """Tables that scroll by themselves on a small screen, also by keyboard."""
    html = html.replace("<th>", '<th scope="col">').replace("<th class", '<th scope="col" class')
    html = html.replace('<th scope="col"></th>', "<td></td>")
    opening = '<div class="table" role="region" aria-label="表格" tabindex="0"><table>'
    count = 0

    def numbered(_match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return opening.replace("表格", f"表格{count}") if several else opening

    several = html.count("<table>") > 1
    return re.sub("<table>", numbered, html).replace("</table>", "</table></div>")


def _images(html: str, article: Article, show: Show) -> str:
    root = "../" * article.path.count("/")

    def framed(match: re.Match[str]) -> str:
        found = dict(_ATTRIBUTE.findall(match[0]))
        target = article.beside(unquote(unescape(found.get("src", ""))))
        shown = show(target)
        if shown is None:
            return f'<span class="absent">（图片：{found.get("alt", "")}）</span>'
        inside = picture(shown, found.get("alt", ""), root)
        caption = found.get("title")
        if not match[1]:
            return inside
        below = f"<figcaption>{caption}</figcaption>" if caption else ""
        return f"<figure>{inside}{below}</figure>"

    return _IMAGE.sub(framed, html)


def picture(shown: Mapping[str, Any], alt: str, root: str) -> str:
    """A picture as HTML, loaded when it comes near; `alt` is escaped already."""
    size = f' width="{shown["width"]}" height="{shown["height"]}"' if shown["width"] else ""
    sources = "".join(
        f'<source type="{one["type"]}" sizes="{SIZES}" srcset="'
        + ", ".join(f"{root}{url} {width}w" for url, width in one["files"])
        + '">'
        for one in shown["sets"]
    )
    address = f"{root}{escape(shown['url'])}"
    image = f'<img src="{address}"{size} alt="{alt}" loading="lazy" decoding="async">'
    return f"<picture>{sources}{image}</picture>" if sources else image


def _links(html: str, trusted: tuple[str, ...]) -> str:
    def marked(match: re.Match[str]) -> str:
        href, rest, text = match[1], match[2], match[3]
        if href.startswith("#"):
            inner = href if href.startswith(f"#{PREFIX}") else f"#{PREFIX}{href[1:]}"
            return f'<a href="{inner}"{rest}>{text}</a>'
        parts = urlsplit(href)
        if not parts.scheme and not parts.netloc:
            path = parts.path
            fragment = f"#{PREFIX}{parts.fragment}" if parts.fragment else ""
            if path.endswith(".md"):
                href = f"{path.removesuffix('.md')}.html{fragment}"
            return f'<a href="{href}"{rest}>{text}</a>'
        if leaves(href, trusted):
            return (
                f'<a href="{href}"{rest} class="outside" rel="external noopener nofollow">'
                f'{text}<span class="mark">（外部链接）</span></a>'
            )
        return match[0]

    return _LINK.sub(marked, html)


def leaves(address: str, trusted: tuple[str, ...]) -> bool:
    """Whether a link leads to a site that readers are to be warned of."""
    parts = urlsplit(unescape(address))
    host = (parts.hostname or "").lower()
    if parts.scheme not in {"http", "https", ""} or not host:
        return False
    return not any(host == one or host.endswith(f".{one}") for one in trusted)


def absolute(html: str, base: str, folder: str) -> str:
    """The same HTML for those who read it elsewhere: every address whole."""

    def whole(match: re.Match[str]) -> str:
        address = match[2]
        if ":" in address.split("/")[0] or address.startswith("#"):
            return match[0]
        path = normpath(f"{folder}{address}")
        return f'{match[1]}"{base}{path}"'

    html = re.sub(r"<source [^>]*>", "", html)
    return re.sub(r'( (?:href|src)=)"([^"]*)"', whole, html)
