"""Clocks between two dates of an article: what is late is not accepted, or is recorded as late."""

from datetime import date

import pytest

from pipelines.core.charter.clocks import Clock, Late
from pipelines.core.charter.columns import Amount
from pipelines.core.errors import HouseError
from pipelines.core.findings import Weight
from pipelines.rules import clocks
from tests.builders import article, case, charter


def messages(findings):
    return [finding.message for finding in findings]


NEWS = "动态类信息发布时限"


@pytest.mark.parametrize("column", ["union-news", "grassroots", "departments"])
@pytest.mark.parametrize(
    ("event", "published", "late"),
    [
        ("2026-11-20", "2026-11-20 09:30", None),
        ("2026-11-17", "2026-11-20 09:30", None),
        ("2026-11-17", "2026-11-20 23:59", None),
        ("2026-11-17", "2026-11-21 00:00", 1),
        ("2026-11-16", "2026-11-20 09:30", 1),
        ("2026-10-16", "2026-11-20 09:30", 32),
        ("2026-02-27", "2026-03-02 09:30", None),
        ("2024-12-31", "2025-01-03 09:30", None),
        ("2026-11-21", "2026-11-20 09:30", None),
    ],
)
def test_news_within_deadline(column, event, published, late):
    """News is published within three days after the event (day 0), or not accepted (CZ-07d)."""
    found = list(
        clocks.news_within_deadline(
            case(article(f"{column}/a.md", event_date=event, date=published))
        )
    )
    if late is None:
        assert found == []
    else:
        (finding,) = found
        assert finding.weight is Weight.BLOCKS
        assert finding.clauses == ("CZ-07d",)
        assert finding.message.startswith(f"{NEWS}: {late} days late; {event} + 3 days ended on")


@pytest.mark.parametrize(
    ("path", "fields", "expected"),
    [
        ("notices/a.md", {"signed_date": "2026-11-17"}, []),
        (
            "notices/a.md",
            {"signed_date": "2026-11-10"},
            ["文件公开时限: 2026-11-10 + 3 days ended on 2026-11-13, recorded as 7 days late"],
        ),
        (
            "notices/a.md",
            {"kind": "notice", "signed_date": None, "issued_date": "2026-11-10"},
            ["通知公告公开时限: 2026-11-10 + 3 days ended on 2026-11-13, recorded as 7 days late"],
        ),
        (
            "hotline/a.md",
            {"received": "2026-10-01", "accepted": "2026-10-09", "answered": "2026-11-02"},
            [
                "来信受理时限: 2026-10-01 + 7 days ended on 2026-10-08, recorded as 1 days late",
                "来信办结时限: 2026-10-01 + 1 months ended on 2026-11-01, recorded as 1 days late",
            ],
        ),
    ],
)
def test_late_but_recorded(path, fields, expected):
    """A document published after its days is published all the same and recorded as late."""
    found = list(clocks.late_but_recorded(case(article(path, **fields))))
    assert messages(found) == expected
    assert {finding.weight for finding in found} <= {Weight.NOTES}


def under(limit, late=Late.REJECT, first_day="next"):
    """The demo's charter with one clock on news: this limit."""
    clock = Clock(name="时限", start="event_date", limit=limit, late=late, first_day=first_day)
    return charter().model_copy(update={"clocks": {"news": clock}})


@pytest.mark.parametrize(
    ("event", "last"),
    [
        # Spring Festival 2026: off from 15 to 23 February, 14 and 28 February are worked.
        ("2026-02-13", "2026-02-24"),
        ("2026-02-14", "2026-02-25"),
    ],
)
def test_working_days_know_holidays_and_make_up_days(event, last):
    """Two working days end after the holiday, make-up days counted (JZ-08c)."""
    strict = under(Amount(working_days=2))
    day = date.fromisoformat(last)
    on_time = article(event_date=event, date=f"{day} 09:30")
    late = article(event_date=event, date=f"{day.replace(day=day.day + 1)} 09:30")
    assert messages(clocks.news_within_deadline(case(on_time, charter=strict))) == []
    assert messages(clocks.news_within_deadline(case(late, charter=strict))) == [
        f"时限: 1 days late; {event} + 2 working days ended on {last}"
    ]


def test_the_first_day_may_count():
    """A clock that counts the first day itself ends a day earlier."""
    strict = under(Amount(days=3), first_day="same")
    judged = case(article(event_date="2026-11-17"), charter=strict)
    assert messages(clocks.news_within_deadline(judged)) == [
        "时限: 1 days late; 2026-11-17 + 3 days ended on 2026-11-19"
    ]


def test_a_year_without_holidays_stops_the_work():
    """Working days of a year that nobody announced are not guessed: which file to fill is said."""
    strict = under(Amount(working_days=2))
    judged = case(article(event_date="2027-03-01", date="2027-03-02 09:30"), charter=strict)
    with pytest.raises(HouseError, match=r"2027: fill charter/clocks.yml, calendar"):
        list(clocks.news_within_deadline(judged))


@pytest.mark.parametrize(
    ("published", "judged"), [("2024-11-30 09:30", False), ("2024-12-01 09:30", True)]
)
def test_articles_older_than_the_charter_have_no_clock(published, judged):
    """What was published before the regulation came into force is not judged by it (CZ-17)."""
    old = case(article(event_date="2024-10-01", date=published))
    assert bool(list(clocks.news_within_deadline(old))) is judged


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (date(2026, 11, 19), []),
        (
            date(2026, 11, 20),
            [f"{NEWS}: today is the last day (day of the event 2026-11-17 + 3 days)"],
        ),
        (date(2026, 11, 21), []),
    ],
)
def test_last_day(today, said):
    """A proposal is told when today is the last day on which it is in time."""
    assert messages(clocks.last_day(case(article(event_date="2026-11-17"), today=today))) == said
