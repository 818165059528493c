"""What is remembered of outside links, as findings: each state and each way to be wrong."""

from datetime import date

import pytest

from pipelines.core.outside import Drift, State, Watch
from pipelines.core.rule import judge
from pipelines.rules import outside
from tests.builders import TODAY, article, case

A = "https://www.example.com/a"
RULES = (
    outside.outside_links_live,
    outside.outside_links_lead_where_they_did,
    outside.outside_links_worth_a_look,
)
FIRST = date(2026, 11, 17)
BOTH = {"looked": TODAY, "title": "职工之家"}


def found(**watch):
    """The rule and message of each finding on an article that links to one address, twice."""
    linking = article(body=f"[职工之家]({A}) [再看]({A}#b)\n")
    remembered = {A: Watch(address=A, **watch)}
    told = judge(case(linking, outside=remembered), RULES)
    return [(one.rule, one.message.removeprefix(A).strip(" :")) for one in told[::2]]


@pytest.mark.parametrize(
    ("watch", "said"),
    [
        ({"state": State.ALIVE}, []),
        (
            {"state": State.SUSPECTED, "why": "404", "since": TODAY},
            [("LNK303", "could not be opened: it answers 404; it is watched")],
        ),
        (
            {"state": State.REFUSED, "why": "time"},
            [("LNK303", "could not be opened: it does not answer in time; it is watched")],
        ),
        (
            {"state": State.DEAD, "why": "name", "since": FIRST},
            [("LNK301", "is dead since 2026-11-17: there is no such site")],
        ),
        ({"state": State.RECOVERED}, [("LNK303", "answers again")]),
        (
            {"state": State.ALIVE, "drifts": {Drift.PARKED: TODAY}, **BOTH},
            [("LNK303", "the domain is for sale or has expired")],
        ),
        (
            {"state": State.ALIVE, "drifts": {Drift.PARKED: FIRST}, **BOTH},
            [("LNK302", "is not what it was: the domain is for sale or has expired")],
        ),
        (
            {"state": State.ALIVE, "drifts": {Drift.TITLE: FIRST}, "other_title": "彩票", **BOTH},
            [("LNK302", "is not what it was: its title was “职工之家” and is “彩票” now")],
        ),
        (
            {"state": State.ALIVE, "drifts": {Drift.PLAIN: FIRST}, **BOTH},
            [("LNK303", "it answers with https as well: write https://")],
        ),
        (
            {"state": State.DEAD, "why": "500", "since": FIRST, "drifts": {Drift.SITE: FIRST}},
            [("LNK301", "is dead since 2026-11-17: it answers 500")],
        ),
    ],
)
def test_what_is_said_of_a_link(watch, said):
    """Dead and confirmed wrong blocks, all else is a note; every use of the address is told."""
    assert found(**watch) == said


def test_what_nobody_looked_at_is_not_judged():
    """Without a memory the rules are silent."""
    linking = article(body=f"[职工之家]({A})\n")
    assert judge(case(linking), RULES) == []


def test_gone_articles_are_not_judged():
    """Nobody reads the links of an article that was withdrawn."""
    withdrawn = {"on": "2026-11-19", "by": "lin-hai", "reason": "误"}
    linking = article(body=f"[甲]({A})\n", status="withdrawn", withdrawn=withdrawn)
    dead = {A: Watch(address=A, state=State.DEAD, since=FIRST)}
    assert judge(case(linking, outside=dead), RULES) == []
