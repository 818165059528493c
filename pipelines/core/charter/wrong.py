"""How a reference that leads nowhere is told: where it stands, and what there is instead."""

from collections.abc import Iterable, Iterator

from pipelines.core.marked import Path
from pipelines.core.messages import _, later

Wrong = Iterator[tuple[Path, str]]

KINDS = {
    "unit": later("unit"),
    "role": later("role"),
    "person": later("person"),
    "column": later("column"),
    "chain": later("chain"),
    "date field": later("date field"),
    "desk": later("desk"),
}
"""What references lead to, as people call it."""


def no(what: str, name: str, known: Iterable[str]) -> str:
    """No such thing in the charter, and what there is instead."""
    choices = ", ".join(sorted(known))
    return _("no {what} {name}; choose from: {known}").format(
        what=_(KINDS[what]), name=name, known=choices
    )
