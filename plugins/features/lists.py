"""Lists in pages, numbered from the oldest so that a new article leaves old pages alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.pages import Batch, Page, batch
from plugins.stories import Story

TOGETHER = 50
"""So many pages of a list are made, or left alone, together: counted from the oldest."""


def lists(
    folder: str, template: str, common: Mapping[str, Any], stories: Sequence[Story], size: int
) -> Iterator[Page | Batch]:
    """The pages of a list at `folder`, whose stories come newest first.

    The front page holds the newest `size` to 2 × `size` - 1; page k of the
    others is for ever: page 1 holds the oldest `size`, and so on.
    """
    full = max(len(stories) // size - 1, 0)
    rest = len(stories) - full * size
    yield Page(
        f"{folder}index.html",
        template,
        {
            **common,
            "stories": stories[:rest],
            "total": len(stories),
            "place": {"number": full + 1, "newer": None, "older": full or None},
        },
    )
    about = {"name": common["name"], "trail": common["trail"]}
    for begin in range(1, full + 1, TOGETHER):
        end = min(begin + TOGETHER - 1, full)
        held = stories[len(stories) - end * size : len(stories) - (begin - 1) * size]
        told = (folder, about, begin, end == full, held, size)
        yield batch(f"list {folder} {begin}", _pages, *told)


def _pages(
    folder: str,
    about: Mapping[str, Any],
    begin: int,
    newest: bool,
    stories: Sequence[Story],
    size: int,
) -> Iterator[Page]:
    """The pages from number `begin` on that these stories fill."""
    count = len(stories) // size
    for step in range(count):
        number = begin + step
        last = newest and step == count - 1
        first = len(stories) - (step + 1) * size
        newer = "index" if last else number + 1
        yield Page(
            f"{folder}page-{number}.html",
            "list.html",
            {
                **about,
                "stories": stories[first : first + size],
                "place": {"number": number, "newer": newer, "older": number - 1 or None},
            },
        )
