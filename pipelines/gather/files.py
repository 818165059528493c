"""Reads a content folder: articles parsed, everything else as attachments."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from pipelines.core import garbage, owners
from pipelines.core.article import (
    MAX_BYTES,
    Article,
    Attachment,
    blob_id,
    parse,
)
from pipelines.core.below import SIZE
from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.errors import HouseError
from pipelines.core.frontmatter import FrontMatter, Outline
from pipelines.core.marked import Fault
from pipelines.core.messages import _
from pipelines.core.reading import Reading, Rest
from pipelines.core.rows import row
from pipelines.core.spread import spread
from pipelines.gather.attachments import attachment
from pipelines.gather.digests import Digests, Files, look
from pipelines.gather.markdown import MARKDOWN
from pipelines.gather.shelf import Page, Seen, Shelf, page_of, seen_of

FEW = 200
"""So many articles are parsed here and now; more are worth a second process."""

_outline = row(Outline)

_at_hand: dict[Path, dict[str, Article]] = {}
"""Articles that this process has read; who reads unchanged files again gets the same ones."""


def read_case(
    content: Path,
    charter: Charter,
    now: datetime,
    kept: Path | None = None,
    files: Callable[[], Files] | None = None,
) -> Case:
    """Everything below a content folder, all of it to be judged.

    `kept` is a folder of this machine's own for what was read of articles and
    attachments, so that it is read once; `files` tells what stands there (`look`), where
    somebody else looks meanwhile. An article's text and what is in an attachment are read when
    somebody asks; where the file has changed by then, that raises HouseError.
    Raises HouseError when there is no such folder.
    """
    if not content.is_dir():
        raise HouseError(_("no content folder at {folder}").format(folder=content))
    with garbage.kept():
        digests = Digests.at(kept)
        shelf = Shelf.at(kept and kept / "articles").ready()
        found = files() if files else look(content, kept)
        seen = _seen(content, found, shelf, digests)
        known, rest = _at_hand.setdefault(content, {}), _Kept(content, shelf)
        archive = tuple(
            _article(path, seen.get(path), rest, known) for path in found if path.endswith(".md")
        )
    attachments = {
        path: _attachment(content, path, mark[SIZE] if mark else 0, seen.get(path), kept)
        for path, (mark, _digest) in found.items()
        if not path.endswith(".md")
    }
    return Case(charter, now, archive, archive, attachments)


def read_article(path: str, raw: bytes, size: int | None = None) -> Article:
    """An article from its bytes, its body's structure included."""
    return parse(path, raw, MARKDOWN, size)


def read_owners(root: Path) -> dict[str, str]:
    """The CODEOWNERS files of a work tree, by path from its root; a missing one is left out."""
    found = {}
    for name in owners.FILES.values():
        path = root / name
        if path.is_file():
            found[name] = path.read_text(encoding="utf-8", errors="replace")
    return found


def _seen(content: Path, files: Files, shelf: Shelf, digests: Digests | None) -> dict[str, Seen]:
    """What stands in every file; links are not followed, and left out."""
    seen = shelf.known(files)
    unknown = [path for path, (mark, _digest) in files.items() if mark and path not in seen]
    read = spread(partial(_read, content, shelf), unknown, FEW)
    fresh = dict(zip(unknown, read, strict=True))
    seen |= fresh
    shelf.keep(fresh.values(), seen.values)
    if digests:
        digests.keep(files, {path: one.digest for path, one in fresh.items()}, seen)
    return seen


def _read(content: Path, shelf: Shelf, path: str) -> Seen:
    """What stands in a file; an article whose bytes are known is not parsed again."""
    raw, size = _bytes(content, path)
    digest = blob_id(raw)
    if not path.endswith(".md"):
        return Seen(digest)
    return shelf.article(digest) or seen_of(read_article(path, raw, size))


def _bytes(content: Path, path: str) -> tuple[bytes, int]:
    """A file's bytes, only the first of an article that is too long, and its whole size."""
    try:
        with open(f"{content}/{path}", "rb") as file:  # noqa: PTH123 - a Path of each takes its time
            size = os.fstat(file.fileno()).st_size
            # No more is asked for than is there: who asks for a megabyte gets room for one first.
            return file.read(min(size, MAX_BYTES + 1) if path.endswith(".md") else size), size
    except OSError as error:
        raise HouseError(
            _("{path} cannot be read: {why}").format(path=path, why=error.strerror)
        ) from error


def _again(content: Path, path: str, digest: str) -> tuple[bytes, int]:
    """The bytes of a file of which we know what they were."""
    raw, size = _bytes(content, path)
    if blob_id(raw) != digest:
        raise HouseError(_("{path} changed while it was read: start again").format(path=path))
    return raw, size


@dataclass(slots=True)
class _Kept(Rest):
    """The rest of articles that were read once: at hand, from the shelf, or read again."""

    content: Path
    shelf: Shelf
    page: Page | None = None

    def fields(self, path: str, digest: str) -> FrontMatter:
        return FrontMatter.model_validate_json(self._page(path, digest).front)

    def made(self, path: str, digest: str) -> str:
        return self._page(path, digest).html.decode()

    def read(self, path: str, digest: str) -> Reading:
        return self._again(path, digest).rest.read(path, digest)

    def _page(self, path: str, digest: str) -> Page:
        return self.page or self.shelf.page(digest) or page_of(self._again(path, digest))

    def _again(self, path: str, digest: str) -> Article:
        return read_article(path, *_again(self.content, path, digest))


def _article(path: str, seen: Seen | None, rest: _Kept, at_hand: dict[str, Article]) -> Article:
    if seen is None:
        return Article(path, "", faults=(Fault((1, 1), _("a link to another file; not allowed")),))
    faults = tuple(Fault(*one) for one in seen.faults) if seen.faults else ()
    known = at_hand.get(path)
    if known is not None and (known.digest, known.faults) == (seen.digest, faults):
        return known
    outline, targets, words = seen.about
    at_hand[path] = article = Article.of(
        path=path,
        digest=seen.digest,
        outline=_outline(outline),
        faults=faults,
        targets=targets,
        words=words,
        rest=replace(rest, page=seen.page) if seen.page else rest,
    )
    return article


def _attachment(
    content: Path, path: str, size: int, seen: Seen | None, kept: Path | None
) -> Attachment:
    if seen is None:
        return Attachment(path, 0, "")
    digest = seen.digest
    return attachment(path, size, digest, lambda: _again(content, path, digest)[0], kept)
