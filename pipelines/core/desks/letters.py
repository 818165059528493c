"""Letters of workers (维权热线) as the issues of a private repository hold them.

Nothing of what a letter says, and nobody's name, appears in a message: findings
and errors name its number, its topic from the charter's list, and days.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from pipelines.core.charter.desks import Desk
from pipelines.core.errors import HouseError
from pipelines.core.messages import _

LABEL = "letter"
"""The label by which letters are told from other issues of the private repository."""

FIELDS = {
    "received": "收到日期",
    "kind": "来信类型",
    "topic": "主题",
    "unit": "承办单位",
    "accepted": "受理日期",
    "first_opinion": "首次意见日期",
    "followed": "最近跟进日期",
    "answered": "答复日期",
    "concluded": "办结日期",
    "publish": "是否公开",
    "reason": "公开或不公开的理由",
    "reviewer": "公开审核人",
    "article": "公开稿件",
    "names": "需隐去的姓名和单位",
    "reply": "办理结果",
    "text": "来信内容",
}
"""The headings of the issue form. The letter's own text is last: what it says stays text."""
DAYS = ("received", "accepted", "first_opinion", "followed", "answered", "concluded")
_KINDS = {"一般": "general", "复杂": "complex"}
_YES_NO = {"是": True, "否": False}
_HEADING = re.compile(r"^### (.+?)[ \t]*$", re.MULTILINE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
T = TypeVar("T")
_EMPTY = {"", "_No response_", "待定", "（未填）"}


@dataclass(frozen=True)
class Posted:
    """An issue that somebody opened, as the host tells it; what it says is not shown."""

    number: int
    title: str = field(repr=False)
    body: str = field(repr=False)
    opened_at: datetime
    closed: bool = False


@dataclass(frozen=True)
class Letter:
    """A letter on its way: number, days, topic, the unit it was given to, whether it is published.

    `faults` say what of the form cannot be read. Text, reply and names are never shown.
    """

    number: int
    days: Mapping[str, date]
    kind: str = "general"
    topic: str = ""
    unit: str = ""
    publish: bool | None = None
    reason: str = field(default="", repr=False)
    reviewer: str = ""
    article: str = ""
    text: str = field(default="", repr=False)
    reply: str = field(default="", repr=False)
    names: tuple[str, ...] = field(default=(), repr=False)
    faults: tuple[str, ...] = ()


def ready(desk: Desk | None) -> Desk:
    """The letters desk. Raises HouseError until every period that the text leaves open is set."""
    if desk is None:
        raise HouseError(_("charter/desks.yml has no letters desk"))
    for id_, clock in desk.clocks.items():
        if clock.limit is None and clock.until is None:
            raise HouseError(
                _(
                    "charter/desks.yml: desks.letters.clocks.{clock}.limit is not set; the "
                    "regulation leaves it open ({clauses}), so the federation has to decide"
                ).format(clock=id_, clauses=", ".join(clock.clauses))
            )
    return desk


def read(
    posted: Sequence[Posted], topics: Sequence[str], units: Mapping[str, str]
) -> Iterator[Letter]:
    """Letters by number; `units` are the ids of units by every name they go by."""
    for one in sorted(posted, key=lambda one: one.number):
        yield _letter(one, topics, units)


def _letter(posted: Posted, topics: Sequence[str], units: Mapping[str, str]) -> Letter:
    said = sections(posted.body)
    wrong: list[str] = []
    days: dict[str, date] = {}
    for name in DAYS:
        if name in said:
            day = _day(said[name])
            if day is None:
                wrong.append(_("{field}: write a date like 2026-11-20").format(field=FIELDS[name]))
            else:
                days[name] = day
    days.setdefault("received", posted.opened_at.date())
    wrong += _out_of_order(days)
    kind = _chosen(said, "kind", _KINDS, wrong)
    publish = _chosen(said, "publish", _YES_NO, wrong)
    topic = _chosen(said, "topic", {one: one for one in topics}, wrong)
    unit = _chosen(said, "unit", units, wrong)
    if publish is not None and not (said.get("reason") and said.get("reviewer")):
        wrong.append(_("whether it is published has a reason and a reviewer"))
    if posted.closed and "concluded" not in days:
        wrong.append(_("closed, but not concluded"))
    if "concluded" in days and publish is None:
        wrong.append(_("concluded, but nobody decided whether it is published"))
    return Letter(
        posted.number,
        days,
        kind or "general",
        topic or "",
        unit or "",
        publish,
        said.get("reason", ""),
        said.get("reviewer", ""),
        said.get("article", ""),
        said.get("text", ""),
        said.get("reply", ""),
        tuple(re.split(r"[\s,，、;；]+", said["names"])) if "names" in said else (),
        tuple(wrong),
    )


def sections(body: str) -> Mapping[str, str]:
    """What stands below each heading of the form; blank ones are left out.

    The first of two equal headings counts, and all that follows the heading of
    the letter's own text belongs to that text, whatever it looks like.
    """
    names = {heading: name for name, heading in FIELDS.items()}
    body = body.replace("\r\n", "\n")
    found: dict[str, str] = {}
    matches = [match for match in _HEADING.finditer(body) if match[1] in names]
    for place, match in enumerate(matches):
        name = names[match[1]]
        end = matches[place + 1].start() if place + 1 < len(matches) else len(body)
        last = name == "text"
        value = body[match.end() : len(body) if last else end].strip()
        if value not in _EMPTY:
            found.setdefault(name, value)
        if last:
            break
    return found


def form(values: Mapping[str, str]) -> str:
    """An issue's text with every heading of the form, as the host writes it."""
    return "\n\n".join(
        f"### {heading}\n\n{values.get(name) or '_No response_'}"
        for name, heading in FIELDS.items()
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _out_of_order(days: Mapping[str, date]) -> Iterator[str]:
    for name in DAYS[1:]:
        if name in days and days[name] < days["received"]:
            yield _("{later} lies before {earlier}").format(
                later=FIELDS[name], earlier=FIELDS["received"]
            )
    if "concluded" in days and "accepted" not in days:
        yield _("concluded, but never accepted")


def _chosen(
    said: Mapping[str, str], name: str, possible: Mapping[str, T], wrong: list[str]
) -> T | None:
    """One of several answers. What was written instead is not repeated."""
    if name not in said:
        return None
    if said[name] not in possible:
        wrong.append(_("{field}: not one of the possible answers").format(field=FIELDS[name]))
        return None
    return possible[said[name]]
