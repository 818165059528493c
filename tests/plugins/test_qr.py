"""QR codes on pages say what they should to a phone."""

import re

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from plugins.qr import svg

POINTS = 4
"""How many points a module has in the picture that the reader gets."""


def drawn(code: str) -> memoryview:
    """The path on white, followed by its pen."""
    (size,) = map(int, re.findall(r'viewBox="0 0 (\d+) \1"', code))
    rows = [bytearray(b"\xff" * size) for _ in range(size)]
    x = y = 0
    for start, line, away, down, along in re.findall(r"M(\d+) (\d+)\.5|m(-?\d+) (\d)|h(\d+)", code):
        x, y = x + int(start or away or 0), y + int(line or down or 0)
        rows[y][x : x + int(along or 0)] = bytes(int(along or 0))
        x += int(along or 0)
    large = b"".join(bytes(p for p in row for _ in range(POINTS)) * POINTS for row in rows)
    return memoryview(large).cast("B", (size * POINTS, size * POINTS))


@pytest.mark.parametrize(
    "address",
    ["https://www.example.org/a.html", f"https://www.example.org/notices/{'%E4%BA%BA' * 40}.html"],
)
def test_a_phone_reads_the_address(address):
    """Short ones and long ones."""
    assert [found.text for found in zxingcpp.read_barcodes(drawn(svg(address)))] == [address]


@given(
    st.from_regex(r"https://www\.example\.org/[a-z-]{1,20}/[0-9a-z-]{1,60}\.html", fullmatch=True)
)
def test_no_address_makes_a_pattern_that_is_hard_to_read(address):
    """One mask serves all of them."""
    assert [found.text for found in zxingcpp.read_barcodes(drawn(svg(address)))] == [address]
