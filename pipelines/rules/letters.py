"""Letters of workers: forms that can be read, answers that are published, what many ask alike."""

from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.charter.columns import ColumnKind
from pipelines.core.desks.clocks import Standing
from pipelines.core.desks.clusters import clusters
from pipelines.core.desks.lines import is_public, standing
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.rules.desks import LETTERS, owed


@rule("LET201", clauses=["CZ-10f", "EN-07"], waivable=False)
def letters_readable(case: Case) -> Iterator[Problem]:
    """A letter's form is filled in so that its clocks can run.

    Bad:  concluded, but nobody decided whether it is published
    Good: 是否公开 是, with reason and reviewer
    """
    for letter in case.letters or ():
        for fault in letter.faults:
            yield Problem(Place(f"letters/{letter.number}"), fault)


@rule("LET202", clauses=["CZ-10f"], waivable=False)
def concluded_letters_published(case: Case) -> Iterator[Problem]:
    """A concluded letter that may be published is answered on the home page.

    Bad:  办结日期 2026-11-10, 是否公开 是, and no public article
    Good: 公开稿件 hotline/2026-11-12-overtime.md, published, its column shown on the home page
    """
    for letter in case.letters or ():
        concluded = letter.days.get("concluded")
        if concluded is None or concluded > case.today or not letter.publish:
            continue
        article = case.by_path.get(letter.article)
        column = case.charter.columns.get(article.column) if article else None
        if article is None or not is_public(case, article):
            message = _("letter {number} may be published, but its answer is not")
        elif column is None or column.kind is not ColumnKind.LETTERS or not column.home:
            message = _("the answer to letter {number} is not shown on the home page")
        else:
            continue
        yield Problem(
            Place(f"letters/{letter.number}"),
            message.format(number=letter.number),
            _("scripts/portal new letter --from {number} drafts it").format(number=letter.number),
        )


@rule("LET203", clauses=["YZ-08", "EN-07"], weight=Weight.WAITS, waivable=False)
def letters_that_are_alike(case: Case) -> Iterator[Problem]:
    """Several letters about the same thing within a short time are handled together.

    Bad:  three letters in thirty days about the same unpaid overtime
    Good: one of them
    """
    letters = case.letters or ()
    for group in clusters(letters, case.charter.letters.cluster, case.today):
        numbers = "、".join(str(letter.number) for letter in group)
        yield Problem(
            Place(f"letters/{group[0].number}"),
            _("{count} letters are alike ({topic}): {numbers}").format(
                count=len(group), topic=group[0].topic, numbers=numbers
            ),
            _("report it to the leader in charge, and answer them together"),
        )


@rule("LET204", clauses=["CZ-10d", "CZ-10e", "EN-16", "EN-17"], waivable=False)
def letters_in_time(case: Case) -> Iterator[Problem]:
    """A letter is accepted, answered and concluded within its days.

    Bad:  a letter received on 2026-11-02 and not accepted on 2026-11-10, seven days allowed
    Good: the same letter, accepted on 2026-11-09
    """
    for id_, desk, due in standing(case):
        if id_ == LETTERS and due.standing is Standing.OVERDUE:
            yield owed(case, desk.name, due)


@rule(
    "LET205",
    clauses=["CZ-10d", "CZ-10e", "EN-16", "EN-17"],
    weight=Weight.NOTES,
    waivable=False,
)
def letters_reminded(case: Case) -> Iterator[Problem]:
    """Whoever has a letter hears of its last days before they come.

    Bad:  a letter to be accepted by 2026-11-09, reminder two days before, today 2026-11-08
    Good: the same letter on 2026-11-04
    """
    for id_, desk, due in standing(case):
        if id_ == LETTERS and due.standing is Standing.SOON:
            yield owed(case, desk.name, due)
