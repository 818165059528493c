"""What a reader does: by keyboard, without script, in elder mode, searching, leaving."""

import re
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.site.conftest import Portal
from tests.site.templates import MORE, PAGES

pytestmark = pytest.mark.browser

ARTICLE = "union-news/difficult.html"
LARGE = re.compile(r"^(2[2-9]|[3-9]\d)(\.\d+)?px")


@pytest.fixture
def quiet(page: Page, portal: Portal) -> list[str]:
    """What the page must not do: speak on the console, ask elsewhere, break the policy."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((portal.address, "data:"))
            else said.append(f"outside: {request.url}")
        ),
    )
    page.on(
        "response",
        lambda answer: None if answer.status < 400 else said.append(f"lost: {answer.url}"),
    )
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation',"
        " e => console.error('policy: ' + e.violatedDirective + ' ' + e.sourceFile))"
    )
    return said


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(["index.html", ARTICLE, "search.html"], id="a few"),
        pytest.param([*PAGES.values(), *MORE], id="all", marks=pytest.mark.campaign),
    ],
)
def test_every_page_is_quiet(
    page: Page, portal: Portal, quiet: list[str], paths: list[str]
) -> None:
    """No console message, no request to anybody else, nothing against the policy."""
    for path in paths:
        page.goto(portal.address + path)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert quiet == []


def test_the_keyboard_reaches_everything(page: Page, portal: Portal) -> None:
    """Tab visits every link and control in the order of the page, each visibly in focus."""
    for path in ("index.html", ARTICLE, "guide/index.html"):
        page.goto(portal.address + path)
        wanted = page.evaluate(
            "[...document.querySelectorAll('a[href], button, input, summary, [tabindex=\"0\"]')]"
            ".filter(e => e.checkVisibility({contentVisibilityAuto: true})).length"
        )
        seen = 0
        for _press in range(wanted + 5):
            page.keyboard.press("Tab")
            at = page.evaluate(
                """() => { const e = document.activeElement; if (e === document.body) return null;
                const first = !e.dataset.seen; e.dataset.seen = 1;
                const style = getComputedStyle(e);
                return [first, style.outlineStyle !== 'none', e.outerHTML.slice(0, 80)]; }"""
            )
            if at is None or not at[0]:
                break
            assert at[1], at[2]
            seen += 1
        assert seen == wanted, path


def test_the_first_link_leads_to_the_text(page: Page, portal: Portal) -> None:
    """One Tab and Enter pass all navigation."""
    page.goto(portal.address + ARTICLE)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    expect(page.locator("#p-main")).to_be_focused()


def test_everything_is_readable_without_script(browser: Browser, portal: Portal) -> None:
    """Text, lists and ways on are there when JavaScript is not."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto(portal.address + ARTICLE)
    expect(page.locator(".body")).to_contain_text("引用一段")
    expect(page.locator("[data-settings]")).to_be_empty()
    page.goto(portal.address + "search.html")
    expect(page.get_by_text("需要启用JavaScript")).to_be_visible()
    text = page.locator("body")
    page.goto(portal.address + "index.html")
    page.get_by_role("link", name="长者模式").click()
    expect(text).to_have_css("font-size", LARGE)
    page.get_by_role("link", name="长者版首页").click()
    page.locator("main a").nth(2).click()
    expect(page.locator("h1")).to_be_visible()
    expect(text).to_have_css("font-size", LARGE)
    page.get_by_role("link", name="退出长者模式").click()
    expect(text).not_to_have_css("font-size", LARGE)
    context.close()


def test_elder_mode_is_remembered(page: Page, portal: Portal, quiet: list[str]) -> None:
    """Large type and targets survive a reload and another page, until the reader leaves it."""
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    page.goto(portal.address + "index.html")
    normal = page.evaluate(size)
    page.get_by_role("button", name="长者模式").click()
    page.reload()
    assert page.evaluate(size) >= max(22, normal * 1.3)
    page.goto(portal.address + ARTICLE)
    assert page.evaluate(size) >= 22
    page.get_by_role("button", name="退出长者模式").click()
    page.reload()
    assert page.evaluate(size) <= normal * 1.2
    assert quiet == []


def test_elder_mode_has_an_address(page: Page, portal: Portal) -> None:
    """A link ending in #elder opens any page large, and the choice stays."""
    page.goto(portal.address + ARTICLE + "#elder")
    page.goto(portal.address + "notices/index.html")
    assert page.evaluate("document.documentElement.dataset.mode") == "elder"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("职工", r"找到\d+条"),
        ("维权热线", r"找到\d+条"),
        ("筹备与召开步骤", "企业职工代表大会操作指南"),
        ("集体合同文本框架", "集体合同签订与报送指南"),
    ],
)
def test_search_finds(words: str, found: str, page: Page, portal: Portal, quiet: list[str]) -> None:
    """Words of articles and of the titles of attached PDF files are found."""
    page.goto(portal.address + "index.html")
    page.get_by_role("searchbox").first.fill(words)
    page.keyboard.press("Enter")
    expect(page.locator("[data-results] li").first).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile(found))
    assert quiet == []


