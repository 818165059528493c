"""One line of a register."""

from datetime import date, datetime
from typing import NamedTuple


class Entry(NamedTuple):
    """An accepted article as the publication register keeps it (JZ-10).

    `submitted`, `accepted` (merged) and `published` are three moments; `stated`
    is the publication as the page itself says, `restated` the date it said
    first where that was another. `counted` is the day whose month the article
    counts in: it is public when that month ends; None where it never was.
    `due` is the last day in time by its clock and `late` the days after it.
    `words` counts characters without white space; `address` is relative to the
    portal's root; `withdrawn` is why it is no longer public.
    """

    number: int
    path: str
    title: str
    column: str
    unit: str
    correspondent: str
    submitted: datetime
    accepted: datetime
    published: datetime
    address: str
    commit: str = ""
    counted: date | None = None
    stated: datetime | None = None
    restated: datetime | None = None
    baseline: bool = False
    reviewers: tuple[str, ...] = ()
    event: date | None = None
    issued: date | None = None
    due: date | None = None
    late: int = 0
    source: str = ""
    summary: str = ""
    words: int = 0
    images: int = 0
    withdrawn: str | None = None
    withdrawn_on: date | None = None
