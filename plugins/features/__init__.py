"""The page features, one module each, in the order in which they are built: articles first."""

from collections.abc import Callable, Iterator

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

FEATURES: tuple[Feature, ...] = (
    # First, as who saves an article looks at it.
    articles.pages,
    home.pages,
    columns.pages,
    units.pages,
    topics.pages,
    archive.pages,
    statistics.pages,
    letters.pages,
    activities.files,
    statements.pages,
    feeds.files,
    api.files,
    maps.files,
    attachments.files,
    theme_files.files,
    # Last, so that a former address gives way to a page that stands there now.
    redirects.pages,
)
