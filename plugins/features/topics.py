"""A page for every topic, that is every keyword that articles carry."""

from collections.abc import Iterator

from plugins.features.lists import lists
from plugins.pages import Batch, Page, Step
from plugins.site import Site, topic_entry, topic_folder

TOP = Step("专题", "topics/index.html")


def pages(site: Site) -> Iterator[Page | Batch]:
    """The list of topics and the pages of each; words that share a folder share its page."""
    entries, folders = [], set()
    for word, stories in site.by_topic.items():
        folder = topic_folder(word)
        if folder in folders:
            continue
        folders.add(folder)
        entry = topic_entry(word, len(stories))
        entries.append(entry)
        common = {"name": word, "topic": entry, "trail": (TOP, Step(word, entry["url"]))}
        yield from lists(folder, "topic.html", common, stories, site.charter.portal.per_page)
    yield Page("topics/index.html", "topics.html", {"topics": entries, "trail": (TOP,)})
