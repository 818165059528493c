"""A tiny page at every address that an article has moved from; it takes the reader along."""

from collections.abc import Iterator

from pipelines.core.moved import redirects
from pipelines.core.targets import relative
from pipelines.core.visibility import Visibility
from plugins.pages import Page
from plugins.site import Site

_HAVE_PAGES = {Visibility.PUBLIC, Visibility.WITHDRAWN, Visibility.EXPIRED}


def pages(site: Site) -> Iterator[Page]:
    """One page a former address; what is not public has none, so that nothing of it shows."""
    for address, article in sorted(redirects(site.case.archive).items()):
        seen = site.visible[article.path]
        if seen in _HAVE_PAGES:
            data = {
                "url": relative(address, article.url),
                "canonical": site.base + relative("", article.url),
                "title": article.front.title if seen is Visibility.PUBLIC else None,
            }
            yield Page(address, "moved.html", data)
