"""`ledger verify`: receipts against the register, so that nothing is added, lost or altered."""

from dataclasses import replace

import pytest

from pipelines.core.ledger.audit import compared, differences
from pipelines.core.ledger.history import DAYS, Change, History, Merge, Version
from pipelines.core.receipts import Receipt, Signature
from tests.histories import moment, stamp

SIGNED = Signature("公告", "责任部室审核", "lin-hai", "林海", "2026-10-08 09:00")


def seen(title: str) -> Version:
    days = tuple("" for _day in DAYS)
    return Version(title, "office", "chen-lan", "notice", "", False, "", "", "", 10, 0, days)


def merged(commit: str, when: str, *changes: Change) -> Merge:
    at = stamp(moment(when))
    return Merge(commit * 40, at, at, "merge", changes)


HISTORY = History(
    "e" * 40,
    (
        merged("0", "2026-10-01 09:00", Change("A", "notices/old.md", "", "old")),
        merged("a", "2026-10-08 09:00", Change("A", "notices/a.md", "", "one")),
        merged("b", "2026-10-09 09:00", Change("M", "notices/a.md", "", "two")),
        merged("c", "2026-10-09 10:00", Change("M", "notices/a.md", "", "three")),
        merged("d", "2026-10-10 09:00", Change("R", "policy/a.md", "notices/a.md", "three")),
        merged("e", "2026-10-12 09:00", Change("D", "policy/a.md", "", "")),
    ),
    {
        blob: seen(title)
        for blob, title in zip(("old", "one", "two", "three"), "旧一二三", strict=True)
    },
)


def receipt(number: int, commit: str, path: str, blob: str, title: str = "三") -> Receipt:
    files = ((f"content/{path}", blob),) if blob else ()
    about = (f"content/{path}", title, files, number, "f" * 40, commit * 40, "0" * 40, (SIGNED,))
    return Receipt(number, "", *about)


FILED = (
    receipt(1, "a", "notices/a.md", "one", "一"),
    receipt(2, "c", "notices/a.md", "three"),
    receipt(3, "d", "policy/a.md", "three"),
    receipt(4, "e", "policy/a.md", ""),
)
"""What four releases wrote; the version of one hour was never released."""


def said(*receipts: Receipt, taken_over: int = 1) -> list[str]:
    found = differences(HISTORY, receipts, taken_over)
    return [f"{place.path}: {why}" for place, why in found]


def test_a_register_and_its_receipts_agree():
    """Moved, corrected twice on one day, removed: each release has its receipt."""
    assert said(*FILED) == []


@pytest.mark.parametrize(
    ("lost", "found"),
    [
        (1, "content/notices/a.md: stood here from aaaaaaaaaa on without a receipt"),
        (2, "content/notices/a.md: stood here from cccccccccc on without a receipt"),
        (3, "content/policy/a.md: stood here from dddddddddd on without a receipt"),
    ],
)
def test_a_missing_receipt_is_found_though_the_article_is_gone(lost, found):
    """Even where the row was written anew without it."""
    (only,) = said(*(one for one in FILED if one.number != lost))
    assert only.startswith(found)


@pytest.mark.parametrize(
    ("added", "why"),
    [
        (receipt(5, "9", "notices/a.md", "one", "一"), "9999999999 is no commit of main"),
        (receipt(5, "b", "notices/b.md", "one", "一"), "bbbbbbbbbb did not bring these bytes"),
        (receipt(5, "b", "notices/a.md", "one", "一"), "bbbbbbbbbb did not bring these bytes"),
        (receipt(5, "a", "notices/a.md", "one", "别的"), "the article's title was another"),
        (replace(FILED[0], number=5), "it repeats receipt 1"),
    ],
)
def test_a_receipt_that_main_knows_nothing_of_is_found(added, why):
    """Added or altered, whatever digests it carries."""
    assert [line.partition("receipt 5: ")[2] for line in said(*FILED, added)] == [why]


def test_a_new_picture_has_a_receipt_of_its_own():
    """The article beside it is named with the bytes that it had by then, and no others."""
    picture = ("content/notices/a.jpg", "p")
    files = (("content/notices/a.md", "three"), picture)
    assert said(*FILED, replace(receipt(5, "c", "notices/a.md", "three"), files=files)) == []
    now = History(
        HISTORY.head,
        (*HISTORY.merges[:4], merged("9", "2026-10-09 12:00"), *HISTORY.merges[4:]),
        HISTORY.versions,
    )
    for blob, wrong in (("three", []), ("one", ["9999999999 did not bring these bytes"])):
        files = (("content/notices/a.md", blob), picture)
        about = replace(receipt(5, "9", "notices/a.md", blob), files=files)
        found = [why.partition(": ")[2] for _at, why in differences(now, (*FILED, about), 1)]
        assert found == wrong


def test_what_was_taken_over_needs_no_receipt():
    """Up to the baseline nothing is asked; without one, everything is."""
    assert said(taken_over=len(HISTORY.merges)) == []
    gone = History(HISTORY.head, (*HISTORY.merges[:1], HISTORY.merges[-1]), HISTORY.versions)
    assert list(differences(gone, (), 0)) == []
    assert len(said(taken_over=0)) == 3


def test_the_host_is_asked_again():
    """Other people than the ones who approved, or another charter: the receipt was altered."""
    forged = replace(FILED[0], signatures=(replace(SIGNED, person="song-ci"),))
    assert list(compared(FILED, FILED)) == []
    assert [place.path for place, _why in compared((forged, *FILED[1:]), FILED)] == [
        "content/notices/a.md"
    ]
