"""Asks, at a release, whether what is released is what was approved, and signs that it was."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from pipelines.clearance import clearance, head, signed, told
from pipelines.core.charter import Charter
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding, Place, Weight
from pipelines.core.messages import _
from pipelines.core.receipts import Receipt
from pipelines.forge.port import Forge, carry_out
from pipelines.gather.git import Repository
from pipelines.release import receipts


class Reviews(Protocol):
    """Who is asked before a release, and told after it."""

    def objections(self, charter: Charter, since: str, now: datetime) -> Sequence[Finding]:
        """What may not be released of all that came since the commit `since` ("" for none)."""

    def receipts(self) -> Sequence[Receipt]:
        """The approvals behind all that may be released, the latest last."""

    def sign(self) -> None:
        """Write the receipts of what was released."""


@dataclass
class OfRepository:
    """The reviews of proposals at a forge, for content that stands in a Git repository.

    Without a forge only what stood before the charter's baseline may be released.
    """

    content: Path
    charter: Path
    forge: Forge | None
    _cleared: list[Receipt] = field(default_factory=list)

    def objections(self, charter: Charter, since: str, now: datetime) -> Sequence[Finding]:
        """See Reviews. The files must be the commit's, or others than those would be released."""
        top = _top(self.content)
        repository = Repository(top)
        commit = head(repository)
        asked = clearance(repository, self.forge, charter, commit, since or None, now)
        if self.forge is not None:
            carry_out(self.forge, [told(charter, self.forge.host, asked.refused)])
            # Pages name who approved; an origin that is silent now is complained of by `sign`.
            with suppress(HouseError):
                receipts.fetch(repository)
        self._cleared = list(asked.receipts)
        shown = repository.git(
            *("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--"),
            *(str(path.resolve()) for path in (self.content, self.charter)),
        )
        changed = sorted(line[3:] for line in shown.decode().split("\0") if line)
        uncommitted = [(Place(path), _("not as committed: commit it first")) for path in changed]
        return [
            Finding("REL107", "approved-as-released", Weight.BLOCKS, place, why, ("JZ-08",))
            for place, why in [*asked.refused, *uncommitted]
        ]

    def receipts(self) -> Sequence[Receipt]:
        """See Reviews: those in Git's notes, and those that `sign` will write."""
        return [*signed(Repository(_top(self.content))), *self._cleared]

    def sign(self) -> None:
        """See Reviews."""
        if self._cleared:
            receipts.write(_top(self.content), self._cleared)


def _top(folder: Path) -> Path:
    """The root of the repository that a folder stands in."""
    return Path(Repository(folder).git("rev-parse", "--show-toplevel").decode().strip())
