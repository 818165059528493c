"""What the handbooks say works: commands run in a new portal, in the order in which they stand."""

import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from pipelines.adopt import adopt
from scripts.verbs.__main__ import _parser
from tests.regulations.federations import SINCE, UNITS

KIT = Path(__file__).resolve().parent.parent
BOOKS = sorted((KIT / "docs" / "handbook").glob("*.md"))
_FENCE = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
_WAITING = {"explain", "desks"}
"""Verbs that end with 1 as long as somebody's turn has not been taken."""
_FILE = re.compile(r"^`(content/[^`]+)`：$", re.MULTILINE)


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A new portal, with the article that the correspondents' handbook writes."""
    folder = tmp_path_factory.mktemp("walk") / "portal"
    adopt(KIT, folder, "changzhou", "某市总工会", "www.example.org", UNITS, SINCE)
    text = (KIT / "docs/handbook/correspondent.md").read_text(encoding="utf-8")
    name = _FILE.search(text)
    assert name is not None
    article = next(body for kind, body in _FENCE.findall(text) if kind == "markdown")
    (folder / name[1]).write_text(article, encoding="utf-8")
    return folder


def commands(book: Path, kind: str) -> list[list[str]]:
    """The commands in fences of a kind, without `scripts/portal`."""
    text = book.read_text(encoding="utf-8")
    bodies = [body for fence, body in _FENCE.findall(text) if fence == kind]
    lines = [line for body in bodies for line in body.split("\n")]
    return [shlex.split(line)[1:] for line in lines if line]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_commands_do_what_they_say(book, portal):
    """Each runs in the portal's own copy of the code and finds nothing to object to."""
    for command in commands(book, "sh"):
        done = subprocess.run(
            [sys.executable, "-m", "scripts.verbs", *command],
            cwd=portal,
            capture_output=True,
            text=True,
            check=False,
        )
        allowed = {0, 1} if command[0] in _WAITING else {0}
        assert done.returncode in allowed, (command, done.stdout, done.stderr)
    if book.stem == "administrator":
        page = portal.parent / "site/union-news/2026-11-20-plenary"
        assert list(page.parent.glob("2026-11-20-plenary*"))


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_commands_on_the_outside_world_are_spelt_right(book):
    """What needs a Git host, a server or a reader is not run; its words and options exist."""
    for verb, *rest in commands(book, "console"):
        _parser(verb, import_module(f"scripts.verbs.{verb}")).parse_args(rest)
