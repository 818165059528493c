"""The shape of an article's text: headings and tables that can be walked and heard."""

from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.findings import Problem
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.rules.fields import legible


@rule("MRK108", clauses=["EN-15"], alone=True)
def headings_in_order(case: Case) -> Iterator[Problem]:
    """Headings begin at the second level, since the title is the first, and leave none out.

    Bad:  # 一、总则, or #### right below ##
    Good: ## 一、总则, and ### below it
    """
    for article in legible(case):
        above = 1
        for heading in article.content.headings:
            signs = "#" * (above + 1)
            if not heading.text.strip():
                yield Problem(
                    article.at_offset(heading.start),
                    _("this heading is empty"),
                    _("write its text, or remove the line"),
                )
            elif heading.level == 1:
                yield Problem(
                    article.at_offset(heading.start),
                    _("“{heading}” stands on the title's level").format(heading=heading.text),
                    _("begin the line with {signs}").format(signs="##"),
                )
            elif heading.level > above + 1:
                yield Problem(
                    article.at_offset(heading.start),
                    _("“{heading}” leaves a heading level out").format(heading=heading.text),
                    _("begin the line with {signs}").format(signs=signs),
                )
            above = max(heading.level, 2)


@rule("MRK109", clauses=["EN-15"], alone=True)
def tables_have_headers(case: Case) -> Iterator[Problem]:
    """The first row of a table names its columns; only the corner may stay empty.

    Bad:  |  |  | above the line of dashes
    Good: | 项目 | 时限 | above the line of dashes
    """
    for article in legible(case):
        for table in article.content.tables:
            empty = [number for number, cell in enumerate(table.header) if not cell.strip()]
            if empty and (empty != [0] or len(table.header) == 1):
                yield Problem(
                    article.at_offset(table.start),
                    _("the table's first row does not name column {numbers}").format(
                        numbers=", ".join(str(number + 1) for number in empty)
                    ),
                    _("write what each column holds, for example | 项目 | 时限 |"),
                )
