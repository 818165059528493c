"""One shape for each letter: every other shape of it folded, character by character."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from pipelines.core.tables import table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
"""Chinese characters, as ranges inside a character class; with the rare planes it is no bitmap."""

_COMPATIBLE = (
    *range(0x00A0, 0x0250),  # superscripts, letters with accents
    *range(0x1E00, 0x1F00),  # more letters with accents
    *range(0x2070, 0x20A0),  # superscripts and subscripts
    *range(0x2100, 0x2190),  # letterlike symbols, Roman numerals
    *range(0x2460, 0x2500),  # letters and digits in circles
    *range(0x2E80, 0x2FE0),  # radicals that look like characters
    *range(0x3200, 0x3400),  # characters in circles
    *range(0xF900, 0xFB00),  # compatibility ideographs
    *range(0xFF10, 0xFFEF),  # full width
    *range(0x1D400, 0x1D800),  # mathematical letters and digits
    *range(0x1F100, 0x1F150),  # letters in squares
    *range(0x2F800, 0x2FA20),  # more compatibility ideographs
)
_LOOK_ALIKES = (
    ("абвгеєзікмнорстухуѕјһԁԛԝѵӏ", "a6bree3ikmhopctyxysjhdqwvl"),  # Cyrillic
    ("АВЕЅІЈКМНОРСТУХЗ", "abesijkmhopctyx3"),
    ("αβεηικνορτυχωϲϳ", "abenikvoptuxwcj"),  # Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "abezhikmnoptyx"),
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),  # small capitals
    ("ıȷɑɡ⁰○◯", "ijag000"),
    ("丶丨丿", "···"),  # strokes that stand for dots and bars
)
_RUNS = (
    (0x2776, "123456789"),  # negative circled digits
    (0x2780, "123456789"),
    (0x278A, "123456789"),
    (0x24F5, "123456789"),
    (0x1F150, "abcdefghijklmnopqrstuvwxyz"),  # negative circled letters
    (0x1F170, "abcdefghijklmnopqrstuvwxyz"),  # negative squared letters
    (0x1F1E6, "abcdefghijklmnopqrstuvwxyz"),  # letters of flags
)


Codes: TypeAlias = "NDArray[np.uint32]"
"""The code points of a text."""


def codes(text: str) -> Codes:
    """A text as its code points."""
    # Loaded by whoever searches: builds read a charter and search nothing.
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def fold(text: str) -> str:
    """The text in one shape of each letter, as long as it was, so that offsets stay.

    Full and half width, capitals, traditional script, letters and digits in
    circles, mathematical and other alphabets' look-alikes all become one.
    """
    return folded(codes(text))


def folded(typed: Codes) -> str:
    """The folded text of these code points."""
    return str(shapes().take(typed).data, "utf-32-le", "surrogatepass")


@cache
def shapes() -> Codes:
    """Each code point's one shape: a table is three times as fast as `str.translate`."""
    import numpy as np

    return np.frombuffer(table("shapes", (__file__,), _shapes), np.uint32)


def _shapes() -> bytes:
    import numpy as np

    shapes = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    for point in range(ord("A"), 0x1EFFF):
        lower = chr(point).lower()
        if len(lower) == 1:
            shapes[point] = ord(lower)
    for point, folded in _folds().items():
        shapes[point] = ord(folded.lower())
    return shapes.tobytes()


@cache
def _folds() -> dict[int, str]:
    """Code points with what they fold to; none of them is plain Latin or simplified Chinese."""
    folds = {point: folded for point in _COMPATIBLE if (folded := _compatible(chr(point)))}
    for shapes, letters in _LOOK_ALIKES:
        folds |= dict(zip(map(ord, shapes), letters, strict=True))
    for start, letters in _RUNS:
        folds |= {start + index: letter for index, letter in enumerate(letters)}
    simplified = _simplified()
    folds = {point: simplified.get(ord(folded), folded) for point, folded in folds.items()}
    return simplified | folds


def _compatible(character: str) -> str:
    """The one letter or digit that a character is another shape of, or nothing."""
    whole = unicodedata.normalize("NFKD", character)
    plain = "".join(part for part in whole if not unicodedata.combining(part)).lower()
    return plain if len(plain) == 1 and plain.isalnum() and plain != character else ""


def _simplified() -> dict[int, str]:
    """Traditional characters by code point; those in use in simplified texts stay."""
    from opencc import OpenCC

    points = [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]
    simplified = OpenCC("t2s").convert("\n".join(map(chr, points))).split("\n")
    return {
        point: after
        for point, after in zip(points, simplified, strict=True)
        if after != chr(point) and len(after) == 1 and not _in_daily_use(chr(point))
    }


def _in_daily_use(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
