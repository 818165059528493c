"""Every reference a file makes is found, whichever way it is written."""

import gzip

import pytest

from pipelines.release.links.extract import Way, css_references, extract


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="a.html">甲</a>', ["a a.html"]),
        ("<A HREF=a.html>甲</A>", ["a a.html"]),
        ('<a href="a.html?x=1&amp;y=2">甲</a>', ["a a.html?x=1&y=2"]),
        ('<map><area href="a.html" alt="甲"></map>', ["a a.html"]),
        (
            '<img src="a.jpg" srcset="b.jpg 2x, c.jpg 640w" alt="">',
            ["r a.jpg", "r b.jpg", "r c.jpg"],
        ),
        ('<picture><source srcset="a.webp"><img src="a.jpg"></picture>', ["r a.webp", "r a.jpg"]),
        (
            '<video src="a.mp4" poster="a.jpg"><source src="b.mp4"><track src="a.vtt"></video>',
            ["r a.jpg", "r a.mp4", "r b.mp4", "r a.vtt"],
        ),
        ('<audio src="a.mp3"></audio>', ["r a.mp3"]),
        ('<iframe src="a.html"></iframe>', ["a a.html"]),
        ('<object data="a.pdf"></object><embed src="b.pdf">', ["r a.pdf", "r b.pdf"]),
        ('<script src="a.js"></script>', ["r a.js"]),
        ('<form action="a.html"><button formaction="b.html"></form>', ["a a.html", "a b.html"]),
        ('<link rel="stylesheet" href="a.css">', ["r a.css"]),
        ('<link rel="canonical" href="a.html">', ["m a.html"]),
        ('<link rel="preconnect" href="https://a.example">', []),
        ('<blockquote cite="a.html">甲</blockquote>', ["m a.html"]),
        ('<p style="background: url(a.png)">甲</p>', ["r a.png"]),
        ("<style>@import 'a.css'; p { background: url('b.png') }</style>", ["r a.css", "r b.png"]),
        ('<svg><use xlink:href="a.svg#i"/><use href="b.svg#i"/></svg>', ["r a.svg#i", "r b.svg#i"]),
        ('<meta property="og:image" content="a.jpg">', ["m a.jpg"]),
        ('<meta http-equiv="refresh" content="0; url=a.html">', ["f a.html"]),
        ('<template><a href="a.html">甲</a></template>', ["a a.html"]),
        ('<a href="">甲</a><a href="#">甲</a>', ["e href ", "e href #"]),
        ('<a href="a.html"> </a>', ["a a.html", "e text a.html"]),
        ('<a href="a.html"><img src="a.jpg" alt="甲"></a>', ["a a.html", "r a.jpg"]),
        ('<a href="a.html" aria-label="甲"></a>', ["a a.html"]),
        ("<img><img alt=甲>", ["e img"]),
        ("<a name=x>甲</a>", []),
        ('<!-- <a href="a.html">甲</a> -->', []),
    ],
)
def test_html(html, expected):
    """A page's elements, and what they are for."""
    found = extract("a.html", f"<!DOCTYPE html><body>{html}".encode()).references
    assert sorted(f"{way} {to}" for way, to in found) == sorted(expected)


def test_places_on_a_page():
    """Ids of any script, and names as old pages have them."""
    html = '<h2 id="答复">答复</h2><a name="old"></a><svg><g id="i"/></svg>'
    assert set(extract("a.html", html.encode()).ids) == {"答复", "old", "i"}


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a { background: url(a.png) }", ["a.png"]),
        ("a { background: URL( 'a b.png' ) }", ["a b.png"]),
        ('@import "a.css";', ["a.css"]),
        ("@import url(a.css) print;", ["a.css"]),
        ("/* url(a.png) */", []),
        ("@font-face { src: url(a.woff2) format('woff2'), url(b.woff) }", ["a.woff2", "b.woff"]),
    ],
)
def test_style_sheets(css, expected):
    """url() and @import, comments left out."""
    assert [to for _way, to in css_references(css)] == expected


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="feed.xml"/>
<entry><link href="a.html"/><content type="html">&lt;img src="b.jpg" alt=""&gt;</content></entry>
</feed>"""
RSS = """<rss><channel><link>/</link><item><link>a.html</link><enclosure url="b.mp3"/>
<guid isPermaLink="false">x</guid></item></channel></rss>"""


@pytest.mark.parametrize(
    ("path", "raw", "expected"),
    [
        ("feed.xml", ATOM.encode(), ["feed.xml", "a.html", "b.jpg"]),
        ("feed.rss", RSS.encode(), ["/", "a.html", "b.mp3"]),
        ("sitemap.xml", b"<urlset><url><loc>a.html</loc></url></urlset>", ["a.html"]),
        ("feed.json", b'{"items": [{"id": "x", "url": "a.html"}]}', ["a.html"]),
        (
            "robots.txt",
            b"User-agent: *\nSitemap: https://x/sitemap.xml\n",
            ["https://x/sitemap.xml"],
        ),
        ("p/a.pf_fragment", gzip.compress(b'pagefind_dcd{"url": "/a.html"}', mtime=0), ["/a.html"]),
        ("a.txt", b"a.html", []),
    ],
)
def test_files_for_machines(path, raw, expected):
    """Feeds, the map, the search index."""
    found = extract(path, raw).references
    assert [(way, to) for way, to in found] == [(Way.STATEMENT, to) for to in expected]


@pytest.mark.parametrize("path", ["a.xml", "a.json", "a.svg", "a.pf_fragment"])
def test_a_broken_file_says_so(path):
    """What cannot be read is a fault, not a crash."""
    assert [way for way, _why in extract(path, b"<a><").references] == [Way.FAULT]
