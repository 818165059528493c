"""Links and pictures in articles: targets that harm nobody, lead somewhere, and say where."""

import posixpath
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from urllib.parse import unquote, urlsplit

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.content import Block
from pipelines.core.findings import Problem
from pipelines.core.frontmatter import Status
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.rules.fields import legible

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
"""What a link may begin with; everything else runs, embeds or reads something."""
VAGUE = frozenset(
    {
        "点击",
        "点这里",
        "点击这里",
        "点击此处",
        "点我",
        "点此",
        "这里",
        "此处",
        "戳这里",
        "链接",
        "网址",
        "更多",
        "详情",
        "查看",
        "查看详情",
        "查看更多",
        "阅读全文",
        "下载",
        "点击下载",
        "点击查看",
        "here",
        "click",
        "clickhere",
        "link",
        "more",
        "readmore",
        "download",
    }
)
"""Words that do not tell where a link leads, to somebody who hears them alone."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_AS_READ = re.compile(r"[!-%'-\[\]-~]*")
"""What most targets are made of, which a browser reads as it stands."""
_BROKEN = re.compile(
    r"!?\[[^\[\]\n]*\]\("
    r"|!?\[[^\[\]\n]*\]\s*[(（]\s*(?:https?:|www\.|[^\s()（）]+\.(?:md|html?|pdf|docx?|xlsx?|png|jpe?g)\b)"
    r"|[【［][^【】［］\n]*[】］]\s*[(（]\s*(?:https?:|www\.)"
    r"|!?\[(?!\d+\])[^\[\]\n]+\]\[[^\[\]\n]*\]"
    r"|\[\^[^\[\]\n]+\]"
)


@rule("MRK103", clauses=["CZ-13", "EN-21", "YZ-09a"], waivable=False, alone=True)
def harmless_targets(case: Case) -> Iterator[Problem]:
    """A link or picture points to a page, a file or a mailbox, never to code or hidden data.

    Bad:  [报名](javascript:alert(1)), [报名](data:text/html;base64,PHN…)
    Good: [报名](https://www.example.org/apply), [报名表](apply-form.docx)
    """
    for article in legible(case):
        targets = [(link.start, link.target) for link in article.content.links]
        targets += [(picture.start, picture.target) for picture in article.content.pictures]
        for start, target in targets:
            if wrong := _harm(target):
                yield Problem(
                    article.at_offset(start),
                    wrong,
                    _("write an address that begins with https://, or a file beside the article"),
                )


@rule("MRK104", clauses=["EN-15", "EN-21", "JZ-09"], waivable=False, alone=True)
def pictures_of_our_own(case: Case) -> Iterator[Problem]:
    """A picture is a file beside the article, not one that another site may change or count.

    Bad:  ![会场](https://www.example.com/a.jpg)
    Good: ![会场](2026-11-20-plenary.jpg)
    """
    for article in legible(case):
        for picture in article.content.pictures:
            if _is_outside(picture.target) and _harm(picture.target) is None:
                yield Problem(
                    article.at_offset(picture.start),
                    _("this picture lies on another site: {target}").format(target=picture.target),
                    _("save it beside the article and name the file: ![…](file.jpg)"),
                )


@rule("MRK105", clauses=["CZ-10g", "EN-24"])
def links_lead_somewhere(case: Case) -> Iterator[Problem]:
    """A link inside the portal leads to an article, a column, a file or a heading that exists.

    Bad:  [办事指南](../guide/no-such-guide.md)
    Good: [办事指南](../guide/2026-09-17-legal-aid.md)
    """
    anchors = cache(_anchors)
    for article in legible(case):
        # Where a link stands takes the article's text, which is asked only when one is wrong.
        if not any(_astray(case, article, target, anchors) for target in article.targets):
            continue
        for link in article.content.links:
            if wrong := _astray(case, article, link.target, anchors):
                yield Problem(
                    article.at_offset(link.start),
                    wrong,
                    _("write the way from this file, for example ../guide/2026-09-17-legal-aid.md"),
                )


@rule("MRK106", clauses=["EN-15", "CZ-08"], alone=True)
def links_written_whole(case: Case) -> Iterator[Problem]:
    """A link has a text and an address, in half-width brackets without a space between them.

    Bad:  [办事指南]（https://www.example.org/）, [办事指南](), [办事指南] (https://www.example.org/)
    Good: [办事指南](https://www.example.org/)
    """
    for article in legible(case):
        for link in article.content.links:
            if not link.target.strip():
                yield Problem(
                    article.at_offset(link.start),
                    _("the link “{text}” has no address").format(text=link.text),
                    _("write [text](address)"),
                )
            elif not link.text.strip():
                yield Problem(
                    article.at_offset(link.start),
                    _("the link to {target} has no text").format(target=link.target),
                    _("write [text](address)"),
                )
        for block in article.content.blocks:
            for offset, found in _broken(article, block):
                yield Problem(
                    article.at_offset(offset),
                    _("“{found}” is meant as a link, but is none").format(found=found),
                    _("write [text](address): half-width brackets, no space between them"),
                )


@rule("MRK107", clauses=["EN-15"], alone=True)
def link_text_says_where(case: Case) -> Iterator[Problem]:
    """A link's text says where it leads, also to somebody who hears it alone.

    Bad:  报名请[点击这里](apply-form.docx), <https://www.example.org/apply>
    Good: 请填写[报名表](apply-form.docx)
    """
    for article in legible(case):
        for link in article.content.links:
            text = link.text.strip()
            bare = text.startswith(("http://", "https://", "www."))
            if bare or _letters(text) in VAGUE:
                yield Problem(
                    article.at_offset(link.start),
                    _("the link text “{text}” does not say where it leads").format(text=text),
                    _("name the page or file, for example [报名表](apply-form.docx)"),
                )


def resolve(article: Article, target: str) -> str:
    """The path below the content folder that a target inside the portal means; `..` if outside."""
    path = unquote(target.partition("#")[0].partition("?")[0])
    base = "" if path.startswith("/") else article.column
    return posixpath.normpath(posixpath.join(base, path.lstrip("/")))


def _plain(target: str) -> str:
    """A target as a browser reads it: entities resolved, white space and invisible signs gone."""
    if _AS_READ.fullmatch(target):
        return target
    return "".join(
        sign for sign in unescape(target) if unicodedata.category(sign) not in {"Cc", "Cf", "Zs"}
    ).replace("\\", "/")


def _is_outside(target: str) -> bool:
    plain = _plain(target).lower()
    return plain.startswith(("http:", "https:", "//"))


def _harm(target: str) -> str | None:
    """What is wrong with a target, or None."""
    plain = _plain(target)
    scheme = found[1].lower() if (found := _SCHEME.match(plain)) else ""
    if scheme and scheme not in SCHEMES:
        return _("a link may not begin with {scheme}:").format(scheme=scheme)
    if plain.startswith("//"):
        return _("this address has no https: in front: {target}").format(target=target)
    if scheme in {"http", "https"}:
        site = _site(plain)
        if site is None:
            return _("{url} is no web address").format(url=target)
        if "@" in site:
            return _("this address hides its real site behind an “@”: {target}").format(
                target=target
            )
    return None


def _site(url: str) -> str | None:
    """The part of a web address between “//” and the path; None where there is no host in it."""
    try:
        parts = urlsplit(url)
        return parts.netloc if parts.hostname else None
    except ValueError:
        return None


def _astray(
    case: Case, article: Article, written: str, anchors: Callable[[Article], frozenset[str]]
) -> str | None:
    """Why a target inside the portal leads nowhere, or None."""
    target = written.strip()
    if not target or _is_outside(target) or _SCHEME.match(_plain(target)):
        return None
    page: Article | None = article
    if not target.startswith(("#", "?")):
        path = resolve(article, target)
        if path in case.files or path.removesuffix("/index.html") in {".", *case.charter.columns}:
            return None
        page = case.by_path.get(f"{path.removesuffix('.html').removesuffix('.md')}.md")
    if page is None:
        return _("there is nothing at {target}").format(target=target)
    if page.outline.status == Status.DRAFT and article.outline.status != Status.DRAFT:
        return _("{target} is a draft, which readers cannot open").format(target=target)
    anchor = unquote(target.partition("#")[2])
    if anchor and anchor not in anchors(page):
        return _("there is no heading “{anchor}” on that page").format(anchor=anchor)
    return None


def _anchors(page: Article) -> frozenset[str]:
    """What a link can point to on a page."""
    return frozenset(heading.anchor for heading in page.content.headings)


def _broken(article: Article, block: Block) -> Iterator[tuple[int, str]]:
    """What looks like a link in a block's text, but was not read as one."""
    if block.kind == "codeblock":
        return
    text = ""
    starts: list[int] = []
    for run in block.runs:
        code = article.text[run.start : run.start + 1] in {"`", "\\"}
        starts += range(run.start, run.start + len(run.text))
        text += " " * len(run.text) if code else run.text
    for match in _BROKEN.finditer(text):
        yield starts[match.start()], match[0]


def _letters(text: str) -> str:
    """A text's letters alone, small: brackets, arrows and spaces say nothing."""
    return "".join(sign for sign in text if sign.isalnum()).lower()
