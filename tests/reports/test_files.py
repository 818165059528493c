"""The files as other programs read them: LibreOffice opens, lays out and recalculates them."""

import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from pipelines.core.charter.reports import Report
from pipelines.core.charter.units import UnitKind
from pipelines.core.ledger.periods import Month, Period
from pipelines.core.ledger.tallies import By
from pipelines.reports import official, page, xlsx
from pipelines.reports.documents import Document, Heading, Paragraph
from pipelines.reports.duties import quota_table, target_table
from pipelines.reports.language import speak
from pipelines.reports.notices import notice
from pipelines.reports.rankings import ranking_table, standings_table
from pipelines.reports.registers import counts_table, register_table
from pipelines.reports.scores import score_tables
from pipelines.reports.tables import Column, Kind, Row, Table
from tests.histories import counts, entry, ledger, moment

AT = moment("2026-11-02 09:00")
MONTHS = {
    "2026-09": {"legal": 3, "office": 2, "women": 2, "donghu": 4, "donghu-yunfan": 2},
    "2026-10": {"legal": 1, "office": 1, "rights": 2, "xishan": 6, "sanatorium": 1},
}
TWO = Period.parse("2026-09..2026-10")
DEPARTMENTS = (UnitKind.DEPARTMENT,)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    speak("zh_CN")
    yield
    speak("en")


Office = Callable[[Mapping[str, bytes], str], Path]
"""Converts files by their names; gives the folder with what became of them."""


@pytest.fixture(scope="module")
def office(tmp_path_factory, program) -> Office:
    """Convert files by LibreOffice, with a profile of its own."""
    soffice = program("soffice")
    profile = tmp_path_factory.mktemp("profile")

    def convert(files: Mapping[str, bytes], to: str) -> Path:
        folder = tmp_path_factory.mktemp("office")
        for name, raw in files.items():
            (folder / name).write_bytes(raw)
        subprocess.run(
            [
                *(soffice, "--headless", f"-env:UserInstallation=file://{profile}"),
                *("--convert-to", to, "--outdir", folder / "out"),
                *(folder / name for name in files),
            ],
            check=True,
            capture_output=True,
        )
        return folder / "out"

    return convert


def letter(text: str, **options: object) -> Document:
    fields: dict[str, object] = {
        "id": "letter",
        "heading": ("关于做好网站信息工作的通报",),
        "parts": (Paragraph(text),),
        "signature": "示范市总工会",
        "on": date(2026, 11, 2),
    }
    return Document(**(fields | options))


NUMBERED = {"number": "示工宣〔2026〕　　号", "copies": ("市总工会分管领导，各区主管领导" * 3,)}
LINES = (1, 2, 5, 17)
DOCUMENTS = {
    "text": letter("工" * 28 * 70),
    "letter": letter(
        "正文。",
        number="示工宣〔2026〕　　号",
        to=("各辖市、区总工会",),
        copies=("市总工会分管领导",),
    ),
    **{
        f"{lines} lines": letter("", parts=(Paragraph("工" * 50),) * lines, **NUMBERED)
        for lines in LINES
    },
}


@pytest.fixture(scope="module")
def laid_out(office, program) -> Path:
    """The folder of all documents as PDF: LibreOffice starts once for them."""
    program("pdftotext")
    speak("zh_CN")
    files = {f"{name}.docx": official.render(one, AT) for name, one in DOCUMENTS.items()}
    return office(files, "pdf")


def lines_of(pdf: Path, number: int) -> list[tuple[float, str]]:
    """The body's lines of one page, from the top: their height and text."""
    asked = ["pdftotext", "-bbox-layout", "-f", str(number), "-l", str(number), pdf, "-"]
    html = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    found: dict[float, str] = {}
    for line in re.findall(r"<line .*?</line>", html, re.DOTALL):
        top = float(re.search(r'yMin="([\d.]+)"', line)[1])
        text = "".join(re.findall(r">([^<\s]+)</word>", line))
        found[round(top)] = found.get(round(top), "") + text
    return sorted((top, text) for top, text in found.items() if "—" not in text)


def test_a_page_holds_22_lines_of_28_characters(laid_out):
    """GB/T 9704-2012, measured on a page that is nothing but text."""
    page_two = lines_of(laid_out / "text.pdf", 2)
    assert len(page_two) == 22
    assert {len(text) for _top, text in page_two} == {28}
    steps = [later[0] - earlier[0] for earlier, later in pairwise(page_two)]
    assert all(28 <= step <= 30 for step in steps)


def test_the_page_is_set_up_by_the_standard():
    """A4, 37 mm above, 28 mm left, a text area of 156 by 225 mm."""
    section = docx.Document(BytesIO(official.render(letter("正文"), AT))).sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert (section.top_margin.mm, section.left_margin.mm) == pytest.approx((37, 28), abs=0.1)
    width = section.page_width.mm - section.left_margin.mm - section.right_margin.mm
    height = section.page_height.mm - section.top_margin.mm - section.bottom_margin.mm
    assert (width, height) == pytest.approx((156, 225), abs=0.1)


