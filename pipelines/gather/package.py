"""A zip file opened with care: bounded in size, number and depth, and its XML as events."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from pipelines.core.article import Passage, Trouble

MAX_UNPACKED = 64_000_000
"""Bytes that one file may unpack to, all its parts together."""
MAX_PARTS = 2_000
MAX_TEXT = 4_000_000
"""Characters of text that are kept of one file."""

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)
"""All that reading a damaged zip file raises."""


class TooLargeError(Exception):
    """The file unpacks to more than is read."""


@dataclass
class Contents:
    """What was read of a file: passages, properties, and why that may not be all."""

    texts: list[Passage] = field(default_factory=list)
    metadata: list[Passage] = field(default_factory=list)
    pixels: tuple[int, int] | None = None
    trouble: Trouble | None = None

    def say(self, where: str, text: str) -> None:
        """Keep a passage with anything in it."""
        if text.strip():
            self.texts.append(Passage(where, text))

    def note(self, name: str, text: str) -> None:
        """Keep a property with anything in it."""
        if text.strip():
            self.metadata.append(Passage(name, text.strip()))


class Package:
    """An opened zip file whose parts are read within one budget of bytes and characters."""

    def __init__(self, raw: bytes) -> None:
        """Raises one of BROKEN, or TooLargeError."""
        self._zip = zipfile.ZipFile(io.BytesIO(raw))
        self._left = MAX_UNPACKED
        self._characters = MAX_TEXT
        self.names = self._zip.namelist()
        self.encrypted = any(part.flag_bits & 1 for part in self._zip.infolist())
        if len(self.names) > MAX_PARTS:
            raise TooLargeError

    def read(self, name: str) -> bytes:
        """A part's bytes. Raises one of BROKEN, or TooLargeError."""
        with self._zip.open(name) as part:
            raw = part.read(self._left + 1)
        self._left -= len(raw)
        if self._left < 0:
            raise TooLargeError
        return raw

    def parse(
        self,
        name: str,
        start: Callable[[str, Mapping[str, str]], None],
        text: Callable[[str], None],
        end: Callable[[str], None],
    ) -> None:
        """A part's XML as events, with names that have no prefix.

        Raises ValueError where it is no XML, or brings a document type of its own.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, given: start(_local(tag), _locals(given))
        parser.EndElementHandler = lambda tag: end(_local(tag))
        parser.CharacterDataHandler = self._counted(text)
        parser.StartDoctypeDeclHandler = _refused
        try:
            parser.Parse(self.read(name), True)
        except expat.ExpatError as error:
            raise ValueError(str(error)) from None

    def _counted(self, text: Callable[[str], None]) -> Callable[[str], None]:
        def counted(piece: str) -> None:
            self._characters -= len(piece)
            if self._characters < 0:
                raise TooLargeError
            text(piece)

        return counted


def _refused(*_declaration: object) -> None:
    raise ValueError("a document type of its own")


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _locals(given: Mapping[str, str]) -> dict[str, str]:
    return {_local(name): value for name, value in given.items()}


def nothing(*_given: object) -> None:
    """Take an event that says nothing about what is asked."""
