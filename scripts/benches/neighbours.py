"""The same articles as other generators' sites: as many pages, and on each as many links."""

import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path, PurePath
from typing import Any

import yaml

from pipelines.core.charter import Charter, load
from scripts.benches.corpus import Corpus

TEMPLATES = Path(__file__).parent / "templates"
STATEMENTS = (
    *("404", "410", "about-site", "accessibility", "api", "correction", "elder", "feeds", "map"),
    *("search", "statistics", "style"),
)
"""Pages of our theme that are no lists: words about the site, forms, signs."""
PICTURES = {".avif", ".webp", ".jpg", ".png"}
_LINK = re.compile(rb"<a\b[^>]*\bhref=")


def hugo(made: Corpus, root: Path) -> list[str]:
    """Write the corpus as a Hugo site; gives the command that builds it.

    Columns, units, keywords and months are sections and taxonomies of 20 a page,
    lists have feeds, articles name neighbours and the articles that ours name as
    related, policies stand beside their interpretations, and pictures come in the
    formats and widths of ours.
    """
    charter = load(made.charter)
    shutil.copytree(TEMPLATES / "hugo", root)
    for path in made.articles:
        front, body = _read(path)
        folder = root / "content" / path.parent.name
        _page(folder / path.name, _fields(path, front, charter), body)
        if "interpretation" in front:
            both = [path.stem, PurePath(front["interpretation"]).stem]
            _page(folder / f"{_beside(path, front)}.md", {**_apart("beside"), "both": both})
    for name, about in _names(charter):
        _page(root / "content" / name / "_index.md", {"title": about})
    for name in STATEMENTS:
        _page(root / "content" / f"{name}.md", _apart("plain"))
    for picture in made.content.glob("*/*.jpg"):
        target = root / "static" / picture.relative_to(made.content)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(picture, target)
        (root / "assets").mkdir(exist_ok=True)
        shutil.copyfile(picture, root / "assets" / picture.name)
    return [program(), "--source", str(root), "--quiet", "--noBuildLock", "--destination"]


def extent(site: Path) -> dict[str, int]:
    """How large a built site is: its pages, the links on them, its pictures in all sizes."""
    files = [path for path in site.rglob("*") if path.is_file()]
    pages = [path for path in files if path.suffix == ".html"]
    return {
        "pages": len(pages),
        "links": sum(len(_LINK.findall(page.read_bytes())) for page in pages),
        "pictures": sum(path.suffix in PICTURES for path in files),
    }


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
    columns = charter.columns.items()
    yield from ((id_, column.name) for id_, column in columns if column.link is None)
    yield from ((f"units/{unit}", about.name) for unit, about in charter.units.items())


def _fields(path: Path, front: Mapping[str, Any], charter: Charter) -> Mapping[str, Any]:
    """An article's fields as Hugo's theme asks for them."""
    other = front.get("interpretation") or front.get("interprets")
    pair = {"other": PurePath(other).stem, "beside": _beside(path, front)} if other else {}
    return {
        "title": front["title"],
        "date": f"{front['date'].replace(' ', 'T')}:00+08:00",
        "description": front["summary"],
        "keywords": front["keywords"],
        "units": [*charter.lineage(front["unit"])],
        "months": [front["date"][:7]],
        "source": front["source"]["name"],
        "hands": charter.people[front["correspondent"]].name,
        **({"image": front["image"]["file"]} if "image" in front else {}),
        **pair,
    }


def _beside(path: Path, front: Mapping[str, Any]) -> str:
    """The page on which a policy stands beside its interpretation."""
    return f"{PurePath(front.get('interprets') or path.name).stem}-beside"


def _apart(layout: str) -> Mapping[str, Any]:
    """The fields of a page that stands in no list."""
    return {"layout": layout, "build": {"list": "never"}}


def _page(path: Path, fields: Mapping[str, Any], body: str = "") -> None:
    head = yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False)
    _write(path, f"---\n{head}---\n{body}")


def _read(path: Path) -> tuple[Mapping[str, Any], str]:
    """An article's fields and body, whose links lead to pages instead of files."""
    _nothing, head, body = path.read_text("utf-8").split("---\n", 2)
    return yaml.load(head, Loader=yaml.CBaseLoader), body.replace(".md)", ".html)")  # noqa: S506 - all scalars as text, nothing constructed


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
