"""Whatever colours the charter says, text can be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.charter.portal import Design
from plugins.colours import AA, AAA, contrast, mix, readable, style

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)],
)
def test_contrast(one, other, ratio):
    """Contrast is counted as WCAG counts it, in either order."""
    assert round(contrast(one, other), 2) == round(contrast(other, one), 2) == ratio


@given(colours, st.sampled_from(["#ffffff", "#171412", "#f7f5f2", "#24201e"]))
def test_readable_always_is(colour, background):
    """On every background that the theme has, every colour becomes readable."""
    for least in (AA, AAA):
        assert contrast(readable(colour, background, least), background) >= least


def test_a_readable_colour_stays():
    """A colour that can be read is not touched."""
    assert readable("#b01f24", "#ffffff", AA) == "#b01f24"


@given(colours, colours)
def test_mixing_nothing_gives_nothing(one, other):
    """All of a colour and nothing of another is that colour."""
    assert mix(one, other, 1) == one
    assert mix(one, other, 0) == other


@given(colours, colours)
def test_every_design_can_be_read(main: str, accent: str) -> None:
    """Whatever the charter's colours, text stands out; in all but the light mode at AAA."""
    blocks = re.findall(r"{([^{}]*)}", style(Design(main=main, accent=accent)))
    for place, block in enumerate(blocks):
        least = AAA if place else AA
        known = dict(pair[2:].split(":") for pair in block.split(";"))
        for text in ("text", "muted", "main", "strong", "accent"):
            for ground in ("back", "surface", "soft"):
                assert contrast(known[text], known[ground]) >= least, (text, ground)
        assert contrast(known["on-bar"], known["bar"]) >= least


def test_style_has_every_mode():
    """Light, dark, high contrast and elder mode each define every property."""
    text = style(Design())
    assert [text.count(f"--{name}:") for name in ("main", "text", "line", "bar")] == [6] * 4
