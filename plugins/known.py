"""Stories of the last build, taken over where nothing that they are made of has changed."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.core import sealed
from pipelines.core.article import Article
from pipelines.core.sealed import Kept, Layers
from plugins.pages import digest
from plugins.stories import Desk, Story, besides, story


def stories(articles: Iterable[Article], desk: Desk, folder: Path, salt: str) -> Sequence[Story]:
    """What lists and pages show of articles, in their order.

    `folder` keeps it from build to build, `salt` names the code that makes it.
    """
    charter = digest(desk.units, desk.people, desk.columns)
    layers = Layers.at(folder, sealed.seal(also=(salt, charter)))
    known = layers.all
    entries: dict[str, Kept] = {}
    found = []
    for article in articles:
        key = f"{article.digest} {article.path}"
        entry = known.get(key)
        one = Story._make(entry) if entry else None
        if entry is None or one is None or one.besides != besides(one, desk):
            one = story(article, desk)
            entry = tuple(one)
        entries[key] = entry
        found.append(one)
    layers.keep(entries)
    return found
