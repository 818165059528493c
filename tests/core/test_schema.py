"""Typed records, and sentences for what does not fit them."""

from datetime import date, datetime
from enum import StrEnum

import pytest
from pydantic import Field, ValidationError

from pipelines.core.schema import Day, Moment, Record, Text, faults


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Inner(Record):
    name: Text
    count: int = 0


class Outer(Record):
    title: Text
    day: Day | None = None
    at: Moment | None = None
    colour: Colour = Colour.RED
    yes: bool = False
    share: float = 0.0
    inner: Inner | None = None
    many: tuple[Inner, ...] = ()
    by_name: dict[str, Inner] = Field(default_factory=dict)


def said(**fields):
    try:
        Outer.model_validate({"title": "会议"} | fields)
    except ValidationError as error:
        return list(faults(Outer, error))
    return []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"title": ""}, [(("title",), "title: write some text")]),
        ({"title": None}, [(("title",), "title: write some text")]),
        ({"titel": "x"}, [(("titel",), "unknown field titel; did you mean title?")]),
        (
            {"inner": {"nmae": "x", "name": "y"}},
            [(("inner", "nmae"), "unknown field nmae; did you mean name?")],
        ),
        (
            {"many": [{"name": "x", "zzz": "y"}]},
            [(("many", 0, "zzz"), "unknown field zzz; possible: count, name")],
        ),
        (
            {"by_name": {"a": {"name": "x", "cuont": "1"}}},
            [(("by_name", "a", "cuont"), "unknown field cuont; did you mean count?")],
        ),
        ({"inner": {}}, [(("inner", "name"), "name is missing")]),
        ({"inner": "x"}, [(("inner",), "inner: write fields below it, each as “name: value”")]),
        (
            {"many": "x"},
            [(("many",), "many: write a list, one entry a line, each after “- ”")],
        ),
        ({"yes": "perhaps"}, [(("yes",), "yes: write true or false")]),
        ({"inner": {"name": "x", "count": "two"}}, [(("inner", "count"), "count: write a number")]),
        ({"share": "half"}, [(("share",), "share: write a number")]),
        (
            {"colour": "green"},
            [(("colour",), "colour: green is not possible; choose from: red, blue")],
        ),
        ({"day": "20.11.2026"}, [(("day",), "day: write a date like 2026-11-20")]),
        (
            {"day": "2026-02-30"},
            [(("day",), "day: there is no such day, write one like 2026-11-20")],
        ),
        (
            {"day": "9999-12-31"},
            [(("day",), "day: is the year right? write a date like 2026-11-20")],
        ),
        ({"day": "２０２６-11-20"}, [(("day",), "day: write a date like 2026-11-20")]),
        (
            {"at": "2026-11-20 9:30"},
            [(("at",), "at: write a date and time like 2026-11-20 09:30")],
        ),
        (
            {"at": "2026-11-20 25:30"},
            [(("at",), "at: there is no such time, write one like 2026-11-20 09:30")],
        ),
        (
            {"at": "2026-11-20T09:30+08:00"},
            [(("at",), "at: write a date and time like 2026-11-20 09:30")],
        ),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(fields, expected):
    """The path of each value that does not fit, and what is allowed there."""
    assert said(**fields) == expected


def test_days_and_moments():
    """A day is a day; a moment without a time is midnight, seconds are dropped."""
    outer = Outer.model_validate({"title": " 会议 ", "day": " 2026-11-20 ", "at": "2026-11-20"})
    assert outer.title == "会议"
    assert outer.day == date(2026, 11, 20)
    assert outer.at == datetime.fromisoformat("2026-11-20 00:00")
    whole = Outer.model_validate({"title": "会议", "at": "2026-11-20T09:30:59"})
    assert whole.at == datetime.fromisoformat("2026-11-20 09:30")
