"""Each kind of record as people write it: what holds, and what is said of what does not."""

import pytest

from pipelines.core.desks.records import KINDS
from pipelines.core.desks.registers import read_registers

FLAW = "{what: 电话过期, unit: legal, found: 2026-11-03, due: 2026-11-06}"
VALID = {
    "patrols": "on: 2026-11-03\nby: ling-xiao\npages: 80\nsigned_by: song-ci\n"
    "signed_on: 2026-11-04\n"
    f"flaws:\n  - {FLAW}",
    "incidents": "kind: outage\nfound: 2026-11-03 08:00\ndone: 2026-11-03 08:25\nminutes: 25\n"
    "by: ling-xiao\nreason: 线路中断\nreported: 2026-11-04",
    "drills": "on: 2026-11-03\nby: song-ci\nscenario: 网页被篡改\nparticipants: [song-ci]",
    "trainings": "on: 2026-11-03\nby: song-ci\ntopic: 保密\nparticipants: [song-ci]",
    "assessments": "on: 2026-11-03\nby: song-ci\nscope: 发布流程\nlevel: low",
    "inspections": "on: 2026-11-03\nby: song-ci\nscope: 栏目更新",
    "evaluations": "on: 2026-11-03\nby: song-ci\nactivity: activities/a.md\nparticipants: 40\n"
    "result: 满意",
    "plans": "title: 总结\ncolumn: union-news\nunit: legal\nplanned: 2026-11-03\nby: 2026-11-20",
    "channels": "name: 技能频道\ncolumn: channels/skills\nunit: economy\n"
    "applied: {on: 2026-11-03, number: 示工经〔2026〕1号}",
    "protections": "name: 门户\nlevel: 3\nmanages: song-ci\nruns: ling-xiao\nuses: lin-hai",
    "figures": "month: 2026-10\nunit: donghu\nregistered: 380\njoined: 200",
    "outlets": "name: 公众号\nkind: wechat\naccount: shifan\nunit: publicity\nkeeper: song-ci\n"
    "opened: 2026-11-03\nchecked: 2026-11-10",
}
"""One valid record of every kind."""

INVALID = [
    ("patrols", "signed_on: 2026-11-04", "", "signature has a name and a day"),
    ("patrols", "signed_on: 2026-11-04", "signed_on: 2026-11-02", "signed_on lies before on"),
    ("patrols", "found: 2026-11-03", "found: 2026-11-02", "found lies before on"),
    ("patrols", "due: 2026-11-06", "due: 2026-11-02", "due lies before found"),
    ("patrols", "due: 2026-11-06", "rechecked: 2026-11-06", "a re-check has a result"),
    ("incidents", "minutes: 25", "minutes: 5", "from found to done are 25 minutes"),
    ("incidents", "done: 2026-11-03 08:25", "done: 2026-11-03 07:25", "done lies before found"),
    ("incidents", "reported: 2026-11-04", "reported: 2026-11-01", "reported lies before found"),
    ("incidents", "kind: outage", "kind: whim", "kind: whim is not possible"),
    ("drills", "scenario: 网页被篡改", "", "scenario is missing"),
    ("drills", "[song-ci]", "[]", "participants: this value does not fit"),
    ("trainings", "topic: 保密", "topic: 保密\ntopics: 保密", "did you mean topic?"),
    ("assessments", "level: low", "level: none", "level: none is not possible"),
    ("inspections", "on: 2026-11-03", "on: 3.11.", "write a date like 2026-11-20"),
    ("evaluations", "participants: 40", "participants: -1", "participants: this value does not"),
    ("plans", "by: 2026-11-20", "by: 2026-11-01", "by lies before planned"),
    ("plans", "by: 2026-11-20", "by: 2026-11-20\narticle: a.md\ndropped: 取消", "done or dropped"),
    (
        "channels",
        "applied: {on: 2026-11-03, number: 示工经〔2026〕1号}",
        "applied: {on: 2026-11-03, number: a}\nbuilt: {on: 2026-11-04, number: b}",
        "approved is missing",
    ),
    (
        "channels",
        "applied: {on: 2026-11-03, number: 示工经〔2026〕1号}",
        "applied: {on: 2026-11-03, number: a}\napproved: {on: 2026-11-01, number: b}",
        "approved lies before applied",
    ),
    ("protections", "level: 3", "level: 9", "level: this value does not fit"),
    ("figures", "2026-10", "2026-13", "2026-13: write a month like 2026-10"),
    ("figures", "joined: 200", "joined: -1", "joined: this value does not fit"),
    ("outlets", "account: shifan\n", "", "an outlet has an account or an address"),
    ("outlets", "checked: 2026-11-10", "checked: 2026-11-02", "checked lies before opened"),
    ("outlets", "checked: 2026-11-10", "closed: 2026-11-02", "closed lies before opened"),
]


def test_every_kind_has_a_valid_row_here():
    """A kind without a test would be a kind that nobody tried."""
    assert VALID.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", VALID)
def test_a_record_stands_in_a_file_of_its_own_or_among_others(kind):
    """One file a record, or `records:` with many; the id is the file's name, and a number."""
    one = read_registers({f"registers/{kind}/a.yml": VALID[kind].encode()})
    assert one.faults == []
    assert [filed.id for filed in one.of(kind)] == ["a"]
    entry = "\n".join(f"    {line}" for line in VALID[kind].split("\n"))
    many = f"records:\n  -\n{entry}\n  -\n{entry}\n"
    both = read_registers({f"registers/{kind}/2026.yml": many.encode()})
    assert both.faults == []
    assert [filed.id for filed in both.of(kind)] == ["2026-1", "2026-2"]
    assert both.of(kind)[0].place.line == 3


@pytest.mark.parametrize(("kind", "right", "wrong", "said"), INVALID)
def test_what_does_not_hold_is_said_with_its_place(kind, right, wrong, said):
    """A wrong record is named and left out; the next one stands."""
    assert right in VALID[kind]
    files = {
        f"registers/{kind}/a.yml": VALID[kind].replace(right, wrong).encode(),
        f"registers/{kind}/b.yml": VALID[kind].encode(),
    }
    found = read_registers(files)
    assert [filed.id for filed in found.of(kind)] == ["b"]
    ((place, why),) = found.faults
    assert place.path == f"charter/registers/{kind}/a.yml"
    assert said in why


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"registers/gifts/a.yml": b"on: 2026-11-03"}, "no such register"),
        ({"registers/drills/2026/a.yml": b"on: 2026-11-03"}, "no such register"),
        ({"registers/drills/a.yml": b"\xff\xfe"}, "not UTF-8 text"),
        ({"registers/drills/a.yml": b"on: [2026"}, "never"),
        ({"registers/drills/a.yml": b"records: []\nnote: a"}, "only records stands here"),
        ({"registers/drills/a.yml": b"just text"}, "the file"),
    ],
)
def test_files_that_are_no_register(files, said):
    """Whatever stands there, nothing crashes."""
    found = read_registers(files)
    assert found.kinds == {} or not any(found.kinds.values())
    assert len(found.faults) >= 1
    assert said == "never" or said in found.faults[0][1]


def test_other_files_of_the_charter_are_none_of_ours():
    """changes.yml and duty.yml stand beside the registers."""
    assert (
        read_registers({"registers/duty.yml": b"duty: {}", "units.yml": b"units: {}"}).kinds == {}
    )
