"""Templates see plain values, and nothing of a value is taken for HTML."""

import markupsafe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader
from markupsafe import Markup

from plugins.templates import Plain, escape, once

PLAIN = Plain(autoescape=True)


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


@given(st.text() | st.text("&<>\"'a;") | st.integers() | st.none() | st.lists(st.text("<&")))
def test_values_are_escaped_as_markupsafe_does(value):
    """Ours only looks at the common cases first."""
    assert escape(value) == markupsafe.escape(value)
    assert escape(Markup("<b>")) == "<b>"


@pytest.mark.parametrize(
    "said",
    [
        "{{ value }}",
        "{% block a %}{{ value }}{% endblock %}",
        "{% macro a(one) %}{{ one }}{% endmacro %}{{ a(value) }}",
        "{% set a %}{{ value }}{% endset %}{{ a }}",
        "{{ value ~ '' }}",
        "{{ [value, '']|join }}",
        "{% for one in [value] %}{{ one }}{% endfor %}",
    ],
)
@pytest.mark.parametrize("value", ["<b>", "a & b", "'", '"', "市总工会", 3])
def test_nothing_of_a_value_is_html(said, value):
    """Wherever a template shows it."""
    assert PLAIN.from_string(said).render(value=value) == str(markupsafe.escape(value))


def test_compiled_templates_escape_with_ours():
    """Should Jinja call it by another name one day, pages would be right still, but slow."""
    loaded = Plain(autoescape=True, loader=DictLoader({"a.html": "{{ value }}"}))
    for template in (PLAIN.from_string("{{ value }}"), loaded.get_template("a.html")):
        code = template.root_render_func
        assert "escape" in code.__code__.co_names
        assert code.__globals__["escape"] is escape


def test_what_all_pages_say_is_said_once():
    """A macro is asked once for the same values."""
    asked = []
    macro = PLAIN.from_string("{% macro a(one) %}{{ note(one) }}<{% endmacro %}").make_module(
        {"note": lambda one: asked.append(one) or one}
    )
    said = once()
    shown = [said(macro.a, one) for one in ("1", "2", "1")]
    assert (shown, asked) == (["1<", "2<", "1<"], ["1", "2"])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("{{ moment|time }}", '<time datetime="2026-11-20T09:30">2026-11-20 09:30</time>\n'),
        ("{{ moment|day }}", '<time datetime="2026-11-20T09:30">2026-11-20</time>\n'),
        ("{{ (moment ~ ':00+08:00')|rfc822 }}", "Fri, 20 Nov 2026 09:30:00 +0800"),
        ("{{ '\"<'|day }}", '<time datetime="&#34;&lt;">&#34;&lt;</time>\n'),
    ],
)
def test_moments_as_pages_and_feeds_write_them(said, shown):
    """For people and for machines."""
    assert PLAIN.from_string(said).render(moment="2026-11-20 09:30") == shown


def test_data_for_machines_is_written_as_it_reads():
    """Chinese in its own letters, in one order; nothing in it ends the script around it."""
    shown = PLAIN.from_string("{{ value|tojson }}").render(value={"b": "工会", "a": "</script>&"})
    assert shown == r'{"a": "\u003c/script\u003e\u0026", "b": "工会"}'
