"""Pictures as readers get them: small, in several formats, without what a camera noted."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import PIL
from PIL import Image, ImageOps, UnidentifiedImageError

from pipelines.core.article import Attachment
from pipelines.core.spread import beside, spread
from plugins.pages import Copy

RECIPE = blake2b(f"2 {PIL.__version__}".encode(), digest_size=2).hexdigest()
"""Part of every rendition's name: another recipe, or another Pillow, makes other files."""
ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
"""What is cleaned and scaled; other pictures (SVG, GIF) are taken over as they are."""
WIDTHS = (480, 960, 1600)
_TUNE = {"tune": "ssim"}
"""Two thirds of the time of AVIF's own way to tell what eyes see, for about as many bytes."""
FORMATS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "avif": ("image/avif", {"quality": 56, "speed": 8, "max_threads": 1, "advanced": _TUNE}),
    "webp": ("image/webp", {"quality": 74, "method": 2}),
    "jpg": ("image/jpeg", {"quality": 80, "progressive": True, "optimize": True}),
}
AS_IT_IS = (".svg", ".gif")
_SIDEWAYS = {5, 6, 7, 8}
"""EXIF orientations that stand a picture on its side."""
_MOST_PIXELS = 80_000_000


@dataclass
class Pictures:
    """The pictures of one build; `cache` keeps renditions by the digest of their original."""

    content: Path
    cache: Path
    files: Mapping[str, Attachment]
    _sizes: dict[str, tuple[int, int] | None] = field(default_factory=dict)
    _used: dict[str, Attachment] = field(default_factory=dict)
    _shown: dict[str, Mapping[str, Any] | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cache.mkdir(parents=True, exist_ok=True)
        try:
            self._known: dict[str, list[int] | None] = json.loads(self._ledger.read_text("utf-8"))
        except (OSError, ValueError):
            self._known = {}

    def shown(self, path: str) -> Mapping[str, Any] | None:
        """What a page needs to show a picture: size and addresses from the portal's root.

        None for what is no picture that can be read.
        """
        if path not in self._shown:
            self._shown[path] = self._show(path)
        return self._shown[path]

    def _show(self, path: str) -> Mapping[str, Any] | None:
        file = self.files.get(path)
        if file is None or not file.digest:
            return None
        if not path.lower().endswith(ENDINGS):
            plain = path.lower().endswith(AS_IT_IS)
            return {"url": path, "width": None, "height": None, "sets": []} if plain else None
        size = self._size(file)
        if size is None:
            return None
        self._used[path] = file
        width, height = size
        widths = _widths(width)
        sets = [
            {
                "type": kind,
                "files": [[f"pictures/{_name(file, one, ending)}", one] for one in widths],
            }
            for ending, (kind, _options) in FORMATS.items()
        ]
        return {"url": path, "width": width, "height": height, "sets": sets}

    def begin(self) -> None:
        """Begin to make what no build has made yet, while articles are looked through."""
        there = {path.name for path in self.cache.iterdir()}
        fresh = {
            _clean(file, path): path
            for path, file in sorted(self.files.items())
            if path.lower().endswith(ENDINGS) and file.digest and _clean(file, path) not in there
        }
        beside(self._make, list(fresh.values()))

    def outputs(self) -> Iterator[Copy]:
        """Every rendition of every picture shown so far, made now where it is missing."""
        used = sorted(self._used.items())
        # The same picture may stand at many paths.
        there = {path.name for path in self.cache.iterdir()}
        missing = {
            _clean(file, path): path
            for path, file in used
            if not there.issuperset((_clean(file, path), *self._names(file).values()))
        }
        # Who has begun comes from the other end.
        spread(self._make, list(missing.values())[::-1], few=2)
        done = set()
        for path, file in used:
            yield Copy(path, self.cache / _clean(file, path), f"{file.digest}-clean{RECIPE}")
            if file.digest not in done:
                done.add(file.digest)
                for name in self._names(file).values():
                    yield Copy(f"pictures/{name}", self.cache / name, name)
        fresh = {one.digest: self._known.get(one.digest) for one in self._used.values()}
        self._ledger.write_text(json.dumps(fresh, sort_keys=True), encoding="utf-8")

    @property
    def _ledger(self) -> Path:
        return self.cache / "sizes.json"

    def _size(self, file: Attachment) -> tuple[int, int] | None:
        """Width and height as shown, None where it cannot be read."""
        if file.digest not in self._known:
            size = _measured(self.content / file.path)
            self._known[file.digest] = list(size) if size else None
        known = self._known[file.digest]
        return (known[0], known[1]) if known else None

    def _names(self, file: Attachment) -> Mapping[tuple[int, str], str]:
        """The names of a picture's renditions, by width and ending."""
        size = self._size(file)
        widths = _widths(size[0]) if size else []
        return {
            (width, ending): _name(file, width, ending) for width in widths for ending in FORMATS
        }

    def _make(self, path: str) -> None:
        """Make what is missing of a picture."""
        file = self.files[path]
        clean = self.cache / _clean(file, path)
        names = self._names(file)
        missing = {key for key, name in names.items() if not (self.cache / name).exists()}
        if not missing and clean.exists():
            return
        with Image.open(self.content / path) as image:
            upright = _upright(image)
            if not clean.exists():
                _write(upright, clean, image.format or "JPEG")
        whole = upright.convert("RGB")
        for width in sorted({width for width, _ending in missing}):
            height = round(whole.height * width / whole.width)
            small = whole.resize((width, height), Image.Resampling.LANCZOS)
            for ending, (_kind, options) in FORMATS.items():
                target = self.cache / names[width, ending]
                _write(small, target, "JPEG" if ending == "jpg" else ending.upper(), options)


def _clean(file: Attachment, path: str) -> str:
    """The name of a picture's own bytes without what its camera noted."""
    return f"{file.digest}-{RECIPE}{Path(path).suffix.lower()}"


def _name(file: Attachment, width: int, ending: str) -> str:
    return f"{file.digest[:16]}-{width}-{RECIPE}.{ending}"


def _widths(width: int) -> list[int]:
    """The widths to offer: the fixed ones that are clearly smaller, or the picture's own."""
    return [one for one in WIDTHS if one <= width] or [width]


def _measured(path: Path) -> tuple[int, int] | None:
    try:
        with Image.open(path) as image:
            width, height = image.size
            if width * height > _MOST_PIXELS:
                return None
            image.load()
            sideways = image.getexif().get(0x0112) in _SIDEWAYS
    except (OSError, ValueError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    return (height, width) if sideways else (width, height)


def _upright(image: Image.Image) -> Image.Image:
    """The picture turned as its camera meant it, all else that was noted forgotten."""
    turned = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    turned.info = {"icc_profile": profile} if profile else {}
    return turned


def _write(
    image: Image.Image, target: Path, kind: str, options: Mapping[str, Any] | None = None
) -> None:
    """Write all or nothing; nothing but pixels and colour profile goes in."""
    chosen = options or ({"quality": 90, "progressive": True} if kind == "JPEG" else {})
    # The same picture may stand at two paths, and two processes be at it.
    draft = target.with_name(f".{os.getpid()}-{target.name}")
    image.save(draft, kind, icc_profile=image.info.get("icc_profile"), **chosen)
    draft.replace(target)
