"""The desks' rules: each with rows on which it is silent and rows on which it speaks."""

from datetime import date
from typing import Any

import pytest

from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.charter.people import Person
from pipelines.core.desks.letters import Letter
from pipelines.core.desks.registers import read_registers
from pipelines.core.findings import Place
from pipelines.rules import accounts, desks, letters
from tests.builders import TODAY, article, case, charter, proposal, said


def kept(**files: str) -> Charter:
    """The demo charter with these registers alone: `drills` → the text of its one file."""
    raw = {f"registers/{kind}/a.yml": text.encode() for kind, text in files.items()}
    return charter().model_copy(update={"registers": read_registers(raw)})


def ids(findings: Any) -> list[str]:
    return [f"{one.place.path}:{one.place.line}" for one in findings]


ACT = "on: {on}\nby: song-ci\n"
DUE = [
    ("patrols", ACT + "signed_by: song-ci\nsigned_on: {on}", "每日巡查", 1),
    ("drills", ACT + "scenario: 断网\nparticipants: [song-ci]", "应急演练", 184),
    ("trainings", ACT + "topic: 保密\nparticipants: [song-ci]", "人员培训", 184),
    ("assessments", ACT + "scope: 全站\nlevel: low", "风险评估", 365),
    ("inspections", ACT + "scope: 全站", "监督检查", 92),
    (
        "incidents",
        "kind: outage\nfound: {on} 08:00\ndone: {on} 09:00\nby: song-ci\nreason: 断网",
        "书面报告",
        3,
    ),
    ("plans", "title: 总结\ncolumn: guide\nunit: legal\nplanned: {on}\nby: {by}", "按计划发布", 10),
    (
        "channels",
        "name: 频道\ncolumn: a\nunit: legal\napplied: {{on: {on}, number: 一号}}",
        "审批",
        21,
    ),
    (
        "protections",
        "name: 门户\nlevel: 3\nassessed: {on}\nmanages: a\nruns: a\nuses: a",
        "测评",
        365,
    ),
]
"""Each register with the clock that runs on its record, and how many days it has at most."""


@pytest.mark.parametrize(("kind", "text", "clock", "days"), DUE, ids=[one[0] for one in DUE])
def test_each_register_is_silent_then_reminds_then_is_overdue(kind, text, clock, days):
    """A record of today owes nothing, one on its last day at most a reminder, then it is late."""

    def told(ago: int) -> tuple[int, int]:
        on = date.fromordinal(TODAY.toordinal() - ago)
        by = date.fromordinal(on.toordinal() + 10)
        here = kept(**{kind: text.format(on=on, by=by)})
        judged = case(charter=here)

        def about(rule: Any) -> list[str]:
            path = f"charter/registers/{kind}/a.yml"
            return [f.message for f in rule(judged) if f.place.path == path and clock in f.message]

        return len(about(desks.done_in_time)), len(about(desks.reminded_in_time))

    assert told(0)[0] == 0
    assert told(days - 3 if days > 3 else 0)[0] == 0
    assert told(days + 3) == (1, 0)
    reminds = charter().desks[kind].clocks
    if any(one.remind and clock in one.name for one in reminds.values()):
        assert told(days - 1) == (0, 1)


def test_what_was_found_is_put_right_and_looked_at_again():
    """The day that was set counts; then the re-check is due (YZ-07b)."""
    flaw = "on: 2026-11-02\nby: song-ci\nscope: 全站\nflaws:\n  - {what: 死链, unit: legal, "
    told = [
        ("found: 2026-11-02, due: 2026-11-20}", 0),
        ("found: 2026-11-02, due: 2026-11-19}", 1),
        ("found: 2026-11-02, due: 2026-11-19, fixed: 2026-11-18}", 0),
        ("found: 2026-11-02, due: 2026-11-19, fixed: 2026-11-10}", 1),
        ("found: 2026-11-02, fixed: 2026-11-10, rechecked: 2026-11-12, result: 好}", 0),
    ]
    for rest, count in told:
        found = desks.done_in_time(case(charter=kept(inspections=flaw + rest)))
        assert len([f for f in found if "死链" in f.message]) == count, rest


