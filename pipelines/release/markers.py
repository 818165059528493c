"""Marks in a release what the web server has to say of addresses besides their pages."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from pipelines.core.case import Case
from pipelines.core.moved import redirects
from pipelines.core.visibility import Visibility
from pipelines.release.build import SHOWN, Built

GONE = ".gone"
"""Folder of a release with an empty file for each page that is answered with 410."""
MOVED = ".moved"
"""Folder of a release with a file for each page that has moved: it holds the new address."""


def marker(path: str) -> bool:
    """Whether a file of a release is a mark, which no reader is shown."""
    return path.startswith((f"{GONE}/", f"{MOVED}/"))


def mark_gone(built: Built) -> None:
    """Leave an empty file for each page that was public once, for the web server's 410."""
    for path, why in built.articles.items():
        if why in SHOWN and why is not Visibility.PUBLIC:
            _write(built.output / GONE / f"{path.removesuffix('.md')}.html", "")


def mark_moved(built: Built, case: Case) -> None:
    """Leave a file for each page that has moved, for the web server's 301."""
    for old, new in moves(case).items():
        if old in built.outputs:
            _write(built.output / MOVED / old, new)


def moves(case: Case) -> Mapping[str, str]:
    """Former addresses below the portal's root, with the new ones as a web server gives them."""
    kept = redirects(case.archive)
    return {old: f"/{quote(kept[old].url)}" for old in sorted(kept)}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")
