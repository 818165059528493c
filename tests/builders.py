"""Articles and cases for tests: complete and faultless unless a test says otherwise."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.core.article import Article, Attachment, Opened
from pipelines.core.case import Case
from pipelines.core.charter import Charter, load
from pipelines.core.findings import Finding
from pipelines.core.proposal import Change, How, Proposal
from pipelines.core.receipts import Receipt
from pipelines.gather.files import read_article

CHARTER = Path(__file__).resolve().parent.parent / "charter"
TODAY = date(2026, 11, 20)
"""The day on which cases are judged and articles published: a Friday."""
BODY = "市总工会召开全委会议，部署明年工作。\n"

_SECRECY = {"secret": "no", "public": "yes", "by": "lin-hai", "on": "2026-11-20"}
_COMMON: dict[str, Any] = {
    "title": "市总工会召开全委会议",
    "date": "2026-11-20 09:30",
    "unit": "office",
    "correspondent": "chen-lan",
    "summary": "会议听取工作报告，部署明年重点任务。",
    "keywords": ["民主管理"],
    "source": {"name": "示范市总工会"},
    "secrecy": _SECRECY,
}
_LEGAL = {"unit": "legal", "correspondent": "wu-fang"}
_BY_COLUMN: dict[str, dict[str, Any]] = {
    "grassroots": {
        "kind": "news",
        "event_date": "2026-11-18",
        "unit": "donghu",
        "correspondent": "qin-yu",
    },
    "notices": {"kind": "document", "signed_date": "2026-11-18"},
    "policy": {"kind": "document", "signed_date": "2026-11-18"},
    "guide": {"kind": "guide"},
    "hotline": _LEGAL
    | {
        "kind": "letter",
        "received": "2026-11-02",
        "accepted": "2026-11-05",
        "answered": "2026-11-18",
        "asks": "匿名职工",
    },
    "activities": {"kind": "activity", "starts": "2026-12-01", "ends": "2026-12-31"},
    "about/overview": {"kind": "document"},
}
_NEWS: dict[str, Any] = {"kind": "news", "event_date": "2026-11-18"}
_BODIES = {
    "activities": (
        "## 活动主题\n\n书香工会。\n\n## 活动规则\n\n1. 在职职工可以报名。\n\n"
        "## 时间安排\n\n12月1日开始。\n"
    ),
    "hotline": "## 来信内容\n\n询问年休假。\n\n## 办理结果\n\n可以休十天。\n",
}


@cache
def charter() -> Charter:
    """The demo federation's charter."""
    return load(CHARTER)


def front(column: str, **fields: Any) -> dict[str, Any]:
    """The fields a faultless article of a column has, with these laid over; None removes one."""
    whole = _COMMON | _BY_COLUMN.get(column, _NEWS) | fields
    return {name: value for name, value in whole.items() if value is not None}


def source(path: str = "union-news/a.md", body: str | None = None, **fields: Any) -> str:
    """An article as its correspondent types it, each field on one line."""
    column = path.rpartition("/")[0]
    body = _BODIES.get(column, BODY) if body is None else body
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in front(column, **fields).items()
    ]
    return "\n".join(["---", *lines, "---", "", body])


def article(path: str = "union-news/a.md", body: str | None = None, **fields: Any) -> Article:
    """A faultless article of the column it stands in, but for the fields named here.

    `path` is relative to the content folder; a field of None is not written.
    """
    return read_article(path, source(path, body, **fields).encode())


def attachment(path: str, kind: str = "", size: int = 9, **more: Any) -> Attachment:
    """A file beside articles that holds what `more` says of it."""
    return Attachment(path, size, "0" * 40, lambda: Opened(kind, **more))


def case(
    *articles: Article,
    today: date = TODAY,
    archive: Sequence[Article] = (),
    files: Mapping[str, Attachment] | None = None,
    **options: Any,
) -> Case:
    """A case that judges `articles`; `archive` are those that stand there besides."""
    options.setdefault("charter", charter())
    return Case(
        now=datetime.combine(today, time(23, 59)),
        articles=articles,
        archive=(*articles, *archive),
        files=files or {},
        **options,
    )


def proposal(*paths: str, body: str = "", **options: Any) -> Proposal:
    """A proposal that adds the files at these paths, from the repository's root."""
    defaults: dict[str, Any] = {
        "number": 7,
        "title": "市总工会召开全委会议",
        "base": "b" * 40,
        "head": "a" * 40,
        "opener": "chen-lan",
        "opened_at": datetime.fromisoformat("2026-11-20 09:00"),
        "authors": frozenset({"chen-lan"}),
        "changes": tuple(Change(path, How.ADDED) for path in paths),
    }
    return Proposal(body=body, **(defaults | options))


def said(findings: Sequence[Finding]) -> list[str]:
    """Findings as a terminal shows them, one line each."""
    return [str(finding) for finding in findings]


class Nobody:
    """Reviews that object to nothing, for content that stands in no repository."""

    def objections(self, charter: Charter, since: str, now: datetime) -> list[Finding]:
        """Whatever it is."""
        return []

    def receipts(self) -> list[Receipt]:
        """There are none."""
        return []

    def sign(self) -> None:
        """There is nothing to sign."""
