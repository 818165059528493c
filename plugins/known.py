"""Stories of the last build, taken over where nothing that they are made of has changed."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.core import sealed
from pipelines.core.article import Article
from pipelines.core.charter import Charter
from pipelines.core.sealed import Kept, Layers
from plugins.pages import digest
from plugins.stories import Desk, Story, besides, story


def kept(charter: Charter, cache: Path, salt: str) -> Layers:
    """What builds by a charter have left in their cache; `salt` names the code that made it."""
    by = digest(charter.units, charter.people, charter.columns)
    return Layers.at(cache / "stories", sealed.seal(also=(salt, by)))


def stories(articles: Iterable[Article], desk: Desk, layers: Layers) -> Sequence[Story]:
    """What lists and pages show of articles, in their order; `layers` keep it (`kept`)."""
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
