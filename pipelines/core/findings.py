"""What a rule says and where: places, problems and findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Weight(StrEnum):
    """How a finding counts: wrong, still due, or worth knowing."""

    BLOCKS = "blocks"
    WAITS = "waits"
    NOTES = "notes"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a path from the repository's root, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found: where, what is wrong and what is allowed, and how to mend it.

    `clauses` narrows the rule's own clauses to those this problem breaks.
    """

    place: Place
    message: str
    fix: str | None = None
    clauses: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with the rule that found it and the rule's weight."""

    rule: str
    name: str
    weight: Weight
    place: Place
    message: str
    clauses: tuple[str, ...] = ()
    fix: str | None = None

    @property
    def order(self) -> tuple[str, int, str, int, str]:
        """The order findings are shown in: path, line, rule."""
        return (self.place.path, self.place.line, self.rule, self.place.column, self.message)

    def __str__(self) -> str:
        return f"{self.place.path}:{self.place.line}: {self.message}  [{self.rule}]"

    def as_dict(self) -> dict[str, Any]:
        """The finding as `check --format json` prints it."""
        return {
            "rule": self.rule,
            "name": self.name,
            "weight": self.weight.value,
            "path": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
            "message": self.message,
            "clauses": list(self.clauses),
            "fix": self.fix,
        }


def summary(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings block, wait and note."""
    return {weight.value: sum(f.weight is weight for f in findings) for weight in Weight}
