"""A document laid out by GB/T 9704-2012: A4, 22 lines of 28 characters, the fonts named for it."""

import io
from datetime import date, datetime
from typing import Any

import docx as python_docx
from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.table import _Cell as DocxCell
from docx.text.paragraph import Paragraph as DocxParagraph

from pipelines.core.messages import _
from pipelines.reports import imprint
from pipelines.reports.documents import Document, Heading, Paragraph
from pipelines.reports.tables import Kind, Table, as_text
from pipelines.reports.zipped import without_clock

BODY, TITLE, HEI, KAI, SONG = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
SIZE = 16
"""3号, in points."""
LINE = 28.95
"""Between two lines, in points: 22 of them fill 225 mm; 29 overflows."""
NARROWER = -0.25
"""28 characters of 16 pt are 158 mm wide, the page has 156: each gives up this much, in points."""
TABLE_SIZE = 12
LONG = 28 * 8
"""Paragraphs of so many characters are divided rather than moved to the next page."""
SMALL = 14
"""4号, in points."""
WIDTH = 156
"""Of the text, in millimetres."""
RED = RGBColor(0xFF, 0, 0)
_LARGEST = 48
"""Of whoever issues a document, at its head, in points; a long name is set smaller."""
_CENTER = WD_ALIGN_PARAGRAPH.CENTER
_RIGHT = WD_ALIGN_PARAGRAPH.RIGHT
_LEFT = WD_ALIGN_PARAGRAPH.LEFT


def render(document: Document, at: datetime) -> bytes:
    """The document as docx; `at` is written into the file as the time it was made."""
    docx = _blank()
    _opening(docx, document)
    for part in document.parts:
        if isinstance(part, Heading):
            _heading(docx, part)
        elif isinstance(part, Paragraph):
            _paragraph(docx, part.text)
        else:
            _table(docx, part, titled=part.title != document.title)
    last = _signature(docx, document)
    if document.number:
        made = _("{signature}\tissued on {day}").format(
            signature=document.signature, day=chinese_date(document.on)
        )
        copies = _("Copies: {copies}").format(copies="，".join(document.copies)) + "。"
        texts = [copies, made] if document.copies else [made]
        rows = [_set(docx.add_paragraph(), text, size=SMALL) for text in texts]
        imprint.at_the_foot(docx, last, rows, WIDTH, SMALL)
    docx.core_properties.title = document.title
    docx.core_properties.author = document.signature
    raw = io.BytesIO()
    docx.save(raw)
    return without_clock(raw.getvalue(), at)


def chinese_date(day: date) -> str:
    """A date in Arabic figures, without leading zeros: 2026年11月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _blank() -> Docx:
    """An empty A4 page with the standard's margins, grid, body style and page numbers."""
    docx = python_docx.Document()
    section = docx.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(23)
    grid = docx.element.body.sectPr.find(qn("w:docGrid"))
    if grid is not None:
        docx.element.body.sectPr.remove(grid)
    grid = _element("w:docGrid", type="lines", linePitch=str(round(LINE * 20)))
    docx.element.body.sectPr.append(grid)
    docx.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, _RIGHT), (section.even_page_footer, _LEFT)):
        footer.is_linked_to_previous = False
        _page_number(footer.paragraphs[0], side)
    style = docx.styles["Normal"].element
    style.get_or_add_rPr()
    normal = docx.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(SIZE)
    fonts = style.rPr.get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), BODY)
    narrower = _element("w:spacing", val=str(round(NARROWER * 20)))
    style.rPr.insert_element_before(narrower, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")
    return docx


def _xml(part: Any) -> Any:
    """The XML of a paragraph, run, row or table, for what python-docx has no words for."""
    return part._element  # noqa: SLF001 - its own documentation sends us here


def _element(name: str, **attributes: str) -> Any:
    """A WordprocessingML element with attributes in the same namespace."""
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def _set(
    paragraph: DocxParagraph,
    text: str,
    font: str = BODY,
    size: float = SIZE,
    align: WD_ALIGN_PARAGRAPH | None = None,
) -> DocxParagraph:
    """Text in one font at one size, on the line grid."""
    style = paragraph.paragraph_format
    style.line_spacing_rule, style.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
    style.space_before = style.space_after = Pt(0)
    style.widow_control = False
    if align is not None:
        style.alignment = align
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), LATIN
    _xml(run).get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return paragraph


def _opening(docx: Docx, document: Document) -> None:
    """What stands above the red line, where there is a document number; title, addressees."""
    if document.number:
        _masthead(docx, document)
    for line in document.heading:
        title = _set(docx.add_paragraph(), line, TITLE, 22, _CENTER)
        title.paragraph_format.line_spacing = Pt(LINE * 1.2)
    _set(docx.add_paragraph(), "")
    if document.to:
        _set(docx.add_paragraph(), "，".join(document.to) + "：")


def _masthead(docx: Docx, document: Document) -> None:
    """版头: who issues it in red, 35 mm below the top; the number, and 4 mm below the red line."""
    size = min(_LARGEST, int(Mm(WIDTH).pt / len(document.signature)))
    issuer = _set(docx.add_paragraph(), document.signature, TITLE, size, _CENTER)
    issuer.paragraph_format.space_before = Mm(35)
    issuer.paragraph_format.line_spacing = Pt(size * 1.2)
    issuer.runs[0].font.color.rgb = RED
    _off_grid(issuer)
    _blank_lines(docx, 2)
    number = _set(docx.add_paragraph(), document.number, align=_CENTER)
    line = {"val": "single", "sz": "16", "space": str(round(Mm(4).pt)), "color": "FF0000"}
    border = OxmlElement("w:pBdr")
    border.append(_element("w:bottom", **line))
    _xml(number).get_or_add_pPr().insert_element_before(border, "w:snapToGrid", "w:spacing")
    _blank_lines(docx, 2)


