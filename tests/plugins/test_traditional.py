"""The edition in traditional script."""

from plugins.pages import Page, Text
from plugins.traditional import edition, traditional


def test_words_are_converted_and_addresses_are_not():
    """What is read is in traditional script; links, ids and file names lead where they led."""
    html = (
        '<html lang="zh-CN"><h2 id="s-职工">职工</h2><a href="#s-职工">“回”</a>'
        '<img src="职工.jpg" alt="职工">'
    )
    assert traditional(html) == (
        '<html lang="zh-Hant"><h2 id="s-职工">職工</h2><a href="#s-职工">「回」</a>'
        '<img src="职工.jpg" alt="職工">'
    )


def test_pages_stand_in_a_folder_and_link_within_it():
    """A page's way to the root ends at its own edition's."""
    (page,) = edition(
        [Page("guide/a.html", "article.html", {}, ("guide/a.md",)), Text("a.json", "")]
    )
    assert (page.path, page.root, page.inner) == ("zh-hant/guide/a.html", "../", "guide/a.html")
    assert page.articles == ()