def test_search_is_narrowed_by_column_unit_and_year(page: Page, portal: Portal) -> None:
    """A press on a filter leaves only what belongs there; results lead to pages."""
    page.goto(portal.address + "search.html?q=职工")
    expect(page.locator("[data-filters] legend")).to_have_text(["单位", "年份", "栏目"])
    page.get_by_role("button", name=re.compile("^服务指南")).click()
    expect(page.locator("[data-results] .facts").first).to_contain_text("服务指南")
    page.locator("[data-results] a").first.click()
    expect(page.locator("h1")).to_contain_text("指南")


def test_search_lives_below_a_folder(page: Page, portal: Portal) -> None:
    """Addresses of results are relative to the portal, wherever it stands."""
    page.goto(portal.address + "search.html?q=送温暖")
    address = page.locator("[data-results] a").first.get_attribute("href")
    assert address is not None
    assert page.request.get(address).ok


def test_leaving_is_announced(page: Page, portal: Portal) -> None:
    """A link to an unknown site asks first; one to a trusted site does not."""
    page.goto(portal.address + ARTICLE)
    page.locator("a.outside").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("您将离开本网站")
    expect(dialog).to_contain_text("example.com")
    dialog.get_by_role("button", name="留在本网站").click()
    assert page.url == portal.address + ARTICLE
    assert page.locator("a.outside").count() == 1


def test_notices_come_by_the_reader_s_clock(page: Page, portal: Portal) -> None:
    """An article that expired since the build says so without one."""
    page.clock.set_fixed_time("2026-12-31T15:00:00Z")
    page.goto(portal.address + ARTICLE)
    expect(page.get_by_text("现已过期")).to_be_hidden()
    page.clock.set_fixed_time("2026-12-31T16:30:00Z")
    page.reload()
    expect(page.get_by_text("现已过期")).to_be_visible()
    page.clock.set_fixed_time("2027-06-01T00:00:00Z")
    page.goto(portal.address + "guide/2026-11-11-hardship-aid.html")
    expect(page.get_by_text("办理前请电话确认")).to_be_visible()


def test_settings_are_kept(page: Page, portal: Portal) -> None:
    """Colours, text size and width hold on the next page."""
    page.goto(portal.address + "index.html")
    page.get_by_text("显示设置").click()
    for name in ("深色", "最大", "窄"):
        page.get_by_role("button", name=name, exact=True).click()
    page.goto(portal.address + ARTICLE)
    chosen = page.evaluate("({...document.documentElement.dataset})")
    assert chosen == {"theme": "dark", "size": "3", "width": "narrow"}
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    sizes = [page.evaluate(size)]
    for _press in range(4):
        page.get_by_role("button", name="字号缩小").click()
        sizes.append(page.evaluate(size))
    assert sizes[0] > sizes[1] > sizes[2] > sizes[3] == sizes[4]
    column = "document.querySelector('.story .body').clientWidth"
    narrow = page.evaluate(column)
    page.get_by_role("button", name="行宽加大").click()
    assert page.evaluate(column) > narrow


def test_a_correction_names_its_page(page: Page, portal: Portal) -> None:
    """The letter that an article offers, and the one that any page's footer leads to, say where."""
    page.goto(portal.address + ARTICLE)
    there = "https://www.example.org/" + ARTICLE
    letter = page.locator(".correct a").get_attribute("href")
    assert letter is not None
    assert {there, "难题"} <= set(re.split("[：\r\n]+", unquote(letter)))
    page.locator(".foot a", has_text="找错").click()
    expect(page.locator("[data-page]")).to_have_text(f"您要纠错的页面：{there}")
    letter = page.get_by_role("link", name="写邮件").get_attribute("href")
    assert f"页面网址：{there}\r\n" in unquote(letter or "")
    page.goto(portal.address + "correction.html?page=" + quote("https://evil.example/ <b>"))
    expect(page.locator("[data-page]")).to_be_hidden()


def test_paper_shows_the_article_and_where_it_stands(page: Page, portal: Portal) -> None:
    """Printed, an article loses what only a screen needs, and says its address."""
    page.goto(portal.address + ARTICLE)
    page.emulate_media(media="print")
    for gone in (".bar", ".tools", ".trail", ".rail", ".reading-tools", ".next"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".body")).to_be_visible()
    after = "getComputedStyle(document.querySelector('.story'), '::after').content"
    assert f"网址：https://www.example.org/{ARTICLE}" in page.evaluate(after).replace('" "', "")


def test_traditional_script_is_one_press_away(page: Page, portal: Portal, quiet: list[str]) -> None:
    """The same page in traditional script and back; links stay within the edition."""
    page.goto(portal.address + ARTICLE)
    page.get_by_role("link", name="繁體").click()
    expect(page.locator("h1")).to_have_text("難題")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.get_by_text("顯示設置")).to_be_visible()
    expect(page.locator(".greeting")).to_contain_text("歡迎訪問示範市總工會")
    page.get_by_role("link", name="公告文件").click()
    expect(page).to_have_url(portal.address + "zh-hant/notices/index.html")
    page.get_by_role("link", name="簡體").click()
    expect(page).to_have_url(portal.address + "notices/index.html")
    assert quiet == []
