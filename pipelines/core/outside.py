"""Links to other sites, judged over days: what one look shows, and what becomes of a link by it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from pydantic import Field, ValidationError

from pipelines.core.charter.links import Links
from pipelines.core.schema import Day, Record, Text


class Outcome(StrEnum):
    """What one look at an address shows."""

    ANSWERED = "answered"
    FAILED = "failed"
    REFUSED = "refused"


class State(StrEnum):
    """What is thought of a link; refused says nothing of whether it lives."""

    NEW = "new"
    ALIVE = "alive"
    SUSPECTED = "suspected"
    DEAD = "dead"
    RECOVERED = "recovered"
    REFUSED = "refused"


class Drift(StrEnum):
    """How a link that answers can still be wrong (错链)."""

    SITE = "site"
    TITLE = "title"
    PARKED = "parked"
    ADVERTS = "adverts"
    SOFT = "soft"
    EXPIRED = "expired"
    EXPIRING = "expiring"
    PLAIN = "plain"


SLIGHT = frozenset({Drift.EXPIRING, Drift.PLAIN})
"""What is worth knowing and no more."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at an address; `why` is a word on a failure or refusal: 404, name, time, robots.

    `site` and `end_site` are the registered domains of the address and of
    where it led (`end`). `text` is the beginning of what a reader sees. `soft`
    says that the host answers the same to an address that cannot exist, `secure`
    that https answers where http was asked. `days_left` is the certificate's
    time, below 0 once it has ended. `adverts` is a word of the lexicons of
    gambling, pornography or fraud. `updated` is the newest date of the site.
    """

    outcome: Outcome
    why: str = ""
    end: str = ""
    site: str = ""
    end_site: str = ""
    title: str = ""
    text: str = ""
    soft: bool = False
    secure: bool = False
    days_left: int | None = None
    adverts: str = ""
    updated: date | None = None
    in_time: bool = True


class Watch(Record):
    """What is remembered of an address from day to day.

    `since` is the first day of the failures counted, `failed` the last; `looked`
    the last day of a look. `drifts` are ways in which it is wrong, each with the first day it
    was. `visits` are the week's, each a day and whether it opened in time.
    """

    address: Text
    state: State = State.NEW
    why: str = ""
    failures: int = 0
    since: Day | None = None
    failed: Day | None = None
    looked: Day | None = None
    title: str = ""
    other_title: str = ""
    end: str = ""
    adverts: str = ""
    drifts: dict[Drift, Day] = Field(default_factory=dict)
    visits: tuple[tuple[Day, bool], ...] = ()
    updated: Day | None = None

    def confirmed(self) -> dict[Drift, date]:
        """The ways in which it was wrong on two days or more; one look convicts nobody."""
        return {
            drift: day for drift, day in self.drifts.items() if self.looked and day < self.looked
        }


_AFTER: Mapping[tuple[State, Outcome], State] = {
    **{(state, Outcome.ANSWERED): State.ALIVE for state in State},
    **{(state, Outcome.FAILED): State.SUSPECTED for state in State},
    **{(state, Outcome.REFUSED): State.REFUSED for state in State},
    (State.DEAD, Outcome.ANSWERED): State.RECOVERED,
    (State.DEAD, Outcome.FAILED): State.DEAD,
    (State.DEAD, Outcome.REFUSED): State.DEAD,
}
"""The state after a look, before failures are counted: no refusal revives or kills."""


def after(watch: Watch, look: Look, day: date, limits: Links) -> Watch:
    """The address as it is remembered after a look on `day`; several failures a day count once."""
    failures, since, failed = watch.failures, watch.since, watch.failed
    if look.outcome is Outcome.ANSWERED:
        failures, since = 0, None
    elif look.outcome is Outcome.FAILED and failed != day:
        failures, since, failed = failures + 1, since or day, day
    state = _AFTER[watch.state, look.outcome]
    if state is State.SUSPECTED and since is not None:
        spans = (day - since).days + 1
        state = State.DEAD if failures >= limits.failures and spans >= limits.days else state
    if watch.state is State.RECOVERED and watch.looked == day and state is State.ALIVE:
        state = State.RECOVERED
    kept = watch.model_copy(
        update={
            "state": state,
            "why": look.why,
            "failures": failures,
            "since": since,
            "failed": failed,
            "looked": day,
        }
    )
    return _seen(kept, look, day, limits) if look.outcome is Outcome.ANSWERED else kept


def _seen(watch: Watch, look: Look, day: date, limits: Links) -> Watch:
    """What an answer adds: where it led, under which title, and what is wrong with it."""
    now = drifts(watch, look, limits)
    known = {drift: watch.drifts.get(drift, day) for drift in sorted(now)}
    title, other = watch.title or look.title, ""
    if Drift.TITLE in known:
        other = look.title
        if (day - known[Drift.TITLE]).days >= limits.title_days:
            title, other = look.title, ""
            del known[Drift.TITLE]
    return watch.model_copy(
        update={
            "title": title[:_LONG],
            "other_title": other[:_LONG],
            "end": look.end if look.end != watch.address else "",
            "adverts": look.adverts,
            "drifts": known,
            "updated": max(filter(None, [watch.updated, look.updated]), default=None),
        }
    )


def visited(watch: Watch, day: date, in_time: bool) -> Watch:
    """A visit to a platform added to the week's; older ones are forgotten."""
    week = day - timedelta(days=6)
    kept = tuple(visit for visit in watch.visits if week <= visit[0] <= day)
    return watch.model_copy(update={"visits": (*kept, (day, in_time))})


