"""User-facing text: English message ids, looked up in the catalogue in use."""

from collections.abc import Mapping

_catalogue: Mapping[str, str] = {}


def use(catalogue: Mapping[str, str]) -> None:
    """Translate by this catalogue, message id to text, from now on in this process."""
    global _catalogue  # noqa: PLW0603 - one process speaks one language at a time
    _catalogue = catalogue


def _(message: str) -> str:
    """The message in the language in use; fill named places with `.format()`."""
    return _catalogue.get(message, message)


def later(message: str) -> str:
    """Mark a message that is looked up where it is used."""
    return message
