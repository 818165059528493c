"""What went to the WeChat account stands in the register and in the counts (SC-02)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pipelines.core.desks.registers import read_registers
from pipelines.core.ledger.periods import Period
from pipelines.core.wechat.copies import Event, copies
from pipelines.reports import plain
from pipelines.reports.copies import channels_table, copies_table
from pipelines.reports.language import speak
from pipelines.reports.registers import register_table
from tests.histories import entry, ledger

NOVEMBER = Period.parse("2026-11")
ENTRIES = [
    entry(1, "legal", "2026-11-02"),
    entry(2, "office", "2026-11-05", withdrawn="数字有误"),
    entry(3, "office", "2026-11-09"),
    entry(4, "office", "2026-12-01"),
]


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Tables as the office reads them."""
    speak("zh_CN")
    yield
    speak("en")


def event(number: int, path: str, what: str, at: str, id_: str = "") -> Event:
    return Event(number, path, "d" * 64, "shifan-demo", what, at, id=id_)


@pytest.fixture
def book():
    """Four articles: one published on the account, one withdrawn, two drafted, one not at all."""
    events = [
        event(1, "union-news/1.md", "drafted", "2026-11-03T10:00", "draft-1"),
        event(
            2, "union-news/1.md", "published", "2026-11-04T10:00", "https://mp.weixin.qq.com/s/a"
        ),
        event(1, "union-news/2.md", "submitted", "2026-11-06T10:00", "100000001"),
        event(1, "union-news/3.md", "drafted", "2026-11-10T10:00", "draft-3"),
        event(1, "union-news/4.md", "failed", "2026-12-01T10:00"),
        event(1, "union-news/gone.md", "drafted", "2026-11-10T10:00", "draft-9"),
    ]
    return replace(ledger(ENTRIES), copies=tuple(copies(events).values()))


def lines(table) -> list[tuple]:
    return [row.cells for row in table.rows]


def test_each_channel_is_counted(book):
    """What was only drafted is not published; each number leads to its articles."""
    table = channels_table(book, NOVEMBER)
    assert lines(table) == [
        ("门户网站", 3, None),
        ("微信公众号“示范市总工会”（shifan-demo）", 2, pytest.approx(2 / 3)),
    ]
    assert [row.articles for row in table.rows] == [(1, 2, 3), (1, 2)]
    assert "示范市总工会" in plain.render(table)


def test_other_outlets_are_named(book):
    """The app with what units entered (SC-02), the back office, which publishes nothing."""
    head = "{kind: app, unit: publicity, keeper: mo-wen, opened: 2025-03-03, account: a, "
    back = head.replace("app", "backend")
    outlets = f"records:\n- {head}name: 客户端}}\n- {head}name: 旧客户端, closed: 2026-01-01}}\n"
    outlets += f"- {back}name: 后台}}\n"
    figures = "records:\n- {month: 2026-11, unit: office, published: 4}\n"
    figures += "- {month: 2026-11, unit: legal, published: 3}\n- {month: 2026-10, unit: legal}\n"
    raw = {"registers/outlets/a.yml": outlets, "registers/figures/a.yml": figures}
    registers = read_registers({name: text.encode() for name, text in raw.items()}, "charter")
    charter = book.charter.model_copy(update={"registers": registers})
    table = channels_table(replace(book, charter=charter), NOVEMBER)
    assert lines(table)[2:] == [("客户端", 7, None), ("后台", None, None)]
    december = channels_table(replace(book, charter=charter), Period.parse("2026-12"))
    assert lines(december)[2:] == [("客户端", None, None), ("后台", None, None)]


def test_a_federation_without_an_account_has_one_channel(book):
    """The table says what there is."""
    charter = book.charter.model_copy(update={"wechat": None})
    assert len(lines(channels_table(replace(book, charter=charter), NOVEMBER))) == 1


def test_every_copy_with_where_it_is(book):
    """Drafts too, and what is to be deleted because the portal withdrew it."""
    assert [cells[0:1] + cells[5:] for cells in lines(copies_table(book, NOVEMBER))] == [
        (1, "已发布", "https://mp.weixin.qq.com/s/a", ""),
        (2, "已提交", "100000001", "门户已撤稿，请删除"),
        (3, "草稿", "draft-3", ""),
    ]
    assert lines(copies_table(book, Period.parse("2026-12"))) == []


def test_the_register_says_so(book):
    """In the remarks, beside why it was withdrawn."""
    remarks = [cells[-1] for cells in lines(register_table(book, NOVEMBER))]
    assert remarks == ["已上公众号", "数字有误；已上公众号", ""]
