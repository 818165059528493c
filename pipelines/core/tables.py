"""Tables that code and libraries alone decide: made once on a machine, then only read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipelines.core import sealed

_LIBRARIES = Path(__file__).parents[2] / "requirements.lock"

_folder: Path | None = None


def keep_at(folder: Path | None) -> None:
    """Keep tables in this folder of this machine's own from now on, or in none.

    What decides a release makes its own.
    """
    global _folder  # noqa: PLW0603 - one process has one place for them
    _folder = folder


def table(name: str, code: tuple[str, ...], make: Callable[[], Any]) -> Any:
    """The plain data that `make` makes with these files of code, and the libraries we have."""
    if _folder is None:
        return make()
    return sealed.made_once(_folder / name, sealed.seal(*code, str(_LIBRARIES)), make)
