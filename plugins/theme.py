"""What the portal looks like: one style sheet with the charter's colours, scripts, and its sign."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from pipelines.core.charter.portal import Design
from plugins import colours
from plugins.pages import Copy, Output, Text
from plugins.pictures import RECIPE

STYLE = "portal.css"
ICONS = (32, 180, 192, 512)
"""Sizes of the sign as PNG: browser tab, home screen, manifest."""

_STROKES = ((16, 17, 48, 23), (29, 23, 35, 41), (12, 41, 52, 47))
"""The sign on a field of 64: the character 工 in three strokes, (left, top, right, bottom)."""


@dataclass(frozen=True)
class Theme:
    """A theme folder with the charter's design laid over it; `cache` keeps drawn icons."""

    folder: Path
    design: Design
    cache: Path

    @cached_property
    def _files(self) -> Mapping[str, Path]:
        static = self.folder / "static"
        paths = sorted(path for path in static.rglob("*") if path.is_file())
        return {path.relative_to(static).as_posix(): path for path in paths}

    @cached_property
    def style(self) -> str:
        """The whole style sheet."""
        return colours.style(self.design) + (self._files[STYLE]).read_text("utf-8")

    @cached_property
    def version(self) -> str:
        """Changes with style and scripts, so that browsers may keep both for long."""
        digest = blake2b(self.style.encode(), digest_size=4)
        for name, path in self._files.items():
            if name.endswith(".js"):
                digest.update(path.read_bytes())
        return digest.hexdigest()

    @property
    def logo(self) -> str:
        """The sign in the masthead, from the portal's root."""
        return self.design.logo or "theme/sign.svg"

    @property
    def sign(self) -> str:
        """The sign as SVG."""
        strokes = "".join(
            f"M{left} {top}H{right}V{bottom}H{left}z" for left, top, right, bottom in _STROKES
        )
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
            f'<rect width="64" height="64" rx="14" fill="{self.design.main}"/>'
            f'<path fill="#fff" d="{strokes}"/></svg>\n'
        )

    def outputs(self) -> Iterator[Output]:
        """Everything at theme/."""
        for name, path in self._files.items():
            if name == STYLE:
                yield Text(f"theme/{name}", self.style)
            else:
                digest = blake2b(path.read_bytes(), digest_size=16).hexdigest()
                yield Copy(f"theme/{name}", path, digest)
        yield Text("theme/sign.svg", self.sign)
        for size in ICONS:
            name = f"sign-{size}.png"
            path = self.cache / f"{self.design.main[1:]}-{RECIPE}-{name}"
            if not path.exists():
                _draw(path, self.design.main, size)
            yield Copy(f"theme/{name}", path, path.name)


def _draw(path: Path, colour: str, size: int) -> None:
    """The sign as PNG, drawn large and made small for smooth edges."""
    # Dear to load, and needed once.
    from PIL import Image, ImageDraw

    path.parent.mkdir(parents=True, exist_ok=True)
    scale = size * 4 / 64
    image = Image.new("RGBA", (size * 4, size * 4))
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle((0, 0, size * 4 - 1, size * 4 - 1), 14 * scale, fill=colour)
    for stroke in _STROKES:
        left, top, right, bottom = (edge * scale for edge in stroke)
        pen.rectangle((left, top, right - 1, bottom - 1), fill="white")
    image.resize((size, size), Image.Resampling.LANCZOS).save(path, "PNG", optimize=True)
