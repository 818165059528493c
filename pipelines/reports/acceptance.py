"""The acceptance sheet (验收表) of a self-built channel, as a document and as a page."""

from collections.abc import Sequence
from datetime import date
from html import escape

from pipelines.core.desks.acceptance import Check
from pipelines.core.desks.records import Channel, Step
from pipelines.reports.documents import Document, Paragraph
from pipelines.reports.tables import Column, Row, Table


def sheet(portal: str, channel: Channel, found: Sequence[Check], day: date) -> Document:
    """What was looked at, point by point, with the verdict and room for signatures."""
    table = Table(
        "acceptance",
        "验收项目",
        (
            Column("point", "验收方面", width=6),
            Column("what", "验收内容", width=14),
            Column("passed", "结论", width=4),
            Column("seen", "查看情况", width=10),
        ),
        tuple(
            Row((one.point.value, one.what, "合格" if one.passed else "不合格", one.seen))
            for one in found
        ),
    )
    steps = (("申请", channel.applied), ("批准", channel.approved), ("建成", channel.built))
    told = "；".join(f"{name}：{_step(step)}" for name, step in steps)
    verdict = "合格，可以接入" if all(one.passed for one in found) else "不合格，整改后再验收"
    return Document(
        f"acceptance-{day}",
        (f"{channel.name}", "自建频道验收表"),
        (
            Paragraph(f"{told}。"),
            table,
            Paragraph(f"验收结论：{verdict}。"),
            Paragraph("验收人（签字）：　　　　　　　　分管领导（签字）："),
        ),
        portal,
        day,
    )


def page(document: Document) -> str:
    """The sheet as one HTML page that can be printed."""
    parts = []
    for part in document.parts:
        if isinstance(part, Paragraph):
            parts.append(f"<p>{escape(part.text)}</p>")
        elif isinstance(part, Table):
            parts.append(_table(part))
    title = escape(document.title)
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body><main><h1>{title}</h1>\n"
        + "\n".join(parts)
        + f"\n<p>{escape(document.signature)}　{document.on}</p></main></body></html>\n"
    )


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{escape(str(cell or ''))}</td>" for cell in row.cells) + "</tr>"
        for row in table.rows
    )
    return (
        f"<table border=1><caption>{escape(table.title)}</caption>"
        f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>"
    )


def _step(step: Step | None) -> str:
    return f"{step.on}（{step.number}）" if step else "无"
