"""Every reference a finished file makes, and every place in it that others can refer to."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import PurePosixPath
from typing import Any, Final, NamedTuple
from xml.etree import ElementTree as ET

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipelines.core.errors import HouseError
from pipelines.release.packed import unpack


class Way:
    """What a reference is for: one letter, since a site has as many as it has links."""

    LINK: Final = "a"  # a reader follows it
    SELF: Final = "s"  # the same, to another place on the page
    OUTSIDE: Final = "o"  # it leads to another host
    RESOURCE: Final = "r"  # a page needs it
    STATEMENT: Final = "m"  # machines are told of it: feeds, the map, the search index
    REFRESH: Final = "f"  # it takes the reader there at once
    ROOTED: Final = "t"  # it begins at the server's root, wherever the portal stands
    EMPTY: Final = "e"  # it leads nowhere or shows nothing
    FAULT: Final = "x"  # the file cannot be read


class Found(NamedTuple):
    """What a file holds: ids in it, and references as written, in the order met."""

    ids: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    base: str = ""


References = Iterator[tuple[str, str]]

# An attribute is looked for only where its name occurs at all: most pages have few of them.
_ATTRIBUTES = (
    *("href", "src", "srcset", "id", "name", "poster", "data", "action", "formaction"),
    *("cite", "style", "background", "longdesc", "xlink:href", "content"),
)
_NAMES = (
    *((name.encode(), f"[{name.replace(':', chr(92) + ':')}]") for name in _ATTRIBUTES),
    (b"<img", "img"),
)
_FOLLOWED = {"a", "area", "iframe", "frame", "form", "button", "input"}
_PLAIN = ("src", "poster", "longdesc", "background", "action", "formaction", "xlink:href", "cite")
_STATED = {"canonical", "alternate", "prev", "next", "author", "license", "search", "help"}
_RARE = {*_PLAIN, "srcset", "style", "data", "content"}
_NO_DOCUMENT = {"preconnect", "dns-prefetch"}
_META = {"og:url", "og:image", "twitter:image", "msapplication-tileimage"}
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"']*)", re.IGNORECASE)
_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])(?:\s+[^\s,]+)*\s*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)|@import\s*(?:"([^"]*)"|'([^']*)')""",
    re.IGNORECASE,
)
_SHEET = re.compile(r"<\?xml-stylesheet[^>]*\shref=[\"']([^\"']*)")


def extract(path: str, raw: bytes) -> Found:
    """What a file refers to and offers, by its ending; never raises."""
    name = PurePosixPath(path)
    reader = _NAMED.get(name.name) or _READERS.get(name.suffix.lower())
    if reader is None:
        return Found(references=tuple(_robots(raw))) if path == "robots.txt" else Found()
    return reader(raw)


def _html(raw: bytes) -> Found:
    # Decoded here: the parser guesses an encoding where a page does not state one.
    lower = raw.lower()
    selector = ",".join([css for name, css in _NAMES if name in lower])
    tree = LexborHTMLParser(raw.decode("utf-8", "replace"))
    ids: list[str] = []
    references: list[tuple[str, str]] = []
    base = ""
    for node in tree.css(selector) if selector else ():
        attributes = node.attributes
        tag = node.tag or ""
        ids.append(attributes.get("id") or "")
        if tag == "base":
            base = base or attributes.get("href") or ""
        elif tag == "a":
            ids.append(attributes.get("name") or "")
            references += _of_anchor(node, attributes)
        elif "href" in attributes:
            references += _of_href(tag, attributes, attributes["href"] or "")
        if tag == "img" or not attributes.keys().isdisjoint(_RARE):
            references += _of_element(tag, attributes)
    if b"<style" in lower:
        for style in tree.css("style"):
            references += css_references(style.text())
    if b"<template" in lower:
        for template in tree.css("template"):
            # Its content is a document of its own, so no selector looks into it.
            inner = (template.html or "").partition(">")[2].removesuffix("</template>")
            references += _html(inner.encode()).references
    return Found(tuple(dict.fromkeys(filter(None, ids))), tuple(dict.fromkeys(references)), base)


def _of_anchor(node: LexborNode, attributes: dict[str, str | None]) -> References:
    if "href" not in attributes:
        return
    to = attributes["href"] or ""
    if to.strip() in {"", "#"}:
        yield Way.EMPTY, f"href {to.strip()}"
    else:
        yield Way.LINK, to
    if not _shows_something(node, attributes):
        yield Way.EMPTY, f"text {to.strip()}"


def _of_href(tag: str, attributes: dict[str, str | None], to: str) -> References:
    if tag == "area":
        yield (Way.LINK, to) if to.strip() not in {"", "#"} else (Way.EMPTY, f"href {to.strip()}")
    elif tag == "link":
        relations = set((attributes.get("rel") or "").lower().split())
        if not relations & _NO_DOCUMENT:
            yield Way.STATEMENT if relations & _STATED else Way.RESOURCE, to
    elif to:
        yield Way.RESOURCE, to


def _of_element(tag: str, attributes: dict[str, str | None]) -> References:
    if tag == "meta":
        yield from _of_meta(attributes)
    elif tag == "object" and attributes.get("data"):
        yield Way.RESOURCE, attributes["data"] or ""
    way = Way.LINK if tag in _FOLLOWED else Way.RESOURCE
    for name in _PLAIN:
        if written := attributes.get(name):
            yield Way.STATEMENT if name == "cite" else way, written
    if tag == "img" and not attributes.get("src") and not attributes.get("srcset"):
        yield Way.EMPTY, "img"
    if candidates := attributes.get("srcset"):
        for candidate in _CANDIDATE.finditer(candidates):
            yield Way.RESOURCE, candidate[1]
    if style := attributes.get("style"):
        yield from css_references(style)


