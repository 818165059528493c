"""Stories of the last build, taken over where nothing that they are made of has changed."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pipelines.core import sealed
from pipelines.core.article import Article
from pipelines.core.sealed import Kept, Layers
from plugins.pages import digest
from plugins.stories import Desk, Story, story


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
        one = Story._make(entry[1]) if entry else None
        if entry is None or one is None or entry[0] != _besides(article, one, desk):
            one = story(article, desk)
            entry = (_besides(article, one, desk), tuple(one))
        entries[key] = entry
        found.append(one)
    layers.keep(entries)
    return found


def _besides(article: Article, one: Story, desk: Desk) -> str:
    """What a story depends on besides its article and the charter: who approved it, its files."""
    receipt = desk.receipts.get(article.path)
    if receipt is None and not one.files:
        return ""
    files = [file.digest if (file := desk.files.get(path)) else "" for path in one.files]
    return repr((receipt, files))
