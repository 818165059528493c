"""Small sites to release in tests: every file says which version of the site it belongs to."""

from datetime import datetime
from pathlib import Path

from pipelines.release import manifest as manifests
from pipelines.release import target as targets
from pipelines.release.manifest import Manifest
from pipelines.release.target import Target

NOW = datetime.fromisoformat("2026-11-20 09:30")
PAGES = ("index.html", "union-news/index.html", "union-news/a.html", "notices/b.html", "feed.xml")
ALIKE = {"theme/portal.css": "body { color: #222 }\n", "robots.txt": "User-agent: *\n"}
"""Files that no version changes."""


def site(folder: Path, version: str) -> Manifest:
    """Write a version of the site; gives its manifest."""
    pages = dict.fromkeys(PAGES, f"<title>{version}</title>\n" + f"{version}\n" * 2000)
    for path, text in {**pages, **ALIKE}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return manifests.read(folder)


def released(target: Target, folder: Path, version: str) -> str:
    """Publish a version as the pipeline does; gives the release's name."""
    manifest = site(folder / version, version)
    with target.locked():
        name = targets.publish(target, manifest, folder / version, NOW)
        targets.keep(target, 3)
    return name


def version_of(text: str) -> str:
    """Which version an answer belongs to; fails when it is not wholly that one."""
    title, *lines = text.splitlines()
    version = title.removeprefix("<title>").removesuffix("</title>")
    assert lines == [version] * 2000
    return version


def public(folder: Path) -> str:
    """Which version is public at a folder; fails when it is not wholly that one."""
    there = (folder / "current").resolve(strict=True)
    manifest = manifests.read(there)
    assert manifest.id == targets.release_of(there.name)
    versions = {version_of((there / page).read_text("utf-8")) for page in PAGES}
    assert len(versions) == 1
    return versions.pop()
