"""The body of an article becomes valid, safe, honest HTML."""

import pytest

from plugins.body import absolute, body, leaves
from tests.builders import article

PICTURE = {
    "url": "union-news/a.jpg",
    "width": 1200,
    "height": 800,
    "sets": [{"type": "image/webp", "files": [["pictures/a-480.webp", 480]]}],
}


def shown(markdown, path="union-news/a.md"):
    one = article(path, markdown)
    return body(one, lambda at: PICTURE if at == "union-news/a.jpg" else None, ("example.org",))


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("# 一\n\n### 二\n", '<h2 id="s-一">一</h2>\n<h3 id="s-二">二</h3>\n'),
        ("#### 深\n\n## 浅\n", '<h2 id="s-深">深</h2>\n<h2 id="s-浅">浅</h2>\n'),
        ("[下](b.md#节)\n", '<p><a href="b.html#s-%E8%8A%82">下</a></p>\n'),
        ("[上](#节)\n", '<p><a href="#s-%E8%8A%82">上</a></p>\n'),
        ("[表](a.docx)\n", '<p><a href="a.docx">表</a></p>\n'),
        ("[网](https://www.example.org/)\n", '<p><a href="https://www.example.org/">网</a></p>\n'),
        (
            "[网](https://example.com/)\n",
            (
                '<p><a href="https://example.com/" class="outside"'
                ' rel="external noopener nofollow">'
                '网<span class="mark">（外部链接）</span></a></p>\n'
            ),
        ),
        (
            "电话0000-88880001。\n",
            '<p>电话<a class="tel" href="tel:0000-88880001">0000-88880001</a>。</p>\n',
        ),
        (
            "[电话0000-88880001](tel:0000-88880001)\n",
            '<p><a href="tel:0000-88880001">电话0000-88880001</a></p>\n',
        ),
        ("![没有](c.jpg)\n", '<span class="absent">（图片：没有）</span>'),
    ],
)
def test_body(markdown, html):
    """Headings start at level 2 without gaps; links, phones and pictures are what they seem."""
    assert shown(markdown).rstrip("\n") == html.rstrip("\n")


def test_pictures_come_in_sizes():
    """A picture states its size, loads late, offers smaller files, and keeps its caption."""
    html = shown('![车间](a.jpg "一角")\n')
    assert 'srcset="../pictures/a-480.webp 480w"' in html
    assert 'width="1200" height="800" alt="车间" loading="lazy"' in html
    assert "<figcaption>一角</figcaption></figure>" in html


def test_tables_scroll_by_themselves():
    """A table is a region of its own, its headings say what they head, nothing is inline."""
    html = shown("| 甲 | 乙 |\n| --- | ---: |\n| 1 | 2 |\n")
    assert html.startswith('<div class="table" role="region" aria-label="表格" tabindex="0">')
    assert '<th scope="col" class="right">乙</th>' in html
    assert "style=" not in html


def test_footnotes_lead_there_and_back():
    """Footnotes have valid ids whatever they are called, and a way back to the first call."""
    html = shown("甲[^一 二]，乙[^一 二]。\n\n[^一 二]: 注。\n")
    assert html.count('id="s-ref-1"') == 1
    assert '<li id="s-note-1" value="1"><p>注。 <a href="#s-ref-1"' in html


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("https://example.org/a", False),
        ("https://www.example.org/", False),
        ("https://notexample.org/", True),
        ("https://example.org.example.com/", True),
        ("//example.com/", True),
        ("mailto:office@example.com", False),
        ("a.html", False),
    ],
)
def test_leaves(address, warned):
    """Only the trusted domains and what is below them need no warning."""
    assert leaves(address, ("example.org",)) is warned


def test_addresses_are_whole_elsewhere():
    """Whoever takes the HTML away finds every address complete."""
    html = '<a href="../guide/a.html#s-一">甲</a><img src="b.jpg"><a href="tel:1">丙</a>'
    assert absolute(html, "https://www.example.org/", "notices/") == (
        '<a href="https://www.example.org/guide/a.html#s-一">甲</a>'
        '<img src="https://www.example.org/notices/b.jpg"><a href="tel:1">丙</a>'
    )
