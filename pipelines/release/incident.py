"""The record of an incident: what was found, what was done about it, how fast, by whom (YZ-09c)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.core.errors import HouseError
from pipelines.core.messages import _

FOLDER = "incidents"


@dataclass(frozen=True)
class Incident:
    """One incident. Times are Asia/Shanghai, people are ids, `before` and `after` releases.

    `kind` is rollback, takedown or tampering; `path` the article taken down.
    """

    kind: str
    found: datetime
    done: datetime
    by: str
    reason: str
    target: str
    before: str | None = None
    after: str | None = None
    path: str | None = None
    told: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """How long it took from finding to done."""
        return int((self.done - self.found).total_seconds() // 60)

    def as_dict(self) -> Mapping[str, Any]:
        """The record's fields in the order they are written."""
        return {
            "kind": self.kind,
            "found": f"{self.found:%Y-%m-%d %H:%M}",
            "done": f"{self.done:%Y-%m-%d %H:%M}",
            "minutes": self.minutes,
            "by": self.by,
            "reason": self.reason,
            "path": self.path,
            "target": self.target,
            "release_before": self.before,
            "release_after": self.after,
            "told": list(self.told),
            "seen": list(self.seen),
        }


def keep(incident: Incident, records: Path) -> Path:
    """Write an incident down as YAML; gives the file. Records are added, never changed."""
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in incident.as_dict().items()
        if value not in (None, [])
    ]
    folder = records / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{incident.done:%Y-%m-%d-%H%M}-{incident.kind}"
    for number in range(1, 1000):
        path = folder / (f"{stem}.yml" if number == 1 else f"{stem}-{number}.yml")
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
        except FileExistsError:
            continue
        return path
    raise HouseError(_("{folder} has too many incidents of one minute").format(folder=folder))
