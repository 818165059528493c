"""The map of the site that search engines read."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from plugins.pages import Text
from plugins.site import Site

LARGEST = 20_000
"""Addresses in one map; the protocol allows 50,000."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def files(site: Site) -> Iterator[Text]:
    """robots.txt, and sitemap.xml with when each page last changed."""
    addresses = list(_addresses(site))
    parts = [addresses[one : one + LARGEST] for one in range(0, len(addresses), LARGEST)] or [[]]
    if len(parts) == 1:
        yield Text("sitemap.xml", _map(parts[0]))
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            yield Text(name, _map(part))
        listed = [f"<sitemap><loc>{escape(site.base + name)}</loc></sitemap>" for name in names]
        opening = f"<sitemapindex {_SPACE}>"
        yield Text("sitemap.xml", "\n".join([_HEAD, opening, *listed, "</sitemapindex>", ""]))
    yield Text(
        "robots.txt",
        f"User-agent: *\nDisallow: /style.html\nSitemap: {site.base}sitemap.xml\n",
    )


def _addresses(site: Site) -> Iterator[str]:
    """Oldest first, so that a new article leaves all parts but the last alone."""
    if site.stories:
        yield _entry(site.base, site.stories[0].date)
    for id_ in site.charter.columns:
        stories = site.by_column.get(id_)
        if stories:
            yield _entry(f"{site.base}{id_}/index.html", stories[0].date)
    for story in reversed(site.stories):
        yield _entry(site.base + story.url, story.date)


def _entry(address: str, date: str) -> str:
    moment = date.replace(" ", "T") + ":00+08:00"
    return f"<url><loc>{escape(address)}</loc><lastmod>{moment}</lastmod></url>"


def _map(entries: list[str]) -> str:
    return "\n".join([_HEAD, f"<urlset {_SPACE}>", *entries, "</urlset>", ""])
