"""Which proposal brought which commit of the main line, however a host merges and counts."""

from dataclasses import dataclass

from pipelines.forge.port import Forge
from pipelines.gather.git import Repository


@dataclass(frozen=True, slots=True)
class Landing:
    """A proposal's arrival: the last of the commits it brought, and what stood before the first.

    `number` is None where nobody proposed the commit, `base` where nothing stood before it.
    """

    commit: str
    number: int | None
    base: str | None


class Merges:
    """The main line up to `end`, and what the host says of its commits after `start`.

    A proposal that was rebased or fast-forwarded onto the main line brings several
    commits; hosts such as Gitea know it by the last of them alone.
    """

    def __init__(self, repository: Repository, forge: Forge, start: str | None, end: str) -> None:
        self._repository, self._forge = repository, forge
        self._line = [commit for commit, _paths in repository.main_line(start, end)]
        self._numbers: dict[str, int | None] = {}

    def landing(self, origin: str) -> Landing:
        """How a commit came: by the first proposal that had landed whole with it or after it.

        Whether that proposal really brought what the commit did is for its bytes to say.
        """
        place = self._line.index(origin) if origin in self._line else -1
        later = reversed(self._line[: place + 1]) if place >= 0 else iter([origin])
        for commit in later:
            number = self._number(commit)
            if number is not None:
                return Landing(commit, number, self._base(commit, number))
        return Landing(origin, None, self._repository.parent(origin))

    def _base(self, commit: str, number: int) -> str | None:
        """What stood before a proposal: commits that belong to no other may be its own."""
        parent = self._repository.parent(commit)
        if self._repository.has(f"{commit}^2"):
            return parent
        while parent in self._line and self._number(parent) in {None, number}:
            parent = self._repository.parent(parent)
        return parent

    def _number(self, commit: str) -> int | None:
        if commit not in self._numbers:
            self._numbers[commit] = self._forge.proposal_of(commit)
        return self._numbers[commit]
