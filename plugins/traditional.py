"""The edition in traditional script: the same pages, their words converted after rendering."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from opencc import OpenCC

from plugins.pages import Copy, Output, Page

FOLDER = "zh-hant/"
"""Where the edition stands."""

_TAG = re.compile(r"(<[^>]*>)")
_WORDS = re.compile(r'( (?:alt|title|aria-label|content|placeholder|label)=")([^"]*)"')


def edition(outputs: Iterable[Output]) -> Iterator[Output]:
    """The outputs of the traditional edition: every page, and the files that pages show."""
    for output in outputs:
        match output:
            case Page() if output.path.endswith(".html"):
                yield replace(output, path=FOLDER + output.path, articles=(), edition=FOLDER)
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
        _attributes(part) if position % 2 else _converter().convert(part)
        for position, part in enumerate(parts)
    ).replace('<html lang="zh-CN"', '<html lang="zh-Hant"', 1)


def _attributes(tag: str) -> str:
    return _WORDS.sub(lambda found: f'{found[1]}{_converter().convert(found[2])}"', tag)


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")
