"""Writes an incident down: what was found, what was done about it, how fast, by whom (YZ-09c)."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipelines.core import marked
from pipelines.core.desks.incidents import Incident
from pipelines.core.errors import HouseError
from pipelines.core.messages import _

FOLDER = "incidents"


def written(incident: Incident) -> Mapping[str, Any]:
    """What the register reads: known fields in their order, times to the minute."""
    fields = incident.model_copy(update={"minutes": incident.took}).model_dump(exclude_none=True)
    return {name: _plain(value) for name, value in fields.items() if value != ()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return str(value) if isinstance(value, date) else value


def read(records: Path) -> Iterator[Incident]:
    """The incidents that were written down, oldest first. Raises HouseError for a damaged one."""
    for path in sorted((records / FOLDER).glob("*.yml")):
        try:
            yield Incident.model_validate(marked.read(path.read_text(encoding="utf-8")).data)
        except ValueError as error:
            raise HouseError(
                _("{path} is no record of an incident; restore it from the archive").format(
                    path=path
                )
            ) from error


def keep(incident: Incident, records: Path) -> Path:
    """Write an incident down as YAML; gives the file. Records are added, never changed."""
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in written(incident).items()
    ]
    folder = records / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    stem = f"{incident.done or incident.found:%Y-%m-%d-%H%M}-{incident.kind}"
    for number in range(1, 1000):
        path = folder / (f"{stem}.yml" if number == 1 else f"{stem}-{number}.yml")
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
        except FileExistsError:
            continue
        return path
    raise HouseError(_("{folder} has too many incidents of one minute").format(folder=folder))