def test_fonts_are_named_for_chinese_text():
    """Title 小标宋 22 pt, body 仿宋 16 pt, levels 黑体 and 楷体, all as w:eastAsia."""
    parts = (Heading(1, "一、总体"), Heading(2, "（一）部室"), Paragraph("正文"))
    read = docx.Document(BytesIO(official.render(letter("", parts=parts), AT)))
    named = {
        run.text: (run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt)
        for paragraph in read.paragraphs
        for run in paragraph.runs
        if run.text
    }
    assert named["关于做好网站信息工作的通报"] == ("方正小标宋简体", 22)
    assert named["一、总体"] == ("黑体", 16)
    assert named["（一）部室"] == ("楷体_GB2312", 16)
    assert named["正文"] == ("仿宋_GB2312", 16)
    assert read.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_page_numbers_stand_outside(laid_out):
    """— 1 — at the right of odd pages, at the left of even ones, 4号 宋体."""
    asked = ["pdftotext", "-bbox-layout", laid_out / "text.pdf", "-"]
    html = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    pages = html.split("<page ")[1:]
    left = [
        min(float(x) for x in re.findall(r'<word xMin="([\d.]+)"[^>]*>—</word>', one))
        for one in pages
    ]
    assert len(pages) >= 3
    assert [place > 300 for place in left] == [number % 2 == 0 for number in range(len(pages))]
    raw = official.render(DOCUMENTS["text"], AT)
    fonts = [
        run._element.rPr.rFonts.get(qn("w:eastAsia"))
        for run in docx.Document(BytesIO(raw)).sections[0].footer.paragraphs[0].runs
        if run.text.strip()
    ]
    assert set(fonts) == {"宋体"}


def test_dates_numbers_and_copies_stand_where_they_belong(laid_out):
    """〔2026〕, an Arabic date without zeros, 抄送 at the foot."""
    asked = ["pdftotext", laid_out / "letter.pdf", "-"]
    text = subprocess.run(asked, check=True, capture_output=True, text=True)
    said = re.sub(r"\s", "", text.stdout)
    for wanted in (
        "示工宣〔2026〕号",
        "各辖市、区总工会：",
        "2026年11月2日",
        "抄送：市总工会分管领导。",
    ):
        assert wanted in said


def height(lines: list[tuple[float, str]], start: str) -> float:
    """How far from the top of its page a line begins, in millimetres."""
    return next(top * 25.4 / 72 for top, text in lines if text.startswith(start))


@pytest.mark.parametrize("lines", LINES)
def test_a_numbered_document_has_its_head_and_its_imprint(laid_out, lines):
    """Head 35 mm below the top of the text; imprint on the last lines of the last page."""
    pdf = laid_out / f"{lines} lines.pdf"
    first = lines_of(pdf, 1)
    issuer = height(first, "示范市总工会")
    assert 37 + 35 - 3 <= issuer <= 37 + 35 + 6
    assert height(first, "示工宣") > issuer + 25
    info = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    last = lines_of(pdf, int(re.search(r"Pages: +([0-9]+)", info)[1]))
    assert 37 + 225 - 9 <= height(last, "示范市总工会2026年11月2日印发") <= 37 + 225
    signed = height(last, "2026年11月2日")
    assert signed < height(last, "抄送：") < height(last, "示范市总工会2026年11月2日印发")
    assert any(text.startswith("工") for _top, text in last)


def test_the_head_is_red():
    """Whoever issues it, and a line below the number; nothing else is."""
    read = docx.Document(BytesIO(official.render(letter("正文", **NUMBERED), AT)))
    red = [
        run.text
        for paragraph in read.paragraphs
        for run in paragraph.runs
        if str(run.font.color.rgb) == "FF0000"
    ]
    assert red == ["示范市总工会"]
    lined = [one.text for one in read.paragraphs if "FF0000" in (one._element.xml) and one.text]
    assert lined == ["示范市总工会", "示工宣〔2026〕　　号"]
    plain = docx.Document(BytesIO(official.render(letter("正文"), AT)))
    assert "FF0000" not in plain.element.xml


TABLES = [
    lambda book: counts_table(book, TWO, By.UNIT),
    lambda book: counts_table(book, TWO, By.MONTH),
    lambda book: quota_table(book, TWO),
    lambda book: ranking_table(book, Month(2026, 9), DEPARTMENTS, 3, "月报排序表"),
    lambda book: ranking_table(book, Month(2026, 6), DEPARTMENTS, 3, "空月排序表"),
    lambda book: standings_table(book, TWO, DEPARTMENTS, 3),
    lambda book: target_table(book, TWO),
    lambda book: next(score_tables(book, TWO)),
    lambda book: register_table(book, TWO),
]


