"""Looks at a finished build as a stranger would, before it becomes public."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

from selectolax.lexbor import LexborHTMLParser

from pipelines.core.case import Case
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding, Place, Weight
from pipelines.core.messages import _
from pipelines.core.spread import spread
from pipelines.release import leaks as leakage
from pipelines.release import looked as memories
from pipelines.release import media as kinds
from pipelines.release.build import Built
from pipelines.release.leaks import (
    PARTS,
    Leak,
    Secret,
    Withheld,
    leaks,
    needle,
    unpacked,
)
from pipelines.release.looked import Looked, mark
from pipelines.release.manifest import Manifest
from pipelines.release.markers import marker
from pipelines.release.media import MEDIA, media

FEW = 200
"""So many files are read here and now; more are worth a second process."""

_DATA = {"application/json", "application/ld+json"}
_READERS = (__file__, leakage.__file__, kinds.__file__)


@dataclass
class _Site:
    """The output, what was known of it, and what has been learnt on the way."""

    output: Path
    manifest: Manifest
    before: Looked
    sound: set[str] = field(default_factory=set)
    sought: set[str] = field(default_factory=set)
    clean: set[str] = field(default_factory=set)


def complete(built: Built, case: Case) -> Iterator[Finding]:
    """What was read is what was built, article by article."""
    for path in sorted(built.articles.keys() ^ case.by_path.keys()):
        yield _finding(
            "REL101", "what-was-read-is-what-was-built", path, _("the article changed meanwhile")
        )


def verify(
    output: Path,
    manifest: Manifest,
    withheld: Withheld,
    private: Iterable[Path] = (),
    memory: Path | None = None,
) -> list[Finding]:
    """Everything wrong with the files of an output; none of them may be released then.

    `withheld` is what must not stand in them, nor may the names of `private` folders of
    this machine.
    `memory` is a file in which one call leaves what it found sound for the
    next, which then looks at the rest only and answers the same.
    """
    site = _Site(output, manifest, memories.recall(memory, _READERS))
    checks = (_known_kinds(site), _sound(site), _nothing_leaks(site, withheld, private))
    found = [finding for check in checks for finding in check]
    after = Looked(frozenset(site.sound), frozenset(site.sought), frozenset(site.clean))
    memories.keep(memory, _READERS, after)
    return sorted(found, key=lambda finding: finding.order)


def _finding(rule: str, name: str, path: str, message: str, *clauses: str) -> Finding:
    return Finding(rule, name, Weight.BLOCKS, Place(f"output/{path}"), message, clauses)


def _known_kinds(site: _Site) -> Iterator[Finding]:
    """Only kinds of file that we know are public: no source map, no backup, no stray file."""
    for path in sorted(site.manifest.files):
        strange = site.manifest.files[path].media is None or media(path) is None
        hidden = any(part.startswith(".") for part in path.split("/")) and not marker(path)
        if strange or hidden:
            yield _finding(
                "REL102",
                "only-known-kinds-of-file",
                path,
                _("this kind of file is not published; known are: {known}").format(
                    known=" ".join(sorted(MEDIA))
                ),
            )


def _sound(site: _Site) -> Iterator[Finding]:
    """Every file can be read, and holds nothing that the content security policy forbids.

    Browsers would leave that out.
    """
    names = {
        path: _name(site, path)
        for path in sorted(site.manifest.files)
        if media(path) is not None and not marker(path)
    }
    fresh = [path for path, name in names.items() if name not in site.before.sound]
    faults = dict(zip(fresh, spread(partial(_faults, site), fresh, FEW), strict=True))
    site.sound |= {name for path, name in names.items() if not faults.get(path)}
    for path, found in faults.items():
        for rule, why in found:
            if rule == "REL103":
                name, said = "every-file-can-be-read", _("cannot be read: {why}").format(why=why)
            else:
                name = "within-the-content-security-policy"
                said = _("the web server's policy forbids {tag} inside a page").format(tag=why)
            yield _finding(rule, name, path, said)


def _name(site: _Site, path: str) -> str:
    """A file with all that its soundness depends on: its bytes, and those it was packed from."""
    files = site.manifest.files
    name = f"{path} {files[path].digest}"
    original = files.get(path.removesuffix(".gz").removesuffix(".br"))
    return name if original is files[path] or original is None else f"{name} {original.digest}"


def _faults(site: _Site, path: str) -> list[tuple[str, str]]:
    """The rule and the words on each fault of one file."""
    try:
        return [("REL104", tag) for tag in _read(site, path, (site.output / path).read_bytes())]
    except (ValueError, ET.ParseError, HouseError) as error:
        return [("REL103", str(error))]


def _read(site: _Site, path: str, raw: bytes) -> list[str]:
    """Read a file as its ending says; gives the forbidden elements of a page."""
    match Path(path).suffix.lower():
        case ".html":
            return _read_page(raw)
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
    return []


def _read_page(raw: bytes) -> list[str]:
    tree = LexborHTMLParser(raw.decode("utf-8"))
    title = tree.css_first("title")
    if title is None or not title.text(strip=True):
        raise ValueError(_("the page has no title"))
    inside = tree.css("script:not([src]), style")
    return [f"<{node.tag}>" for node in inside if node.attributes.get("type") not in _DATA]


def _nothing_leaks(site: _Site, withheld: Withheld, private: Iterable[Path]) -> Iterator[Finding]:
    """Nothing of a withheld article stands in the output, and no place on our machines."""
    name = "nothing-withheld-leaks"
    files = withheld.files
    for path, file in sorted(site.manifest.files.items()):
        if file.size and file.digest in files:
            said = _("holds {file}, which belongs to no public article")
            yield _finding(
                "REL105", name, path, said.format(file=files[file.digest]), "CZ-14", "CZ-05e"
            )
    places = [Secret("", "place", str(path.resolve())) for path in private]
    # A packed file holds what its original holds; that was looked at before.
    packed = {f"{path}{ending}" for path in site.manifest.files for ending in (".gz", ".br")}
    paths = [path for path in sorted(site.manifest.files.keys() - packed) if not marker(path)]
    for leak in _leaks(site, paths, [*withheld.texts, *places]):
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


def _leaks(site: _Site, paths: Iterable[str], wanted: Iterable[Secret]) -> list[Leak]:
    """Where secrets stand; in what was clean before, only new ones are looked for."""
    names = {path: f"{path} {site.manifest.files[path].digest}" for path in paths}
    by_mark = {mark(needle(secret)): secret for secret in wanted}
    new = [secret for known, secret in by_mark.items() if known not in site.before.sought]
    known = [path for path, name in names.items() if name in site.before.clean]
    fresh = [path for path, name in names.items() if name not in site.before.clean]
    found = [
        *leaks(site.output, fresh, by_mark.values()),
        *leaks(site.output, known, new),
    ]
    site.sought |= by_mark.keys()
    site.clean |= set(names.values()) - {names[leak.path] for leak in found}
    return found
