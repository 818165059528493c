"""Pictures as the WeChat platform takes them: JPEG or PNG, small enough, nothing noted in them."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from pipelines.core.errors import HouseError
from pipelines.core.messages import _

WIDTH = 1080
"""The widest a picture is kept, in pixels: three times what a phone shows."""
WIDE, SQUARE = (900, 383), (500, 500)
"""Sizes of the cover at 2.35:1, as the first of a list, and at 1:1, as a smaller one."""
_QUALITIES = (86, 78, 70, 60, 50)
_SHRUNK = 0.75

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a part, as shares of the whole."""


@dataclass(frozen=True)
class Picture:
    """A finished picture: its bytes, and its file ending without the dot."""

    raw: bytes
    ending: str


@dataclass(frozen=True)
class Cover:
    """The cover whole, cut 2.35:1 and 1:1; and where in the whole both cuts lie."""

    whole: Picture
    wide: Picture
    square: Picture
    wide_box: Box
    square_box: Box


def fitted(raw: bytes, limit: int, name: str) -> Picture:
    """A picture of at most `limit` bytes, upright, without what a camera noted.

    Raises HouseError for what is no picture, or what cannot be made so small.
    """
    image = _opened(raw, name)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        drawn = _bytes(_narrowed(image.convert("RGBA"), WIDTH), "PNG")
        if len(drawn) <= limit:
            return Picture(drawn, "png")
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
        image = white
    return Picture(_small(_narrowed(image.convert("RGB"), WIDTH), limit, name), "jpg")


def cover(raw: bytes, limit: int, name: str) -> Cover:
    """The cover in its three shapes, each at most `limit` bytes, cut from the middle.

    Raises HouseError for what is no picture.
    """
    image = _narrowed(_opened(raw, name).convert("RGB"), 2 * WIDE[0])
    wide, square = (_box(image.size, size[0] / size[1]) for size in (WIDE, SQUARE))
    return Cover(
        Picture(_small(image, limit, name), "jpg"),
        Picture(_small(_cut(image, wide, WIDE), limit, name), "jpg"),
        Picture(_small(_cut(image, square, SQUARE), limit, name), "jpg"),
        wide,
        square,
    )


def _opened(raw: bytes, name: str) -> Image.Image:
    try:
        with Image.open(BytesIO(raw)) as image:
            return ImageOps.exif_transpose(image)
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise HouseError(_("{file} is no picture that can be read").format(file=name)) from error


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    return image.resize((width, round(image.height * width / image.width)), _FINELY)


def _box(size: tuple[int, int], ratio: float) -> Box:
    """The largest part of this shape, in the middle."""
    width, height = size
    if width / height > ratio:
        share = height * ratio / width
        return (1 - share) / 2, 0.0, (1 + share) / 2, 1.0
    share = width / ratio / height
    return 0.0, (1 - share) / 2, 1.0, (1 + share) / 2


def _cut(image: Image.Image, box: Box, size: tuple[int, int]) -> Image.Image:
    left, top, right, bottom = box
    part = (left * image.width, top * image.height, right * image.width, bottom * image.height)
    return image.resize(size, _FINELY, part)


def _small(image: Image.Image, limit: int, name: str) -> bytes:
    """As JPEG, as good as the limit allows; smaller in pixels only where that is not enough."""
    while min(image.size) > 1:
        for quality in _QUALITIES:
            raw = _bytes(image, "JPEG", quality=quality)
            if len(raw) <= limit:
                return raw
        image = _narrowed(image, max(1, int(image.width * _SHRUNK)))
    raise HouseError(_("{file} cannot be made small enough for WeChat").format(file=name))


def _bytes(image: Image.Image, kind: str, **options: int) -> bytes:
    clean = image.copy()
    clean.info = {}
    file = BytesIO()
    clean.save(file, kind, optimize=True, **options)
    return file.getvalue()


_FINELY = Image.Resampling.LANCZOS