def test_a_record_that_does_not_hold_is_a_finding():
    """The charter still loads; the register says what is wrong and where."""
    found = desks.records_hold(case(charter=kept(drills="on: 2026-11-02\nby: song-ci")))
    assert ids(found) == ["charter/registers/drills/a.yml:1"] * 2


@pytest.mark.parametrize(
    ("kind", "text", "line"),
    [
        ("inspections", "on: 2026-11-02\nby: song-ci\nscope: 全站", None),
        ("inspections", "on: 2026-11-02\nby: nobody\nscope: 全站", 2),
        ("trainings", "on: 2026-11-02\nby: song-ci\ntopic: 保密\nparticipants:\n  - nobody", 5),
        (
            "plans",
            "title: 一\ncolumn: polemics\nunit: legal\nplanned: 2026-11-02\nby: 2026-11-09",
            2,
        ),
    ],
)
def test_records_name_people_units_and_columns_of_the_charter(kind, text, line):
    """An id that the charter does not list is found at its own line."""
    found = desks.records_name_what_there_is(case(charter=kept(**{kind: text})))
    assert ids(found) == ([] if line is None else [f"charter/registers/{kind}/a.yml:{line}"])


STEPS = "name: 频道\ncolumn: union-news\nunit: legal\napplied: {on: 2026-01-05, number: 一号}\n"
BUILT = STEPS + "approved: {on: 2026-02-05, number: 二号}\nbuilt: {on: 2026-03-05, number: 三号}\n"


@pytest.mark.parametrize(
    ("text", "status", "count"),
    [
        (BUILT, "published", 1),
        (BUILT, "draft", 0),
        (STEPS, "published", 1),
        (BUILT + "accepted: {on: 2026-04-05, number: 四号}", "published", 0),
    ],
)
def test_nothing_of_a_channel_is_published_before_it_is_accepted(text, status, count):
    """SC-14: applied, approved, built, accepted; then it opens."""
    judged = case(article(status=status), charter=kept(channels=text))
    assert len(list(desks.channel_opens_when_accepted(judged))) == count


def test_an_article_that_was_planned_and_published_is_done():
    """EN-06: planned against done, by the article that the plan names."""
    plan = "title: 总结\ncolumn: union-news\nunit: legal\nplanned: 2026-11-02\nby: 2026-11-09\n"
    done = plan + "article: union-news/a.md"
    written = article(date="2026-11-08 09:30")
    for text, count in ((plan, 1), (done, 0), (plan + "dropped: 取消", 0)):
        found = desks.done_in_time(case(written, charter=kept(plans=text)))
        assert len([f for f in found if "总结" in f.message]) == count


@pytest.mark.parametrize(
    ("ends", "evaluated", "count"),
    [("2026-11-01", None, 0), ("2026-10-10", None, 1), ("2026-10-10", "2026-10-20", 0)],
)
def test_an_activity_is_evaluated_after_it_ended(ends, evaluated, count):
    """EN-19: within thirty days after its last day."""
    held = article("activities/a.md", date="2026-09-01 09:00", starts="2026-09-10", ends=ends)
    text = f"on: {evaluated}\nby: song-ci\nactivity: activities/a.md\nparticipants: 9\nresult: 好"
    here = kept(**({"evaluations": text} if evaluated else {}))
    found = [f for f in desks.done_in_time(case(held, charter=here)) if "活动评估" in f.message]
    assert len(found) == count


def people(**changes: Any) -> Case:
    """The demo federation with its administrator so."""
    here = charter()
    person = here.people["ling-xiao"].model_dump() | changes
    people = {**here.people, "ling-xiao": Person.model_validate(person)}
    return case(charter=here.model_copy(update={"people": people}))


@pytest.mark.parametrize(
    ("rule", "changes", "count"),
    [
        (accounts.administrators_on_file, {}, 0),
        (accounts.administrators_on_file, {"letter_signed_on": None}, 1),
        (accounts.accounts_made_by_administrators, {"created_by": "ling-xiao"}, 1),
        (accounts.accounts_made_by_administrators, {"created_by": "chen-lan"}, 1),
        (accounts.approvers_trained_and_vetted, {}, 0),
    ],
)
def test_accounts_have_their_papers(rule, changes, count):
    """SC-17, SC-19a, EN-22, EN-23."""
    assert len(list(rule(people(**changes)))) == count


