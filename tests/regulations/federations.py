"""A small federation on top of each preset, as `new portal` starts one."""

from datetime import date
from functools import cache
from typing import Any

from pipelines.core.charter import Charter, load
from pipelines.core.charter.load import PRESETS
from pipelines.core.charter.start import Federation, first_charter

NAMES = sorted(path.name for path in PRESETS.iterdir() if path.is_dir())
SINCE = date(2026, 1, 1)
UNITS = {
    "works": {"name": "生产部", "kind": "department"},
    "south": {"name": "南区总工会", "kind": "district"},
}


def files(preset: str) -> dict[str, bytes]:
    """The files of a federation of two units."""
    federation = Federation(preset, "某市总工会", "www.example.org", UNITS, SINCE)
    return {name: text.encode() for name, text in first_charter(federation).items()}


@cache
def federation(preset: str) -> Charter:
    """Its charter."""
    return load(files(preset))


def changed(preset: str, **parts: Any) -> Charter:
    """Its charter with other values for some parts."""
    return federation(preset).model_copy(update=parts)
