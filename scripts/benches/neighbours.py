"""The same articles as other generators' sites: as many pages, and on each as many links."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import yaml

from pipelines.core.charter import Charter, load
from scripts.benches.corpus import COLUMNS, Corpus

TEMPLATES = Path(__file__).parent / "templates"


def hugo(made: Corpus, root: Path) -> list[str]:
    """Write the corpus as a Hugo site; gives the command that builds it.

    Columns, units, keywords and months are sections and taxonomies of 20 a page,
    lists have feeds, articles name neighbours and others of their keyword, and pictures
    come in the widths of ours, in the two formats that Hugo writes.
    """
    charter = load(made.charter)
    shutil.copytree(TEMPLATES / "hugo", root)
    for path in made.articles:
        front, body = _read(path)
        column = path.parent.name
        fields = {
            "title": front["title"],
            "date": f"{front['date'].replace(' ', 'T')}:00+08:00",
            "description": front["summary"],
            "keywords": front["keywords"],
            "units": [front["unit"]],
            "months": [front["date"][:7]],
            "source": front["source"]["name"],
            "hands": charter.people[front["correspondent"]].name,
            **({"image": front["image"]["file"]} if "image" in front else {}),
        }
        head = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)
        _write(root / "content" / column / path.name, f"---\n{head}---\n{body}")
    for name, about in _names(charter):
        _write(root / "content" / name / "_index.md", f"---\ntitle: {about}\n---\n")
    for picture in made.content.glob("*/*.jpg"):
        target = root / "static" / picture.relative_to(made.content)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, target)
        (root / "assets").mkdir(exist_ok=True)
        shutil.copyfile(picture, root / "assets" / picture.name)
    return [program(), "--source", str(root), "--quiet", "--noBuildLock", "--destination"]


def program() -> str:
    """Hugo itself, without the Python that its package puts before it."""
    (found,) = Path(str(distribution("hugo").locate_file("hugo/binaries"))).glob("hugo*")
    return str(found)


def pelican(made: Corpus, root: Path) -> list[str]:
    """Write the corpus as a stock Pelican site, its own cache on; gives the command."""
    charter = load(made.charter)
    root.mkdir(parents=True)
    shutil.copyfile(TEMPLATES / "pelicanconf.py", root / "pelicanconf.py")
    for path in made.articles:
        front, body = _read(path)
        column = path.parent.name
        fields = {
            "Title": front["title"],
            "Date": front["date"],
            "Category": charter.columns[column].name,
            "Tags": ", ".join(front["keywords"]),
            "Authors": charter.units[front["unit"]].name,
            "Summary": front["summary"],
            "Slug": path.stem,
        }
        head = "".join(f"{name}: {value}\n" for name, value in fields.items())
        _write(root / "content" / column / path.name, f"{head}\n{body}")
    for picture in made.content.glob("*/*.jpg"):
        shutil.copyfile(picture, root / "content" / picture.relative_to(made.content))
    settings = ("--settings", str(root / "pelicanconf.py"), "--quiet", "--output")
    return [sys.executable, "-m", "pelican", str(root / "content"), *settings]


def _names(charter: Charter) -> Iterator[tuple[str, str]]:
    """Every list's folder and name."""
    yield from ((column, charter.columns[column].name) for column in COLUMNS)
    yield from ((f"units/{unit}", about.name) for unit, about in charter.units.items())


def _read(path: Path) -> tuple[Mapping[str, Any], str]:
    """An article's fields and body, whose links lead to pages instead of files."""
    _nothing, head, body = path.read_text("utf-8").split("---\n", 2)
    return yaml.load(head, Loader=yaml.CBaseLoader), body.replace(".md)", ".html)")  # noqa: S506 - all scalars as text, nothing constructed


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
