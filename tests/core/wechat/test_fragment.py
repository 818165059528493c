"""The fragment is what survives on the platform, fits a phone, and is readable in both modes."""

import re
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.charter.portal import Design
from pipelines.core.wechat.fragment import Hands, address, author, fragment, pictures
from pipelines.gather.files import read_case
from tests.builders import article, charter
from tests.sanitiser import PROPERTIES, sanitised

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent
DARK = (ROOT / "pipelines/wechat-dark.js").read_text(encoding="utf-8")
CONTRAST = (HERE / "contrast.js").read_text(encoding="utf-8")
HANDS = Hands(("宋辞", "何川", "江禾"), "凌霄")
WORST = """\
开头一段，第一行
接着第二行，有[外部链接](https://www.example.net/a?b=1&c=2)、[站内链接](../notices/b.md#s)、\
[电话](tel:0000-88880001)、[本页](#s)和 <https://www.example.net/plain>，\
再引一次[外部](https://www.example.net/a?b=1&c=2)。
H<sub>2</sub>O，<ruby>汉<rp>(</rp><rt>hàn</rt></ruby>字，<abbr title="新就业形态">新业态</abbr>，\
<kbd>Ctrl</kbd>，\
电话0000-88880001，引注[^1]，**重点**、*强调*、~~删去~~、`代码`，长串\
https://www.example.net/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa

# 一级

## 二级 `id`

### 三级

文字![图中图](b.jpg "说明")后面还有字

![大图](a.jpg)

*示意图*

- 一
  - 二
    1. 三

      段落

3. 从三起
4. 四

> 引用
> > 里面

| 甲 | 乙 | 丙 | 丁 | 戊 | 己 |
|---|---:|---|---|---|---|
| 一 | 2 | 三三三三三三三三 | 四 | [五](https://www.example.net/5) | |

| 项目 | 数量 |
|:---:|---:|
| 名称很长很长很长很长很长很长很长很长很长很长的一项 | 1,234,567 |

<details><summary>更多</summary>

里面的话

</details>

---

    一段 <代码>
      缩进的 & 行aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa

[^1]: 脚注里也有[链接](https://www.example.net/n)。
"""


def worst(**fields):
    """An article with everything that Markdown and our own rules let through."""
    image = {"file": "a.jpg", "alt": '会场"全景"', "source": "示范市总工会"}
    files = [{"file": "a.docx", "title": "申请表"}]
    whole = {"body": WORST, "image": image, "attachments": files, "wechat": True} | fields
    return article("notices/a.md", **whole)


def made(of, source=lambda path: f"images/{path}", **design) -> str:
    portal = charter().portal.model_copy(update={"design": Design(**design)})
    return fragment(
        of, charter().model_copy(update={"portal": portal}), charter().wechat, source, HANDS
    )


@cache
def demo() -> tuple:
    """Every article of the demo federation: what can be sent may be any of them."""
    case = read_case(ROOT / "content", charter(), datetime.fromisoformat("2026-11-22 12:00"))
    return case.archive


def test_the_platform_removes_nothing_from_any_article():
    """The text is the same before and after, to the last character."""
    for one in (*demo(), worst()):
        html = made(one)
        assert sanitised(html) == html, one.path


def test_the_sanitiser_does_remove_things():
    """Otherwise the test above would say nothing."""
    assert sanitised('<p id="a" class="b" style="position: fixed;color: #333;">x</p>') == (
        '<p style="color: #333;">x</p>'
    )
    bad = (
        '<style>p{}</style><script>x</script><a href="/">y</a><div>z</div><img onerror="x" src="a">'
    )
    assert sanitised(bad) == 'yz<img src="a">'
    assert sanitised('<a href="https://a/">y</a>', may_link=True) == '<a href="https://a/">y</a>'
    assert "position" not in PROPERTIES


def test_links_become_numbered_notes():
    """Each address once, telephone numbers and places on the page none."""
    html = made(worst())
    assert "<a " not in html
    assert html.count("[1]</sup>") == 2
    below = html[html.index("文中链接") :]
    assert "[1]　https://www.example.net/a?b=1&amp;c=2" in below
    assert "[2]　https://www.example.org/notices/b.html" in below
    assert below.count("https://www.example.net/a?") == 1
    assert "tel:" not in html
    assert "plain</p>" not in below


def test_an_account_that_may_link_keeps_its_links():
    """The platform grants that to few."""
    account = charter().wechat.model_copy(update={"links": True})
    html = fragment(worst(), charter(), account, lambda _path: None)
    assert '<a href="https://www.example.net/a?b=1&amp;c=2"' in html
    assert "文中链接" not in html
    assert sanitised(html, may_link=True) == html


