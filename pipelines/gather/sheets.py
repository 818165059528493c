"""Text of workbooks, sheet by sheet, row by row."""

import posixpath
from collections.abc import Mapping

from pipelines.gather.package import Contents, Package, nothing


def read(contents: Contents, package: Package) -> None:
    """The cells of every sheet, hidden ones too: a line for each row, a tab between cells.

    Raises what `Package.parse` raises.
    """
    shared = _shared(package) if "xl/sharedStrings.xml" in package.names else []
    targets = _targets(package)
    for name, relation in _named(package):
        path = posixpath.normpath(posixpath.join("xl", targets.get(relation, "")))
        path = path.removeprefix("xl/xl/") if path.startswith("xl/xl/") else path.lstrip("/")
        if path in package.names:
            contents.say(name, name + "\n" + _cells(package, path, shared))


def _named(package: Package) -> list[tuple[str, str]]:
    """Each sheet's name with the id of its part."""
    sheets: list[tuple[str, str]] = []

    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag == "sheet":
            sheets.append((given.get("name", ""), given.get("id", "")))

    package.parse("xl/workbook.xml", start, nothing, nothing)
    return sheets


def _targets(package: Package) -> dict[str, str]:
    targets: dict[str, str] = {}

    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship":
            target = given.get("Target", "")
            targets[given.get("Id", "")] = (
                f"../{target.lstrip('/')}" if target[:1] == "/" else target
            )

    package.parse("xl/_rels/workbook.xml.rels", start, nothing, nothing)
    return targets


def _shared(package: Package) -> list[str]:
    """The strings that cells point to by number."""
    strings: list[list[str]] = []
    inside = False

    def start(tag: str, given: Mapping[str, str]) -> None:  # noqa: ARG001 - the parser gives both
        nonlocal inside
        if tag == "si":
            strings.append([])
        inside = tag == "t"

    def text(piece: str) -> None:
        if inside and strings:
            strings[-1].append(piece)

    def end(tag: str) -> None:  # noqa: ARG001 - whatever ends, no text goes on
        nonlocal inside
        inside = False

    package.parse("xl/sharedStrings.xml", start, text, end)
    return ["".join(pieces) for pieces in strings]


def _cells(package: Package, path: str, shared: list[str]) -> str:
    pieces: list[str] = []
    kind = ""
    value: list[str] | None = None

    def start(tag: str, given: Mapping[str, str]) -> None:
        nonlocal kind, value
        if tag == "c":
            kind = given.get("t", "n")
        elif tag in {"v", "t", "f"}:
            value = []

    def text(piece: str) -> None:
        if value is not None:
            value.append(piece)

    def end(tag: str) -> None:
        nonlocal value
        if tag in {"v", "t", "f"} and value is not None:
            pieces.append(_shown("".join(value), kind if tag == "v" else "", shared))
            value = None
        elif tag == "c":
            pieces.append("\t")
        elif tag == "row":
            pieces.append("\n")

    package.parse(path, start, text, end)
    return "".join(pieces)


def _shown(value: str, kind: str, shared: list[str]) -> str:
    if kind != "s":
        return value
    number = int(value)
    return shared[number] if 0 <= number < len(shared) else ""
