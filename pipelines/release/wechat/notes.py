"""Events of copies in Git notes: shared by every machine, and one run at a time gets to draft."""

from collections.abc import Callable
from contextlib import suppress

from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.wechat.copies import Event, parse
from pipelines.gather.git import Repository

NOTES = "refs/notes/wechat"
_THEIRS = "refs/notes/wechat-of-origin"
_TRIES = 5
# Notes are commits; a machine writes these, whoever's settings it runs with.
_MACHINE = ("-c", "user.name=portal", "-c", "user.email=portal@localhost")

Decide = Callable[[list[Event]], Event | None]
"""Looks at all that happened, and says what happens next, or that nothing does."""


def read(repository: Repository) -> list[Event]:
    """Every event that is known here; a damaged line counts as none."""
    if not repository.has(NOTES):
        return []
    notes = repository.entries(NOTES)
    blobs = repository.blobs(entry.id for entry in notes.values())
    found = []
    for entry in notes.values():
        for line in blobs[entry.id].decode("utf-8", "replace").splitlines():
            with suppress(ValueError):
                found.append(parse(line))
    return found


def add(repository: Repository, commit: str, decide: Decide) -> Event | None:
    """Write down what `decide` says, once nobody else wrote meanwhile; gives what was written.

    Where there is an `origin` the event counts only once it stands there: of two
    runs on two machines one is first, and the other decides again, knowing it.
    Raises HouseError when `origin` does not answer; then nothing was written.
    """
    origin = b"origin" in repository.git("remote").split()
    for _attempt in range(_TRIES):
        if origin:
            _merge(repository)
        before = repository.commit(NOTES) if repository.has(NOTES) else None
        event = decide(read(repository))
        if event is None:
            return None
        _append(repository, commit, event)
        if not origin or _sent(repository):
            return event
        _back(repository, before)
    raise HouseError(_("origin does not take the notes of WeChat copies; try again later"))


def _append(repository: Repository, commit: str, event: Event) -> None:
    given = f"{event.as_line()}\n".encode()
    note = repository.git("hash-object", "-w", "--stdin", given=given).decode().strip()
    repository.git(*_MACHINE, "notes", f"--ref={NOTES}", "append", "-C", note, commit)


def _merge(repository: Repository) -> None:
    """Take in what other machines wrote: lines side by side, none lost, none twice."""
    if not repository.git("ls-remote", "origin", NOTES):
        return
    repository.git("fetch", "--quiet", "origin", f"+{NOTES}:{_THEIRS}")
    merge = ("merge", "--quiet", "--strategy=cat_sort_uniq", _THEIRS)
    repository.git(*_MACHINE, "notes", f"--ref={NOTES}", *merge)


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
