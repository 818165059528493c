"""Fetches what the public really gets from the live site: bounded, at a gentle pace, every byte."""

import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

import httpx

LARGEST = 100_000_000
"""Bytes of one answer beyond which it is not read on."""
IN_VAIN = 5
"""So many requests in a row without an answer end the round: nobody is there."""


@dataclass(frozen=True)
class Answer:
    """What one request brought: status and body, or why there was none.

    `seconds` is until the last byte; header names are in small letters.
    """

    path: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0
    why: str = ""


@dataclass(frozen=True)
class Certificate:
    """What the site shows for itself: its last day, or why it is not to be trusted."""

    until: datetime | None = None
    why: str = ""


def fetch(base: str, paths: Iterable[str], seconds: int, per_second: int) -> Iterator[Answer]:
    """Ask for each path below `base`, one after the other, and follow no redirection.

    Stops when the site does not answer at all any more.
    """
    in_vain = 0
    with httpx.Client(
        verify=ssl.create_default_context(), timeout=seconds, trust_env=False
    ) as client:
        for path in paths:
            began = time.monotonic()
            answer = _ask(client, f"{base.rstrip('/')}/{quote(path)}", path, seconds)
            yield answer
            in_vain = in_vain + 1 if answer.status is None else 0
            if in_vain == IN_VAIN:
                return
            time.sleep(max(0.0, 1 / per_second - (time.monotonic() - began)))


def _ask(client: httpx.Client, address: str, path: str, seconds: int) -> Answer:
    began = time.monotonic()
    body = bytearray()
    # The bytes themselves, not packed: they are compared.
    asked = {"accept-encoding": "identity", "user-agent": "portal-patrol"}
    try:
        with client.stream("GET", address, headers=asked) as response:
            for part in response.iter_raw():
                body += part
                if len(body) > LARGEST or time.monotonic() - began > seconds:
                    break
            headers = {name.lower(): value for name, value in response.headers.items()}
            passed = time.monotonic() - began
            return Answer(path, response.status_code, headers, bytes(body), passed)
    except httpx.HTTPError as error:
        return Answer(path, seconds=time.monotonic() - began, why=str(error) or repr(error))


def certificate(base: str, seconds: int) -> Certificate | None:
    """The certificate of an https site; None for a site without."""
    where = urlsplit(base)
    if where.scheme != "https" or where.hostname is None:
        return None
    context = ssl.create_default_context()
    try:
        with (
            socket.create_connection((where.hostname, where.port or 443), seconds) as plain,
            context.wrap_socket(plain, server_hostname=where.hostname) as secure,
        ):
            shown = secure.getpeercert() or {}
    except (OSError, ssl.CertificateError) as error:
        return Certificate(why=str(error))
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
    return Certificate(until.replace(tzinfo=None) + timedelta(hours=8))
