"""Stories of the last build, taken over where nothing that they are made of has changed."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.core import sealed
from pipelines.core.article import Article
from pipelines.core.charter import Charter
from pipelines.core.rows import row
from pipelines.core.sealed import Layers
from plugins.pages import digest
from plugins.stories import Desk, Story, besides, story

_story = row(Story)


def kept(charter: Charter, cache: Path, salt: str) -> Layers:
    """What builds by a charter have left in their cache; `salt` names the code that made it."""
    by = digest(charter.units, charter.people, charter.columns)
    return Layers(cache / "stories", sealed.seal(also=(salt, by)))


def stories(articles: Iterable[Article], desk: Desk, layers: Layers) -> Sequence[Story]:
    """What lists and pages show of articles, in their order; `layers` keep it (`kept`)."""
    known = layers.all
    found, fresh = [], {}
    for article in articles:
        entry = known.get(article.path)
        one = _story(entry) if entry else None
        if one is None or one.of != article.digest or one.besides != besides(one, desk):
            one = story(article, desk)
            fresh[one.path] = tuple(one)
        found.append(one)
    layers.keep(fresh, lambda: {one.path: tuple(one) for one in found})
    return found
