"""The Git hosts behind one protocol; each adapter is listed here."""

from collections.abc import Mapping
from pathlib import Path

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.forge.folder import Folder
from pipelines.forge.port import Forge

_GITHUB = "https://api.github.com"


def open_forge(which: str, environment: Mapping[str, str]) -> Forge:
    """The forge that `--forge` names: `github`, `gitea` or `folder:DIR`.

    Address, repository and token are PORTAL_FORGE_URL, PORTAL_FORGE_REPO and
    PORTAL_FORGE_TOKEN of the environment, or the CI run's own GITHUB_*.
    Raises HouseError when one of them is missing.
    """
    kind, _colon, folder = which.partition(":")
    if kind == "folder" and folder:
        return Folder(Path(folder))
    if which not in {"github", "gitea"}:
        raise HouseError(
            _("no forge {which}; choose from: github, gitea, folder:DIR").format(which=which)
        )
    # A host's adapter is dear to load, and one run talks to one host.
    from pipelines.forge.gitea import Gitea
    from pipelines.forge.github import GitHub
    from pipelines.forge.web import Web

    repository = _setting(environment, "PORTAL_FORGE_REPO", "GITHUB_REPOSITORY")
    token = _setting(environment, "PORTAL_FORGE_TOKEN", "GITHUB_TOKEN")
    if which == "github":
        url = environment.get("PORTAL_FORGE_URL") or environment.get("GITHUB_API_URL") or _GITHUB
        return GitHub(Web(url, token), repository)
    url = _setting(environment, "PORTAL_FORGE_URL", "GITHUB_SERVER_URL").rstrip("/")
    api = url if url.endswith("/api/v1") else f"{url}/api/v1"
    return Gitea(Web(api, token), repository)


def _setting(environment: Mapping[str, str], *names: str) -> str:
    for name in names:
        if environment.get(name):
            return environment[name]
    raise HouseError(
        _("{name} is not set: it tells which Git host, repository and token to use").format(
            name=names[0]
        )
    )
