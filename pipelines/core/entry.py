"""One line of a register."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """An accepted article as the publication register keeps it (JZ-10).

    `late` is how many days the publication was late by its clock, 0 when on
    time; `words` counts characters without white space; `address` is relative
    to the portal's root.
    """

    number: int
    path: str
    title: str
    column: str
    unit: str
    correspondent: str
    submitted: datetime
    published: datetime
    address: str
    reviewers: tuple[str, ...] = ()
    event: date | None = None
    issued: date | None = None
    late: int = 0
    source: str = ""
    words: int = 0
    images: int = 0
    withdrawn: str | None = None
