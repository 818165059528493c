"""The theme's style sheets, scripts and pictures."""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from plugins.pages import Copy
from plugins.site import Site


def files(site: Site) -> Iterator[Copy]:
    """Everything below the theme's static folder, at theme/."""
    static = Path(site.theme) / "static"
    for path in sorted(static.rglob("*")):
        if path.is_file():
            digest = blake2b(path.read_bytes(), digest_size=16).hexdigest()
            yield Copy(f"theme/{path.relative_to(static).as_posix()}", path, digest)
