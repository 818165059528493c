"""Reads gettext catalogues, one a room, and chooses the language people are spoken to in."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipelines.core import messages, sealed

LANGUAGES = ("zh_CN", "en")
CATALOGUES = Path(__file__).parents[1] / "locale"


def speak(language: str, kept: Path | None = None) -> None:
    """Use one of LANGUAGES from now on; source texts are English, so `en` has no catalogue.

    `kept` is a folder of this machine's own for what was read of the catalogues.
    """
    messages.use({} if language == "en" else catalogue(language, kept))


def catalogue(language: str, kept: Path | None = None) -> dict[str, str]:
    """All messages of a language, from `locale/<language>/*.po`."""
    paths = sorted((CATALOGUES / language).glob("*.po"))
    if kept is None:
        return _read(paths)
    ours = sealed.seal(__file__, *map(str, paths))
    known: dict[str, str] = sealed.made_once(kept / language, ours, lambda: _read(paths))
    return known


def _read(paths: Iterable[Path]) -> dict[str, str]:
    return dict(pair for path in paths for pair in _messages(path))


def _messages(path: Path) -> Iterator[tuple[str, str]]:
    # Dear to load, and seldom needed.
    from babel.messages.pofile import read_po

    with path.open("rb") as text:
        for message in read_po(text):
            if message.id and message.string:
                yield str(message.id), str(message.string)
