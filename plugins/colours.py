"""The charter's colours as custom properties, readable on every background."""

from collections.abc import Mapping

from pipelines.core.charter.portal import Design

Colour = tuple[int, int, int]

AA = 4.5
"""Contrast that WCAG 2.2 AA asks of text."""
AAA = 7.0
"""Contrast that AAA asks of text, and we of elder mode."""

WHITE, BLACK = "#ffffff", "#000000"


def style(design: Design) -> str:
    """The custom properties of all modes, as the beginning of the style sheet.

    Light unless the reader's system or choice says dark; high contrast where
    either asks for it. Elder mode is light unless the reader chose otherwise;
    all but the light colours of the normal mode have the contrast of AAA.
    """
    light, dark, contrast = _light(design, AA), _dark(design), _contrast()
    elder = _light(design, AAA)
    chosen = ":root:not([data-theme])"
    return "\n".join(
        [
            _block(":root", light),
            f"@media screen and (prefers-color-scheme:dark){{{_block(chosen, dark)}}}",
            f"@media screen and (prefers-contrast:more){{{_block(chosen, contrast)}}}",
            f"@media screen{{{_block(':root:is([data-mode=elder],:target)', elder)}",
            _block(":root[data-theme=dark]", dark),
            _block(":root[data-theme=contrast]", contrast) + "}",
            "",
        ]
    )


def _block(selector: str, properties: Mapping[str, str]) -> str:
    inside = ";".join(f"--{name}:{value}" for name, value in properties.items())
    return f"{selector}{{{inside}}}"


def _light(design: Design, least: float) -> dict[str, str]:
    soft = mix(design.main, WHITE, 0.06)
    surface = "#f7f5f2"
    # What can be read on the darker ground can be read on both.
    ground = min(surface, soft, key=_luminance)
    return {
        "back": WHITE,
        "surface": surface,
        "soft": soft,
        "text": "#1d1a18",
        "muted": readable("#5f5953", ground, least),
        "line": "#ddd8d1",
        "edge": "#8a837b",
        "main": readable(design.main, ground, least),
        "strong": readable(mix(design.main, BLACK, 0.8), ground, AAA),
        "accent": readable(design.accent, ground, least),
        "bar": readable(design.main, WHITE, least),
        "on-bar": WHITE,
        "scheme": "light",
    }


def _dark(design: Design) -> dict[str, str]:
    surface = "#24201e"
    soft = mix(design.main, surface, 0.16)
    ground = max(surface, soft, key=_luminance)
    main = readable(mix(design.main, WHITE, 0.5), ground, AAA)
    return {
        "back": "#171412",
        "surface": surface,
        "soft": soft,
        "text": "#f1ece6",
        "muted": readable("#bfb7ae", ground, AAA),
        "line": "#403935",
        "edge": "#8f867e",
        "main": main,
        "strong": readable(mix(main, WHITE, 0.7), ground, AAA),
        "accent": readable(mix(design.accent, WHITE, 0.5), ground, AAA),
        "bar": readable(mix(design.main, BLACK, 0.62), "#f1ece6", AAA),
        "on-bar": "#f1ece6",
        "scheme": "dark",
    }


def _contrast() -> dict[str, str]:
    return {
        "back": BLACK,
        "surface": BLACK,
        "soft": BLACK,
        "text": WHITE,
        "muted": WHITE,
        "line": WHITE,
        "edge": WHITE,
        "main": "#ffe14d",
        "strong": "#ffe14d",
        "accent": "#ffe14d",
        "bar": BLACK,
        "on-bar": "#ffe14d",
        "scheme": "dark",
    }


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, background: str, least: float) -> str:
    """The colour nearest to this one that has at least this contrast to the background."""
    away = BLACK if _luminance(background) > 0.18 else WHITE
    for step in range(100, -1, -2):
        tried = mix(colour, away, step / 100)
        if contrast(tried, background) >= least:
            return tried
    return away


def mix(one: str, other: str, share: float) -> str:
    """A colour between two, with this share of the first."""
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def _parts(colour: str) -> Colour:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
