"""The texts' own tables, blessed: JZ annex 3, CZ art. 9 to 11, SC art. 26."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest

from pipelines.core.charter.units import Unit, UnitKind
from pipelines.core.desks.registers import read_registers
from pipelines.core.findings import Place
from pipelines.core.ledger.defects import Defect
from pipelines.core.ledger.ledger import Ledger
from pipelines.core.ledger.periods import Month, Period
from pipelines.core.ledger.scores import scores
from pipelines.core.ledger.tallies import By
from pipelines.reports import csv, data, plain
from pipelines.reports.defects import defects_table
from pipelines.reports.duties import (
    overview_table,
    quota_table,
    silent,
    target_table,
)
from pipelines.reports.language import speak
from pipelines.reports.rankings import ranking_table, standings_table
from pipelines.reports.registers import articles_table, counts_table, register_table
from pipelines.reports.scores import score_table, score_tables
from pipelines.reports.tables import Column, Kind, Row, Table
from tests.golden import same
from tests.histories import counts, entry, federation, ledger

DEPARTMENTS = (UnitKind.DEPARTMENT,)
TWO, SIX = Period.parse("2026-09..2026-10"), Period.parse("2026-05..2026-10")
MONTHLY = "门户网站信息发布月报排序表"
MONTHS = {
    "2026-05": {"legal": 3, "office": 2},
    "2026-06": {},
    "2026-09": {"legal": 3, "office": 2, "women": 2, "donghu": 4, "donghu-yunfan": 2},
    "2026-10": {"legal": 1, "office": 1, "rights": 2, "xishan": 6, "sanatorium": 1},
}


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Tables as the office reads them."""
    speak("zh_CN")
    yield
    speak("en")


