"""The shape of an article's text: headings and tables that can be walked and heard."""

import pytest

from pipelines.rules import markup
from tests.builders import article, case


def found(rule, body):
    return [(one.message, one.fix) for one in rule(case(article(body=body)))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("没有标题。", []),
        ("## 一\n\n### （一）\n\n#### 1\n\n## 二\n\n### （一）\n", []),
        ("# 一\n", [("“一” stands on the title's level", "begin the line with ##")]),
        ("一\n===\n", [("“一” stands on the title's level", "begin the line with ##")]),
        ("### 一\n", [("“一” leaves a heading level out", "begin the line with ##")]),
        ("## 一\n\n#### 二\n", [("“二” leaves a heading level out", "begin the line with ###")]),
        ("## 一\n\n##\n", [("this heading is empty", "write its text, or remove the line")]),
    ],
)
def test_headings_in_order(body, expected):
    """Headings begin at the second level, since the title is the first, and leave none out."""
    assert found(markup.headings_in_order, body) == expected


@pytest.mark.parametrize(
    ("header", "numbers"),
    [
        ("| 项目 | 时限 |\n|---|---|", None),
        ("|  | 时限 |\n|---|---|", None),
        ("|  |  |\n|---|---|", "1, 2"),
        ("| 项目 |  | 时限 |\n|---|---|---|", "2"),
        ("|  |\n|---|", "1"),
    ],
)
def test_tables_have_headers(header, numbers):
    """The first row of a table names its columns; only the corner may stay empty."""
    messages = [message for message, fix in found(markup.tables_have_headers, f"{header}\n| a |\n")]
    expected = [f"the table's first row does not name column {numbers}"] if numbers else []
    assert messages == expected
