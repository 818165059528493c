"""Holds the receipts against main's history: each version has a receipt, each receipt a version."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pipelines.core.article import ROOT
from pipelines.core.findings import Place
from pipelines.core.ledger.history import History, Merge
from pipelines.core.ledger.items import clock_time
from pipelines.core.messages import _
from pipelines.core.receipts import Receipt

Difference = tuple[Place, str]


def differences(
    history: History, receipts: Sequence[Receipt], taken_over: int
) -> Iterator[Difference]:
    """Where receipts and register are not the same: missing, added, altered (JZ-08, JZ-10).

    The first `taken_over` merges stand from before receipts were written.
    """
    yield from _missing(history, receipts, taken_over)
    merges = {merge.commit: merge for merge in history.merges}
    first: dict[tuple[object, ...], int] = {}
    for receipt in receipts:
        same = first.setdefault((receipt.path, receipt.files, receipt.proposal), receipt.number)
        if same != receipt.number:
            yield _told(receipt, _("it repeats receipt {number}").format(number=same))
        yield from (_told(receipt, why) for why in _altered(receipt, merges, history))


def compared(filed: Sequence[Receipt], again: Sequence[Receipt]) -> Iterator[Difference]:
    """Receipts that say something else than the host does when it is asked again."""
    by_bytes = {(one.path, one.files, one.proposal): one for one in filed}
    for one in again:
        there = by_bytes.get((one.path, one.files, one.proposal))
        if there is not None and _said(there) != _said(one):
            yield _told(there, _("the host tells of other approvals"))


def _said(receipt: Receipt) -> tuple[object, ...]:
    """What a receipt says besides its place in the row."""
    return (
        receipt.title,
        receipt.head,
        receipt.commit,
        receipt.charter,
        frozenset(receipt.signatures),
    )


def _missing(
    history: History, receipts: Sequence[Receipt], taken_over: int
) -> Iterator[Difference]:
    """Versions without a receipt; one that was replaced on its own day may never have been out."""
    signed = {file for receipt in receipts for file in receipt.files}
    for path, blob, merge, replaced in _stood(history, taken_over):
        if (path, blob) in signed:
            continue
        if clock_time(replaced.at).date() > clock_time(merge.at).date():
            yield (
                Place(path),
                _("stood here from {commit} on without a receipt of its approvals").format(
                    commit=merge.commit[:10]
                ),
            )


def _stood(history: History, taken_over: int) -> Iterator[tuple[str, str, Merge, Merge]]:
    """Each version that stands no more: path, blob, the merge that brought it and that ended it."""
    here: dict[str, tuple[str, Merge]] = {}
    for number, merge in enumerate(history.merges):
        for change in merge.changes:
            for path in {change.path, change.old} & here.keys():
                yield (f"{ROOT}/{path}", *here.pop(path), merge)
        if number >= taken_over:
            here |= {one.path: (one.blob, merge) for one in merge.changes if one.blob}


def _altered(receipt: Receipt, merges: Mapping[str, Merge], history: History) -> Iterator[str]:
    """What of a receipt is not so on main."""
    merge = merges.get(receipt.commit)
    if merge is None:
        yield _("{commit} is no commit of main").format(commit=receipt.commit[:10])
        return
    brought: dict[str, set[str]] = defaultdict(set)
    for change in merge.changes:
        brought[f"{ROOT}/{change.path}"].add(change.blob)
        if change.old:
            brought[f"{ROOT}/{change.old}"].add("")
    if not (receipt.path.startswith(f"{ROOT}/") and receipt.path.endswith(".md")):
        return
    blob = dict(receipt.files).get(receipt.path, "")
    # Where only a picture or an attachment came, the article is the one that stood there.
    if blob not in brought[receipt.path] and not (
        len(receipt.files) > 1 and blob == _standing(history, merge, receipt.path)
    ):
        yield _("{commit} did not bring these bytes").format(commit=receipt.commit[:10])
    elif blob and receipt.title not in {history.versions[blob].title, receipt.path}:
        yield _("the article's title was another")


def _standing(history: History, until: Merge, path: str) -> str:
    """The blob of an article as a merge left it; nothing where there was none."""
    blob = ""
    for merge in history.merges:
        for change in merge.changes:
            if f"{ROOT}/{change.path}" == path:
                blob = change.blob
            elif f"{ROOT}/{change.old}" == path:
                blob = ""
        if merge is until:
            break
    return blob


def _told(receipt: Receipt, why: str) -> Difference:
    return Place(receipt.path), _("receipt {number}: {why}").format(number=receipt.number, why=why)
