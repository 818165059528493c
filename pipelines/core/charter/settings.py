"""Settings that a regulation leaves open: a federation decides them, or its charter is refused."""

from collections.abc import Mapping
from typing import Any

from pipelines.core.schema import Record, Text


class OpenSetting(Record):
    """What the text leaves open and why; `suggestion` is what a new portal starts from."""

    why: Text
    clauses: tuple[Text, ...] = ()
    suggestion: Any = None


def at(data: Any, path: str) -> Any:
    """The value that a dotted path (`columns.guide.max_age`) leads to, None where none does."""
    for step in path.split("."):
        data = data.get(step) if isinstance(data, Mapping) else None
    return data
