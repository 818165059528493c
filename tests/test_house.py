"""The house keeps its order: who imports whom, who reads the clock, what must not stand."""

import ast
import graphlib
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.kit import KIT, names

TOPS = ("pipelines", "plugins", "scripts")

DOCUMENTS = {
    "docx": "official documents",
    "openpyxl": "registers and workbooks",
    "pypdf": "PDF files",
}
SIDE_BY_SIDE = {f"pipelines.{room}" for room in ("gather", "rules", "forge", "release", "reports")}


class Room(NamedTuple):
    """What a room may import besides itself and the standard library."""

    rooms: set[str]
    libraries: dict[str, str]
    """Each library with its reason."""


TABLE = {
    "pipelines.core": Room(
        set(),
        {
            "pydantic": "strict, frozen models",
            "yaml": "the event parser under our reader",
            "chinese_calendar": "calendar data",
            "babel": "reads the catalogue as translators keep it, without a compiled copy",
            "daachorse": "the lexicons' words in one pass; no wheel for ARM servers",
            "ahocorasick_rs": "the same on ARM servers",
            "numpy": "one table look-up a text instead of one a character",
            "opencc": "traditional script as simplified",
            "css_inline": "the WeChat edition, which rules measure and releases write",
        },
    ),
    "pipelines.gather": Room(
        {"pipelines.core"},
        DOCUMENTS
        | {
            "git": "proposals as Git objects",
            "httpx": "outside links, the live site",
            "PIL": "the size of images",
            "pydantic": "its version, on which what is kept of articles depends",
            "yaml": "the same",
            "pyromark": "links and images of a body, with their ranges",
            "selectolax": "text and links of pages",
            "tldextract": "the registered domain of a link",
        },
    ),
    "pipelines.rules": Room(
        {"pipelines.core"},
        {
            "autocorrect_py": "punctuation of Chinese prose",
            "pypinyin": "what sounds alike",
            "stdnum": "checksums of numbers that identify a person or a card",
        },
    ),
    "pipelines.forge": Room(
        {"pipelines.core"},
        {"httpx": "the hosts' APIs", "pydantic": "the shapes of answers and of written proposals"},
    ),
    "pipelines.release": Room(
        {"pipelines.core", "pipelines.gather"},
        {
            "ahocorasick_rs": "all that is withheld, looked for in one pass",
            "brotli": "pages compressed once",
            "httpx": "the WeChat platform's API",
            "pagefind": "the search index",
            "PIL": "pictures and covers as the WeChat platform takes them",
            "selectolax": "finished pages",
        },
    ),
    "pipelines.reports": Room(
        {"pipelines.core"}, DOCUMENTS | {"babel": "dates and numbers as an office writes them"}
    ),
    "plugins": Room(
        {"pipelines.core"},
        {
            "pelican": "what they are plugins of",
            "blinker": "Pelican's signals",
            "jinja2": "Pelican's templates",
            "markupsafe": "the same",
            "pyromark": "the one Markdown parser",
            "selectolax": "finished pages",
            "PIL": "smaller images",
            "zxingcpp": "QR codes",
            "opencc": "the edition in traditional script",
        },
    ),
    "pipelines": Room(
        {"pipelines.core", *SIDE_BY_SIDE}, {"watchfiles": "sees at once what was saved"}
    ),
    "scripts": Room(
        {"pipelines", "pipelines.core", *SIDE_BY_SIDE},
        {
            "pypinyin": "a title as an address",
            "playwright": "the handbooks' pictures",
            "PIL": "the same, made small",
            "yaml": "the benchmark's articles, and the same for other generators",
        },
    ),
}

# Rules touch nothing; core touches files alone. So neither has a use for these.
NO_USE_FOR = {
    "pipelines.core": {"asyncio", "http", "random", "secrets", "socket", "ssl", "subprocess"},
    "pipelines.rules": {
        *{"asyncio", "http", "random", "secrets", "socket", "ssl", "subprocess"},
        *{"glob", "io", "os", "shutil", "sys", "tempfile", "threading"},
    },
}

COMPOSITION_POINTS = {"pipelines", "scripts"}
"""The rooms that read the clock and the environment, and hand both on as values."""

LONG = 300
LONG_FOR_A_REASON: dict[str, str] = {}


class Module(NamedTuple):
    """A Python file of ours."""

    path: Path

    @property
    def name(self) -> str:
        """The path from the root."""
        return self.path.relative_to(KIT).as_posix()

    @property
    def room(self) -> str:
        """The room it stands in; pipelines/*.py are a room of their own."""
        parts = self.name.split("/")
        return ".".join(parts[:2]) if parts[0] == "pipelines" and len(parts) > 2 else parts[0]

    @property
    def text(self) -> str:
        """The source."""
        return self.path.read_text(encoding="utf-8")


MODULES = [Module(path) for top in TOPS for path in sorted((KIT / top).rglob("*.py"))]
each_module = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)


@cache
def nodes(path: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))))