TABLES: dict[str, Callable[[Ledger], Table]] = {
    "ranking-2026-10": lambda book: ranking_table(book, Month(2026, 10), DEPARTMENTS, 3, MONTHLY),
    "ranking-empty-month": lambda book: ranking_table(
        book, Month(2026, 6), DEPARTMENTS, 3, MONTHLY
    ),
    "standings-half-year": lambda book: standings_table(book, SIX, DEPARTMENTS, 3),
    "quotas-2026-09-10": lambda book: quota_table(book, TWO),
    "overview-2026-09-10": lambda book: overview_table(book, TWO, tuple(UnitKind)),
    "by-unit-2026-09": lambda book: counts_table(book, Period.parse("2026-09"), By.UNIT),
    "by-column-2026-09": lambda book: counts_table(book, Period.parse("2026-09"), By.COLUMN),
    "by-month-2026": lambda book: counts_table(book, SIX, By.MONTH),
    "targets-2026-09-10": lambda book: target_table(book, TWO),
    "scores-2026-09-10": lambda _book: next(score_tables(scored(), TWO)),
    "assessment-2026-09-10": lambda _book: list(score_tables(scored(), TWO))[1],
    "register-2026-10": lambda book: register_table(book, Period.parse("2026-10")),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_texts_own_tables(name):
    """Counted by hand when they were blessed."""
    same(f"{name}.txt", plain.render(TABLES[name](ledger(counts(MONTHS)))) + "\n")


def test_the_ranking_has_the_columns_of_its_annex():
    """部室, 发稿数量, 内容摘要, 发布时间, 排名, 备注, with the month above (JZ-A3)."""
    table = ranking_table(ledger([]), Month(2026, 10), DEPARTMENTS, 3, "月报排序表")
    titles = [column.title for column in table.columns]
    assert titles == ["部室", "发稿数量", "内容摘要", "发布时间", "排名", "备注"]
    assert table.lead == "月份：2026年10月"


def test_every_number_leads_to_its_articles():
    """As many articles stand behind a row as it counts."""
    book = ledger(counts(MONTHS))
    period = Period.parse("2026-05..2026-10")
    for by in By:
        for row in counts_table(book, period, by).rows:
            assert len(row.articles) == row.cells[2]
    assert sum(row.cells[2] for row in counts_table(book, period, By.UNIT).rows) == 29


def test_counts_by_anything_have_one_sum():
    """By unit, column, correspondent and month the same articles are counted."""
    book = ledger(counts(MONTHS))
    period = Period.parse("2026-05..2026-10")
    assert {counts_table(book, period, by).totals()[2] for by in By} == {29}


def test_a_unit_founded_or_dissolved_mid_year_ranks_while_it_stands():
    """It stands in the months that it saw from first to last day; its articles count always."""
    units = {
        "old": Unit(name="撤并部", kind=UnitKind.DEPARTMENT, until="2026-07-15"),
        "new": Unit(name="新设部", kind=UnitKind.DEPARTMENT, since="2026-07-16"),
    }
    found = counts({"2026-06": {"old": 2}, "2026-07": {"old": 1, "new": 1}, "2026-08": {"new": 3}})
    book = ledger(found, units=units, people={}, columns=federation().columns)
    names = {
        month: [
            row.cells[0] for row in ranking_table(book, Month(2026, month), DEPARTMENTS, 3, "").rows
        ]
        for month in (6, 7, 8)
    }
    assert names == {6: ["撤并部"], 7: [], 8: ["新设部"]}
    july = counts_table(book, Period.parse("2026-07"), By.UNIT)
    assert [row.cells[:3] for row in july.rows] == [("撤并部", 1, 1), ("新设部", 1, 1)]


def test_units_that_sent_nothing_are_named():
    book = ledger(counts({"2026-10": {"legal": 1, "donghu-yunfan": 1}}))
    quiet = silent(book, Period.parse("2026-10"))
    assert {"legal", "donghu", "transport"}.isdisjoint(quiet)
    assert {"office", "xishan", "sanatorium"} <= set(quiet)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_of_a_csv_becomes_a_formula(text):
    """A title is text, whatever it begins with."""
    table = Table("t", "t", (Column("a", "甲"),), (Row((text,)),))
    assert csv.render(table).decode("utf-8-sig").splitlines()[1].strip('"').startswith("'")


def test_json_has_numbers_dates_and_articles():
    book = ledger(counts({"2026-10": {"legal": 2}}))
    read = json.loads(data.render(book, [counts_table(book, Period.parse("2026-10"), By.UNIT)]))
    legal = next(row for row in read["tables"][0]["rows"] if row["name"] == "法律工作部")
    assert legal["accepted"] == 2
    assert legal["articles"] == ["union-news/1.md", "union-news/2.md"]
    assert read["tables"][0]["totals"]["accepted"] == 2


def test_the_articles_behind_a_number_can_be_listed():
    book = ledger([entry(1, "legal", "2026-10-08")])
    assert articles_table(book, book.entries, "信息篇目").rows[0].cells[-1] == "union-news/1.md"


def test_a_share_is_formatted_as_people_write_it():
    table = Table(
        "t",
        "t",
        (Column("a", "甲", Kind.SHARE), Column("b", "乙", Kind.DECIMAL)),
        (Row((0.5, 2.25)),),
    )
    assert plain.render(table).splitlines()[2].split() == ["50.0%", "2.2"]


@pytest.mark.parametrize(
    ("path", "message", "unit", "place"),
    [
        ("content/union-news/1.md", "错别字", "法律工作部", "《第1件》（union-news/1.md）"),
        ("content/notices", "长期不更新", "办公室", "公告文件"),
        ("content/guide", "权益保障部没有更新", "权益保障部", "服务指南"),
        ("charter/people.yml", "女职工部没有通讯员", "女职工部", "charter/people.yml"),
        ("charter/people.yml", "没有说是谁", "宣传教育和网络工作部", "charter/people.yml"),
    ],
)
def test_a_problem_has_somebody_who_mends_it(path, message, unit, place):
    """检测出的各类问题, each with the unit that has to act (CZ-11)."""
    on, due = date(2026, 10, 9), date(2026, 10, 12)
    found = Defect(Place(path), message, "", on, due, ("CZ-11",))
    book = replace(ledger([entry(1, "legal", "2026-10-08")]), defects=(found,))
    cells = defects_table(book).rows[0].cells
    assert cells == (unit, place, message, on, due, "CZ-11")
    book = replace(book, defects=(replace(found, unit="finance"),))
    assert defects_table(book).rows[0].cells[0] == "财务资产管理部"


def scored() -> Ledger:
    """Two months with figures from outside of some districts, and two departments' work."""
    book = ledger(
        [
            *counts(MONTHS),
            entry(30, "legal", "2026-10-09", column="activities"),
            entry(31, "donghu", "2026-10-09", column="activities"),
        ]
    )
    figures = [
        {"month": "2026-09", "unit": "donghu", "registered": 700, "joined": 100, "concluded": 90},
        {"month": "2026-10", "unit": "donghu", "benefits": 5000, "concluded": 30},
        {"month": "2026-10", "unit": "legal", "concluded": 44},
        {"month": "2026-11", "unit": "xishan", "concluded": 999},
    ]
    raw = json.dumps({"records": figures}).encode()
    registers = read_registers({"registers/figures/2026.yml": raw})
    assert registers.faults == []
    return replace(book, charter=book.charter.model_copy(update={"registers": registers}))


def test_points_are_what_the_printed_formula_says():
    """SC-25, SC-26, SC-27a: counted here once more, on fingers."""
    book = scored()
    wanted = book.charter.reporting.targets
    weight = 0.4 * 0.32 + 0.4 * 0.30 + 0.2 * 0.34
    done = {
        "registered": (700, 1200, 15),
        "joined": (100, 800, 20),
        "concluded": (120, 160, 20),
        "published": (7, 24, 20),
        "benefits": (5000, 2000, 10),
        "activities": (1, 4, 10),
        "channel": (0, 4, 5),
    }
    points = sum(
        worth * min(1, have / (monthly * 2 * weight)) for have, monthly, worth in done.values()
    )
    donghu = next(one for one in scores(book, wanted, TWO) if one.target.unit == "donghu")
    assert donghu.done == {name: have for name, (have, _monthly, _worth) in done.items()}
    assert donghu.points == pytest.approx(points)
    said = score_table(book, TWO, wanted).notes[0]
    for number in ("1200", "800", "160", "24", "2000", "15", "20", "10", "2个月"):
        assert number in said


def test_figures_that_have_not_come_are_named():
    """Nothing is guessed: they count as 0, and the sheet says so."""
    note = score_table(scored(), TWO, scored().charter.reporting.targets).notes[-1]
    assert "西山区总工会（2026-09）" in note
    assert "东湖区总工会" not in note


def test_units_without_any_target_have_no_sheet():
    bare = federation().reporting.model_copy(update={"targets": None, "assessment": None})
    assert list(score_tables(ledger([], reporting=bare), TWO)) == []
