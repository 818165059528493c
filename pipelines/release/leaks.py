"""The leak test: nothing of a withheld article stands anywhere in what is about to be public."""

import gzip
import html
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from posixpath import basename
from typing import NamedTuple
from urllib.parse import unquote_to_bytes
from zipfile import BadZipFile, ZipFile

import brotli
from ahocorasick_rs import BytesAhoCorasick

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.errors import HouseError
from pipelines.core.messages import later
from pipelines.core.spread import spread
from pipelines.core.visibility import Visibility, visibility
from pipelines.release.manifest import digest_of

PARTS = {
    "title": later("title"),
    "slug": later("file name"),
    "summary": later("summary"),
    "attachment": later("attachment"),
    "body": later("body"),
}
"""The parts of an article that are looked for, as messages name them."""
SHORTEST = 6
"""Characters below which a text is too common to betray an article."""
SENTENCES = 12
"""How many of a body's sentences are looked for, the longest first."""
LARGEST = 50_000_000
"""Bytes of one file inside an archive beyond which it is not opened."""
FEW = 200
"""So many files are looked through here and now; more are worth a second process."""

_STOPS = re.compile("[。！？；!?;\n]")
_ESCAPED = re.compile(rb"\\u([0-9a-fA-F]{4})")
_TAG = re.compile(rb"<[^>]*>")
_BLANK = b" \t\r\n\f\v"
# The search index puts these between words; so may a correspondent.
_UNSEEN = [char.encode() for char in "\u200b\u200c\u200d\ufeff\u00ad\u3000\u00a0"]


@dataclass(frozen=True)
class Secret:
    """Something that must not be public: whose it is, which part, and its text."""

    article: str
    part: str
    text: str


class Withheld(NamedTuple):
    """What is not public: texts that must not stand in any file, files that must be none of them.

    The files go by the digest of their bytes, each with its path.
    """

    texts: Sequence[Secret]
    files: Mapping[str, str]


@dataclass(frozen=True)
class Leak:
    """A secret that stands in a file of the output."""

    path: str
    secret: Secret


def withheld(case: Case, content: Path) -> Withheld:
    """All that verification looks for in an output; for that it need not be there yet."""
    return Withheld(tuple(secrets(case)), hidden_files(case, content))


def secrets(case: Case) -> Iterator[Secret]:
    """All that betrays the articles that are withheld, and that no public article says too."""
    public = [one for one in case.archive if visibility(one, case.now) is Visibility.PUBLIC]
    hidden = [one for one in case.archive if visibility(one, case.now) is not Visibility.PUBLIC]
    wanted = [one for article in hidden for one in _parts(article, case)]
    said = _found(_matcher(wanted), (text for one in public for text in _said(one)))
    shown = {basename(path) for path in _files(public)} | {one.slug for one in public}
    columns = set(case.charter.columns)
    for one in wanted:
        if needle(one) not in said and one.text not in shown | columns:
            yield one


def hidden_files(case: Case, content: Path) -> Mapping[str, str]:
    """The files that belong to no public article: the digest of their bytes → their path."""
    public = [one for one in case.archive if visibility(one, case.now) is Visibility.PUBLIC]
    shown = {digest_of(content / path) for path in _files(public) & case.files.keys()}
    hidden = ((digest_of(content / path), path) for path in case.files.keys() - _files(public))
    return {digest: path for digest, path in sorted(hidden) if digest not in shown}


def leaks(output: Path, paths: Iterable[str], wanted: Iterable[Secret]) -> Iterator[Leak]:
    """Where secrets stand in the output: in any file, packed, escaped or cut up by markup.

    The address of a page that was public once is no secret: a notice stands there.
    """
    by_needle = {needle(secret): secret for secret in wanted}
    if not by_needle:
        return
    matcher = _matcher(by_needle.values())

    def look(path: str) -> list[bytes]:
        return sorted(_found(matcher, _whole(path, (output / path).read_bytes())))

    looked = list(paths)
    for path, found in zip(looked, spread(look, looked, FEW), strict=True):
        yield from (Leak(path, by_needle[one]) for one in found)


def needle(secret: Secret) -> bytes:
    """The bytes that are looked for."""
    return _fold(secret.text.encode())


def _whole(path: str, raw: bytes) -> Iterator[bytes]:
    """A file's name and readings; a damaged one, which verification names, as it is."""
    yield path.encode()
    try:
        yield from readings(path, raw)
    except HouseError:
        yield _fold(raw)