def staffed(*wanted: tuple[str, dict[str, object]]) -> Case:
    """A federation of these people alone, found in their lines."""
    people = {id_: Person.model_validate({"name": id_, **fields}) for id_, fields in wanted}
    at = {id_: Place("charter/people.yml", line) for line, id_ in enumerate(people, start=10)}
    return case(charter=charter().model_copy(update={"people": people, "people_at": at}))


def seat(role: str, unit: str, **more: object) -> dict[str, object]:
    return {
        "posts": [{"role": role, "unit": unit}],
        "accounts": {"github": f"{role}-{unit}"},
    } | more


OURS = ("ours", seat("administrator", "publicity"))
THEIRS = ("theirs", seat("administrator", "donghu", created_by="ours"))


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([OURS, ("a", seat("correspondent", "legal", created_by="ours"))], []),
        ([OURS, ("a", seat("correspondent", "legal"))], ["11: nobody says who made"]),
        ([("a", seat("correspondent", "legal"))], []),
        (
            [OURS, ("a", seat("correspondent", "legal", created_by="a"))],
            ["11: the account of a was"],
        ),
        ([OURS, ("a", seat("correspondent", "donghu", created_by="ours"))], []),
        (
            [OURS, THEIRS, ("a", seat("correspondent", "donghu", created_by="ours"))],
            ["12: the account of a was made by another unit's"],
        ),
        ([OURS, THEIRS, ("a", seat("correspondent", "donghu-yunfan", created_by="theirs"))], []),
        (
            [OURS, THEIRS, ("a", seat("correspondent", "xishan", created_by="nobody"))],
            ["12: the account of a was not made"],
        ),
        ([OURS, ("b", seat("administrator", "donghu"))], []),
        (
            [OURS, ("b", seat("administrator", "donghu", created_by="b"))],
            ["11: the account of b was not made"],
        ),
    ],
)
def test_an_account_is_made_by_the_units_own_administrator(people, said):
    """Two tiers: the platform makes administrators, they make their cadres' accounts (SC-17)."""
    found = list(accounts.accounts_made_by_administrators(staffed(*people)))
    lines = [f"{one.place.line}: {one.message}" for one in found]
    assert len(lines) == len(said)
    assert all(line.startswith(start) for line, start in zip(lines, said, strict=True))


HEAD = ("jiang-he", seat("leader", "office"))


@pytest.mark.parametrize(
    ("people", "said"),
    [
        ([HEAD], []),
        ([HEAD, OURS], []),
        ([HEAD, THEIRS], ["1: 东湖区总工会 has no main leader"]),
        ([HEAD, THEIRS, ("a", seat("leader", "donghu"))], []),
        ([HEAD, ("a", seat("leader", "legal"))], ["11: 示范市总工会 has more than one"]),
        ([HEAD, ("a", seat("leader", "donghu"))], []),
        ([OURS], ["1: 示范市总工会 has no main leader", "1: the duty group is led by somebody"]),
        ([("a", seat("leader", "office"))], ["1: the duty group is led by somebody"]),
    ],
)
def test_one_main_leader_answers_first_in_each_union(people, said):
    """SC-16: nobody's union is nobody's, and none is two people's."""
    lines = [
        f"{one.place.line}: {one.message}"
        for one in accounts.one_first_responsible(staffed(*people))
    ]
    assert len(lines) == len(said)
    assert all(line.startswith(start) for line, start in zip(lines, said, strict=True))


def test_without_the_role_nobody_is_asked_for():
    """A charter that knows no main leaders leaves the rule out."""
    here = charter().model_copy(update={"roles": {}})
    assert list(accounts.one_first_responsible(case(charter=here))) == []


def test_approvers_without_training_or_vetting_are_found():
    """A head of department who was in no training and was never vetted is found twice."""
    here = kept()
    bare = here.people["xie-an"].model_copy(update={"vetted_on": None, "trained_on": None})
    here = here.model_copy(update={"people": {"xie-an": bare}})
    assert len(list(accounts.approvers_trained_and_vetted(case(charter=here)))) == 2


