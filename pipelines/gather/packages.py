"""Text and properties of what is a zip file inside: docx, xlsx, pptx, ofd, and archives."""

import re
from collections.abc import Mapping

from pipelines.core.article import Passage, Trouble
from pipelines.core.messages import _
from pipelines.gather import pdf, pictures, sheets
from pipelines.gather.package import BROKEN, Contents, Package, TooLargeError, nothing

_TEXT = frozenset({"t", "delText", "instrText", "TextCode", "v"})
MAX_DEPTH = 2
"""Archives inside archives that are opened."""
_HEARTS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
    ("META-INF/MANIFEST.MF", "jar"),
    ("AndroidManifest.xml", "apk"),
)
_PROPERTIES = {
    "creator": "author",
    "Manager": "author",
    "lastModifiedBy": "editor",
    "Company": "company",
    "title": "title",
    "subject": "subject",
    "keywords": "keywords",
    "category": "keywords",
    "description": "comment",
    "lpwstr": "comment",
    "bstr": "comment",
}
_SIDE_PARTS = re.compile(
    r"word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml"
    r"|xl/(?:comments|drawings/drawing)\d*\.xml|ppt/notesSlides/notesSlide(?P<notes>\d+)\.xml"
    r"|(?:word|ppt|xl)/(?:charts|diagrams)/\w+\.xml"
)
_PICTURES = re.compile(r"(?:word|xl|ppt)/media/[^/]+\.(?:jpe?g|png|webp|tiff?)", re.IGNORECASE)
_EMBEDDED = re.compile(r"(?:word|xl|ppt)/embeddings/[^/]+\.(?:docx|xlsx|pptx)", re.IGNORECASE)
_READABLE = re.compile(
    r"\.(?:docx|xlsx|pptx|ofd|zip|pdf|txt|csv|md|html?|jpe?g|png)$", re.IGNORECASE
)


def read(raw: bytes, depth: int = 0) -> tuple[str, Contents]:
    """What kind of package this is, and what stands in it."""
    contents = Contents()
    kind = "zip"
    try:
        package = Package(raw)
        kind = _kind(package)
        if package.encrypted:
            contents.trouble = Trouble.ENCRYPTED
            contents.texts = [Passage(_("names of files"), "\n".join(package.names))]
        else:
            _fill(contents, package, kind, depth)
    except TooLargeError:
        contents.trouble = Trouble.TOO_LARGE
    except BROKEN:
        contents.trouble = Trouble.DAMAGED
    return kind, contents


def _kind(package: Package) -> str:
    names = set(package.names)
    for heart, kind in _HEARTS:
        if heart in names:
            macros = kind in {"docx", "xlsx", "pptx"} and any(
                name.endswith("vbaProject.bin") for name in names
            )
            return kind[:-1] + "m" if macros else kind
    return "zip"


def _fill(contents: Contents, package: Package, kind: str, depth: int) -> None:
    if kind == "zip":
        _archive(contents, package, depth)
        return
    if kind in {"docx", "docm"}:
        _flowing(contents, package, "word/document.xml")
    elif kind in {"xlsx", "xlsm"}:
        sheets.read(contents, package)
    elif kind in {"pptx", "pptm"}:
        _slides(contents, package)
    elif kind == "ofd":
        _fixed(contents, package)
    for name in package.names:
        _side(contents, package, name, depth)


def _side(contents: Contents, package: Package, name: str, depth: int) -> None:
    """What stands beside the main text: notes, comments, properties, links, pictures."""
    if side := _SIDE_PARTS.fullmatch(name):
        notes = side["notes"]
        where = _("notes of slide {number}").format(number=notes) if notes else _part(name)
        contents.say(where, text_of(package, name))
    elif name.startswith("docProps/") and name.endswith(".xml"):
        _properties(contents, package, name)
    elif name.endswith(".rels"):
        _links(contents, package, name)
    elif _PICTURES.fullmatch(name):
        contents.metadata += pictures.read(package.read(name)).metadata
    elif _EMBEDDED.fullmatch(name) and depth < MAX_DEPTH:
        _inner(contents, name, package.read(name), depth)