def share(watch: Watch) -> int | None:
    """How many percent of the week's visits opened in time, rounded down; None without any."""
    if not watch.visits:
        return None
    return 100 * sum(in_time for _day, in_time in watch.visits) // len(watch.visits)


_LONG = 120
"""So much of a title is remembered, in characters."""
_ALIKE = 0.3
"""Titles less alike than this are two pages' titles."""
_FOR_SALE = re.compile(
    r"domain(?: name)? (?:is |may be )?(?:for sale|parked|available)|buy this domain|"
    r"(?:此|该|本)?域名(?:正在)?(?:出售|转让|求购|可转让|已过期|到期)|(?:出售|转让)(?:此|该|本)?域名|"
    r"网站(?:已到期|已过期|未备案|暂时关闭|已关闭)|(?:空间|主机)已到期|未备案或备案被取消",
    re.IGNORECASE,
)


def drifts(watch: Watch, look: Look, limits: Links) -> set[Drift]:
    """In which ways a page that answers is not, or not any more, what was linked to."""
    found = {
        Drift.SITE: bool(look.site and look.end_site and look.site != look.end_site),
        Drift.TITLE: not alike(watch.title, look.title),
        Drift.PARKED: bool(_FOR_SALE.search(f"{look.title}\n{look.text}")),
        Drift.ADVERTS: bool(look.adverts),
        Drift.SOFT: look.soft,
        Drift.EXPIRED: look.days_left is not None and look.days_left < 0,
        Drift.EXPIRING: look.days_left is not None
        and 0 <= look.days_left < limits.certificate_days,
        Drift.PLAIN: look.secure,
    }
    return {drift for drift, is_so in found.items() if is_so}


def alike(one: str, other: str) -> bool:
    """Whether two titles are one page's; nothing can be said where one is missing."""
    first, second = ("".join(filter(str.isalnum, title)).casefold() for title in (one, other))
    if not first or not second or first in second or second in first:
        return True
    # A title cut at its limit is compared with as much of the other.
    matcher = SequenceMatcher(None, first[:_LONG], second[:_LONG], autojunk=False)
    return matcher.ratio() >= _ALIKE


def read(text: str) -> dict[str, Watch]:
    """The addresses remembered in a file, one a line; a line that cannot be read is forgotten.

    Two lines on one address, as a merge may leave them: the later look counts.
    """
    known: dict[str, Watch] = {}
    for line in text.split("\n"):  # and at nothing else: a title may hold odd line ends
        try:
            watch = Watch.model_validate_json(line)
        except ValidationError:
            continue
        other = known.get(watch.address)
        if other is None or (watch.looked or date.min) >= (other.looked or date.min):
            known[watch.address] = watch
    return known


def written(watches: Iterable[Watch]) -> str:
    """The addresses as a file keeps them: one line each, in order, nothing that is as usual."""
    lines = {watch.address: watch.model_dump_json(exclude_defaults=True) for watch in watches}
    return "".join(f"{lines[address]}\n" for address in sorted(lines))
