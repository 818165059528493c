"""Holds an article back though the content still has it: a notice first, the paperwork later."""

import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from pipelines.core.article import ROOT, Article
from pipelines.core.case import Case
from pipelines.core.errors import HouseError
from pipelines.core.frontmatter import Status
from pipelines.core.messages import _
from pipelines.release.target import Takedown

_ENDS_PUBLICATION = re.compile(
    r"^(?:status|withdrawn)[ \t]*:.*\n(?:(?:[ \t]+.*|[ \t]*)\n)*", re.MULTILINE
)


def find(case: Case, named: str) -> Article:
    """The article that a person means: its file, its page, or the page's whole address.

    Raises HouseError when there is none.
    """
    path = re.sub(r"^https?://[^/]+/", "", named).removeprefix("./").lstrip("/")
    path = path.removeprefix(f"{ROOT}/")
    path = re.sub(r"\.html(?:[?#].*)?$", ".md", path)
    article = case.by_path.get(path)
    if article is None:
        raise HouseError(_("no such article: {path}").format(path=named))
    return article


def withdrawn(article: Article, held: Takedown) -> bytes:
    """The article's file with its withdrawal written into it; the rest stays as typed."""
    why = {key: held[key] for key in ("on", "by", "reason")}
    lines = f"status: withdrawn\nwithdrawn: {json.dumps(why, ensure_ascii=False)}\n"
    start, end = article.text.index("\n") + 1, article.text.rindex("---", 0, article.body_start)
    fields = _ENDS_PUBLICATION.sub("", article.text[start:end])
    return f"---\n{fields}{lines}---\n{article.text[article.body_start :]}".encode()


def still_held(case: Case, held: Iterable[Takedown]) -> list[Takedown]:
    """What has to be held back still: the content neither says so itself nor lost the article."""
    return [
        one
        for one in held
        if (article := case.by_path.get(one["path"])) is not None
        and article.front.status is not Status.WITHDRAWN
        and not article.draft
    ]


def overlay(content: Path, case: Case, held: Iterable[Takedown], folder: Path) -> Path:
    """A content folder that is the same but for what is held back; the same one for nothing."""
    held = list(held)
    if not held:
        return content
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(content, folder, copy_function=_share, ignore=shutil.ignore_patterns(".*"))
    for one in held:
        path = folder / one["path"]
        raw = withdrawn(case.by_path[one["path"]], one)
        path.unlink()
        path.write_bytes(raw)
    return folder


def _share(source: str, target: str) -> None:
    """A link where the file system can; nothing is written through it."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copyfile(source, target, follow_symlinks=False)
