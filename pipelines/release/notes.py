"""Git notes: a line for each thing that is written down, on the commit that it is about."""

from collections.abc import Iterator

from pipelines.gather.git import Repository


def lines(repository: Repository, notes: str) -> list[str]:
    """Every line that stands in the notes of a name such as `refs/notes/approvals`."""
    found = repository.files(notes).values() if repository.has(notes) else ()
    text = "\n".join(note.decode("utf-8", "replace") for note in found)
    return [line for line in text.splitlines() if line.strip()]


def append(repository: Repository, notes: str, commit: str, line: str) -> None:
    """Write one more line below those on a commit."""
    given = repository.git("hash-object", "-w", "--stdin", given=f"{line}\n".encode())
    note = given.decode().strip()
    repository.git("notes", f"--ref={notes}", "append", "-C", note, commit)


def theirs(ref: str) -> str:
    """Where what `origin` has under a ref's name is kept, beside our own."""
    return f"{ref}-of-origin"


def fetch(repository: Repository, *refs: str) -> Iterator[str]:
    """Bring these refs as far as `origin` has them; gives those on which both wrote meanwhile.

    What was written here and not sent yet stays. Raises HouseError when `origin`
    does not answer.
    """
    listed = repository.git("ls-remote", "origin", *refs).decode().splitlines()
    there = [line.partition("\t")[2] for line in listed]
    if there:
        repository.git("fetch", "--quiet", "origin", *(f"+{ref}:{theirs(ref)}" for ref in there))
    for ref in there:
        if not repository.has(ref) or repository.is_in(ref, theirs(ref)):
            repository.git("update-ref", ref, theirs(ref))
        elif not repository.is_in(theirs(ref), ref):
            yield ref


def merge(repository: Repository, ref: str, strategy: str) -> None:
    """Make one of our notes and those of `origin`, by a strategy of `git notes merge`."""
    how = ("merge", "--quiet", f"--strategy={strategy}", theirs(ref))
    repository.git("notes", f"--ref={ref}", *how)