def _part(name: str) -> str:
    for sign, shown in (
        ("header", _("header")),
        ("footer", _("footer")),
        ("note", _("notes")),
        ("comment", _("comments")),
    ):
        if sign in name:
            return shown
    return _("drawings")


def text_of(package: Package, name: str) -> str:
    """The text of a part, a line for each paragraph."""
    return "".join("".join(page) for page in _pages(package, name))


def _pages(package: Package, name: str) -> list[list[str]]:
    """The text of a part in pieces, by the page breaks that were typed or last shown."""
    reading = _Reading()
    package.parse(name, reading.start, reading.text, reading.end)
    return reading.pages


class _Reading:
    """Collects what stands in text elements."""

    def __init__(self) -> None:
        self.pages: list[list[str]] = [[]]
        self._inside = 0

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag in _TEXT:
            self._inside += 1
        elif tag == "lastRenderedPageBreak" or (tag == "br" and given.get("type") == "page"):
            self.pages.append([])
        elif tag in {"tab", "br", "tc"}:
            self.text("\t" if tag == "tab" else "\n", anywhere=True)
        elif tag == "docPr" and (alt := given.get("descr")):
            self.text(f"\n{alt}\n", anywhere=True)

    def text(self, piece: str, *, anywhere: bool = False) -> None:
        if self._inside or anywhere:
            self.pages[-1].append(piece)

    def end(self, tag: str) -> None:
        if tag in _TEXT:
            self._inside -= 1
        elif tag in {"p", "TextObject"}:
            self.text("\n", anywhere=True)


def _flowing(contents: Contents, package: Package, name: str) -> None:
    for number, pieces in enumerate(_pages(package, name), start=1):
        contents.say(_page(number), "".join(pieces))


def _page(number: int) -> str:
    return _("page {number}").format(number=number)


def _numbered(package: Package, pattern: str) -> list[tuple[int, str]]:
    found = ((re.fullmatch(pattern, name), name) for name in package.names)
    return sorted((int(match[1]), name) for match, name in found if match)


def _slides(contents: Contents, package: Package) -> None:
    for number, name in _numbered(package, r"ppt/slides/slide(\d{1,6})\.xml"):
        contents.say(_("slide {number}").format(number=number), text_of(package, name))


def _fixed(contents: Contents, package: Package) -> None:
    for number, name in _numbered(package, r"(?:.*/)?Pages/Page_(\d{1,6})/Content\.xml"):
        contents.say(_page(number + 1), text_of(package, name))


def _properties(contents: Contents, package: Package, name: str) -> None:
    current: list[str] = []

    def start(tag: str, given: Mapping[str, str]) -> None:  # noqa: ARG001 - the parser gives both
        current.append(tag)

    def text(piece: str) -> None:
        if current and current[-1] in _PROPERTIES:
            contents.note(_PROPERTIES[current[-1]], piece)

    def end(tag: str) -> None:
        if tag in current:
            current.remove(tag)

    package.parse(name, start, text, end)


def _links(contents: Contents, package: Package, name: str) -> None:
    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship" and given.get("TargetMode") == "External":
            contents.say(_("links"), given.get("Target", ""))

    package.parse(name, start, nothing, nothing)


def _archive(contents: Contents, package: Package, depth: int) -> None:
    contents.say(_("names of files"), "\n".join(package.names))
    for name in package.names:
        if _READABLE.search(name):
            if depth < MAX_DEPTH:
                _inner(contents, name, package.read(name), depth)
            else:
                contents.trouble = Trouble.TOO_LARGE
        elif not name.endswith("/"):
            package.read(name)  # a bomb is a bomb whatever its name


def _inner(contents: Contents, name: str, raw: bytes, depth: int) -> None:
    """A file inside a file: its passages, each with its own name before the page."""
    if raw.startswith(b"PK"):
        inner = read(raw, depth + 1)[1]
    elif raw.startswith(b"%PDF-"):
        inner = pdf.read(raw)
    elif raw.startswith((b"\xff\xd8\xff", b"\x89PNG")):
        inner = pictures.read(raw)
    else:
        inner = Contents([Passage("", raw.decode("utf-8", "replace"))])
    contents.texts += [Passage(f"{name} {where}".rstrip(), text) for where, text in inner.texts]
    contents.metadata += inner.metadata
    contents.trouble = contents.trouble or inner.trouble
