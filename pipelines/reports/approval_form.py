"""The approval form (审批单, JZ annex 2) of one receipt, as a document and as a page."""

from datetime import date
from html import escape

from pipelines.core.article import Article
from pipelines.core.charter import Charter
from pipelines.core.receipts import Receipt, Signature
from pipelines.reports.documents import Document
from pipelines.reports.tables import Column, Row, Table

_KINDS = {
    "news": "动态",
    "document": "文件",
    "notice": "通知公告",
    "interpretation": "政策解读",
    "guide": "办事指南",
    "letter": "来信答复",
    "activity": "活动",
}
_ANSWERS = {"yes": "是", "no": "否", "unsure": "不确定，已送保密办复审"}


def form(charter: Charter, receipt: Receipt, article: Article) -> Document:
    """The form filled in; what the damaged original only lets infer is marked with an asterisk."""
    heading = (charter.portal.name, "门户网站信息发布审批单")
    table = Table(
        "approval",
        "".join(heading),
        (Column("field", "项目", width=8), Column("text", "内容", width=20)),
        tuple(Row(cells) for cells in _rows(charter, receipt, article)),
        notes=(
            "带 * 的项目在原附件中已无法辨认，据第八条、第九条补充。",
            f"审批凭证第 {receipt.number} 号，校验值 {receipt.digest}",
        ),
    )
    last = max((one.at for one in receipt.signatures), default="")[:10]
    return Document(
        f"approval-{receipt.number:06}",
        heading,
        (table,),
        charter.portal.name,
        date.fromisoformat(last) if last else date.min,
    )


def _rows(charter: Charter, receipt: Receipt, article: Article) -> list[tuple[str, str]]:
    front = article.front
    unit = charter.units.get(front.unit or "")
    person = charter.people.get(front.correspondent or "")
    secrecy = _ANSWERS.get(front.secrecy.secret.value, "") if front.secrecy else ""
    rows = [
        ("部室", unit.name if unit else front.unit or ""),
        ("内容摘要", front.summary or ""),
        ("信息员", person.name if person else front.correspondent or ""),
        ("标题*", receipt.title),
        ("信息类别*", _KINDS.get(front.kind.value, "") if front.kind else ""),
        ("是否涉密*", secrecy),
    ]
    return rows + [(f"{one.stage}*", _opinion(charter, one)) for one in receipt.signatures]


def _opinion(charter: Charter, signature: Signature) -> str:
    whose = charter.people.get(signature.deputy_for or "")
    deputy = f"（受{whose.name}委托）" if whose else ""
    return f"同意　{signature.name}{deputy}　{signature.at}"


def page(document: Document) -> bytes:
    """The form as a page to look at or to print."""
    title = escape(document.title)
    lines = [
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">',
        f"<title>{title}</title></head><body><main><h1>{title}</h1>",
    ]
    for table in document.tables:
        lines.append("<table>")
        for row in table.rows:
            head, text = (escape(str(cell)) for cell in row.cells)
            lines.append(f'<tr><th scope="row">{head}</th><td>{text}</td></tr>')
        lines.append("</table>")
        lines += [f"<p>{escape(note)}</p>" for note in table.notes]
    lines.append("</main></body></html>\n")
    return "\n".join(lines).encode()
