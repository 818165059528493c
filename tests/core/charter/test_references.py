"""Each reference from one part of the charter to another is checked by one function."""

import pytest

from pipelines.core.charter import CharterError, load
from pipelines.core.charter.references import CHECKS
from tests.core.charter.test_load import files

UNITS = "units:\n  office: {name: 办公室, kind: department}\n"
REVIEWER = "roles:\n  reviewer: {name: 审核人}\n  clerk: {name: 文员}\n"
PEOPLE = REVIEWER + "people:\n  li: {name: 李, posts: [{role: reviewer, unit: office}]}\n"


@pytest.mark.parametrize(
    ("check", "changed", "message"),
    [
        ("ids_are_plain", {"units": UNITS + "  Big: {name: 大, kind: other}\n"}, "Big: an id is"),
        (
            "parents_are_units",
            {"units": UNITS + "  b: {name: 乙, kind: other, parent: nowhere}\n"},
            "no unit nowhere; choose from: b, office",
        ),
        (
            "parents_are_units",
            {"units": UNITS + "  b: {name: 乙, kind: other, parent: b}\n"},
            "b stands above itself",
        ),
        (
            "unit_names_are_distinct",
            {"units": UNITS + "  b: {name: 乙, kind: other, aliases: [办公室]}\n"},
            "the name 办公室 means two units",
        ),
        (
            "posts_are_known",
            {"people": REVIEWER + "people:\n  li: {name: 李, posts: [{role: king, unit: x}]}\n"},
            "no role king; choose from: clerk, reviewer",
        ),
        (
            "sole_posts_do_not_meet",
            {
                "people": "roles:\n  reviewer: {name: 审核人, sole: unit}\npeople:\n"
                "  li: {name: 李, posts: [{role: reviewer, unit: office, until: 2026-11-20}]}\n"
                "  wu: {name: 吴, posts: [{role: reviewer, unit: office, since: 2026-11-20}]}\n"
            },
            "审核人 is one person at a time, and already 李",
        ),
        (
            "delegations_are_held",
            {
                "people": REVIEWER + "people:\n  li: {name: 李, "
                "delegations: [{role: clerk, unit: office, to: li}]}\n"
            },
            "li does not hold clerk in office, so cannot delegate it",
        ),
        (
            "accounts_are_personal",
            {
                "people": "people:\n  li: {name: 李, accounts: {github: same}}\n"
                "  wu: {name: 吴, accounts: {github: Same}}\n"
            },
            "account same already belongs to li",
        ),
        (
            "columns_have_owners",
            {"columns": "columns:\n  news: {name: 新闻, kind: news}\n"},
            "news: owner is missing",
        ),
        (
            "columns_have_owners",
            {"columns": "columns:\n  news: {name: 新闻, kind: news, owner: ufo}\n"},
            "no unit ufo; choose from: office",
        ),
        (
            "columns_have_parents",
            {"columns": "columns:\n  a/b: {name: 新闻, kind: news, owner: office}\n"},
            "no column a; choose from: a/b",
        ),
        (
            "platforms_have_links",
            {"columns": "columns:\n  p: {name: 平台, kind: platform, owner: office}\n"},
            "p: a platform needs its address (link)",
        ),
        (
            "submitters_are_units",
            {
                "columns": "columns:\n  news:\n    name: 新闻\n    kind: news\n"
                "    owner: office\n    submitters: {units: [ufo]}\n"
            },
            "no unit ufo; choose from: office",
        ),
        (
            "stages_can_be_filled",
            {
                "people": PEOPLE,
                "chains": "chains:\n  c:\n    name: 链\n"
                "    stages: [{name: 一, role: clerk, unit: office}]\n",
            },
            "nobody holds the role clerk",
        ),
        (
            "selections_are_known",
            {"chains": "selection:\n  - {chain: nothing}\n"},
            "no chain nothing; choose from: ",
        ),
        (
            "clocks_run_between_fields",
            {"clocks": "clocks:\n  k: {name: 钟, start: title, limit: {days: 3}, late: reject}\n"},
            "no date field title; choose from: ",
        ),
        (
            "quotas_are_owed_by_units",
            {"clocks": "quotas:\n  q: {name: 数, units: [ufo], monthly: 2}\n"},
            "no unit ufo; choose from: office",
        ),
    ],
)
def test_a_broken_reference_is_told(check, changed, message):
    """What does not exist is named, with what there is instead."""
    assert check in {one.__name__ for one in CHECKS}
    with pytest.raises(CharterError) as caught:
        load(files(**changed))
    assert message in str(caught.value)


def test_a_charter_without_broken_references_is_silent():
    charter = load(files(people=PEOPLE))
    assert [wrong for check in CHECKS for wrong in check(charter)] == []
