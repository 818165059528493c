"""The page features, one module each, in the order in which they are built: articles first."""

from collections.abc import Callable, Iterator
from functools import partial

from plugins.features import (
    activities,
    api,
    archive,
    articles,
    attachments,
    columns,
    feeds,
    home,
    letters,
    maps,
    redirects,
    statements,
    statistics,
    theme_files,
    topics,
    units,
)
from plugins.pages import Batch, Output
from plugins.site import Site

Feature = Callable[[Site], Iterator[Output | Batch]]


def listed(feature: Feature) -> Feature:
    """A feature that is made of nothing but what `Site.listed` names: left alone, or looked at."""

    def whole(site: Site) -> Iterator[Batch]:
        yield Batch(feature.__module__, site.listed, partial(feature, site))

    return whole


FEATURES: tuple[Feature, ...] = (
    # First, as who saves an article looks at it.
    articles.pages,
    listed(home.pages),
    columns.pages,
    listed(units.pages),
    listed(topics.pages),
    listed(archive.pages),
    listed(statistics.pages),
    listed(letters.pages),
    activities.files,
    statements.pages,
    feeds.files,
    api.files,
    listed(maps.files),
    attachments.files,
    theme_files.files,
    # Last, so that a former address gives way to a page that stands there now.
    redirects.pages,
)
