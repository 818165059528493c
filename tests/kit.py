"""The kit itself: every file that a clone of it would hold, and a copy of them."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

KIT = Path(__file__).resolve().parent.parent


def names() -> Iterator[str]:
    """Every file that Git has or would take; skips where this is no work tree."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=KIT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a Git work tree")
    names = listed.stdout.decode().split("\0")
    return (name for name in names if name and (KIT / name).is_file())


def copy(folder: Path, *, without: str = "/") -> None:
    """Copy them, but for those below one folder such as `tests/`."""
    for name in names():
        if not name.startswith(without):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(KIT / name, folder / name)
