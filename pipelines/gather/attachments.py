"""Reads files beside articles: what they are, their text with its pages, their properties.

Nothing here trusts a file: memory and time are bounded, and what cannot be read
to its end is said in `trouble`, never raised.
"""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from pipelines.core import whole
from pipelines.core.article import Attachment, Opened, Passage, Trouble, blob_id
from pipelines.gather.package import Contents

VERSION = "2"
"""Part of the name of what is kept; raise it when reading changes."""
MAX_BYTES = 100_000_000
"""Bytes of the largest file that is read."""
MAX_TEXT = 2_000_000
"""Characters of one plain text file that are read."""

_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
    (b"MZ", "exe"),
    (b"\x7fELF", "elf"),
    (b"#!", "script"),
)
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")


def attachment(
    path: str, size: int, digest: str, read: Callable[[], bytes], kept: Path | None = None
) -> Attachment:
    """A file of a known digest; its bytes are asked of `read` when somebody opens it.

    Opening it never raises, unless `read` does. `kept` is a folder of this
    machine's own in which what was read is kept by content, so that a file is
    read once; a release has none.
    """
    return Attachment(path, size, digest, lambda: _opened(size, digest, read, kept))


def read_attachment(path: str, raw: bytes, kept: Path | None = None) -> Attachment:
    """A file from its bytes."""
    return attachment(path, len(raw), blob_id(raw), lambda: raw, kept)


def _opened(size: int, digest: str, read: Callable[[], bytes], kept: Path | None) -> Opened:
    if size > MAX_BYTES:
        return Opened(trouble=Trouble.TOO_LARGE)
    if kept is None:
        return _read(read())
    place = kept / f"{digest}-{VERSION}.json"
    try:
        data = json.loads(place.read_bytes())
    except (OSError, ValueError):
        opened = _read(read())
        _keep(place, opened)
        return opened
    return Opened(
        data["kind"],
        _passages(data["texts"]),
        _passages(data["metadata"]),
        tuple(data["pixels"]) if data["pixels"] else None,
        Trouble(data["trouble"]) if data["trouble"] else None,
    )


def kind_of(raw: bytes) -> str:
    """What the bytes say they are, as a file ending; "" when they say nothing we know."""
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature):
            return kind
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "webp"
    if raw[4:12] in {b"ftypheic", b"ftypmif1", b"ftypheix"}:
        return "heic"
    return "pdf" if b"%PDF-" in raw[:1024] else _kind_of_text(raw[:4096])


def _kind_of_text(raw: bytes) -> str:
    text = _decoded(raw)
    if text is None:
        return ""
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html", "<script")):
        return "html"
    return "svg" if "<svg" in start[:1000] else "txt"


def _read(raw: bytes) -> Opened:
    # Dear to load, and most files are known.
    from pipelines.gather import packages, pdf, pictures

    kind = kind_of(raw)
    if kind == "zip":
        return _with(*packages.read(raw))
    if kind == "pdf":
        return _with(kind, pdf.read(raw))
    if kind in pictures.KINDS:
        return _with(kind, pictures.read(raw))
    if kind == "ole" and _ENCRYPTED_OFFICE in raw:
        return Opened(kind, trouble=Trouble.ENCRYPTED)
    text = _decoded(raw) if kind in {"txt", "html", "svg"} else None
    if text is None:
        return Opened(kind)
    trouble = Trouble.TOO_LARGE if len(text) > MAX_TEXT else None
    return Opened(kind, (Passage("", text[:MAX_TEXT]),), trouble=trouble)


def _with(kind: str, contents: Contents) -> Opened:
    return Opened(
        kind,
        tuple(contents.texts),
        tuple(contents.metadata),
        contents.pixels,
        contents.trouble,
    )


def _decoded(raw: bytes) -> str | None:
    """Text as Chinese offices save it, or None for what is no text; a cut last character is."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    if b"\0" in raw:
        return None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            if raw and error.start >= len(raw) - 4 and encoding == "utf-8-sig":
                return raw[: error.start].decode(encoding)
    return None


def _passages(rows: Sequence[Sequence[str]]) -> tuple[Passage, ...]:
    return tuple(Passage(where, text) for where, text in rows)


def _keep(place: Path, opened: Opened) -> None:
    # A place that cannot be written to costs time at the next start, nothing else.
    with suppress(OSError):
        whole.write(place, json.dumps(asdict(opened)).encode())
