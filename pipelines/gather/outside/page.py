"""A page as its reader knows it again: title, words, and the newest date on the site."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import SequenceMatcher
from hashlib import blake2b
from urllib.robotparser import RobotFileParser

import httpx
import tldextract
from selectolax.lexbor import LexborHTMLParser

from pipelines.core.outside import Look, Outcome
from pipelines.gather.outside.fetch import AGENT, Door, Page, fetch

Adverts = Callable[[str], str]
"""Finds a word of gambling, pornography or fraud in a text; empty where there is none."""

_READ = 5_000
"""So many characters of a page are compared and searched."""
_SAME = 0.9
_DATE = re.compile(
    r"(20\d\d)\s*[-./年]\s*(1[0-2]|0?[1-9])\s*[-./月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_FEED = "link[rel~=alternate][type*=rss], link[rel~=alternate][type*=atom]"
# The list that comes with the library: nothing is fetched, and every day says the same.
_domains = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def site(address: str) -> str:
    """The registered domain of an address, or its host where there is none (an IP address)."""
    parts = _domains(address)
    return parts.top_domain_under_public_suffix or parts.domain


@dataclass
class Host:
    """What one run learns of a host: its robots' rules, and what it says of what cannot exist."""

    door: Door
    rules: RobotFileParser | None = None
    nothing: tuple[str, str, str] | None = None

    async def look(self, address: str, adverts: Adverts, *, newest: bool = False) -> Look:
        """Look at a page closely; with `newest`, at the site's dates too."""
        url = httpx.URL(address)
        if not await self.allows(url):
            return Look(Outcome.REFUSED, "robots")
        page = await fetch(self.door, address)
        look = page.look
        in_time = page.seconds <= self.door.limits.seconds
        title, text = read(page.text)
        look = replace(
            look,
            site=site(address),
            end_site=site(look.end) if look.end else "",
            title=title,
            text=text,
            adverts=adverts(f"{title}\n{text}"),
            in_time=in_time and look.outcome is Outcome.ANSWERED,
        )
        if look.outcome is not Outcome.ANSWERED or look.why:
            return look
        return replace(
            look,
            soft=await self._is_soft(url, look),
            secure=await self._is_secure(url, look),
            updated=await self._newest(page) if newest else None,
        )

    async def allows(self, url: httpx.URL) -> bool:
        """Whether the host's robots.txt lets us look; a host without one does."""
        if self.rules is None:
            page = await fetch(self.door, str(url.copy_with(raw_path=b"/robots.txt")))
            self.rules = RobotFileParser()
            self.rules.parse(page.text.splitlines() if not page.look.why else [])
        return self.rules.can_fetch(AGENT, str(url))

    async def _is_soft(self, url: httpx.URL, look: Look) -> bool:
        """Whether an address that cannot exist is answered with the same page (soft 404)."""
        if url.path in {"", "/"}:
            return False
        if self.nothing is None:
            name = blake2b(str(url).encode(), digest_size=8).hexdigest()
            page = await fetch(self.door, str(url.copy_with(raw_path=f"/{name}.html".encode())))
            answered = page.look.outcome is Outcome.ANSWERED and not page.look.why
            self.nothing = (page.look.end, *read(page.text)) if answered else ("", "", "")
        end, title, text = self.nothing
        if not end or (title != look.title and end != look.end):
            return False
        # A page that a script fills says nothing of itself.
        return end == look.end or (bool(text) and _ratio(text, look.text) >= _SAME)

    async def _is_secure(self, url: httpx.URL, look: Look) -> bool:
        """Whether https answers where plain http was linked to."""
        if url.scheme != "http" or url.port is not None or look.end.startswith("https:"):
            return False
        page = await fetch(self.door, str(url.copy_with(scheme="https")))
        return page.look.outcome is Outcome.ANSWERED and not page.look.why

    async def _newest(self, page: Page) -> date | None:
        """The newest date of a site: its feed's, its map's, its page's, its server's.

        A page that merely shows today's date, or a server that makes each page
        anew, says nothing; so of page and server only days before today count.
        """
        today = self.door.now.date()
        end = httpx.URL(page.look.end)
        found = [day for day in dates(page.text) if day < today]
        if page.changed is not None:
            found += [day for day in [page.changed.date()] if day < today]
        tree = LexborHTMLParser(page.text)
        feeds = [node.attributes.get("href") or "" for node in tree.css(_FEED)[:2]]
        maps = [str(end.join(feed)) for feed in feeds] + [str(end.join("/sitemap.xml"))]
        for address in maps:
            if await self.allows(httpx.URL(address)):
                other = await fetch(self.door, address)
                text = other.text if not other.look.why else ""
                found += [day for day in dates(text) if day <= today] if "<" in text else []
        return max(found, default=None)


def read(html: str) -> tuple[str, str]:
    """A page's title and the beginning of its words."""
    if not html:
        return "", ""
    tree = LexborHTMLParser(html)
    titled = tree.css_first("title")
    title = " ".join(titled.text().split()) if titled is not None else ""
    tree.strip_tags(["script", "style", "noscript", "title"], recursive=True)
    words = tree.body.text(separator=" ") if tree.body is not None else ""
    return title[:_READ], " ".join(words.split())[:_READ]


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_STAMP = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)}) (20\d\d)\b")


def dates(text: str) -> Iterator[date]:
    """The days a text names, as pages, feeds and maps write them."""
    found = [(match[1], match[2], match[3]) for match in _DATE.finditer(text)]
    found += [
        (match[3], str(_MONTHS.index(match[2]) + 1), match[1]) for match in _STAMP.finditer(text)
    ]
    for year, month, day in found:
        try:
            yield datetime(int(year), int(month), int(day)).date()  # noqa: DTZ001 - a day has no zone
        except ValueError:
            continue


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:1000], other[:1000], autojunk=False).ratio()
