"""The approval form says who agreed to what, and which of its fields were inferred."""

import io
from datetime import datetime

from docx import Document as Docx

from pipelines.core.approval import evaluate
from pipelines.core.receipts import bind, issue
from pipelines.reports import approval_form, official
from tests.builders import article, charter
from tests.proposals import proposed

NOW = datetime.fromisoformat("2026-11-20 18:00")


def document():
    """The form of an article that two people approved."""
    notice = article("notices/a.md", level="official", summary="摘要 <b>")
    case = proposed(notice, votes=["+lin-hai", "+jiang-he"])
    (subject,) = evaluate(case).subjects
    (receipt,) = bind(
        [issue(charter(), case.proposal, subject, notice.front.title, "c" * 40)], None
    )
    return approval_form.form(charter(), receipt, notice)


def test_the_form_as_a_document():
    """JZ-A2: three certain fields, inferred ones with an asterisk, each stage's opinion."""
    docx = Docx(io.BytesIO(official.render(document(), NOW)))
    rows = [tuple(cell.text for cell in row.cells) for row in docx.tables[0].rows]
    assert ("部室", "办公室") in rows
    assert ("内容摘要", "摘要 <b>") in rows
    assert ("信息员", "陈岚") in rows
    assert ("是否涉密*", "否") in rows
    assert ("办公室审核*", "同意　林海　2026-11-20 09:01") in rows
    assert ("主要领导审批*", "同意　江禾　2026-11-20 09:02") in rows


def test_the_form_as_a_page():
    """The same, and what somebody wrote stays text."""
    page = approval_form.page(document()).decode()
    assert '<th scope="row">信息员</th><td>陈岚</td>' in page
    assert "摘要 &lt;b&gt;" in page
