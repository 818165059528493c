"""Every link and picture an article makes, each with the place its writer can mend."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from pipelines.core.article import Article
from pipelines.core.findings import Place
from pipelines.core.targets import Elsewhere, Target, in_html, resolve

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
        for at, target in in_html(raw.html):
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


def written(article: Article) -> Iterator[str]:
    """The addresses that `made` gives, in any order, without asking where in its text they stand.

    For whoever asks a whole archive and wants the places of a few.
    """
    yield from article.targets
    front = article.front
    if front.image is not None:
        yield front.image.file
    yield from (one.file for one in front.attachments)
    if front.source is not None and front.source.url:
        yield front.source.url


def leads(article: Article, target: str, domain: str = "") -> Target | Elsewhere | None:
    """Where an address of an article leads: a link to an article's file is one to its page."""
    found = resolve(article.url, target, domain)
    if isinstance(found, Target) and found.path.endswith(".md") and _TO_ARTICLE.search(target):
        return found._replace(path=found.path.removesuffix(".md") + ".html")
    return found
