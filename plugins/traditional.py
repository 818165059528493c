"""The edition in traditional script: the same pages, their words converted after rendering."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from plugins.pages import Batch, Copy, Output, Page, Text

if TYPE_CHECKING:
    from opencc import OpenCC

FOLDER = "zh-hant/"
"""Where the edition stands."""

_QUOTES = str.maketrans("“”", "「」")
_TAG = re.compile(r"(<[^>]*>)")
_WORDS = re.compile(
    r'( (?:alt|title|aria-label|content|placeholder|label|data-greeting)=")([^"]*)"'
)


def edition(outputs: Iterable[Output | Batch]) -> Iterator[Output | Batch]:
    """The outputs of the traditional edition: every page, and the files that pages show.

    What scripts say is in traditional script as well.
    """
    for one in outputs:
        if isinstance(one, Batch):
            yield Batch(FOLDER + one.name, one.digest, partial(_all_of, one.make))
        else:
            yield from _again(one)


def _all_of(make: Callable[[], Iterable[Output | Batch]]) -> Iterator[Output | Batch]:
    """What a batch is in this edition."""
    return edition(make())


def _again(output: Output) -> Iterator[Output]:
    """What an output is in this edition, if anything."""
    match output:
        case Page() if output.path.endswith(".html"):
            yield replace(output, path=FOLDER + output.path, articles=(), edition=FOLDER)
        case Copy() if output.path.endswith(".js"):
            words = output.source.read_text("utf-8")
            yield Text(FOLDER + output.path, _convert(words))
        case Copy():
            yield replace(output, path=FOLDER + output.path)
        case _ if output.path.startswith("theme/"):
            yield replace(output, path=FOLDER + output.path)
        case _:
            pass


def traditional(html: str) -> str:
    """A page in traditional script; what is read is converted, addresses and ids are not."""
    parts = _TAG.split(html)
    return "".join(
        _attributes(part) if position % 2 else _convert(part) for position, part in enumerate(parts)
    ).replace('<html lang="zh-CN"', '<html lang="zh-Hant"', 1)


def _attributes(tag: str) -> str:
    return _WORDS.sub(lambda found: f'{found[1]}{_convert(found[2])}"', tag)


def _convert(words: str) -> str:
    """Words in traditional script, quoted as is usual there."""
    return str(_converter().convert(words)).translate(_QUOTES)


@cache
def _converter() -> "OpenCC":
    # Dear to load, and many portals have no such edition.
    from opencc import OpenCC

    return OpenCC("s2t")
