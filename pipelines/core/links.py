"""Every link and picture an article makes, each with the place its writer can mend."""

import re
from collections.abc import Iterator
from enum import StrEnum
from html import unescape
from typing import NamedTuple

from pipelines.core.article import Article
from pipelines.core.findings import Place
from pipelines.core.targets import Elsewhere, Target, resolve

_IN_HTML = re.compile(
    r"\b(href|src|poster|data|action|cite)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_IN_SRCSET = re.compile(r"\bsrcset\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_TO_ARTICLE = re.compile(r"\.md(?=$|[#?])")


class Role(StrEnum):
    """What an article uses an address for."""

    LINK = "link"
    PICTURE = "picture"
    HTML = "html"
    FIELD = "field"


class Made(NamedTuple):
    """One use of an address: where it is written, as written, what the reader sees of it."""

    place: Place
    role: Role
    target: str
    text: str = ""


def made(article: Article) -> Iterator[Made]:
    """Every address of an article: its body's links, pictures and HTML, and its fields'."""
    for link in article.content.links:
        yield Made(article.at_offset(link.start), Role.LINK, link.target, link.text)
    for picture in article.content.pictures:
        yield Made(article.at_offset(picture.start), Role.PICTURE, picture.target, picture.alt)
    for raw in article.content.raw_html:
        for at, target in _in_html(raw.html):
            yield Made(article.at_offset(raw.start + at), Role.HTML, target)
    front = article.front
    if front.image is not None:
        yield Made(article.at("image", "file"), Role.FIELD, front.image.file, front.image.alt)
    for number, one in enumerate(front.attachments):
        place = article.at("attachments", number, "file")
        yield Made(place, Role.FIELD, one.file, one.title)
    if front.source is not None and front.source.url:
        place = article.at("source", "url")
        yield Made(place, Role.FIELD, front.source.url, front.source.name)


def leads(article: Article, target: str, domain: str = "") -> Target | Elsewhere | None:
    """Where an address of an article leads: a link to an article's file is one to its page."""
    found = resolve(article.url, target, domain)
    if isinstance(found, Target) and found.path.endswith(".md") and _TO_ARTICLE.search(target):
        return found._replace(path=found.path.removesuffix(".md") + ".html")
    return found


def _in_html(html: str) -> Iterator[tuple[int, str]]:
    for match in _IN_HTML.finditer(html):
        yield match.start(), unescape(match[2] or match[3] or match[4] or "")
    for match in _IN_SRCSET.finditer(html):
        for candidate in unescape(match[1] or match[2] or "").split(","):
            if candidate.strip():
                yield match.start(), candidate.split()[0]
