"""The written report of an incident as a Word document (YZ-09b)."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.run import Run

_TITLES = {
    "rollback": "关于网站回退发布版本的处置报告",
    "takedown": "关于撤下网站信息的处置报告",
    "tampering": "关于网站页面被篡改的情况报告",
}


def report(
    portal: str, kind: str, facts: Sequence[tuple[str, str]], seen: Sequence[str], day: date
) -> bytes:
    """A report laid out as an office would: title, facts one by one, what was seen, date.

    `facts` are names with their values; `portal` signs.
    """
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.left_margin = Mm(37), Mm(28)
    page.right_margin, page.bottom_margin = Mm(26), Mm(35)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set(title.add_run(_TITLES[kind]), "方正小标宋简体", 22)
    for name, value in facts:
        _line(document.add_paragraph(), name, value)
    for line in seen:
        _line(document.add_paragraph(), "", line)
    for line in (portal, f"{day.year}年{day.month}月{day.day}日"):
        end = document.add_paragraph()
        end.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _set(end.add_run(line), "仿宋_GB2312", 16)
    core = document.core_properties
    core.author, core.title = portal, _TITLES[kind]
    whole = BytesIO()
    document.save(whole)
    return whole.getvalue()


def facts(incident: Mapping[str, object], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a record says, in words; `names` turns the ids of people into names."""
    told = incident["told"]
    people = [names.get(str(one), str(one)) for one in told] if isinstance(told, list) else []
    rows = [
        ("发现时间", incident["found"]),
        ("处置完成时间", incident["done"]),
        ("用时", f"{incident['minutes']}分钟"),
        ("处置人", names.get(str(incident["by"]), str(incident["by"]))),
        ("情况和原因", incident["reason"]),
        ("涉及信息", incident["path"]),
        ("发布位置", incident["target"]),
        ("处置前版本", incident["release_before"]),
        ("处置后版本", incident["release_after"]),
        ("已报告", "、".join(people)),
    ]
    return [(name, str(value)) for name, value in rows if value]


def _line(paragraph: object, name: str, value: str) -> None:
    add = paragraph.add_run  # type: ignore[attr-defined]  # docx's factory is untyped
    if name:
        _set(add(f"{name}："), "黑体", 16)
    _set(add(value), "仿宋_GB2312", 16)


def _set(run: Run, font: str, size: int) -> None:
    run.font.size = Pt(size)
    run.font.name = font
    # Without this, Word quietly shows Chinese in its own font.
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001 - docx has no other way