def test_what_stands_below():
    """Footnotes, attachments and whose article it is, as the portal's page says."""
    html = made(worst())
    assert "注1</sup>" in html
    assert "注1　脚注里也有链接" in html
    assert "申请表" in html
    assert "请到门户网站本文页面下载：https://www.example.org/notices/a.html" in html
    assert "供稿：办公室 陈岚" in html
    assert "审核：宋辞、何川、江禾" in html
    assert "责编：凌霄" in html


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, ["来源：示范市总工会"]),
        ({"source": None}, ["来源：示范市总工会"]),
        (
            {"repost": True, "source": {"name": "工人日报", "url": "https://www.example.com/1"}},
            ["转载自：工人日报", "https://www.example.com/1"],
        ),
    ],
)
def test_a_repost_names_its_source(fields, said):
    """With its address (YZ-05c)."""
    html = made(article(**fields))
    assert all(one in html for one in said)


def test_a_picture_without_an_address_is_left_out():
    """So is a picture that is another site's."""
    assert "<img" not in made(worst(), lambda _path: None)
    assert pictures(worst()) == ("notices/a.jpg", "notices/b.jpg")
    assert pictures(article(body="![图](https://a.example/b.jpg) ![图](%E5%9B%BE.jpg)\n")) == (
        "union-news/图.jpg",
    )


def test_who_and_where():
    """What the platform shows beside the fragment."""
    assert author(article(), charter()) == "办公室"
    assert author(article(unit="publicity"), charter()) == "宣网部"
    assert author(article(unit="nobody"), charter()) == "示范市总工会"
    assert address(article("union-news/图.md"), charter()) == (
        "https://www.example.org/union-news/%E5%9B%BE.html"
    )


@given(st.text(max_size=300))
def test_any_text_becomes_a_fragment_that_survives(text):
    """Whatever somebody writes, raw HTML included."""
    html = made(article(body=text))
    assert sanitised(html) == html


# On a phone.

PAGE = (
    "<!doctype html><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<body style=\"margin:0;padding:20px 16px;background:#fff;font-family:'Noto Sans CJK SC'\">"
)


def shown(page, html: str, width: int = 375, *, dark: bool = False) -> bytes:
    """A screenshot of a fragment as a phone of this width shows it."""
    page.set_viewport_size({"width": width, "height": 700})
    page.set_content(PAGE + html)
    if dark:
        page.evaluate(DARK)
    return page.screenshot(full_page=True)


def pixels(path: str) -> str:
    """A picture as part of the page, so that nothing has to be fetched."""
    colour = sum(path.encode()) % 360
    rect = f"<rect width='1200' height='800' fill='hsl({colour},60%,60%)'/>"
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='1200' height='800'>{rect}</svg>"
    return "data:image/svg+xml," + svg.replace("<", "%3C").replace(">", "%3E").replace("#", "%23")


def sent():
    """The demo's articles that go to the account, and the worst one."""
    return [*(one for one in demo() if one.front.wechat), worst()]


def test_it_looks_the_same_before_and_after_the_platform(page):
    """Pixel for pixel, at 375 px."""
    assert len(sent()) > 4
    for one in sent():
        html = made(one, pixels)
        assert shown(page, html) == shown(page, sanitised(html)), one.path


@pytest.mark.parametrize("width", [360, 375, 430])
def test_everything_fits_the_phone(page, width):
    """No table, picture, address or number of any article is wider than the screen."""
    page.set_viewport_size({"width": width, "height": 700})
    page.set_content(PAGE + "".join(made(one) for one in (*demo(), worst())))
    wide = page.evaluate(
        """width => [...document.querySelectorAll('body *')]
            .filter(one => one.getBoundingClientRect().right > width - 15.5)
            .map(one => one.outerHTML.slice(0, 200))""",
        width,
    )
    assert wide == []


@pytest.mark.parametrize("main", ["#b01f24", "#ffd400", "#0057b8", "#000000", "#7fffd4"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_all_text_can_be_read(page, main, dark):
    """4.5:1 in both modes, whatever the charter's main colour, by the platform's own rules."""
    shown(page, made(worst(), pixels, main=main, indent=True), dark=dark)
    assert page.evaluate(CONTRAST) == []


def test_dark_mode_leaves_no_glaring_ground(page):
    """No ground of ours is lighter than the page is dark."""
    shown(page, made(worst(), pixels), dark=True)
    grounds = page.evaluate(
        "[...document.querySelectorAll('body *')].map(one => getComputedStyle(one).backgroundColor)"
    )
    assert max(map(brightness, grounds)) < 64


def brightness(colour: str) -> float:
    """How bright a ground is on black, 0 to 255."""
    red, green, blue, *alpha = (float(part) for part in re.findall(r"[\d.]+", colour))
    return (red * 299 + green * 587 + blue * 114) / 1000 * (alpha[0] if alpha else 1)
