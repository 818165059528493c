"""What a rule is, and the runner that turns its problems into findings."""

from dataclasses import replace

from pipelines.core.findings import Problem, Weight
from pipelines.core.rule import judge, rule
from tests.builders import article, case, said


@rule("TST101", clauses=["CZ-08"])
def titles_are_short(judged):
    """A title is short.

    Bad:  title: 很长的标题
    Good: title: 短题
    """
    for one in judged.articles:
        if len(one.front.title) > 3:
            yield Problem(one.at("title"), "too long", "cut it")


@rule("TST102", clauses=["CZ-08"], weight=Weight.NOTES)
def everything_is_noted(judged):
    """Everything is noted."""
    for one in judged.articles:
        yield Problem(one.at(), "noted", clauses=("EN-14",))


LONG = article("union-news/b.md", title="很长的标题")


def test_a_rule_signs_its_problems():
    """The runner adds id, name and weight; a problem may narrow the clauses."""
    (finding,) = titles_are_short(case(LONG))
    assert (finding.rule, finding.name, finding.weight) == (
        "TST101",
        "titles-are-short",
        Weight.BLOCKS,
    )
    assert (finding.clauses, finding.fix) == (("CZ-08",), "cut it")
    (noted,) = everything_is_noted(case(LONG))
    assert noted.clauses == ("EN-14",)


def test_findings_come_in_the_order_of_path_and_line():
    """Whatever the order of rules, reports read from top to bottom."""
    judged = case(LONG, article("union-news/a.md", title="短题"))
    found = judge(judged, [titles_are_short, everything_is_noted])
    assert said(found) == [
        "content/union-news/a.md:1: noted  [TST102]",
        "content/union-news/b.md:1: noted  [TST102]",
        "content/union-news/b.md:2: too long  [TST101]",
    ]


def test_what_is_known_of_single_articles_need_not_be_asked_again():
    """Who judges each article alone sees those that nobody is sure of, who compares them all."""
    judged = case(LONG, article("union-news/a.md", title="短题"))
    alone = replace(titles_are_short, alone=True)
    unsure = replace(judged, articles=(LONG,), archive=(LONG,))
    both = [alone, everything_is_noted]
    assert judge(judged, both, unsure) == judge(judged, both)
    nobody = replace(judged, articles=(), archive=())
    assert {one.rule for one in judge(judged, both, nobody)} == {"TST102"}
    assert judge(judged, [titles_are_short], nobody) == judge(judged, [titles_are_short])


def test_the_law_is_the_docstring():
    """From it the manual is made."""
    assert titles_are_short.law.startswith("A title is short.")


def test_many_articles_are_judged_as_few_are(monkeypatch):
    """Every core takes some of the rules; the report is the same."""
    judged = case(LONG, *(article(f"union-news/{number}.md") for number in range(9)))
    rules = [titles_are_short, everything_is_noted] * 4
    alone = judge(judged, rules)
    monkeypatch.setattr("pipelines.core.rule.FEW", 3)
    assert judge(judged, rules) == alone
    assert len(alone) == 80