def _blank_lines(docx: Docx, count: int) -> None:
    for _number in range(count):
        _set(docx.add_paragraph(), "")


def _paragraph(docx: Docx, text: str) -> None:
    paragraph = _set(docx.add_paragraph(), text, align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    _indent(paragraph, 2)


def _heading(docx: Docx, heading: Heading) -> None:
    paragraph = _set(docx.add_paragraph(), heading.text, HEI if heading.level == 1 else KAI)
    _indent(paragraph, 2)
    paragraph.paragraph_format.keep_with_next = True


def _indent(paragraph: DocxParagraph, characters: int) -> None:
    """Indent the first line by characters, as the standard counts."""
    paragraph.paragraph_format.first_line_indent = Pt(characters * (SIZE + NARROWER))
    indent = _xml(paragraph).get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(characters * 100))


def _table(docx: Docx, table: Table, *, titled: bool) -> None:
    """Title, lead, the table itself with its header on every page, notes."""
    if titled:
        heading = _set(docx.add_paragraph(), table.title, HEI, SMALL, _CENTER)
        heading.paragraph_format.keep_with_next = True
    if table.lead:
        lead = _set(docx.add_paragraph(), table.lead, size=SMALL)
        lead.paragraph_format.keep_with_next = True
    cells = [as_text(table.columns, row.cells) for row in table.rows]
    if table.summed:
        cells.append((_("Total"), *as_text(table.columns, table.totals())[1:]))
    grid = docx.add_table(len(cells) + 1, len(table.columns), "Table Grid")
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid.autofit = False
    whole = sum(column.width for column in table.columns)
    for place, column in enumerate(table.columns):
        grid.columns[place].width = Mm(WIDTH * column.width / whole)
    heads = tuple(_balanced(one.title, WIDTH * one.width / whole) for one in table.columns)
    for number, texts in enumerate([heads, *cells]):
        row = grid.rows[number]
        _xml(row).get_or_add_trPr().append(_element("w:cantSplit"))
        for place, (column, text) in enumerate(zip(table.columns, texts, strict=True)):
            cell = row.cells[place]
            cell.width = Mm(WIDTH * column.width / whole)
            long = column.kind is Kind.TEXT and number and column.width > 8
            _fill(cell, text, HEI if number == 0 else BODY, _LEFT if long else _CENTER)
    _repeat_header(grid)
    for note in table.notes:
        small = _set(docx.add_paragraph(), note, size=12)
        small.paragraph_format.line_spacing = Pt(18)
        _off_grid(small)
    _set(docx.add_paragraph(), "")


def _balanced(title: str, room: float) -> str:
    """A column's title in lines of equal length, for a cell so many millimetres wide."""
    fitting = max(1, int((room - 4) / Pt(TABLE_SIZE).mm))
    count = -(-len(title) // fitting)
    length = -(-len(title) // count)
    return "\n".join(title[start : start + length] for start in range(0, len(title), length))


def _off_grid(paragraph: DocxParagraph) -> None:
    """Tables and notes are set closer than the body's 22 lines."""
    properties = _xml(paragraph).get_or_add_pPr()
    properties.insert_element_before(
        _element("w:snapToGrid", val="0"), "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _fill(cell: DocxCell, text: str, font: str, align: WD_ALIGN_PARAGRAPH) -> None:
    """Each line of a cell as a paragraph of its own."""
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _set(paragraph, line, font, TABLE_SIZE, align)
        paragraph.paragraph_format.line_spacing = Pt(18)
        _off_grid(paragraph)
    cell.vertical_alignment = 1  # type: ignore[assignment]  # centred


def _repeat_header(grid: DocxTable) -> None:
    properties = _xml(grid.rows[0]).get_or_add_trPr()
    properties.append(_element("w:tblHeader"))


def _signature(docx: Docx, document: Document) -> DocxParagraph:
    """Who signs, and the day, at the right; gives a paragraph on the same page as these.

    They stay with the last paragraph of the text, unless that is a long one.
    """
    last = docx.paragraphs[-1]
    short = len(last.text) < LONG
    last.paragraph_format.keep_with_next = short
    _set(docx.add_paragraph(), "").paragraph_format.keep_with_next = True
    signer = _set(docx.add_paragraph(), document.signature, align=_RIGHT)
    day = _set(docx.add_paragraph(), chinese_date(document.on), align=_RIGHT)
    width = len(document.signature) - len(chinese_date(document.on)) / 1.5
    signer.paragraph_format.right_indent = Pt(SIZE * 2)
    day.paragraph_format.right_indent = Pt(SIZE * (2 + max(0, width / 2)))
    signer.paragraph_format.keep_with_next = True
    return last if short else day


def _page_number(paragraph: DocxParagraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """“— 1 —” in 4号 宋体, one character from the outer edge."""
    _set(paragraph, "— ", SONG, SMALL, side)
    run = paragraph.add_run()
    for kind in ("begin", None, "end"):
        if kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = "PAGE"
            _xml(run).append(code)
        else:
            _xml(run).append(_element("w:fldChar", fldCharType=kind))
    run.font.size, run.font.name = Pt(SMALL), SONG
    _set(paragraph, " —", SONG, SMALL, side)
    if side is _RIGHT:
        paragraph.paragraph_format.right_indent = Pt(SMALL)
    else:
        paragraph.paragraph_format.left_indent = Pt(SMALL)
