"""Keeps what was read of main's history in a file, so that only what is new is read again."""

import json
from pathlib import Path
from typing import Any

from pipelines.core import garbage, whole
from pipelines.core.ledger.history import Change, History, Merge, Version
from pipelines.gather.history import read_history

KEPT = 1
"""Changes whenever what is kept of a history means something else."""


def read_kept(content: Path, kept: Path) -> History:
    """The history of a content folder, with the part that `kept` remembers read from there.

    What is new is added to the file, which may be deleted at any time.
    """
    with garbage.kept():
        known = _recall(kept)
        history = read_history(content, known=known)
    if history is not known:
        _remember(history, known, kept)
    return history


def _recall(kept: Path) -> History | None:
    """What was kept, a line for each time that something was new; nothing when it is damaged."""
    known = History()
    try:
        with kept.open(encoding="utf-8") as lines:
            for line in lines:
                kind, after, head, merges, versions = json.loads(line)
                if (kind, after) != (KEPT, known.head):
                    return None
                known = _longer(known, head, merges, versions)
    except (OSError, ValueError, TypeError):
        return None
    return known if known.head else None


def _longer(known: History, head: str, merges: list[Any], versions: dict[str, Any]) -> History:
    more = tuple(
        Merge._make([*fields, tuple(Change._make(change) for change in changes)])
        for *fields, changes in merges
    )
    new = {blob: Version._make([*seen, tuple(days)]) for blob, (*seen, days) in versions.items()}
    return History(head, known.merges + more, {**known.versions, **new})


def _remember(history: History, known: History | None, kept: Path) -> None:
    """Add what is new to what was kept, or keep all of it, whole or not at all."""
    continues = known is not None and history.merges[: len(known.merges)] == known.merges
    before = known if known is not None and continues else History()
    new = {blob: seen for blob, seen in history.versions.items() if blob not in before.versions}
    data = (KEPT, before.head, history.head, history.merges[len(before.merges) :], new)
    line = json.dumps(data, ensure_ascii=False) + "\n"
    if continues:
        with kept.open("a", encoding="utf-8") as file:
            file.write(line)
        return
    whole.write(kept, line.encode())
