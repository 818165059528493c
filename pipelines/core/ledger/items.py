"""Follows each article through main's history: moved, reverted, published again, it stays one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipelines.core.ledger.history import Change, History, Merge, Version

_EPOCH = datetime(1970, 1, 1, 8)  # noqa: DTZ001 - Asia/Shanghai, as all moments here


@dataclass
class Span:
    """One stretch of time in which an article was public; `why` it ended, once it did.

    `path` is where it stood and `stated` the publication as the page said when
    the stretch began.
    """

    start: datetime
    merge: Merge
    path: str
    stated: datetime | None
    end: datetime | None = None
    why: str = ""


@dataclass
class Item:
    """One article, whatever its files were called: where it is now, when it was public."""

    path: str
    blob: str
    merge: Merge
    old: bool = False
    """Whether it stood before the baseline."""
    spans: list[Span] = field(default_factory=list)


def clock_time(seconds: int) -> datetime:
    """Seconds since 1970 as the portal's wall clock shows them."""
    return _EPOCH + timedelta(seconds=seconds)


def follow(history: History, until: datetime, baseline: int = 0) -> list[Item]:
    """Every article that was ever on main up to `until`, in the order of arrival.

    The first `baseline` merges are taken over as they stand, whenever that was:
    what they brought was published when the article says.
    """
    replay = _Replay(history.versions)
    last = (until - _EPOCH).total_seconds()
    # One clock that was ahead must not hide what was merged after it.
    known = [number for number, merge in enumerate(history.merges, start=1) if merge.at <= last]
    for number, merge in enumerate(history.merges[: max([baseline, *known[-1:]])]):
        replay.play(merge, old=number < baseline)
    return replay.items


class _Replay:
    """Articles on main after some merges, and those that left it and may come back."""

    def __init__(self, versions: Mapping[str, Version]) -> None:
        self.items: list[Item] = []
        self._versions = versions
        self._here: dict[str, Item] = {}
        self._gone: dict[tuple[str, ...], list[Item]] = defaultdict(list)

    def play(self, merge: Merge, *, old: bool) -> None:
        """Take one merge: what leaves first, so that what comes can be known again."""
        moved = [(change, self._leave(change.old)) for change in merge.changes if change.how == "R"]
        left = [self._leave(change.path) for change in merge.changes if change.how == "D"]
        coming = [change for change in merge.changes if change.how in "AM"]
        for change, item in moved:
            if item is not None and self._alike(item.blob, change.blob):
                self._arrive(item, change, merge)
            else:
                left.append(item)
                coming.append(change)
        for item in filter(None, left):
            self._remember(item)
        for change in coming:
            known = self._here.get(change.path) or self._returning(change, left)
            if known is None:
                known = Item(change.path, change.blob, merge, old)
                self.items.append(known)
            self._arrive(known, change, merge)
        for item in filter(None, left):
            if self._here.get(item.path) is not item:
                self._close(item, merge, merge.subject)

    def _leave(self, path: str) -> Item | None:
        return self._here.pop(path, None)

    def _arrive(self, item: Item, change: Change, merge: Merge) -> None:
        item.path, item.blob = change.path, change.blob
        self._here[change.path] = item
        seen = self._versions[change.blob]
        if not seen.public:
            self._close(item, merge, seen.withdrawn)
            return
        start = _starts(seen, merge, old=item.old and merge is item.merge)
        last = item.spans[-1] if item.spans else None
        if last is None or last.end is not None:
            item.spans.append(Span(start, merge, change.path, seen.published))
        elif last.start > clock_time(merge.at):
            last.start, last.stated = start, seen.published

    def _close(self, item: Item, merge: Merge, why: str) -> None:
        """An embargo lifted by withdrawal never was public."""
        if not item.spans or item.spans[-1].end is not None:
            return
        span = item.spans[-1]
        moment = clock_time(merge.at)
        if span.start > moment:
            item.spans.pop()
        else:
            span.end, span.why = moment, why

    def _remember(self, item: Item) -> None:
        for key in _keys(item.blob, self._versions[item.blob]):
            self._gone[key].append(item)

    def _returning(self, change: Change, left: Iterable[Item | None]) -> Item | None:
        """The article that left main and is this one: same bytes, or the same matter.

        Of those that left in this very merge, one rewritten on the way is known, too.
        """
        for key in _keys(change.blob, self._versions[change.blob]):
            for item in reversed(self._gone.get(key, [])):
                if self._here.get(item.path) is not item:
                    return item
        for item in filter(None, left):
            if self._here.get(item.path) is not item and self._alike(item.blob, change.blob):
                return item
        return None

    def _alike(self, before: str, after: str) -> bool:
        """Whether a rename is one article that moved, not one replacing another."""
        if before == after:
            return True
        one, other = self._versions[before], self._versions[after]
        return _matter(one) == _matter(other) or (one.unit, one.moment) == (
            other.unit,
            other.moment,
        )


def _starts(seen: Version, merge: Merge, *, old: bool) -> datetime:
    """When a version became public: at its merge, at the end of its embargo if that is later."""
    stated = seen.published or clock_time(merge.at)
    return stated if old else max(stated, clock_time(merge.at))


def _matter(seen: Version) -> tuple[str, ...]:
    """What an article is about: the same title of the same unit on the same days."""
    return (seen.title, seen.unit, *seen.days[1:])


def _keys(blob: str, seen: Version) -> Iterable[tuple[str, ...]]:
    return (blob,), _matter(seen)
