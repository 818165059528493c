"""Looks at a finished build as a stranger would, before it becomes public."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from selectolax.lexbor import LexborHTMLParser

from pipelines.core.case import Case
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding, Place, Weight
from pipelines.core.messages import _
from pipelines.release.build import SHOWN, Built
from pipelines.release.leaks import PARTS, Secret, hidden_files, leaks, secrets, unpacked
from pipelines.release.manifest import Manifest
from pipelines.release.media import MEDIA, media
from pipelines.release.nginx import GONE

_DATA = {"application/json", "application/ld+json"}


@dataclass
class _Site:
    """The output with what has been learnt of it on the way."""

    output: Path
    manifest: Manifest
    forbidden: list[tuple[str, str]] = field(default_factory=list)


def verify(
    built: Built, case: Case, content: Path, manifest: Manifest, private: Iterable[Path] = ()
) -> list[Finding]:
    """Everything wrong with an output; nothing of it may be released then.

    `private` are folders of this machine whose names must not stand in it.
    """
    site = _Site(built.output, manifest)
    checks = (
        _complete(built, case),
        _known_kinds(site),
        _readable(site),
        _allowed_by_our_own_policy(site),
        _nothing_leaks(site, case, content, private),
    )
    found = [finding for check in checks for finding in check]
    return sorted(found, key=lambda finding: finding.order)


def _finding(rule: str, name: str, path: str, message: str, *clauses: str) -> Finding:
    return Finding(rule, name, Weight.BLOCKS, Place(f"output/{path}"), message, clauses)


def _complete(built: Built, case: Case) -> Iterator[Finding]:
    """What was read is what was built, article by article."""
    for path in sorted(built.articles.keys() ^ case.by_path.keys()):
        yield _finding(
            "REL101", "what-was-read-is-what-was-built", path, _("the article changed meanwhile")
        )


def _known_kinds(site: _Site) -> Iterator[Finding]:
    """Only kinds of file that we know are public: no source map, no backup, no stray file."""
    for path in sorted(site.manifest.files):
        strange = site.manifest.files[path].media is None or media(path) is None
        hidden = any(part.startswith(".") for part in path.split("/")) and not _gone(path)
        if strange or hidden:
            yield _finding(
                "REL102",
                "only-known-kinds-of-file",
                path,
                _("this kind of file is not published; known are: {known}").format(
                    known=" ".join(sorted(MEDIA))
                ),
            )


def _readable(site: _Site) -> Iterator[Finding]:
    """Every page, feed, map, index and packed file can be read; what is inside pages is noted."""
    for path in sorted(site.manifest.files):
        if media(path) is None or _gone(path):
            continue
        try:
            _read(site, path, (site.output / path).read_bytes())
        except (ValueError, ET.ParseError, HouseError) as error:
            yield _finding(
                "REL103",
                "every-file-can-be-read",
                path,
                _("cannot be read: {why}").format(why=error),
            )


def _read(site: _Site, path: str, raw: bytes) -> None:
    match Path(path).suffix.lower():
        case ".html":
            _read_page(site, path, raw)
        case ".json" | ".webmanifest":
            json.loads(raw)
        case ".xml" | ".svg" | ".atom":
            ET.fromstring(raw)  # noqa: S314 - our own output
        case ".pf_meta" | ".pf_index" | ".pf_fragment" | ".pf_filter" | ".pagefind":
            unpacked(path, raw)
        case ".gz" | ".br":
            plain = path.rpartition(".")[0]
            if (
                plain in site.manifest.files
                and unpacked(path, raw) != (site.output / plain).read_bytes()
            ):
                raise ValueError(_("it does not hold the same as {path}").format(path=plain))
        case _:
            pass


def _read_page(site: _Site, path: str, raw: bytes) -> None:
    tree = LexborHTMLParser(raw.decode("utf-8"))
    title = tree.css_first("title")
    if title is None or not title.text(strip=True):
        raise ValueError(_("the page has no title"))
    for node in tree.css("script:not([src]), style"):
        if node.attributes.get("type") not in _DATA:
            site.forbidden.append((path, f"<{node.tag}>"))


def _allowed_by_our_own_policy(site: _Site) -> Iterator[Finding]:
    """No page holds what the content security policy forbids: browsers would leave it out."""
    for path, tag in site.forbidden:
        yield _finding(
            "REL104",
            "within-the-content-security-policy",
            path,
            _("the web server's policy forbids {tag} inside a page").format(tag=tag),
        )


def _nothing_leaks(
    site: _Site, case: Case, content: Path, private: Iterable[Path]
) -> Iterator[Finding]:
    """Nothing of a withheld article stands in the output, and no place on our machines."""
    name = "nothing-withheld-leaks"
    files = hidden_files(case, content)
    for path, file in sorted(site.manifest.files.items()):
        if file.size and file.digest in files:
            said = _("holds {file}, which belongs to no public article")
            yield _finding(
                "REL105", name, path, said.format(file=files[file.digest]), "CZ-14", "CZ-05e"
            )
    places = [Secret("", "place", str(path.resolve())) for path in private]
    # A packed file holds what its original holds; that was looked at before.
    packed = {f"{path}{ending}" for path in site.manifest.files for ending in (".gz", ".br")}
    paths = [path for path in sorted(site.manifest.files.keys() - packed) if not _gone(path)]
    for leak in leaks(site.output, paths, [*secrets(case), *places]):
        if leak.secret.part == "place":
            said = _("names a folder of this machine: {folder}")
            yield _finding(
                "REL106",
                "no-place-on-our-machines",
                leak.path,
                said.format(folder=leak.secret.text),
            )
        else:
            said = _("holds the {part} of {article}, which is not public: “{text}”")
            message = said.format(
                part=_(PARTS[leak.secret.part]), article=leak.secret.article, text=leak.secret.text
            )
            yield _finding("REL105", name, leak.path, message, "CZ-14", "CZ-05e")


def _gone(path: str) -> bool:
    return path.startswith(f"{GONE}/")


def mark_gone(built: Built) -> None:
    """Leave an empty file for each page that was public once, for the web server's 410."""
    for path, why in built.articles.items():
        if why in SHOWN and why.value != "public":
            marker = built.output / GONE / f"{path.removesuffix('.md')}.html"
            marker.parent.mkdir(parents=True, exist_ok=True)
            marker.touch()
