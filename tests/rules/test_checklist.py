"""The nine review points: what a proposal's text must have answered."""

from pathlib import Path

import pytest

from pipelines.rules import checklist
from tests.builders import article, case, charter, proposal

ROOT = Path(__file__).resolve().parents[2]
ANSWERED = checklist.template(charter(), answered=True)
TICKS = "\n".join(line for line in ANSWERED.splitlines() if line.startswith("- [x]"))


def missing(body, *articles, **options):
    """The numbers of the review points that a proposal's text leaves open."""
    judged = case(*articles, proposal=proposal("content/union-news/a.md", body=body), **options)
    return [int(one.message.split()[2]) for one in checklist.review_points_answered(judged)]


def test_there_are_nine():
    """The charter lists the nine points of JZ-09."""
    assert len(charter().review_points) == 9


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (ANSWERED, []),
        (TICKS, []),
        (ANSWERED.replace("[x]", "[X]"), []),
        (ANSWERED.replace("- [x]", "* [x]").replace("\n", "\r\n"), []),
        (ANSWERED.replace("- [x] 3.", "- [ ] 3."), [3]),
        (ANSWERED.replace("- [x] 9.", "9."), [9]),
        (checklist.template(charter()), list(range(1, 10))),
        ("", list(range(1, 10))),
        (f"<!--\n{TICKS}\n-->", list(range(1, 10))),
        (f"<!-- {TICKS}", list(range(1, 10))),
    ],
)
def test_review_points_answered(body, expected):
    """A proposal with articles answers each of the charter's review points in its text."""
    assert missing(body, article()) == expected


def test_a_proposal_without_articles_answers_nothing():
    """Who changes the charter or a page's look is asked by reviewers, not by the list."""
    assert missing("") == []


def test_a_charter_without_points_asks_none():
    """A rule whose number the charter leaves out does not apply."""
    assert missing("", article(), charter=charter().model_copy(update={"review_points": ()})) == []


@pytest.mark.parametrize("host", [".github", ".gitea"])
def test_the_hosts_template_asks_what_the_rule_wants(host):
    """A new proposal begins with the points of the charter, on every host."""
    text = (ROOT / host / "pull_request_template.md").read_text(encoding="utf-8")
    assert text == checklist.template(charter())
