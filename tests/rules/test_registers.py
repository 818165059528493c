"""Publication dates held against the register."""

import pytest

from pipelines.core.charter.columns import Amount
from pipelines.rules.registers import dated_once, dated_when_published
from tests.builders import article, case, charter
from tests.histories import entry, moment

PATH = "union-news/a.md"


def judged(rule, **fields):
    line = entry(1, "office", "2026-11-20", path=PATH, **fields)
    return [finding.message for finding in rule(case(article(PATH), register=(line,)))]


@pytest.mark.parametrize(
    ("stated", "baseline", "expected"),
    [
        ("2026-11-20 09:30", False, []),
        ("2026-11-17 09:30", False, []),
        ("2026-11-16 09:30", False, ["dated 2026-11-16, but published on 2026-11-20"]),
        ("2025-01-01 09:30", False, ["dated 2025-01-01, but published on 2026-11-20"]),
        ("2025-01-01 09:30", True, []),
    ],
)
def test_a_page_is_not_dated_before_it_was_published(stated, baseline, expected):
    """Three days on the desk are granted; what was taken over keeps its dates."""
    assert judged(dated_when_published, stated=moment(stated), baseline=baseline) == expected


def test_how_much_is_granted_is_charter_data():
    line = entry(1, "office", "2026-11-20", path=PATH, stated=moment("2026-11-17 09:30"))
    strict = charter().reporting.model_copy(update={"backdating": Amount(days=1)})
    whole = charter().model_copy(update={"reporting": strict})
    held = case(article(PATH), register=(line,), charter=whole)
    assert len(list(dated_when_published(held))) == 1


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (None, []),
        (
            "2026-09-30 09:30",
            ["dated 2026-11-20, but it said 2026-09-30 when it was published"],
        ),
    ],
)
def test_a_later_date_does_not_make_an_old_page_new(first, expected):
    restated = moment(first) if first else None
    found = judged(dated_once, stated=moment("2026-11-20 09:30"), restated=restated)
    assert found == expected


@pytest.mark.parametrize("rule", [dated_when_published, dated_once])
def test_an_entry_whose_page_is_gone_is_not_judged(rule):
    line = entry(1, "office", "2026-11-20", path="union-news/gone.md", stated=moment("2025-01-01"))
    assert list(rule(case(article(PATH), register=(line,)))) == []
