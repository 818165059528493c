"""Events of copies in Git notes: shared by every machine, and one run at a time gets to draft."""

from collections.abc import Callable
from contextlib import suppress

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.wechat.copies import Event, parse
from pipelines.gather.git import Repository
from pipelines.release import notes
from pipelines.release.notes import append, lines

NOTES = "refs/notes/wechat"
_TRIES = 5

Decide = Callable[[list[Event]], Event | None]
"""Looks at all that happened, and says what happens next, or that nothing does."""


def read(repository: Repository) -> list[Event]:
    """Every event that is known here; a damaged line counts as none."""
    found = []
    for line in lines(repository, NOTES):
        with suppress(ValueError):
            found.append(parse(line))
    return found


def add(repository: Repository, commit: str, decide: Decide) -> Event | None:
    """Write down what `decide` says, once nobody else wrote meanwhile; gives what was written.

    Where there is an `origin` the event counts only once it stands there: of two
    runs on two machines one is first, and the other decides again, knowing it.
    Raises HouseError when `origin` does not answer; then nothing was written.
    """
    origin = repository.has_origin()
    for _attempt in range(_TRIES):
        if origin:
            _merge(repository)
        before = repository.find(NOTES)
        event = decide(read(repository))
        if event is None:
            return None
        append(repository, NOTES, commit, event.as_line())
        if not origin or _sent(repository):
            return event
        _back(repository, before)
    raise HouseError(_("origin does not take the notes of WeChat copies; try again later"))


def _merge(repository: Repository) -> None:
    """Take in what other machines wrote: lines side by side, none lost, none twice."""
    for ref in notes.fetch(repository, NOTES):
        notes.merge(repository, ref, "cat_sort_uniq")


def _sent(repository: Repository) -> bool:
    """Whether `origin` took the notes: it takes none that do not know its own."""
    try:
        repository.git("push", "--quiet", "origin", NOTES)
    except HouseError:
        return False
    return True


def _back(repository: Repository, before: str | None) -> None:
    if before is None:
        repository.git("update-ref", "-d", NOTES)
    else:
        repository.git("update-ref", NOTES, before)
