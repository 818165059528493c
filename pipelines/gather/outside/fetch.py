"""One page of another site: so many bytes, so many seconds, so many redirects, and no more."""

import asyncio
import codecs
import ipaddress
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from pipelines.core.charter.links import Links
from pipelines.core.outside import Look, Outcome
from pipelines.gather.outside.engine import by_status

AGENT = "Mozilla/5.0 (compatible; portal-kit link patrol)"
_HEADERS = {
    "User-Agent": AGENT,
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
    # Not compressed: so many bytes are so many bytes, whatever they would unfold to.
    "Accept-Encoding": "identity",
}
_CHARSETS = {"utf-8", "gbk", "gb2312", "gb18030", "big5", "iso8859-1", "cp1252", "utf-16"}
_STATED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_EXPIRED, _OTHER_HOST = 10, {62, 64}
"""What OpenSSL calls a certificate that has ended, and one for another name or number."""


@dataclass(frozen=True)
class Page:
    """What came back: how it went, the text if any, when it was changed, how long it took."""

    look: Look
    text: str = ""
    changed: datetime | None = None
    seconds: float = 0.0
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Door:
    """The way out: a client, its limits, and whether addresses of this house may be asked."""

    client: httpx.AsyncClient
    limits: Links
    now: datetime
    private: bool = False


def client(limits: Links, trust: ssl.SSLContext | None = None) -> httpx.AsyncClient:
    """A client that follows nothing by itself."""
    return httpx.AsyncClient(
        headers=_HEADERS,
        timeout=limits.seconds,
        verify=trust or ssl.create_default_context(),
        follow_redirects=False,
        limits=httpx.Limits(max_connections=32, max_keepalive_connections=8),
    )


async def fetch(door: Door, address: str) -> Page:
    """Ask an address with GET and follow it, within the limits. Never raises for what others do."""
    clock = asyncio.get_running_loop().time
    begun = clock()
    try:
        async with asyncio.timeout(2 * door.limits.seconds):
            page = await _follow(door, httpx.URL(address))
    except TimeoutError:
        page = Page(Look(Outcome.REFUSED, "time"))
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
        page = Page(Look(Outcome.FAILED, "address"))
    except (httpx.HTTPError, ssl.SSLError, OSError) as error:
        page = Page(_failure(error))
    return Page(page.look, page.text, page.changed, clock() - begun, page.headers)


async def _follow(door: Door, url: httpx.URL) -> Page:
    for _count in range(door.limits.redirects + 1):
        if not door.private and not await is_public(url.host):
            return Page(Look(Outcome.REFUSED, "private", str(url)))
        async with door.client.stream("GET", url) as response:
            if response.has_redirect_location:
                url = url.join(response.headers["location"])
                continue
            return await _received(door, url, response)
    return Page(Look(Outcome.FAILED, "redirects", str(url)))


async def _received(door: Door, url: httpx.URL, response: httpx.Response) -> Page:
    body = b""
    days = _days_left(response, door.now)
    look = by_status(response.status_code, str(url))
    try:
        async with asyncio.timeout(door.limits.seconds):
            async for chunk in response.aiter_raw():
                body += chunk[: door.limits.bytes - len(body)]
                if len(body) >= door.limits.bytes:
                    break
    except (TimeoutError, httpx.HTTPError):
        # What has come so far is enough to know the page by.
        pass
    kind = response.headers.get("content-type", "")
    readable = ("content-encoding" not in response.headers and "text" in kind) or "ml" in kind
    return Page(
        Look(look.outcome, look.why, look.end, days_left=days),
        _decoded(body, kind) if readable else "",
        _changed(response.headers.get("last-modified", "")),
        headers=response.headers,
    )


async def is_public(host: str) -> bool:
    """Whether a name leads to the public web: nobody sends us to look around in this house."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return True  # it does not exist, and says so when asked
    return all(ipaddress.ip_address(entry[4][0]).is_global for entry in found)


def _failure(error: Exception) -> Look:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate(cause)
        if isinstance(cause, socket.gaierror):
            return Look(Outcome.FAILED, "name")
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.TimeoutException):
        return Look(Outcome.REFUSED, "time")
    return Look(Outcome.FAILED, "connection")


def _certificate(error: ssl.SSLCertVerificationError) -> Look:
    """One that has ended is wrong for everybody; one whose chain we lack may be right elsewhere."""
    if error.verify_code == _EXPIRED:
        return Look(Outcome.ANSWERED, "certificate", days_left=-1)
    if error.verify_code in _OTHER_HOST:
        return Look(Outcome.FAILED, "certificate")
    return Look(Outcome.REFUSED, "certificate")


def _days_left(response: httpx.Response, now: datetime) -> int | None:
    stream = response.extensions.get("network_stream")
    secured = stream.get_extra_info("ssl_object") if stream is not None else None
    certificate = secured.getpeercert() if secured is not None else None
    if not certificate:
        return None
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(certificate["notAfter"]), UTC)
    return (ends.date() - now.date()).days


def _changed(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC) if header else None
    except (ValueError, OverflowError):
        return None


def _decoded(body: bytes, kind: str) -> str:
    """The text, by the first encoding that fits: what a page says of its own may be wrong."""
    stated = [*_STATED.findall(kind.encode()), *_STATED.findall(body[:2000])]
    for name in (*(one.decode() for one in stated), "utf-8", "gb18030"):
        try:
            codec = codecs.lookup(name)
            if codec.name in _CHARSETS:
                # Unfinished on purpose: the limit may cut the last character in two.
                return codec.incrementaldecoder().decode(body)
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("utf-8", "replace")
