"""What a page depends on is known without asking the page."""

import pytest
from jinja2 import DictLoader

from plugins.pages import Page
from plugins.render import Plain, Rendering


def fingerprint(tmp_path, **templates):
    """The fingerprint of a page of these templates."""
    loader = DictLoader({f"{name}.html": text for name, text in templates.items()})
    rendering = Rendering(Plain(loader=loader), {}, tmp_path, tmp_path / "record", "salt")
    return rendering.fingerprint(Page("a.html", "a.html"))


@pytest.mark.parametrize(
    "use",
    [
        '{% extends "b.html" %}',
        "{%- include 'b.html' ignore missing with context -%}",
        '{% import "b.html" as b %}',
        '{% from "b.html" import c %}',
        '{% include "c.html" %}',
    ],
)
def test_a_page_depends_on_all_that_its_template_uses(tmp_path, use):
    """Directly, and through other templates."""
    c = '{% extends "b.html" %}'
    assert fingerprint(tmp_path, a=use, b="1", c=c) != fingerprint(tmp_path, a=use, b="2", c=c)
    assert fingerprint(tmp_path, a=use, b="1", c=c) == fingerprint(tmp_path, a=use, b="1", c=c)


@pytest.mark.parametrize(
    "use",
    [
        "{% include name %}",
        '{% include ["b.html", "c.html"] %}',
        '{% extends "b.html" if x else "c.html" %}',
        '{%+ include "b" ~ ending %}',
    ],
)
def test_a_template_is_used_by_its_plain_name(tmp_path, use):
    """What cannot be known beforehand is refused."""
    with pytest.raises(ValueError, match=r"a\.html uses a template by a computed name"):
        fingerprint(tmp_path, a=use, b="1", c="2")


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("{{ one.items }}", "its own"),
        ("{{ one.keys()|list|length }}", "2"),
        ("{{ one.title }}", "题"),
        ("{{ one.none is defined }}", "False"),
    ],
)
def test_a_mapping_shows_its_values_before_its_methods(said, shown):
    """So that no word of ours is taken by Python."""
    one = {"items": "its own", "title": "题"}
    assert Plain().from_string(said).render(one=one) == shown
