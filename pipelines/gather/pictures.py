"""Size and properties of images; the pixels themselves are never decoded."""

import io
import struct
import warnings
from collections.abc import Mapping

from PIL import ExifTags, Image, UnidentifiedImageError

from pipelines.core.article import Trouble
from pipelines.gather.package import Contents

KINDS = frozenset({"png", "jpg", "gif", "webp", "tiff", "bmp"})
_GPS = 0x8825
_TAGS = {
    ExifTags.Base.Artist: "author",
    ExifTags.Base.Copyright: "company",
    ExifTags.Base.ImageDescription: "title",
    ExifTags.Base.XPTitle: "title",
    ExifTags.Base.XPAuthor: "author",
    ExifTags.Base.XPComment: "comment",
    ExifTags.Base.XPKeywords: "keywords",
    ExifTags.Base.XPSubject: "subject",
    ExifTags.Base.UserComment: "comment",
    ExifTags.Base.CameraOwnerName: "author",
    ExifTags.Base.Software: "software",
}
_FAULTS = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    struct.error,
    KeyError,
    IndexError,
    TypeError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    AttributeError,
)
"""What the image library raises on damaged headers; its readers promise nothing narrower."""


def read(raw: bytes) -> Contents:
    """An image's size, author, place and comments."""
    contents = Contents()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(raw)) as image:
                contents.pixels = image.size
                _exif(contents, image)
                _chunks(contents, image.info)
        except Image.DecompressionBombError:
            contents.trouble = Trouble.TOO_LARGE
        except _FAULTS:
            contents.trouble = Trouble.DAMAGED
    if contents.trouble is None and _cut(raw):
        contents.trouble = Trouble.DAMAGED
    return contents


def _exif(contents: Contents, image: Image.Image) -> None:
    exif = image.getexif()
    values = {**exif, **exif.get_ifd(ExifTags.IFD.Exif)}
    for tag, name in _TAGS.items():
        if tag in values:
            contents.note(name, _text(values[tag], wide=tag.name.startswith("XP")))
    place = exif.get_ifd(_GPS)
    if any(tag in place for tag in (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLongitude)):
        contents.note("gps", "GPS")


def _chunks(contents: Contents, info: Mapping[str | tuple[int, int], object]) -> None:
    """Text that the file formats themselves provide for: PNG chunks, comments, XMP."""
    for name, value in info.items():
        if isinstance(value, str | bytes) and name not in {"exif", "icc_profile", "icc"}:
            text = _text(value)
            author = str(name).lower() in {"author", "creator", "artist"}
            contents.note("author" if author else "comment", text[:20_000])
            if "GPSLatitude" in text:
                contents.note("gps", "GPS")


def _text(value: object, *, wide: bool = False) -> str:
    if isinstance(value, tuple):
        value = bytes(part for part in value if isinstance(part, int) and 0 <= part < 256)
    if not isinstance(value, bytes):
        return str(value).strip("\0 ")
    for prefix, encoding in ((b"UNICODE\0", "utf-16-le"), (b"ASCII\0\0\0", "ascii")):
        if value.startswith(prefix):
            return value[8:].decode(encoding, "replace").strip("\0 ")
    return value.decode("utf-16-le" if wide else "utf-8", "replace").strip("\0 ")


def _cut(raw: bytes) -> bool:
    """Whether the end that the format demands is missing."""
    if raw.startswith(b"\xff\xd8"):
        return b"\xff\xd9" not in raw[-65_536:]
    if raw.startswith(b"\x89PNG"):
        return b"IEND" not in raw[-65_536:]
    return False