@pytest.mark.parametrize(
    ("until", "since", "count"),
    [
        ("2026-10-31", "2026-11-01", 0),
        ("2026-10-31", "2026-11-10", 1),
        ("2026-01-31", "2026-02-09", 0),
    ],
)
def test_a_gap_between_two_correspondents_is_told_for_a_month(until, since, count):
    """CZ-07b: the next one begins on the day after the last one's last."""
    post = {"role": "correspondent", "unit": "women"}
    two = {
        "li-yi": Person.model_validate({"name": "李一", "posts": [post | {"until": until}]}),
        "li-er": Person.model_validate({"name": "李二", "posts": [post | {"since": since}]}),
    }
    judged = case(charter=charter().model_copy(update={"people": two}))
    assert len(list(accounts.no_gap_between_correspondents(judged))) == count


def test_a_leaver_gives_up_rights_within_days():
    """SC-20b: the clock runs from the last day of the last post."""
    post = {"role": "head", "unit": "women", "since": "2024-12-01", "until": "2026-11-10"}
    gone = people(posts=[post])
    assert any("离岗收回权限" in f.message for f in desks.done_in_time(gone))
    done = people(posts=[post], revoked_on="2026-11-12")
    assert not any("离岗收回权限" in f.message for f in desks.done_in_time(done))


def test_nobody_on_duty_is_a_finding():
    """YZ-09b: the roster has no empty day for the next thirty."""
    assert said(list(desks.nobody_missing_on_the_roster(case()))) == []
    none = case(charter=charter().model_copy(update={"duty": None}))
    assert len(list(desks.nobody_missing_on_the_roster(none))) == 1


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ("level: 3\nassessed: 2026-05-18\nreport: 三号\nfiled: 2026-06-01\npolice: 一号", 0),
        ("level: 2\nassessed: 2026-05-18\nreport: 三号\nfiled: 2026-06-01\npolice: 一号", 1),
        ("level: 3", 1),
    ],
)
def test_protection_is_of_level_three_and_filed(more, count):
    """SC-15a and SC-15b: level, assessment, report, filing with the police."""
    text = f"name: 门户\nmanages: song-ci\nruns: ling-xiao\nuses: lin-hai\n{more}"
    judged = case(charter=kept(protections=text))
    assert len(list(desks.protected_at_level_three(judged))) == count


def test_every_column_has_a_maximum_age():
    """EN-26, of the demo charter; a column without one is found."""
    assert said(list(desks.every_column_has_an_age(case()))) == []
    here = charter()
    bare = here.columns["guide"].model_copy(update={"max_age": None})
    here = here.model_copy(update={"columns": {**here.columns, "guide": bare}})
    assert len(list(desks.every_column_has_an_age(case(charter=here)))) == 1


ANSWER = "hotline/a.md"


@pytest.mark.parametrize(
    ("publish", "concluded", "path", "status", "count"),
    [
        (True, "2026-11-18", ANSWER, "published", 0),
        (True, "2026-11-18", "", "published", 1),
        (True, "2026-11-18", ANSWER, "draft", 1),
        (True, "2026-11-18", "union-news/a.md", "published", 1),
        (True, None, "", "published", 0),
        (True, "2026-11-21", "", "published", 0),
        (False, "2026-11-18", "", "published", 0),
        (None, "2026-11-18", "", "published", 0),
    ],
)
def test_a_concluded_letter_is_answered_on_the_home_page(publish, concluded, path, status, count):
    """CZ-10f, unless it was decided that it is not published."""
    days = {"received": date(2026, 11, 2)}
    days |= {"concluded": date.fromisoformat(concluded)} if concluded else {}
    letter = Letter(12, days, publish=publish, article=path)
    judged = case(article(path or ANSWER, status=status), letters=(letter,))
    assert len(list(letters.concluded_letters_published(judged))) == count


def test_a_proposal_is_not_held_to_what_is_wrong_already():
    """Else nobody could mend a record: the gate looks at the registers that a proposal brings."""
    judged = case(charter=kept(drills="on: 2026-11-02\nby: nobody"), proposal=proposal())
    assert list(desks.records_hold(judged)) == []
    assert list(desks.records_name_what_there_is(judged)) == []
