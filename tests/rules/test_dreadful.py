"""One proposal with everything wrong, and the whole report that its correspondent reads."""

from pathlib import Path

import pytest

from pipelines.core.article import Trouble
from pipelines.core.rule import judge
from pipelines.gather.files import read_article
from pipelines.reports import text
from pipelines.reports.language import speak
from pipelines.rules import TREE, checklist
from pipelines.rules.checklist import template
from tests.builders import attachment, case, charter, proposal

FIXTURES = Path(__file__).parent / "fixtures"
PATH = "union-news/dreadful.md"
FILES = {
    file.path: file
    for file in (
        attachment("union-news/hall.jpg", "jpg", 12_000_000, pixels=(8000, 6000)),
        attachment("union-news/form.docx", "exe", 70_000),
        attachment("union-news/old.doc", "doc", 70_000),
        attachment("union-news/list.pdf", "pdf", 70_000, trouble=Trouble.ENCRYPTED),
    )
}


@pytest.fixture
def chinese():
    """Chinese, as the correspondent reads it."""
    speak("zh_CN")
    yield
    speak("en")


@pytest.mark.usefixtures("chinese")
def test_the_whole_report():
    """Every mistake is said once, at its place, with what to write instead."""
    article = read_article(PATH, (FIXTURES / "dreadful.md").read_bytes())
    body = template(charter(), answered=True).replace("- [x] 1.", "- [ ] 1.")
    brought = proposal(*(f"content/{path}" for path in (PATH, *FILES)), body=body)
    judged = case(article, files=FILES, proposal=brought)
    report = text.render(judge(judged, [*TREE, checklist.review_points_answered]))
    assert report + "\n" == (FIXTURES / "dreadful.txt").read_text(encoding="utf-8")
