"""An article as one HTML fragment for the account's editor: no class, no id, no style sheet."""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, unquote, urlsplit

import css_inline

from pipelines.core.article import Article
from pipelines.core.charter import Charter
from pipelines.core.charter.wechat import Account
from pipelines.core.wechat.markup import Written, rewritten
from pipelines.core.wechat.style import style

Source = Callable[[str], str | None]
"""Path of a picture below the content folder → its address in the copy, or None."""

_DAYS = (
    ("signed_date", "签发日期"),
    ("issued_date", "印发日期"),
    ("starts", "开始日期"),
    ("ends", "结束日期"),
    ("received", "来信日期"),
    ("accepted", "受理日期"),
    ("answered", "答复日期"),
    ("expires", "有效期至"),
)
_CLASS = re.compile(r'(<[a-z0-9]+) class="[a-z]+"')


@dataclass(frozen=True)
class Hands:
    """Who approved and who edited a copy, by name; nobody yet before it was approved."""

    reviewers: Sequence[str] = ()
    editor: str = ""


def pictures(article: Article) -> tuple[str, ...]:
    """The pictures of an article below the content folder, each once, the cover first."""
    image = article.front.image
    named = [image.file] if image is not None else []
    named += [picture.target for picture in article.content.pictures]
    return tuple(dict.fromkeys(_beside(article, name) for name in named if "//" not in name))


def address(article: Article, charter: Charter) -> str:
    """Where the article stands on the portal (阅读原文)."""
    return f"https://{charter.portal.domain}/{quote(article.url)}"


def author(article: Article, charter: Charter) -> str:
    """Whom the platform names beside the title: who submitted the article."""
    unit = charter.units.get(article.front.unit or "")
    return (unit.short or unit.name) if unit is not None else charter.portal.name


def fragment(
    article: Article, charter: Charter, account: Account, source: Source, hands: Hands | None = None
) -> str:
    """The article as the account takes it, every style written into its element (YZ-05c).

    `source` gives each picture's address; what has none is left out. The same
    article gives the same text.
    """
    site = f"https://{charter.portal.domain}/"

    def link(target: str) -> str | None:
        return _whole(article, unquote(target), site)

    def picture(target: str) -> str | None:
        return source(_beside(article, unquote(target)))

    written = rewritten(article.html, link, picture, may_link=account.links)
    parts = [
        _facts(article),
        _lead(article, source),
        f'<section class="body">{written.html}</section>',
        *_below(article, charter, written),
        _hands(article, charter, hands or Hands()),
    ]
    html = f'<section class="copy">{"".join(parts)}</section>'
    inlined = css_inline.inline_fragment(
        html, style(charter.portal.design), inline_style_tags=False, load_remote_stylesheets=False
    )
    return _CLASS.sub(r"\1", inlined)


def _beside(article: Article, name: str) -> str:
    return article.beside(unquote(name))


def _whole(article: Article, target: str, site: str) -> str | None:
    """A link's whole address; None for what a phone dials or the portal does not show."""
    parts = urlsplit(target)
    if parts.scheme in {"http", "https"}:
        return target
    if parts.scheme or not parts.path:
        return None
    path = posixpath.normpath(posixpath.join("/", article.column, parts.path)).lstrip("/")
    path = f"{path.removesuffix('.md')}.html" if path.endswith(".md") else path
    return site + quote(path)


def _lead(article: Article, source: Source) -> str:
    image = article.front.image
    address = image and source(_beside(article, image.file))
    if not image or not address:
        return ""
    caption = f'<p class="caption">图片来源：{escape(image.source)}</p>' if image.source else ""
    return (
        f'<section class="figure"><img src="{escape(address)}" alt="{escape(image.alt)}">'
        f"{caption}</section>"
    )


def _facts(article: Article) -> str:
    front = article.front
    lines = [
        f'<p><span class="label">{name}</span>　{day}</p>'
        for field, name in _DAYS
        if (day := getattr(front, field))
    ]
    return f'<section class="facts">{"".join(lines)}</section>' if lines else ""


def _below(article: Article, charter: Charter, written: Written) -> Iterator[str]:
    """What stands below the body: footnotes, addresses, attachments."""
    notes = [
        f"<p>注{number}　{text.removeprefix('<p>').removesuffix('</p>')}</p>"
        for number, text in sorted(written.notes.items(), key=lambda note: (len(note[0]), note))
    ]
    links = [f"<p>[{n}]　{escape(one)}</p>" for n, one in enumerate(written.links, start=1)]
    files = [f"<p>{escape(one.title)}</p>" for one in article.front.attachments]
    if files:
        files.append(f"<p>请到门户网站本文页面下载：{escape(address(article, charter))}</p>")
    for head, lines in (("注释", notes), ("文中链接", links), ("附件", files)):
        if lines:
            body = "".join(lines)
            yield f'<section class="below"><p class="head">{head}</p>{body}</section>'


def _hands(article: Article, charter: Charter, hands: Hands) -> str:
    """Whose article it is: source, submitter, reviewers, editor, as the portal's page says."""
    front = article.front
    unit = charter.units.get(front.unit or "")
    person = charter.people.get(front.correspondent or "")
    source = front.source.name if front.source is not None else charter.portal.name
    told = [f"{'转载自' if front.repost else '来源'}：{source}"]
    who = " ".join(one.name for one in (unit, person) if one is not None)
    told += [f"供稿：{who}"] if who else []
    told += [f"审核：{'、'.join(hands.reviewers)}"] if hands.reviewers else []
    told += [f"责编：{hands.editor}"] if hands.editor else []
    if front.repost and front.source is not None and front.source.url:
        told.insert(1, front.source.url)
    lines = "".join(f"<p>{escape(line)}</p>" for line in told)
    return f'<section class="hands">{lines}</section>'
