"""Lists in pages, numbered from the oldest so that a new article leaves old pages alone."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plugins.pages import Page
from plugins.stories import Story


def lists(
    folder: str, template: str, common: Mapping[str, Any], stories: Sequence[Story], size: int
) -> Iterator[Page]:
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
    for number in range(full, 0, -1):
        first = len(stories) - number * size
        yield Page(
            f"{folder}page-{number}.html",
            "list.html",
            {
                "name": common["name"],
                "trail": common["trail"],
                "stories": stories[first : first + size],
                "place": {
                    "number": number,
                    "newer": number + 1 if number < full else "index",
                    "older": number - 1 or None,
                },
            },
        )
