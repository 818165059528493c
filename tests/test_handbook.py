"""What handbooks and READMEs say works: followed word for word, by a newcomer who has nothing yet.

A fence marked `sh` is run line by line; a line that says `# 返回 1` or `# exits 1` ends with 1.
Words after `sh` are the reason for which it is not run. A line “`PATH`：” writes the fence below it
to a file, “在 `PATH` 末尾加上：” adds it to one.
"""

import os
import re
import shlex
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines.adopt import adopt
from pipelines.handbook import page
from scripts import environment
from scripts.verbs import VERBS
from scripts.verbs.__main__ import _parser
from tests.kit import KIT, copy
from tests.regulations.federations import SINCE, UNITS

HANDBOOK = KIT / "docs" / "handbook"
IN_A_PORTAL = [HANDBOOK / "correspondent.md", HANDBOOK / "reviewer.md"]
"""Books for people of a portal that stands already."""
IN_THE_KIT = [
    HANDBOOK / "administrator.md",
    *(KIT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")),
    KIT / "docs/private-repository/README.md",
    KIT / "pipelines/release/README.md",
]
"""Documents that somebody follows who has cloned the kit."""
BOOKS = [*IN_A_PORTAL, *IN_THE_KIT]
_FENCE = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"^(?:在 )?`([^`]+)`( 末尾加上)?：$")
_INLINE = re.compile(r"`scripts/portal ([^`]+)`")
_STATUS = re.compile(r"# (?:返回|exits) (\d)")
_AND_THEN = 'code=$?; pwd >"$TOLD"; exit $code'
_OTHERS = {"cd", "cp", "echo", "git", "ls", "mkdir", "npm", "rsync", "scripts/test", "touch"}
"""Commands besides ours that a document may ask for."""


class Step(NamedTuple):
    """A line to run, or a text to write to a file; `why` it is not run."""

    line: str = ""
    why: str = ""
    path: str = ""
    text: str = ""
    add: bool = False


def steps(book: Path) -> Iterator[Step]:
    """What a document tells its reader to do, in order."""
    text = book.read_text(encoding="utf-8")
    for fence in _FENCE.finditer(text):
        kind, why, body = fence.groups()
        before = text[: fence.start()].rstrip("\n").rpartition("\n")[2]
        if kind == "sh":
            yield from (Step(line, why or "") for line in body.split("\n") if line)
        elif named := _FILE.match(before):
            yield Step(path=named[1], text=body, add=named[2] is not None)


