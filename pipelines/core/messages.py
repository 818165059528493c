"""User-facing text: English message ids, looked up in gettext catalogues."""

import gettext
import io
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
CATALOGUES = Path(__file__).parent.parent / "locale"

_current: gettext.NullTranslations = gettext.NullTranslations()


def use(language: str) -> None:
    """Speak `language` (one of LANGUAGES) from now on, in this process.

    Source texts are English, so `en` needs no catalogue. The others have one
    catalogue a room, `locale/<language>/*.po`.
    """
    global _current  # noqa: PLW0603 - one process speaks one language at a time
    _current = gettext.NullTranslations()
    if language == "en":
        return
    for catalogue in sorted((CATALOGUES / language).glob("*.po")):
        room = gettext.GNUTranslations(io.BytesIO(_compiled(catalogue)))
        room.add_fallback(_current)
        _current = room


def _(message: str) -> str:
    """The message in the language in use; fill named places with `.format()`."""
    return _current.gettext(message)


def later(message: str) -> str:
    """Mark a message that is looked up where it is used."""
    return message


def _compiled(catalogue: Path) -> bytes:
    """The catalogue in gettext's binary form."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with catalogue.open("rb") as text:
        entries = read_po(text)
    binary = io.BytesIO()
    write_mo(binary, entries)
    return binary.getvalue()
