"""Typed records read from YAML, and sentences for what does not fit them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from pipelines.core.marked import Path
from pipelines.core.messages import _, later

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([0-9]{2}:[0-9]{2})(?::[0-9]{2})?)?")
_YEARS = range(1949, 2100)
"""Years that a date of ours can lie in; no counting of days leaves the calendar."""


class Record(BaseModel):
    """Something written down in YAML: frozen, and nothing in it that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = value.strip()
    if not _DAY.fullmatch(value):
        raise ValueError(_("write a date like 2026-11-20"))
    _check_year(value)
    return value


def _check_year(value: str) -> None:
    if int(value[:4]) not in _YEARS:
        raise ValueError(_("is the year right? write a date like 2026-11-20"))


def _moment(value: Any) -> Any:
    """A moment without a time is midnight: the day's first."""
    if not isinstance(value, str):
        return value
    parts = _MOMENT.fullmatch(value.strip())
    if parts is None:
        raise ValueError(_("write a date and time like 2026-11-20 09:30"))
    _check_year(parts[1])
    return f"{parts[1]} {parts[2] or '00:00'}"


Text = Annotated[str, Field(min_length=1)]
"""Text with something in it."""
Day = Annotated[date, BeforeValidator(_day)]
"""A calendar day, YYYY-MM-DD."""
Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A minute in the portal's time zone, YYYY-MM-DD HH:MM."""


def in_order(**days: date | None) -> None:
    """Raise ValueError where a later step lies before an earlier one; unknown days are skipped."""
    known = [(name, day) for name, day in days.items() if day is not None]
    for (first, one), (second, other) in pairwise(known):
        if other < one:
            raise ValueError(_("{later} lies before {earlier}").format(later=second, earlier=first))


def faults(model: type[BaseModel], error: ValidationError) -> Iterator[tuple[Path, str]]:
    """Where each value that does not fit stands, and one sentence on what is allowed there."""
    schema = model.model_json_schema()
    for detail in error.errors():
        path = tuple(detail["loc"])
        yield path, _sentence(schema, path, detail)


_SENTENCES = {
    "missing": later("{name} is missing"),
    "bool": later("{name}: write true or false"),
    "int": later("{name}: write a number"),
    "float": later("{name}: write a number"),
    "string": later("{name}: write some text"),
    "tuple": later("{name}: write a list, one entry a line, each after “- ”"),
    "list": later("{name}: write a list, one entry a line, each after “- ”"),
    "model": later("{name}: write fields below it, each as “name: value”"),
    "dict": later("{name}: write fields below it, each as “name: value”"),
    "date": later("{name}: there is no such day, write one like 2026-11-20"),
    "datetime": later("{name}: there is no such time, write one like 2026-11-20 09:30"),
    "value": later("{name}: {why}"),
}
"""What to say by the first word of pydantic's error type."""


def _sentence(schema: Mapping[str, Any], path: Path, detail: Mapping[str, Any]) -> str:
    name = str(path[-1]) if path else _("the file")
    context = detail.get("ctx") or {}
    if detail["type"] == "extra_forbidden":
        return _unknown(name, sorted(_fields(schema, path[:-1])))
    if detail["type"] in {"enum", "literal_error"}:
        return _("{name}: {value} is not possible; choose from: {expected}").format(
            name=name,
            value=detail["input"],
            expected=str(context["expected"]).replace("'", "").replace(" or ", ", "),
        )
    known = _SENTENCES.get(detail["type"].partition("_")[0])
    if known is None:
        return _("{name}: this value does not fit ({why})").format(name=name, why=detail["msg"])
    return _(known).format(name=name, why=context.get("error", ""))


def _unknown(name: str, known: list[str]) -> str:
    if close := get_close_matches(name, known, n=1):
        return _("unknown field {name}; did you mean {close}?").format(name=name, close=close[0])
    return _("unknown field {name}; possible: {known}").format(name=name, known=", ".join(known))


def _fields(schema: Mapping[str, Any], path: Path) -> set[str]:
    """The names of the fields that the JSON Schema allows at `path`."""
    places = [schema]
    for step in path:
        places = [inner for place in places for inner in _inside(schema, place, step)]
    choices = [choice for place in places for choice in _choices(schema, place)]
    return {name for choice in choices for name in choice.get("properties", {})}


def _inside(
    schema: Mapping[str, Any], place: Mapping[str, Any], step: str | int
) -> Iterator[Mapping[str, Any]]:
    for choice in _choices(schema, place):
        if isinstance(step, int):
            inner = choice.get("items")
        else:
            inner = choice.get("properties", {}).get(step) or choice.get("additionalProperties")
        if isinstance(inner, Mapping):
            yield inner


def _choices(schema: Mapping[str, Any], place: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What may stand at a place: itself with its reference followed, and its alternatives."""
    reference = place.get("$ref")
    place = schema["$defs"][reference.rpartition("/")[2]] if reference else place
    yield place
    for choice in place.get("anyOf", ()):
        yield from _choices(schema, choice)