def furnish(folder: Path) -> None:
    """An environment as the first start makes it, from the packages that are here already."""
    if not (folder / "scripts/portal").exists() or (folder / ".venv").exists():
        return
    venv = folder / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    here = sysconfig.get_path("purelib", vars={"base": str(venv)})
    (Path(here) / "kit.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    lock = folder / environment.RUN
    (venv / "made").write_text(environment.identity(venv), encoding="utf-8")
    environment.stamp(venv, lock).write_text(environment.digest(lock), encoding="utf-8")


def follow(book: Path, folder: Path) -> Path:
    """Do what a document says, from `folder` on; gives the folder where that ends."""
    told = folder.parent / "pwd"
    for step in steps(book):
        furnish(folder)
        if step.path:
            file = folder / step.path
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("a" if step.add else "w", encoding="utf-8") as written:
                written.write(step.text)
        elif not step.why:
            done = subprocess.run(
                [
                    "bash",
                    "-uo",
                    "pipefail",
                    "-c",
                    f'{step.line}\ncode=$?\npwd >"$TOLD"\nexit $code',
                ],
                cwd=folder,
                env=os.environ | {"TOLD": str(told), "GIT_CONFIG_GLOBAL": os.devnull},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
            wanted = _STATUS.search(step.line)
            assert done.returncode == int(wanted[1] if wanted else 0), (
                f"{book.name}: {step.line}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
            )
            folder = Path(told.read_text(encoding="utf-8").strip())
    return folder


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    """A portal that stands already, with the article that the correspondents' handbook writes."""
    folder = tmp_path / "portal"
    adopt(KIT, folder, "changzhou", "某市总工会", "www.example.org", UNITS, SINCE)
    (article,) = (one for one in steps(IN_A_PORTAL[0]) if one.path)
    (folder / article.path).write_text(article.text, encoding="utf-8")
    return folder


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A fresh copy of the kit: what a clone would hold."""
    copy(tmp_path / "kit")
    return tmp_path / "kit"


def test_no_document_is_forgotten() -> None:
    """Whatever document has commands in it is one of these."""
    listed = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=KIT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    texts = {KIT / name: (KIT / name).read_text("utf-8") for name in listed if name}
    told = {path for path in texts if any(step.line for step in steps(path))}
    assert told <= set(BOOKS)
    loose = re.compile(r"^```\n(?:scripts/|git |\$ )", re.MULTILINE)
    assert [path.name for path, text in texts.items() if loose.search(text)] == []


@pytest.mark.parametrize("book", IN_A_PORTAL, ids=lambda book: book.stem)
def test_what_correspondents_and_reviewers_do(book: Path, portal: Path) -> None:
    """Every command of their handbooks, in a portal of their own."""
    assert follow(book, portal) == portal


@pytest.mark.campaign
@pytest.mark.parametrize("book", IN_THE_KIT, ids=lambda book: f"{book.parent.name}/{book.name}")
def test_what_newcomers_do(book: Path, kit: Path) -> None:
    """From `new portal` to a published first article, as the administrators' handbook says."""
    end = follow(book, kit)
    if book.stem == "administrator":
        for site in ("site/current", "pages"):
            shown = (end.parent / site / "grassroots/2026-11-20-warmth.html").read_text("utf-8")
            assert "北区总工会慰问一线职工</h1>" in shown
        assert (end.parent / "逐条落实.xlsx").stat().st_size > 10_000


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: f"{book.parent.name}/{book.name}")
def test_commands_are_spelt_right(book: Path) -> None:
    """Run or not, in a fence or in a sentence: the verb and its options exist."""
    lines = [step.line for step in steps(book) if step.line]
    inline = [f"scripts/portal {text}" for text in _INLINE.findall(book.read_text("utf-8"))]
    for line in (*lines, *inline):
        program, _space, rest = line.partition(" ")
        words = shlex.split(re.split(r" [>#]", rest)[0]) if program == "scripts/portal" else []
        if not words:
            assert program in _OTHERS, line
        elif words[0] in VERBS and len(words) > 1:
            module = import_module(f"scripts.verbs.{words[0]}")
            _parser(words[0], module).parse_args(words[1:])
        else:
            assert words[0] in {*VERBS, "VERB", "--help"}, line


def test_what_the_comment_says_is_quoted_right() -> None:
    """The reasons in the reviewers' handbook are the very sentences that they will read."""
    catalogue = (KIT / "pipelines/locale/zh_CN/approvals.po").read_text("utf-8")
    text = (HANDBOOK / "reviewer.md").read_text("utf-8")
    table = text.partition("| 评论里说 |")[2].partition("\n\n")[0].split("\n")[2:]
    assert len(table) > 5
    assert [line for line in table if f'"{line.split(" | ")[0][2:]}"' not in catalogue] == []


def test_pictures_are_small_and_all_used() -> None:
    """Each is shown in some handbook, opens, and costs a reader on the telephone little."""
    shown = {
        name
        for book in HANDBOOK.glob("*.md")
        for name in re.findall(r"\(pictures/([\w-]+\.webp)\)", book.read_text("utf-8"))
    }
    files = {path.name: path for path in (HANDBOOK / "pictures").glob("*")}
    assert shown == files.keys()
    for name, path in files.items():
        assert path.stat().st_size < 100_000, name
        assert (page(f"/handbook/pictures/{name}") or b"")[8:12] == b"WEBP"
