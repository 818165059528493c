"""The first charter of a federation that adopts a preset: its own files, people still to be named.

Whoever the preset's chains ask for gets a placeholder, and what its regulation
leaves open the value that the preset suggests: both stand in the federation's own
files, where they can be seen and changed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import yaml

from pipelines.core.charter.load import load_preset
from pipelines.core.charter.model import FILES
from pipelines.core.charter.settings import at
from pipelines.core.charter.units import UnitKind
from pipelines.core.messages import _

_STEERED = (UnitKind.DEPARTMENT, UnitKind.DISTRICT, UnitKind.INSTITUTION, UnitKind.OFFICE)
"""Kinds of units that name a correspondent (CZ-07a)."""


_SCHEMA = "# yaml-language-server: $schema={up}schema/{file}.json"
_QUOTED = re.compile(r"'(\d{4}-\d\d-\d\d|[1-9]\d*)'")


class Federation(NamedTuple):
    """What has to be known: name, domain, units of its own by id, the first day in force."""

    preset: str
    name: str
    domain: str
    units: Mapping[str, Mapping[str, str]]
    since: date


def first_charter(of: Federation) -> dict[str, str]:
    """The charter's files by their path below the charter folder.

    Raises CharterError when the preset does not hold.
    """
    preset = load_preset(of.preset)
    units = preset.get("units", {}) | of.units
    people = dict(_placeholders(preset, units, of.since))
    portal = {"name": of.name, "domain": of.domain, "effective_from": str(of.since)}
    data: dict[str, Any] = {
        "extends": of.preset,
        "portal": portal | {"sponsor": of.name, "trusted_sources": [of.name]},
        "units": {id_: dict(unit) for id_, unit in of.units.items()},
        "people": people,
    }
    asked = {
        path: setting
        for path, setting in preset.get("open_settings", {}).items()
        if "suggestion" in setting and at(preset, path) is None
    }
    for path, setting in asked.items():
        _put(data, path.split("."), _filled(setting["suggestion"], people, of.since))
    return {
        file: "\n".join([_SCHEMA.format(up="../" * file.count("/"), file=file), *said, text])
        for file, parts in FILES.items()
        if (text := _yaml({part: data[part] for part in parts if data.get(part)}))
        for said in [list(_remarks(asked, parts))]
    }


def _remarks(asked: Mapping[str, Mapping[str, Any]], parts: Iterable[str]) -> Iterator[str]:
    """What a file sets only because the text leaves it open: to be looked at by the federation."""
    mine = {path: one for path, one in asked.items() if path.partition(".")[0] in parts}
    if mine:
        yield _("# The text leaves these open; the preset suggests, the federation decides:")
    for path, setting in mine.items():
        yield f"#   {path}: {setting['why']} ({', '.join(setting['clauses'])})"


def _placeholders(
    preset: Mapping[str, Any], units: Mapping[str, Any], since: date
) -> Iterator[tuple[str, dict[str, Any]]]:
    """One person for each post that chains ask for, and one correspondent a unit."""
    steered = [id_ for id_, unit in units.items() if unit["kind"] in _STEERED]
    seats = [(role, unit) for role in ("correspondent", "head") for unit in steered]
    for chain in preset.get("chains", {}).values():
        for stage in chain["stages"]:
            where = units if stage["unit"].startswith("$") else (stage["unit"],)
            seats += [(stage["role"], unit) for unit in where]
    for role, unit in dict.fromkeys(seats):
        if role not in preset["roles"]:
            continue
        name = _("to be named ({unit}, {role})").format(
            unit=units[unit]["name"], role=preset["roles"][role]["name"]
        )
        yield (
            f"{unit}-{role}",
            {"name": name, "posts": [{"role": role, "unit": unit, "since": str(since)}]},
        )


def _filled(value: Any, people: Mapping[str, Any], since: date) -> Any:
    """A suggestion in which `$role` is the first placeholder of that role, `$today` the day."""
    if isinstance(value, Mapping):
        return {key: _filled(one, people, since) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one, people, since) for one in value]
    if value == "$today":
        return str(since)
    if isinstance(value, str) and value.startswith("$"):
        return next(id_ for id_, one in people.items() if one["posts"][0]["role"] == value[1:])
    return value


def _put(data: dict[str, Any], path: list[str], value: Any) -> None:
    for step in path[:-1]:
        data = data.setdefault(step, {})
    data[path[-1]] = value


def _yaml(data: Mapping[str, Any]) -> str:
    """As people write it: our reader takes every scalar as text, so days need no quotes."""
    text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False) if data else ""
    return _QUOTED.sub(r"\1", text)
