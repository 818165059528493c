"""Nobody is shut out: axe finds nothing on any template, in any mode, at any width."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.site.conftest import Portal
from tests.site.templates import MORE, PAGES

pytestmark = pytest.mark.browser

WIDTHS = (320, 768, 1440)
WIDEST = 2560
MODES = ("light", "dark", "elder", "print")
RULES = """async (enhanced) => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const rules = enhanced ? {"color-contrast-enhanced": {enabled: true}} : {};
    const said = await axe.run({runOnly: tags, rules, resultTypes: ["violations"]});
    return said.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 120)}`));
}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def tab(browser: Browser, borrowed: Callable[[str], Path]) -> Page:
    """One tab for all, with axe in every page."""
    # The policy of the page would keep the checker's script out.
    context = browser.new_context(locale="zh-CN", bypass_csp=True)
    context.add_init_script(path=borrowed("axe-core/axe.min.js"))
    return context.new_page()


@pytest.mark.parametrize(
    "every",
    [
        pytest.param(False, id="in turn"),
        pytest.param(True, id="every width", marks=pytest.mark.campaign),
    ],
)
@pytest.mark.parametrize(("turn", "path"), [*enumerate([*PAGES.values(), *MORE])])
def test_axe_finds_nothing(turn: int, path: str, every: bool, tab: Page, portal: Portal) -> None:
    """No violation and no sideways scrolling in light, dark, elder and print, at three widths.

    Nothing is lost either at the largest text on the smallest screen, or on the widest.
    Each page meets axe in every mode and at every width, though in each mode at one width
    only: the next page's is another. The campaign takes every width in every mode.
    """
    tab.goto(portal.address + path)
    found: set[str] = set()
    for place, mode in enumerate(MODES, start=turn):
        tab.emulate_media(
            color_scheme="dark" if mode == "dark" else "light",
            media="print" if mode == "print" else "screen",
        )
        tab.evaluate("mode => document.documentElement.dataset.mode = mode", mode)
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 900})
            if every or width == WIDTHS[place % len(WIDTHS)]:
                found |= {f"{mode} {width}: {one}" for one in tab.evaluate(RULES, mode == "elder")}
            if mode != "print" and tab.evaluate(OVERFLOW) > 0:
                found.add(f"{mode} {width}: scrolls sideways")
    tab.emulate_media(media="screen")
    tab.evaluate("delete document.documentElement.dataset.mode")
    for width, zoom in ((WIDEST, 100), (320, 200)):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.evaluate("zoom => document.documentElement.style.fontSize = `${zoom}%`", zoom)
        if tab.evaluate(OVERFLOW) > 0:
            found.add(f"{width} at {zoom} %: scrolls sideways")
    assert sorted(found) == []


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_chosen_colours_can_be_read(theme: str, tab: Page, portal: Portal) -> None:
    """A theme that the reader chose is as readable as the system's."""
    tab.emulate_media(color_scheme="light", media="screen")
    for path in ("index.html", "style.html", "union-news/difficult.html"):
        tab.goto(portal.address + path)
        tab.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        assert tab.evaluate(RULES, theme == "contrast") == []


def test_forced_colours_keep_what_colours_say(tab: Page, portal: Portal) -> None:
    """Where the system sets the colours, text, focus, chosen buttons and bars are told apart."""
    tab.emulate_media(color_scheme="light", media="screen", forced_colors="active")
    tab.set_viewport_size({"width": 1440, "height": 900})
    for path in ("index.html", "style.html", "union-news/difficult.html"):
        tab.goto(portal.address + path)
        assert tab.evaluate("matchMedia('(forced-colors: active)').matches")
        assert tab.evaluate(RULES, False) == [], path
        tab.keyboard.press("Tab")
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    tab.goto(portal.address + "style.html")

    def shown(of: str, what: str) -> str:
        look = "([of, what]) => getComputedStyle(document.querySelector(of))[what]"
        return str(tab.evaluate(look, [of, what]))

    chosen, other = (f".filters [aria-pressed={pressed}]" for pressed in ("true", "false"))
    assert shown(chosen, "backgroundColor") != shown(other, "backgroundColor")
    assert shown(".chart rect", "fill") != shown("body", "backgroundColor")
    assert shown(".button", "borderTopStyle") == "solid"
    tab.emulate_media(forced_colors="none")


def test_nothing_moves(tab: Page, portal: Portal) -> None:
    """Nothing slides, fades or blinks, so that nobody has to ask for less motion."""
    tab.goto(portal.address + "index.html")
    tab.get_by_text("显示设置").click()
    tab.mouse.wheel(0, 400)
    assert tab.evaluate("document.getAnimations().length") == 0
    styles = "[...document.querySelectorAll('*')].map(e => getComputedStyle(e))"
    moves = "s.transitionDuration !== '0s' || s.scrollBehavior !== 'auto'"
    assert tab.evaluate(f"{styles}.filter(s => {moves}).length") == 0


@pytest.mark.parametrize("width", [1440, WIDEST])
def test_lines_are_easy_to_follow(width: int, tab: Page, portal: Portal) -> None:
    """A line holds 30 to 40 characters, wide screens or not, and the reader may choose."""
    tab.emulate_media(color_scheme="light", media="screen")
    tab.set_viewport_size({"width": width, "height": 1000})
    tab.goto(portal.address + "policy/2026-11-13-child-care-rules.html")
    line = """wish => { document.documentElement.dataset.width = wish;
        const p = document.querySelector('.body > p');
        return p.clientWidth / parseFloat(getComputedStyle(p).fontSize); }"""
    narrow, wide = tab.evaluate(line, "narrow"), tab.evaluate(line, "wide")
    normal = tab.evaluate(line.replace("dataset.width = wish", "removeAttribute('data-width')"))
    assert 25 < narrow < 31 < normal <= 40 < wide
    assert tab.evaluate("getComputedStyle(document.body).hyphens") == "none"


def test_fingers_have_room(browser: Browser, portal: Portal) -> None:
    """What stands by itself to be pressed is 44 px high, and 60 px in elder mode."""
    phone = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    tab = phone.new_page()
    # The whole tile is pressed, not just its title.
    low = """least => [...document.querySelectorAll("a, button, summary, input")]
        .filter(e => e.checkVisibility() && getComputedStyle(e).display !== "inline")
        .filter(e => !e.matches(".skip, .tiles a") && e.getBoundingClientRect().height < least)
        .map(e => e.outerHTML)"""
    for path in ("index.html", "guide/index.html", "union-news/difficult.html", "map.html"):
        tab.goto(portal.address + path)
        tab.get_by_text("显示设置").click()
        assert tab.evaluate(low, 44) == [], path
        tab.evaluate("document.documentElement.dataset.mode = 'elder'")
        assert tab.evaluate(low, 60) == [], path
    phone.close()
