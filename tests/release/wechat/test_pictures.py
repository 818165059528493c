"""Pictures as the platform takes them: upright, small enough, nothing noted in them."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from pipelines.core.errors import HouseError
from pipelines.release.wechat.pictures import SQUARE, WIDE, WIDTH, cover, fitted
from tests.wechat import photo

LIMIT = 1_000_000


def opened(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw))


def drawn(mode: str, size: tuple[int, int] = (1200, 800), kind: str = "PNG", **options) -> bytes:
    file = BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "ending"),
    [
        (photo(), "jpg"),
        (drawn("RGB"), "jpg"),
        (drawn("P"), "jpg"),
        (drawn("RGBA"), "png"),
        (drawn("LA"), "png"),
        (drawn("RGB", kind="WEBP"), "jpg"),
        (drawn("L", kind="GIF"), "jpg"),
        (drawn("CMYK", kind="JPEG"), "jpg"),
    ],
    ids=["jpeg", "png", "palette", "transparent", "grey", "webp", "gif", "cmyk"],
)
def test_every_kind_becomes_one_that_is_taken(raw, ending):
    """JPEG, or PNG where something shines through."""
    made = fitted(raw, LIMIT, "a")
    image = opened(made.raw)
    assert (made.ending, image.format) == (ending, {"jpg": "JPEG", "png": "PNG"}[ending])
    assert image.width == WIDTH
    assert len(made.raw) <= LIMIT


def test_what_a_camera_noted_is_gone():
    """Place, time and machine; the picture stands upright without its note."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera"
    raw = drawn("RGB", (600, 400), "JPEG", exif=exif, comment=b"secret")
    image = opened(fitted(raw, LIMIT, "a").raw)
    assert image.size == (400, 600)
    assert not image.getexif()
    assert b"Camera" not in fitted(raw, LIMIT, "a").raw
    assert b"secret" not in fitted(raw, LIMIT, "a").raw


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_noise_is_made_small_enough(mode):
    """First coarser, then fewer pixels; never more bytes than the limit."""
    noise = Image.effect_noise((400, 300), 120).convert(mode)
    file = BytesIO()
    noise.save(file, "PNG")
    made = fitted(file.getvalue(), 12_000, "a")
    assert len(made.raw) <= 12_000
    assert made.ending == "jpg"


@pytest.mark.parametrize("raw", [b"", b"no picture", photo()[:300]])
def test_what_is_no_picture_is_said(raw):
    """In a sentence with its name."""
    with pytest.raises(HouseError, match=r"a\.jpg is no picture"):
        fitted(raw, LIMIT, "a.jpg")


@settings(max_examples=15)
@given(st.integers(40, 400), st.integers(40, 400))
def test_both_cuts_lie_in_the_middle_of_the_whole(width, height):
    """2.35:1 and 1:1, whatever the shape; and the API is told where they lie."""
    made = cover(photo((width, height)), LIMIT, "a")
    assert opened(made.wide.raw).size == WIDE
    assert opened(made.square.raw).size == SQUARE
    for size, (left, top, right, bottom) in ((WIDE, made.wide_box), (SQUARE, made.square_box)):
        assert 0 <= left < right <= 1
        assert 0 <= top < bottom <= 1
        assert left + right == pytest.approx(1)
        assert top + bottom == pytest.approx(1)
        shape = (right - left) * width / ((bottom - top) * height)
        assert shape == pytest.approx(size[0] / size[1])