def imports(module: Module) -> Iterator[tuple[int, str]]:
    """Give the line and dotted name of every import, wherever it stands in the module."""
    for node in nodes(module.path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield node.lineno, inner if is_module(inner) else f"{node.module}"


def is_module(dotted: str) -> bool:
    path = KIT / dotted.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


def room_imported(dotted: str) -> str:
    first, *rest = dotted.split(".")
    inside = first == "pipelines" and rest and (KIT / first / rest[0]).is_dir()
    return f"{first}.{rest[0]}" if inside else first


def is_ours(dotted: str) -> bool:
    return dotted.partition(".")[0] in {*TOPS, "tests", "pelicanconf"}


@each_module
def test_a_room_imports_only_the_rooms_that_the_table_allows(module):
    """No arrow runs up the floors, and none sideways but from release to gather."""
    allowed = TABLE[module.room].rooms | {module.room}
    assert [
        f"{module.name}:{line}: {module.room} must not import {dotted}"
        for line, dotted in imports(module)
        if is_ours(dotted) and room_imported(dotted) not in allowed
    ] == []


@each_module
def test_a_room_imports_only_the_libraries_that_the_table_allows(module):
    """A library comes into a room with a reason, or not at all."""
    allowed = sys.stdlib_module_names | TABLE[module.room].libraries.keys()
    refused = NO_USE_FOR.get(module.room, set())
    assert [
        f"{module.name}:{line}: {module.room} must not import {dotted}"
        for line, dotted in imports(module)
        if not is_ours(dotted) and dotted.partition(".")[0] not in allowed - refused
    ] == []


def test_the_rooms_make_no_circle():
    """What the modules really import can be laid out in floors."""
    graph: dict[str, set[str]] = {}
    for module in MODULES:
        reached = {room_imported(name) for _, name in imports(module) if is_ours(name)}
        graph.setdefault(module.room, set()).update(reached - {module.room})
    assert list(graphlib.TopologicalSorter(graph).static_order())


READS_THE_WORLD = re.compile(
    r"(datetime|date)\.(now|today|utcnow)"
    r"|time\.(time|time_ns|localtime|gmtime|ctime)"
    r"|os\.(environ|getenv)"
)


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("datetime.now(tz=UTC)", "datetime.now"),
        ("datetime.datetime.now()", "datetime.now"),
        ("dt.date.today()", "date.today"),
        ("time.time()", "time.time"),
        ("from time import time", "time.time"),
        ("os.environ['HOME']", "os.environ"),
        ("time.monotonic()", None),
        ("date.fromisoformat('2026-11-20')", None),
        ("article.date.today", "date.today"),
        ("self.now()", None),
    ],
)
def test_what_counts_as_reading_the_world(source, read):
    """The clock is the wall's; a stopwatch for time-outs is none."""
    assert [found for _, found in readings(ast.walk(ast.parse(source)))] == [read] * (
        read is not None
    )


def readings(tree: Iterator[ast.AST] | list[ast.AST]) -> Iterator[tuple[int, str]]:
    """Give the line and name of every use of the wall clock or the environment."""
    for node in tree:
        names: list[str] = []
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
            names = [f"{owner}.{node.attr}"]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in filter(READS_THE_WORLD.fullmatch, names):
            yield node.lineno, name


@each_module
def test_only_composition_points_read_the_clock_and_the_environment(module):
    """Today and the settings come in as values, so the same tree gives the same bytes."""
    if module.room in COMPOSITION_POINTS:
        return
    assert [f"{module.name}:{line}: {name}" for line, name in readings(nodes(module.path))] == []


def test_long_modules_explain_themselves():
    """A module past 300 lines splits, or says here why it does not."""
    lengths = {module.name: len(module.text.splitlines()) for module in MODULES}
    long = {name for name, length in lengths.items() if length > LONG}
    assert long == set(LONG_FOR_A_REASON)


IGNORE = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:|pylint:|fmt:\s*off)", re.IGNORECASE)
REASONED = re.compile(
    r"#\s*noqa: [A-Z]+\d+(, ?[A-Z]+\d+)* - \S.+"
    r"|#\s*type: ignore\[[a-z-]+(, ?[a-z-]+)*\]  # \S.+"
    r"|#\s*fmt: off - \S.+"
)


def test_every_ignore_names_its_code_and_reason():
    """`# noqa: CODE - reason`, `# type: ignore[code]  # reason`; nothing is ignored wholesale."""
    sources = [*MODULES, *map(Module, sorted((KIT / "tests").rglob("*.py")))]
    assert [
        f"{source.name}:{number}: {line.strip()}"
        for source in sources
        if source.path != Path(__file__)
        for number, line in enumerate(source.text.splitlines(), start=1)
        if IGNORE.search(line) and not REASONED.search(line)
    ] == []


# The brackets keep these patterns from finding themselves.
MUST_NOT_STAND = re.compile(
    rb"(pythonhosted|pypi|npmjs|npmmirror|crates|golang|maven|debian)[.](org|com|io)"
    rb"|(/[r]oot|/[h]ome/[a-z]+|/[w]ork)/"
    rb"|/tmp/[b]ash_jobs|/[f]arm/|[f]arm-(studio|bench)"
    rb"|[<]{7} |[>]{7} "
)


def test_no_file_names_a_download_address_or_a_machine():
    """Packages are named and held by hash; where they come from is the machine's own setting."""
    found = []
    for name in names():
        for number, line in enumerate((KIT / name).read_bytes().splitlines(), start=1):
            if match := MUST_NOT_STAND.search(line):
                found.append(f"{name}:{number}: {match[0].decode()}")
    assert found == []
