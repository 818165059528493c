"""Where a link leads: a file of the site with a fragment, an address elsewhere, or nowhere."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from posixpath import dirname, normpath
from typing import NamedTuple
from urllib.parse import quote, unquote

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_OWN = re.compile(r"(?:https?:)?//([^/?#]*)", re.IGNORECASE)
_IN_HTML = re.compile(
    r"\b(href|src|poster|data|action|cite)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))",
    re.IGNORECASE,
)
_IN_SRCSET = re.compile(r"\bsrcset\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_IGNORED = str.maketrans("", "", "\t\n\r")
"""Characters that browsers take out of an address before they read it."""
_TO_TEXT = ":~:"
"""What stands before words to be marked on the page; no place in it."""


class Target(NamedTuple):
    """A file below the site's root, decoded, and the place in it; `path` may begin with `../`.

    A folder's path ends with a slash; the root itself is `/`.
    """

    path: str
    fragment: str = ""


class Elsewhere(NamedTuple):
    """An address on another host, without its fragment."""

    address: str


def resolve(page: str, written: str, domain: str = "") -> Target | Elsewhere | None:
    """Where `written` leads from `page`, a path below the root of the site at `domain`.

    None where it leads to no document: mail, telephone, data, scripts. Never raises.
    """
    address = written.strip().translate(_IGNORED)
    if own := _OWN.match(address):
        if own[1].partition(":")[0].casefold() != domain.casefold():
            whole = address if ":" in own[0] else f"https:{address}"
            return Elsewhere(whole.partition("#")[0])
        address = "/" + address[own.end() :].lstrip("/")
    elif _SCHEME.match(address):
        return None
    before, _hash, fragment = address.partition("#")
    path = before.partition("?")[0]
    target = _joined(dirname(page), path) if path else page
    return Target(target, fragment.partition(_TO_TEXT)[0])


@lru_cache(maxsize=100_000)
def _joined(folder: str, path: str) -> str:
    """A written path, seen from a folder, as a decoded path from the root."""
    plain = unquote(path)
    whole = plain.lstrip("/") if plain.startswith("/") else f"{folder}/{plain}".lstrip("/")
    is_folder = plain.endswith(("/", "/.", "/..")) or plain in {".", ".."}
    clean = normpath(whole) if whole else "."
    if clean == ".":
        return "/"
    return clean + "/" * is_folder


def in_html(html: str) -> Iterator[tuple[int, str]]:
    """Every address in HTML as it was typed, with the offset of what names it."""
    for match in _IN_HTML.finditer(html):
        yield match.start(), unescape(match[2] or match[3] or match[4] or "")
    for match in _IN_SRCSET.finditer(html):
        for candidate in unescape(match[1] or match[2] or "").split(","):
            if candidate.strip():
                yield match.start(), candidate.split()[0]


def relative(page: str, path: str) -> str:
    """How `page` writes a link to `path`, both below the root, percent-encoded."""
    here, there = dirname(page).split("/"), path.split("/")
    if here == [""]:
        here = []
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + quote("/".join(there[shared:]))
