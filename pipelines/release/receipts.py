"""Receipts in Git notes: written at release, read to be verified."""

from collections.abc import Iterable
from pathlib import Path

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.receipts import Receipt, bind, parse
from pipelines.gather.git import Repository
from pipelines.release import notes
from pipelines.release.notes import append, lines

NOTES = "refs/notes/approvals"


def read(repository: Repository) -> list[str]:
    """The lines of all receipts, in the order of their notes' own history."""
    return sorted(lines(repository, NOTES), key=_number)


def fetch(repository: Repository) -> bool:
    """Fetch the receipts of an `origin`; whether there is one. Raises HouseError when it fails."""
    if not repository.has_origin():
        return False
    if list(notes.fetch(repository, NOTES)):
        raise HouseError(
            _(
                "two machines wrote receipts at once; those of origin count: "
                "run “git fetch origin +{notes}:{notes}”, then publish again"
            ).format(notes=NOTES)
        )
    return True


def write(folder: Path, receipts: Iterable[Receipt]) -> list[Receipt]:
    """Bind receipts to those that there are, and note each on the commit it is about.

    What has a receipt for the same bytes of the same proposal gets no second one.
    Where the repository has an `origin`, its notes are fetched before and sent
    after. Raises HouseError when that fails: then they are sent next time.
    """
    repository = Repository(folder)
    origin = fetch(repository)
    there = [parse(line)[0] for line in read(repository)]
    known = {(one.path, one.files, one.proposal) for one in there}
    new = [one for one in receipts if (one.path, one.files, one.proposal) not in known]
    bound = list(bind(new, there[-1] if there else None))
    for receipt in bound:
        append(repository, NOTES, receipt.commit, receipt.as_line())
    if origin and repository.has(NOTES):
        repository.git("push", "--quiet", "origin", NOTES)
    return bound


def _number(line: str) -> int:
    try:
        return parse(line)[0].number
    except ValueError:
        return 0