def readings(path: str, raw: bytes) -> Iterator[bytes]:
    """A file's bytes in every way somebody may read them, without white space."""
    if raw[:4] == b"PK\3\4":
        for member in _members(path, raw):
            yield from readings("", member)
        return
    raw = unpacked(path, raw)
    yield _fold(raw)
    if path.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".pdf")):
        # Metadata in two-byte characters, as cameras and offices write them.
        yield _fold(raw.decode("utf-16-be", "ignore").encode("utf-8", "ignore"))
        yield _fold(raw.decode("utf-16-le", "ignore").encode("utf-8", "ignore"))
        return
    if path.endswith(".pf_index"):
        # Words as they were read from the pages, which are looked through in every way.
        return
    if b"&" in raw:
        raw = html.unescape(raw.decode("utf-8", "replace")).encode("utf-8", "replace")
        yield _fold(raw)
    if b"\\u" in raw:
        yield _fold(_ESCAPED.sub(lambda one: chr(int(one[1], 16)).encode("utf-8", "replace"), raw))
    if b"%" in raw:
        yield _fold(unquote_to_bytes(raw))
    if b"<" in raw:
        yield _fold(_TAG.sub(b"", raw))


def unpacked(path: str, raw: bytes) -> bytes:
    """The bytes that a browser sees of a compressed file. Raises HouseError when it is damaged."""
    try:
        if raw[:2] == b"\x1f\x8b":
            return gzip.decompress(raw)
        return brotli.decompress(raw) if path.endswith(".br") else raw
    except (OSError, EOFError, brotli.error) as error:
        raise HouseError(f"{path}: {error}") from error


def _members(path: str, raw: bytes) -> Iterator[bytes]:
    """The files inside an office document or archive, with their names."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            for one in archive.infolist():
                yield one.filename.encode()
                if one.file_size <= LARGEST:
                    yield archive.read(one)
    except (BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError) as error:
        raise HouseError(f"{path}: {error}") from error


def _parts(article: Article, case: Case) -> Iterator[Secret]:
    front = article.front
    past = visibility(article, case.now) in {Visibility.WITHDRAWN, Visibility.EXPIRED}
    named = {"title": front.title, "summary": front.summary}
    if not past:
        named["slug"] = article.slug
    for name, text in named.items():
        if text and len(text) >= SHORTEST:
            yield Secret(article.path, name, text)
    for path in _files([article]):
        if path in case.files and len(basename(path)) >= SHORTEST:
            yield Secret(article.path, "attachment", basename(path))
    for one in front.attachments:
        if len(one.title) >= SHORTEST:
            yield Secret(article.path, "attachment", one.title)
    for sentence in _sentences(article):
        yield Secret(article.path, "body", sentence)


def _said(article: Article) -> Iterator[bytes]:
    """What the page of an article says, in every reading; its source need not be asked."""
    front = article.front
    for text in (front.title, front.summary, *(one.title for one in front.attachments)):
        yield _fold((text or "").encode())
    yield from readings("", article.html.encode())


def _sentences(article: Article) -> list[str]:
    """The longest pieces of a body; one that cannot be read is taken line by line."""
    text = article.text[article.body_start :]
    runs = [run.text for block in article.content.blocks for run in block.runs]
    pieces = {piece.strip() for run in (runs or [text]) for piece in _STOPS.split(run)}
    long = [piece for piece in pieces if len(piece) >= 2 * SHORTEST]
    return sorted(long, key=lambda piece: (-len(piece), piece))[:SENTENCES]


def _files(articles: Iterable[Article]) -> set[str]:
    """The paths, below the content folder, of all files that articles name."""
    named: set[str] = set()
    for article in articles:
        front = article.front
        names = [one.file for one in front.attachments]
        names += [front.image.file] if front.image else []
        names += article.targets
        named.update(map(article.beside, names))
    return named


def _matcher(wanted: Iterable[Secret]) -> "BytesAhoCorasick":
    return BytesAhoCorasick([wish for one in wanted if (wish := needle(one))])


def _found(matcher: "BytesAhoCorasick", texts: Iterable[bytes]) -> set[bytes]:
    return {
        text[start:end]
        for text in texts
        for _number, start, end in matcher.find_matches_as_indexes(text, overlapping=True)
    }


def _fold(raw: bytes) -> bytes:
    """Without white space and unseen characters, in which no two readings agree."""
    raw = raw.translate(None, _BLANK)
    for char in _UNSEEN:
        raw = raw.replace(char, b"")
    return raw
