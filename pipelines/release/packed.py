"""The files of a search index as Pagefind packs them: a word of greeting, a value, gzipped."""

import gzip
from typing import Any

from pipelines.core.errors import HouseError
from pipelines.core.messages import _

_SIGNATURE = b"pagefind_dcd"


def unpack(packed: bytes, name: str) -> Any:
    """The value in a file called `name`; raises HouseError where it is none that we know."""
    strange = _("{file}: this Pagefind is not known").format(file=name)
    try:
        raw = gzip.decompress(packed)
        value, end = read(raw, len(_SIGNATURE))
    except (OSError, EOFError, IndexError, ValueError) as error:
        raise HouseError(strange) from error
    if not raw.startswith(_SIGNATURE) or end != len(raw):
        raise HouseError(strange)
    return value


def pack(value: Any) -> bytes:
    """A value as Pagefind's own reader takes it."""
    return gzip.compress(_SIGNATURE + written(value), mtime=0)


def read(raw: bytes, at: int) -> tuple[Any, int]:
    """A value of CBOR, of the three kinds that occur: numbers, texts, lists."""
    kind, length = raw[at] >> 5, raw[at] & 31
    at += 1
    if length >= 24:
        size = 1 << (length - 24)
        length = int.from_bytes(raw[at : at + size])
        at += size
    if kind == 0:
        return length, at
    if kind == 3:
        return raw[at : at + length].decode(), at + length
    if kind != 4:
        raise ValueError(kind)
    values = []
    for _number in range(length):
        value, at = read(raw, at)
        values.append(value)
    return values, at


def written(value: Any) -> bytes:
    """A value in CBOR."""
    match value:
        case int():
            return _head(0, value)
        case str():
            return _head(3, len(value.encode())) + value.encode()
        case _:
            return _head(4, len(value)) + b"".join(map(written, value))


def _head(kind: int, length: int) -> bytes:
    if length < 24:
        return bytes([kind << 5 | length])
    size = next(size for size in (1, 2, 4, 8) if length < 1 << (8 * size))
    return bytes([kind << 5 | 23 + size.bit_length()]) + length.to_bytes(size)
