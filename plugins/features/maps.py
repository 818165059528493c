"""The map of the site that search engines read."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from plugins.pages import Text, late
from plugins.site import Site

LARGEST = 1_000
"""Addresses in one map: few, so that little is written anew; the protocol allows 50,000."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def files(site: Site) -> Iterator[Text]:
    """robots.txt, and sitemap.xml with when each page last changed."""
    entries = list(_entries(site))
    parts = [entries[one : one + LARGEST] for one in range(0, len(entries), LARGEST)] or [[]]
    if len(parts) == 1:
        yield _map("sitemap.xml", site.base, parts[0])
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            yield _map(name, site.base, part)
        listed = [f"<sitemap><loc>{escape(site.base + name)}</loc></sitemap>" for name in names]
        opening = f"<sitemapindex {_SPACE}>"
        yield Text("sitemap.xml", "\n".join([_HEAD, opening, *listed, "</sitemapindex>", ""]))
    yield Text(
        "robots.txt",
        f"User-agent: *\nDisallow: /style.html\nSitemap: {site.base}sitemap.xml\n",
    )


def _entries(site: Site) -> Iterator[tuple[str, str]]:
    """Addresses from the portal's root with their last change.

    Oldest first, so that a new article leaves all parts but the last alone.
    """
    for story in reversed(site.stories):
        yield story.url, story.date
    for id_ in site.charter.columns:
        stories = site.by_column.get(id_)
        if stories:
            yield f"{id_}/index.html", stories[0].date
    if site.stories:
        yield "", site.stories[0].date


def _map(name: str, base: str, entries: Sequence[tuple[str, str]]) -> Text:
    return Text(name, late(_written, base, entries))


def _written(base: str, entries: Sequence[tuple[str, str]]) -> str:
    listed = [_entry(base + url, date) for url, date in entries]
    return "\n".join([_HEAD, f"<urlset {_SPACE}>", *listed, "</urlset>", ""])


def _entry(address: str, date: str) -> str:
    moment = date.replace(" ", "T") + ":00+08:00"
    return f"<url><loc>{escape(address)}</loc><lastmod>{moment}</lastmod></url>"
