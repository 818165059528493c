"""Reads a content folder: articles parsed, everything else as attachments."""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from pipelines.core import owners
from pipelines.core.article import MAX_BYTES, Article, Attachment, parse
from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.errors import HouseError
from pipelines.core.marked import Fault
from pipelines.core.messages import _
from pipelines.gather.attachments import read_attachment
from pipelines.gather.markdown import structure


def read_case(content: Path, charter: Charter, now: datetime, kept: Path | None = None) -> Case:
    """Everything below a content folder, all of it to be judged.

    `kept` is a folder of this machine's own for what was read of attachments.
    Raises HouseError when there is no such folder.
    """
    if not content.is_dir():
        raise HouseError(_("no content folder at {folder}").format(folder=content))
    articles: list[Article] = []
    files: dict[str, Attachment] = {}
    for path in _walk(content):
        name = path.relative_to(content).as_posix()
        if path.suffix == ".md":
            articles.append(_read_article(path, name))
        else:
            files[name] = _read_attachment(path, name, kept)
    archive = tuple(articles)
    return Case(charter, now, archive, archive, files)


def read_article(path: str, raw: bytes, size: int | None = None) -> Article:
    """An article from its bytes, its body's structure included."""
    return parse(path, raw, structure, size)


def read_owners(root: Path) -> dict[str, str]:
    """The CODEOWNERS files of a work tree, by path from its root; a missing one is left out."""
    found = {}
    for name in owners.FILES.values():
        path = root / name
        if path.is_file():
            found[name] = path.read_text(encoding="utf-8", errors="replace")
    return found


def _walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder in a fixed order; hidden ones belong to nobody."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(root, name)


def _read_article(path: Path, name: str) -> Article:
    if path.is_symlink():
        return Article(name, "", faults=(Fault((1, 1), _("a link to another file; not allowed")),))
    size = path.stat().st_size
    with path.open("rb") as file:
        return read_article(name, file.read(MAX_BYTES + 1), size)


def _read_attachment(path: Path, name: str, kept: Path | None) -> Attachment:
    if path.is_symlink():
        return Attachment(name, 0, "")
    return read_attachment(name, path.read_bytes(), kept)
