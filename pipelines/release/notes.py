"""Git notes: a line for each thing that is written down, on the commit that it is about."""

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
