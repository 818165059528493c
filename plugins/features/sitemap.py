"""The map of the site that search engines read."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from plugins.pages import Text
from plugins.site import Site


def files(site: Site) -> Iterator[Text]:
    """sitemap.xml and robots.txt."""
    base = f"https://{site.charter.portal.domain}"
    entries = [
        f"<url><loc>{escape(base)}/{escape(story['url'])}</loc>"
        f"<lastmod>{story['date'][:10]}</lastmod></url>"
        for story in site.stories
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    opening = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    yield Text("sitemap.xml", "\n".join([head, opening, *entries, "</urlset>", ""]))
    yield Text("robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n")
