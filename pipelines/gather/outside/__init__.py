"""Looks at the outside links of a case: once at a proposal, day by day on patrol."""

import asyncio
import ssl
from collections import defaultdict
from collections.abc import Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import httpx

from pipelines.core.case import Case
from pipelines.core.outside import Look, Outcome, Watch, after, visited
from pipelines.core.outside_links import addresses, platforms
from pipelines.core.words.finder import hits
from pipelines.core.words.lexicon import Category
from pipelines.gather.outside.engine import answers
from pipelines.gather.outside.fetch import Door, client, is_public
from pipelines.gather.outside.page import Adverts, Host

_Given = TypeVar("_Given")

_FOUL = frozenset({Category.GAMBLING, Category.PORNOGRAPHY, Category.FRAUD})
_PRIVATE = Look(Outcome.REFUSED, "private")
_AT_ONCE = 16
"""So many hosts are asked side by side; each of them one request after the other."""
PATROL, PROPOSAL = 1800.0, 60.0
"""How long a round may take, in seconds; what it does not reach waits for the next."""


def watch_outside(
    case: Case,
    before: Mapping[str, Watch],
    *,
    trust: Path | None = None,
    private: bool = False,
    seconds: float = PATROL,
) -> Case:
    """The case with every outside address as it is remembered after today's look.

    LinkChecker says which addresses answer; those that do are looked at more
    closely. `before` is what earlier rounds remember (empty on a cold start).
    Addresses that nothing links to any more are forgotten. Raises HouseError
    when LinkChecker does not run.
    """
    limits = case.charter.links
    linked = platforms(case)
    known = {one: before.get(one) or Watch(address=one) for one in [*addresses(case), *linked]}
    asked = _share_out(known.values(), limits.per_host, linked)
    looks = {} if private else dict.fromkeys(_awaited(_of_this_house(asked)), _PRIVATE)
    looks |= answers([address for address in asked if address not in looks], limits, trust)
    closer = [address for address, look in looks.items() if _wants_more(look)]
    looks |= _look_at(case, closer, trust, private=private, seconds=seconds, newest=linked)
    for address, look in sorted(looks.items()):
        watch = after(known[address], look, case.today, limits)
        if address in linked and (look.outcome is not Outcome.REFUSED or look.why == "time"):
            in_time = look.outcome is Outcome.ANSWERED and look.in_time
            watch = visited(watch, case.today, in_time)
        known[address] = watch
    return replace(case, outside=known)


def glance_outside(
    case: Case,
    before: Mapping[str, Watch] | None = None,
    *,
    trust: Path | None = None,
    private: bool = False,
    seconds: float = PROPOSAL,
) -> Case:
    """The case with the outside addresses that its proposal brings in, each looked at once.

    What stood in an article before, or in any other, is left to the patrol;
    `before` is what that remembers. One look fails nobody.
    """
    old = set(addresses(replace(case, articles=case.former)))
    fresh = [one for one in addresses(case) if one not in old]
    asked = _share_out([Watch(address=one) for one in fresh], case.charter.links.per_host)
    looks = _look_at(case, asked, trust, private=private, seconds=seconds)
    known = dict(before or {})
    for address, look in looks.items():
        known[address] = after(Watch(address=address), look, case.today, case.charter.links)
    return replace(case, outside=known)


async def _of_this_house(asked: Iterable[str]) -> list[str]:
    """The addresses that only this house can reach, which nobody sends us to."""
    hosts = sorted({httpx.URL(address).host for address in asked})
    public = dict(zip(hosts, await asyncio.gather(*map(is_public, hosts)), strict=True))
    return [address for address in asked if not public[httpx.URL(address).host]]


def _wants_more(look: Look) -> bool:
    """An answer is looked at closely, and so is what a second opinion may mend.

    A certificate may have ended rather than lack its chain; a connection may
    have broken by accident.
    """
    return look.outcome is Outcome.ANSWERED or look.why in {"certificate", "connection"}


def _share_out(watches: Iterable[Watch], per_host: int, first: Iterable[str] = ()) -> list[str]:
    """The addresses whose turn it is: so many of a host, platforms and the longest unseen first."""
    preferred = set(first)
    hosts: dict[str, list[str]] = defaultdict(list)
    ordered = sorted(
        watches, key=lambda one: (one.address not in preferred, one.looked or date.min, one.address)
    )
    for watch in ordered:
        with suppress(httpx.InvalidURL, UnicodeError):
            hosts[httpx.URL(watch.address).host].append(watch.address)
    return [address for mine in hosts.values() for address in mine[:per_host]]


def _look_at(
    case: Case,
    asked: Iterable[str],
    trust: Path | None,
    *,
    private: bool,
    seconds: float,
    newest: Iterable[str] = (),
) -> dict[str, Look]:
    hosts: dict[str, list[str]] = defaultdict(list)
    for address in asked:
        hosts[httpx.URL(address).netloc.decode()].append(address)
    authorities = ssl.create_default_context(cafile=str(trust) if trust is not None else None)
    return _awaited(
        _round(case, hosts, authorities, private=private, seconds=seconds, newest=set(newest))
    )


def _awaited(work: Coroutine[Any, Any, _Given]) -> _Given:
    """What asynchronous work gives, on its own thread: the caller may sit in a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _round(
    case: Case,
    hosts: Mapping[str, list[str]],
    authorities: ssl.SSLContext,
    *,
    private: bool,
    seconds: float,
    newest: set[str],
) -> dict[str, Look]:
    found: dict[str, Look] = {}
    limits = case.charter.links
    free = asyncio.Semaphore(_AT_ONCE)
    adverts = foul_words(case)

    async with client(limits, authorities) as out:
        door = Door(out, limits, case.now, private)

        async def one(mine: list[str]) -> None:
            async with free:
                host = Host(door)
                for address in mine:
                    found[address] = await host.look(address, adverts, newest=address in newest)
                    await asyncio.sleep(1 / limits.per_second)

        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
                for mine in hosts.values():
                    group.create_task(one(mine))
    return found


def foul_words(case: Case) -> Adverts:
    """Finds the first word of gambling, pornography or fraud in a text, as the lexicons know it."""
    lexicons = case.charter.lexicons

    def find(text: str) -> str:
        for hit in hits(lexicons, text, case.today, None):
            if lexicons.head(hit.term).category in _FOUL:
                return text[hit.start : hit.end]
        return ""

    return find
