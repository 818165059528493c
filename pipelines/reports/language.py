"""Reads gettext catalogues, one a room, and chooses the language people are spoken to in."""

from collections.abc import Iterator
from contextlib import suppress
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
    ours = sealed.seal(__file__, *map(str, paths))
    known: dict[str, str] | None = sealed.recalled(kept / language, ours) if kept else None
    if known is None:
        known = dict(pair for path in paths for pair in _messages(path))
        if kept:
            with suppress(OSError):
                sealed.remember(kept / language, ours, known)
    return known


def _messages(path: Path) -> Iterator[tuple[str, str]]:
    # Dear to load, and seldom needed.
    from babel.messages.pofile import read_po

    with path.open("rb") as text:
        for message in read_po(text):
            if message.id and message.string:
                yield str(message.id), str(message.string)
