"""Blessed outputs: `PORTAL_GOLDEN=write scripts/test tests/reports -s` rewrites and shows them.

A test says `same("ranking-2026-10.txt", text)`; what is blessed stands in
tests/reports/golden/ and is read in review like any other text.
"""

import difflib
import os
from pathlib import Path

FOLDER = Path(__file__).parent / "reports" / "golden"


def same(name: str, text: str) -> None:
    """Hold a text against its blessed version, or bless it where the environment asks for that."""
    path = FOLDER / name
    blessed = path.read_text(encoding="utf-8") if path.exists() else ""
    difference = "".join(
        difflib.unified_diff(
            blessed.splitlines(keepends=True), text.splitlines(keepends=True), name, "now"
        )
    )
    if difference and os.environ.get("PORTAL_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
        print(difference)
        return
    assert not difference, difference
