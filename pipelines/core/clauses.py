"""The clauses of the regulations: what each says, what enforces it, where that is tested."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from pipelines.core import marked
from pipelines.core.charter import Charter
from pipelines.core.charter.load import PRESETS, load_preset
from pipelines.core.charter.settings import at
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.rule import Rule
from pipelines.core.schema import Record, Text, faults

FOLDER = PRESETS.parent / "clauses"
"""One file for each regulation, named after its preset."""
_PARTS = {"chains", "clocks", "quotas", "reporting", "desks"}
"""The parts of a charter that cite clauses."""


class Clause(Record):
    """One clause in our own words, and what stands behind it besides what cites it.

    Rules, chains, clocks, quotas and reports cite their clauses themselves.
    `settings` are dotted paths into the charter (`columns.guide.max_age`). `human`
    names the record that is kept of a human judgement; `open` says what is not
    enforced. `tests` are `file::function`.
    """

    article: Text
    says: Text
    quantity: Text | None = None
    rules: tuple[Text, ...] = ()
    settings: tuple[Text, ...] = ()
    registers: tuple[Text, ...] = ()
    pages: tuple[Text, ...] = ()
    workflows: tuple[Text, ...] = ()
    commands: tuple[Text, ...] = ()
    human: Text | None = None
    open: Text | None = None
    tests: tuple[Text, ...] = ()


class Regulation(Record):
    """A regulation: its title, the preset that carries it, its clauses by id."""

    preset: Text
    title: Text
    clauses: dict[str, Clause] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Provision:
    """A part of a charter that carries a clause: where it stands, its name, its number."""

    path: str
    name: str
    quantity: str


@dataclass(frozen=True, slots=True)
class Traced:
    """A clause with everything behind it under one charter.

    `provisions` are in force here; `unset` are the settings that this charter leaves
    out; `elsewhere` maps presets to what they have where it has nothing.
    """

    id: str
    title: str
    clause: Clause
    rules: tuple[Rule, ...]
    provisions: tuple[Provision, ...]
    unset: tuple[str, ...]
    elsewhere: Mapping[str, tuple[Provision, ...]]

    @property
    def explained(self) -> bool:
        """Whether anything stands behind the clause, or it says itself that nothing does."""
        clause = self.clause
        means = (clause.registers, clause.pages, clause.workflows, clause.commands)
        behind = (self.rules, self.provisions, self.elsewhere, clause.human, clause.open, *means)
        return any(behind)

    @property
    def applies(self) -> bool:
        """Whether this charter carries what only a charter can say of the clause."""
        return bool(self.provisions) or not (self.elsewhere or self.unset)


def read_clauses(folder: Path = FOLDER) -> dict[str, Regulation]:
    """The regulations by their presets. Raises HouseError with what is wrong with a file."""
    found = {}
    for path in sorted(folder.glob("*.yml")):
        read = marked.read(path.read_text(encoding="utf-8"))
        wrong = [(fault.mark, fault.message) for fault in read.faults]
        if not wrong:
            try:
                regulation = Regulation.model_validate(read.data)
            except ValidationError as error:
                wrong = [(read.mark(at), why) for at, why in faults(Regulation, error)]
            else:
                found[regulation.preset] = regulation
        if wrong:
            raise HouseError(
                "\n".join(f"{path.name}:{line}:{column}: {why}" for (line, column), why in wrong)
            )
    return found


def trace(
    regulations: Mapping[str, Regulation], charter: Charter, rules: Iterable[Rule]
) -> list[Traced]:
    """Every clause, in the order of the regulations, with all that enforces it."""
    here = charter.model_dump(mode="json", exclude_none=True)
    presets = {name: load_preset(name) for name in regulations}
    judges = tuple(rules)
    return [
        _trace(id_, regulation, here, presets, judges)
        for regulation in regulations.values()
        for id_ in regulation.clauses
    ]


def _trace(
    id_: str,
    regulation: Regulation,
    here: Mapping[str, Any],
    presets: Mapping[str, Mapping[str, Any]],
    judges: Iterable[Rule],
) -> Traced:
    clause = regulation.clauses[id_]
    behind = tuple(one for one in judges if id_ in one.clauses or one.id in clause.rules)
    provisions = tuple(provided(here, id_, clause))
    elsewhere = {
        name: found
        for name, data in presets.items()
        if not provisions and (found := tuple(provided(data, id_, clause)))
    }
    unset = tuple(path for path in clause.settings if at(here, path) is None)
    return Traced(id_, regulation.title, clause, behind, provisions, unset, elsewhere)


def provided(data: Mapping[str, Any], id_: str, clause: Clause) -> Iterator[Provision]:
    """What a charter, as plain data, has for a clause: what cites it, and its settings."""
    for part in sorted(_PARTS & data.keys()):
        for path, value in _citing(data[part], part, id_):
            yield Provision(path, str(value.get("name", "")), _number(value))
    for path in clause.settings:
        value = at(data, path)
        if value is not None:
            yield Provision(path, "", _amount(value))


def _citing(data: Any, path: str, id_: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(data, Mapping):
        return
    if id_ in (data.get("clauses") or ()):
        yield path, data
    for key, value in data.items():
        yield from _citing(value, f"{path}.{key}", id_)


def _number(value: Mapping[str, Any]) -> str:
    """The number in a chain, clock, quota or report."""
    if "stages" in value:
        return " → ".join(stage["name"] for stage in value["stages"])
    if "monthly" in value:
        return _("at least {count} a month").format(count=value["monthly"])
    if "form" in value:
        return _("every {count} months").format(count=value.get("months", 1))
    if "limit" in value:
        return _("within {amount}").format(amount=_amount(value["limit"]))
    return _("not set")


def _amount(value: Any) -> str:
    units = {
        "days": _("{count} days"),
        "working_days": _("{count} working days"),
        "months": _("{count} months"),
    }
    if isinstance(value, Mapping):
        known = [units[name].format(count=value[name]) for name in units if name in value]
        return known[0] if known else ", ".join(f"{key}: {one}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return _("{count} items").format(count=len(value)) + ": " + ", ".join(map(str, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
