"""`new`: start an article, with every field its column asks for, a reply, or a whole portal."""

import argparse
import json
import re
from contextlib import suppress
from datetime import date
from pathlib import Path

from pypinyin import lazy_pinyin

from pipelines.adopt import adopt, read_units, units_of
from pipelines.core.charter import Charter, load
from pipelines.core.charter.columns import Column
from pipelines.core.errors import HouseError
from pipelines.core.frontmatter import Kind
from pipelines.core.messages import _
from pipelines.desks import draft_reply
from pipelines.reports import FORMATS
from scripts.verbs import desks, options

_DATES = {
    Kind.NEWS: ("event_date",),
    Kind.DOCUMENT: ("signed_date",),
    Kind.NOTICE: ("issued_date",),
    Kind.ACTIVITY: ("starts", "ends"),
    Kind.LETTER: ("received", "accepted", "answered"),
}
_BODIES = {
    Kind.LETTER: "## 来信内容\n\n\n## 办理结果\n\n",
    Kind.ACTIVITY: "## 活动主题\n\n\n## 活动规则\n\n\n## 时间安排\n\n",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to start: `new article COLUMN TITLE --by PERSON`."""
    kinds = parser.add_subparsers(dest="what", required=True, metavar="article")
    article = kinds.add_parser("article", help="an article in a column's folder")
    options.common(article, nested=True)
    article.add_argument("column", metavar="COLUMN")
    article.add_argument("title", metavar="TITLE")
    article.add_argument("--by", required=True, metavar="PERSON", help="the correspondent's id")
    article.add_argument("--kind", choices=[kind.value for kind in Kind])

    reply = kinds.add_parser("letter", help="the public answer to a letter, masked")
    options.common(reply, nested=True)
    reply.add_argument("--from", dest="number", type=int, required=True, metavar="ISSUE")
    reply.add_argument("--by", required=True, metavar="PERSON", help="the correspondent's id")
    desks.letters(reply)

    portal = kinds.add_parser("portal", help="a federation's own repository, from a preset")
    options.common(portal, nested=True)
    portal.add_argument("folder", type=Path, metavar="DIR")
    portal.add_argument("--preset", default="changzhou", metavar="NAME")
    portal.add_argument("--name", metavar="NAME", help="the federation's name; asked otherwise")
    portal.add_argument("--domain", metavar="HOST", help="the portal's domain; asked otherwise")
    portal.add_argument(
        "--units", type=Path, metavar="FILE", help="its own units, xlsx or csv: 编号, 名称, 类别"
    )


def run(parsed: argparse.Namespace) -> int:
    """Write the article's file and print its path; or a whole portal, and what comes next."""
    if parsed.what == "portal":
        return _portal(parsed)
    charter = load(parsed.charter)
    if parsed.what == "letter":
        return _answer(parsed)
    column = charter.columns.get(parsed.column)
    if column is None or column.link is not None:
        raise HouseError(
            _("no column {name}; choose from: {known}").format(
                name=parsed.column,
                known=", ".join(id_ for id_, one in charter.columns.items() if one.link is None),
            )
        )
    today = parsed.now.date()
    path: Path = parsed.content / parsed.column / f"{today}-{slug(parsed.title)}.md"
    text = article(charter, parsed.title, parsed.by, today, kind_of(column, parsed.kind))
    _write(path, text)
    print(path)
    return 0


def _portal(parsed: argparse.Namespace) -> int:
    """Write a portal's repository and say what comes next."""
    name = parsed.name or _asked(_("The federation's name: "))
    domain = parsed.domain or _asked(_("The portal's domain: "))
    units = read_units(parsed.units) if parsed.units else _asked_units()
    since = parsed.now.date()
    adopt(options.HOUSE, parsed.folder, parsed.preset, name, domain, units, since)
    print(parsed.folder)
    print(
        _(
            "next: go there and follow docs/handbook/administrator.md: name the people in "
            "charter/people.yml, then scripts/portal codeowners --write and scripts/portal check"
        )
    )
    return 0


def _asked(question: str) -> str:
    """What somebody types. Raises HouseError where nobody answers."""
    try:
        answer = input(question).strip()
    except EOFError:
        answer = ""
    if not answer:
        raise HouseError(_("say it on the command line: --name and --domain"))
    return answer


def _asked_units() -> dict[str, dict[str, str]]:
    """The units that somebody types, one a line, until an empty one. Raises HouseError."""
    asking = _("Units besides the preset's, one a line: 编号 名称 类别; an empty line ends: ")
    rows = []
    with suppress(EOFError):
        while row := input(asking).replace(",", " ").split():
            rows.append(row)
    return units_of(rows, "--units")


def _answer(parsed: argparse.Namespace) -> int:
    """Draft the public answer; 1 when the privacy rules still find something in it."""
    if not parsed.letters:
        raise HouseError(_("say where the letters are kept: --letters"))
    place, text, findings = draft_reply(desks.read(parsed), parsed.number, parsed.by)
    _write(parsed.content / place, text)
    print(parsed.content / place)
    if findings:
        print(FORMATS["text"](findings))
    return int(bool(findings))


def _write(path: Path, text: str) -> None:
    """Write a new file. Raises HouseError where one stands already."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise HouseError(_("{path} is there already").format(path=path)) from None


def slug(title: str) -> str:
    """A title as a short address: the pinyin of its first characters."""
    plain = "-".join(lazy_pinyin(title[:12], errors=lambda text: re.sub(r"\W+", "-", text)))
    return re.sub(r"-+", "-", plain.lower()).strip("-") or "article"


def kind_of(column: Column, wanted: str | None) -> Kind:
    """The kind that was asked for, or the first that the column takes."""
    if wanted is not None:
        return Kind(wanted)
    return column.articles[0] if column.articles else Kind.NEWS


def article(charter: Charter, title: str, by: str, today: date, kind: Kind) -> str:
    """The text of a new article: fields filled as far as they are known.

    Raises HouseError when `by` is nobody's id or holds no post today.
    """
    person = charter.people.get(by)
    post = next(person.posts_on(today), None) if person else None
    if post is None:
        raise HouseError(_("{person} holds no post; see charter/people.yml").format(person=by))
    heads = [*charter.holders("head", post.unit, today), ""]
    lines = [
        f"title: {json.dumps(title, ensure_ascii=False)}",
        f"date: {today} 09:00",
        f"unit: {post.unit}",
        f"correspondent: {by}",
        f"kind: {kind.value}",
        *(f"{field}: {today}" for field in _DATES.get(kind, ())),
        *(["asks: 匿名职工"] if kind is Kind.LETTER else []),
        "summary:   # 一两句话，40 至 90 字",
        "keywords: []",
        f"source: {{name: {charter.portal.name}}}",
        f"secrecy: {{secret: no, public: yes, by: {heads[0]}, on: {today}}}",
    ]
    return "\n".join(["---", *lines, "---", "", _BODIES.get(kind, "")])