def _shows_something(node: LexborNode, attributes: dict[str, str | None]) -> bool:
    if node.text().strip() or attributes.get("aria-label") or attributes.get("title"):
        return True
    named = node.css_first("img[alt]:not([alt='']), [aria-label], svg title")
    return named is not None


def _of_meta(attributes: dict[str, str | None]) -> References:
    content = attributes.get("content") or ""
    if (attributes.get("http-equiv") or "").lower() == "refresh":
        if (match := _REFRESH.match(content)) and match[1].strip():
            yield Way.REFRESH, match[1].strip()
    elif (attributes.get("property") or attributes.get("name") or "").lower() in _META:
        yield Way.STATEMENT, content


def css_references(text: str) -> References:
    """What a style sheet loads."""
    for match in _CSS.finditer(_COMMENT.sub("", text)):
        written = next((group for group in match.groups() if group), "")
        if written:
            yield Way.RESOURCE, written


def _css(raw: bytes) -> Found:
    return Found(references=tuple(dict.fromkeys(css_references(raw.decode("utf-8", "replace")))))


def _xml(raw: bytes) -> Found:
    try:
        root = ET.fromstring(raw)  # noqa: S314 - our own build wrote it
    except ET.ParseError as error:
        return Found(references=((Way.FAULT, str(error)),))
    ids: list[str] = []
    references: list[tuple[str, str]] = []
    for element in root.iter():
        ids += [value for name, value in element.attrib.items() if _bare(name) == "id"]
        references += _of_xml(_bare(element.tag), element)
    head = raw[:1000].decode("utf-8", "replace")
    references += [(Way.STATEMENT, unescape(sheet)) for sheet in _SHEET.findall(head)]
    return Found(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(references)))


def _of_xml(tag: str, element: ET.Element) -> References:
    text = (element.text or "").strip()
    names_address = tag in {"loc", "link", "url", "icon", "logo", "docs", "comments"}
    if text and (names_address or (tag == "guid" and element.get("isPermaLink") != "false")):
        yield Way.STATEMENT, text
    elif tag in {"description", "encoded", "content", "summary"} and "<" in text:
        for way, written in _html(text.encode()).references:
            if way in {Way.LINK, Way.RESOURCE}:
                yield Way.STATEMENT, written
    for name, value in element.attrib.items():
        if _bare(name) in {"href", "src"} or (_bare(name) == "url" and tag != "source"):
            yield Way.STATEMENT, value


def _bare(name: object) -> str:
    """A name without its namespace; comments and instructions have none."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _json(raw: bytes) -> Found:
    try:
        data = json.loads(raw)
    except ValueError as error:
        return Found(references=((Way.FAULT, str(error)),))
    return Found(references=tuple(dict.fromkeys(_of_json(data))))


def _of_json(data: Any) -> References:
    if isinstance(data, list):
        for one in data:
            yield from _of_json(one)
    elif isinstance(data, dict):
        for name, value in data.items():
            if not isinstance(value, str):
                yield from _of_json(value)
            elif (name in {"url", "href"} or name.endswith("_url")) and value:
                yield Way.STATEMENT, value


def _search_fragment(raw: bytes) -> Found:
    """A page as Pagefind's index keeps it: a word of greeting, then JSON, all of it gzipped."""
    try:
        text = gzip.decompress(raw).removeprefix(b"pagefind_dcd")
        written = json.loads(text)["url"]
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        return Found(references=((Way.FAULT, str(error)),))
    return Found(references=((Way.STATEMENT, written),))


def _search_parts(raw: bytes) -> Found:
    """The parts of the search index, as its own list names them: pages, words, filters."""
    try:
        _version, pages, chunks, filters, *_rest = unpack(raw, "pf_meta")
        parts = [
            *(f"fragment/{page[0]}.pf_fragment" for page in pages),
            *(f"index/{chunk[2]}.pf_index" for chunk in chunks),
            *(f"filter/{one[1]}.pf_filter" for one in filters),
        ]
    except (HouseError, ValueError, TypeError, IndexError) as error:
        return Found(references=((Way.FAULT, str(error)),))
    return Found(references=tuple((Way.STATEMENT, part) for part in parts))


def _search_entry(raw: bytes) -> Found:
    """The list and the program of each language that the search index knows."""
    try:
        languages = json.loads(raw)["languages"].values()
        parts = [
            name
            for one in languages
            for name in (
                f"pagefind.{one['hash']}.pf_meta",
                f"wasm.{one['wasm'] or 'unknown'}.pagefind",
            )
        ]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Found(references=((Way.FAULT, str(error)),))
    return Found(references=tuple((Way.STATEMENT, part) for part in parts))


def _robots(raw: bytes) -> References:
    for line in raw.decode("utf-8", "replace").splitlines():
        name, _colon, value = line.partition(":")
        if name.strip().lower() == "sitemap":
            yield Way.STATEMENT, value.strip()


_READERS: dict[str, Callable[[bytes], Found]] = {
    ".html": _html,
    ".htm": _html,
    ".css": _css,
    ".xml": _xml,
    ".rss": _xml,
    ".atom": _xml,
    ".svg": _xml,
    ".json": _json,
    ".webmanifest": _json,
    ".pf_fragment": _search_fragment,
    ".pf_meta": _search_parts,
}
_NAMED: dict[str, Callable[[bytes], Found]] = {"pagefind-entry.json": _search_entry}
