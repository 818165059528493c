"""Writes files whole or not at all, whoever reads or writes them at the same time."""

import tempfile
from pathlib import Path


def write(path: Path, raw: bytes) -> None:
    """Put a file in its place by a rename; raises OSError where nothing can be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(raw)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    Path(file.name).replace(path)
