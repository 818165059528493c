"""Reads gettext catalogues, one a room, and chooses the language people are spoken to in."""

from pathlib import Path

from babel.messages.pofile import read_po

from pipelines.core import messages

LANGUAGES = ("zh_CN", "en")
CATALOGUES = Path(__file__).parents[1] / "locale"


def speak(language: str) -> None:
    """Use one of LANGUAGES from now on; source texts are English, so `en` has no catalogue."""
    messages.use({} if language == "en" else catalogue(language))


def catalogue(language: str) -> dict[str, str]:
    """All messages of a language, from `locale/<language>/*.po`."""
    found: dict[str, str] = {}
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as text:
            found |= {
                str(message.id): str(message.string)
                for message in read_po(text)
                if message.id and message.string
            }
    return found