def test_libreoffice_recalculates_every_formula_to_our_number(office):
    """Sums, shares and ranks in the workbook are the register's own."""
    book = ledger(
        [
            *counts(MONTHS),
            entry(25, "party", "2026-10-09", due=date(2026, 10, 8), late=1),
            entry(26, "party", "2026-10-09", due=date(2026, 10, 9)),
        ]
    )
    tables = [make(book) for make in TABLES]
    raw = xlsx.render(tables, AT)
    formulas = openpyxl.load_workbook(BytesIO(raw))
    kept = office({"tables.xlsx": raw}, "xlsx:Calc MS Excel 2007 XML") / "tables.xlsx"
    again = openpyxl.load_workbook(kept, data_only=True)
    checked = 0
    for table, sheet, plain in zip(tables, again.worksheets, formulas.worksheets, strict=True):
        first = int(plain.freeze_panes[1:])
        expected = [row.cells for row in table.rows] + ([table.totals()] if table.summed else [])
        for number, cells in enumerate(expected, start=first):
            for place, cell in enumerate(cells, start=1):
                if str(plain.cell(number, place).value).startswith("="):
                    found = sheet.cell(number, place).value
                    assert (found or 0) == pytest.approx(cell or 0), (table.id, number, place)
                    checked += 1
    assert checked >= 100


def test_a_workbook_is_ready_to_work_with():
    """Real dates and numbers, frozen header, filter, print area, A4 or A3 across."""
    sheet = openpyxl.load_workbook(
        BytesIO(xlsx.render([register_table(ledger(counts(MONTHS)), TWO)], AT))
    ).worksheets[0]
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:S27"
    assert sheet.print_area == "'2026年9—10月信息发布登记表'!$A$1:$S$28"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet["A4"].value == 1
    assert sheet["K4"].value == moment("2026-09-05 09:00")
    assert sheet["K4"].number_format == "yyyy-mm-dd hh:mm"


def test_a_title_never_becomes_a_formula():
    """`=HYPERLINK(…)` in an article's title stays text."""
    table = Table("t", "=1+1", (Column("a", "甲"),), (Row(("=1+1",)),))
    sheet = openpyxl.load_workbook(BytesIO(xlsx.render([table], AT))).worksheets[0]
    assert [sheet[cell].data_type for cell in ("A1", "A3")] == ["s", "s"]


def test_equal_content_is_equal_bytes():
    """No clock and no order of sets in any file."""
    book = ledger(counts(MONTHS))
    table = counts_table(book, TWO, By.UNIT)
    document = letter("正文", parts=(table,))
    for render in (lambda: xlsx.render([table], AT), lambda: official.render(document, AT)):
        assert render() == render()
    with zipfile.ZipFile(BytesIO(official.render(document, AT))) as parts:
        assert {one.date_time for one in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_form_of_report_is_written():
    """Each form of the charter, of a full and of an empty period."""
    book = ledger(counts(MONTHS))
    for months in (TWO, Period.parse("2025-01..2025-02")):
        for id_, report in book.charter.reporting.reports.items():
            document = notice(book, id_, report, months)
            assert official.render(document, AT)
            assert document.title.endswith(report.name)


def test_who_is_low_three_months_running_is_named():
    """JZ-11b: rank and length of the streak as the register has them."""
    months = {f"2026-{month:02}": {"legal": 5, "women": 3, "office": 3} for month in range(7, 10)}
    book = ledger(counts(months))
    report = Report(name="通报", form="streak", months=3, kinds=DEPARTMENTS)
    document = notice(book, "low", report, Period.parse("2026-07..2026-09"))
    text = "".join(part.text for part in document.parts if isinstance(part, Paragraph))
    assert "组织部（连续3个月）" in text
    assert "法律工作部" not in text


def test_the_page_can_be_read_without_seeing_it(browser, borrowed, tmp_path):
    """Axe finds nothing; every plot is named and described; every number leads on."""
    book = ledger(counts(MONTHS))
    tables = [make(book) for make in TABLES]
    path = tmp_path / "index.html"
    path.write_bytes(page.render(book, "登记与排序", tables[:3], [("a.xlsx", "登记表")]))
    context = browser.new_context(locale="zh-CN")
    opened = context.new_page()
    opened.goto(path.as_uri())
    opened.add_script_tag(path=borrowed("axe-core/axe.min.js"))
    violations = opened.evaluate("axe.run().then(found => found.violations)")
    assert [(one["id"], one["nodes"][0]["html"][:80]) for one in violations] == []
    assert opened.locator("svg[role=img] > title").count() == opened.locator("svg").count() > 0
    assert opened.get_by_text("法律工作部：4篇").count() >= 1
    context.close()


def test_numbers_of_a_share_need_a_whole():
    table = Table(
        "t",
        "t",
        (
            Column("n", "名"),
            Column("a", "甲", Kind.NUMBER, sum=True),
            Column("b", "乙", Kind.NUMBER, sum=True),
            Column("c", "率", Kind.SHARE, formula='IF({b}=0,"",{a}/{b})'),
        ),
        (Row(("一", 1, 2, 0.5)), Row(("二", 2, 2, 1.0))),
    )
    assert table.totals() == (None, 3, 4, 0.75)
