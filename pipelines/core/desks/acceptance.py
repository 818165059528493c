"""Acceptance of a self-built channel on its three points: standard, content, security (SC-14)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pipelines.core.case import Case
from pipelines.core.days import after
from pipelines.core.desks import channels
from pipelines.core.desks.records import Channel, Protection, Stage
from pipelines.core.findings import Finding, Weight
from pipelines.core.messages import _

HEADERS = ("strict-transport-security", "content-security-policy", "x-content-type-options")
"""What a web server has to say with every page, in small letters."""


class Point(StrEnum):
    """The three points on which a channel is accepted, as the regulation calls them."""

    STANDARD = "统一规范"
    CONTENT = "内容常态"
    SECURITY = "安全可靠"


@dataclass(frozen=True)
class Look:
    """What one look at a channel's front page showed.

    `until` is the last day of its certificate, None where that is not to be
    trusted; `hosts` are the other sites that the page loads something from.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    until: date | None = None
    hosts: Sequence[str] = ()


@dataclass(frozen=True)
class Check:
    """One thing that was looked at, whether it is in order, and what was seen."""

    point: Point
    what: str
    passed: bool
    seen: str = ""


def checks(
    case: Case, id_: str, channel: Channel, findings: Sequence[Finding], look: Look | None
) -> Iterator[Check]:
    """Everything that is looked at before a channel is accepted, in the order of the points.

    `findings` are what the rules say of its articles; `look` is None where
    nobody has looked at it live, and that is not enough.
    """
    yield Check(
        Point.STANDARD,
        _("applied, approved and built, with dates and document numbers"),
        channel.stage in {Stage.BUILT, Stage.ACCEPTED},
        channel.stage.value,
    )
    yield from _columns(case, channel)
    if case.charter.columns.get(channel.column) and not _outside(case, channel):
        yield from _content(case, channel, findings)
    yield from _protection(case, id_)
    if look is not None:
        yield from _seen(case, look)
    else:
        yield Check(Point.SECURITY, _("the site was looked at"), False)


def _outside(case: Case, channel: Channel) -> bool:
    column = case.charter.columns.get(channel.column)
    return column is not None and column.link is not None


def _columns(case: Case, channel: Channel) -> Iterator[Check]:
    columns = list(channels.inside(case.charter, channel))
    yield Check(
        Point.STANDARD, _("its columns stand in the charter"), bool(columns), "、".join(columns)
    )
    for id_ in columns:
        column = case.charter.columns[id_]
        whole = bool(column.owner and column.max_age) or bool(case.charter.children(id_))
        yield Check(
            Point.STANDARD, _("{column}: an owner and a maximum age").format(column=id_), whole
        )
        if column.link is not None:
            secure = column.link.startswith("https://")
            yield Check(Point.STANDARD, _("its address is encrypted"), secure, column.link)


def _content(case: Case, channel: Channel, findings: Sequence[Finding]) -> Iterator[Check]:
    """Articles wait as drafts: each column has some, none is too old, no rule objects."""
    for id_ in channels.inside(case.charter, channel):
        column = case.charter.columns[id_]
        if case.charter.children(id_):
            continue
        dated = [a.front.date for a in case.archive if a.column == id_ and a.front.date]
        newest = max(dated, default=None)
        fresh = newest is not None and (
            column.max_age is None
            or case.today <= after(newest.date(), column.max_age, "next", case.charter.calendar)
        )
        yield Check(
            Point.CONTENT,
            _("{column}: articles, the newest recent").format(column=id_),
            fresh,
            str(newest.date()) if newest else "",
        )
    blocking = [one for one in findings if one.weight is not Weight.NOTES]
    yield Check(
        Point.CONTENT,
        _("no rule objects to its articles"),
        not blocking,
        "、".join(sorted({one.rule for one in blocking})),
    )


def _protection(case: Case, id_: str) -> Iterator[Check]:
    own = [one for one in case.charter.registers.every(Protection) if one.channel == id_]
    said = ("assessed", "report", "filed", "police", "hosting")
    good = any(one.level >= 3 and all(getattr(one, name) for name in said) for one in own)
    yield Check(
        Point.SECURITY, _("protected at level three, assessed, filed, on a government cloud"), good
    )


def _seen(case: Case, look: Look) -> Iterator[Check]:
    yield Check(Point.SECURITY, _("the site answers"), look.status == 200, str(look.status or ""))
    missing = [name for name in HEADERS if name not in look.headers]
    yield Check(Point.SECURITY, _("security headers"), not missing, "、".join(missing))
    yield Check(
        Point.SECURITY,
        _("a trusted certificate"),
        look.until is not None
        and (look.until - case.today).days >= case.charter.rounds.certificate_days,
        str(look.until or ""),
    )
    yield Check(
        Point.SECURITY,
        _("nothing is loaded from other sites"),
        not look.hosts,
        "、".join(look.hosts),
    )
