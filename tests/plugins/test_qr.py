"""QR codes on pages say what they should to a phone."""

import re

import pytest
import zxingcpp

from plugins.qr import svg


@pytest.mark.parametrize(
    "address",
    ["https://www.example.org/a.html", f"https://www.example.org/notices/{'%E4%BA%BA' * 40}.html"],
)
def test_a_phone_reads_the_address(address):
    """The strokes, drawn on white at four points a module, are read back."""
    drawn = svg(address)
    (size,) = map(int, re.findall(r'viewBox="0 0 (\d+) \1"', drawn))
    points = bytearray(b"\xff" * (size * size))
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", drawn):
        first = int(y) * size + int(x)
        points[first : first + int(length)] = bytes(int(length))
    rows = [points[row * size : (row + 1) * size] for row in range(size)]
    large = b"".join(bytes(p for p in row for _ in range(4)) * 4 for row in rows)
    image = memoryview(large).cast("B", (size * 4, size * 4))
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [address]
