"""The page features, one module each, in the order in which they are built."""

from collections.abc import Callable, Iterator

from plugins.features import (
    articles,
    attachments,
    columns,
    home,
    redirects,
    sitemap,
    theme_files,
)
from plugins.pages import Output
from plugins.site import Site

Feature = Callable[[Site], Iterator[Output]]

FEATURES: tuple[Feature, ...] = (
    home.pages,
    columns.pages,
    articles.pages,
    redirects.pages,
    attachments.files,
    sitemap.files,
    theme_files.files,
)
