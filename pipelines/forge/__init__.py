"""The Git hosts behind one protocol; each adapter is listed here."""

from collections.abc import Mapping
from pathlib import Path

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.forge.folder import Folder
from pipelines.forge.port import Forge


def open_forge(which: str, environment: Mapping[str, str]) -> Forge:
    """The forge that `--forge` names."""
    kind, _colon, folder = which.partition(":")
    if kind == "folder" and folder:
        return Folder(Path(folder))
    raise HouseError(
        _("no forge {which}; choose from: github, gitea, folder:DIR").format(which=which)
    )
