"""Brings approved copies to the WeChat account: drafted once, published once, in the books."""

import secrets
from datetime import datetime
from pathlib import Path

from pipelines.core.desks.accounts import ADMINISTRATOR
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.wechat.copies import Copy, Event, What, copies, of_article
from pipelines.core.wechat.fragment import address, author
from pipelines.gather.git import Repository
from pipelines.release.wechat import notes
from pipelines.release.wechat.package import COVER, Approved, Package, crop
from pipelines.release.wechat.platform import Platform, RefusedError, UnsureError
from pipelines.wechat import Desk


def draft(desk: Desk, made: Package, platform: Platform) -> Copy:
    """Bring a copy into the account's drafts, once for the same bytes however often it is asked.

    Raises HouseError when the platform refuses it, or another run is at it.
    """
    of = made.of
    begun = notes.add(desk.repository, of.receipt.commit, lambda all_: _begin(desk, of, all_))
    if begun is None:
        return standing(desk, of)
    mark = _mark(of)
    try:
        # Who began before us may have got further than they could tell.
        known = platform.drafted(mark) if begun.number > 1 else None
        article = None if known else _article(made, platform)
    except HouseError:
        _note(desk, of, What.FAILED)
        raise
    if article is not None:
        try:
            known = platform.draft(article)
        except UnsureError:
            known = platform.drafted(mark)
            if known is None:
                raise
        except HouseError:
            _note(desk, of, What.FAILED)
            raise
    _note(desk, of, What.DRAFTED, id_=known or "")
    return standing(desk, of)


def publish(desk: Desk, of: Approved, platform: Platform, by: str) -> Copy:
    """Hand a draft in to be published, once; `by` is the administrator who decides it (YZ-05a).

    Raises HouseError for anybody else, and where a task may be under way already.
    """
    _administrator(of, by, desk.now)

    def begin(events: list[Event]) -> Event | None:
        copy = copies(events)[of.article.path, of.digest]
        if copy.last.what == What.SUBMITTING:
            raise HouseError(
                _(
                    "a publication of this draft was begun at {at} by {by} and its end is not "
                    "known: look at the account's own page, then enter what is there with "
                    "“wechat record”"
                ).format(at=copy.last.at, by=copy.last.by)
            )
        done = copy.task or copy.address
        return None if done else _event(desk, of, What.SUBMITTING, copy.last.number + 1, by=by)

    if notes.add(desk.repository, of.receipt.commit, begin) is not None:
        try:
            task = platform.submit(standing(desk, of).draft)
        except RefusedError:
            _note(desk, of, What.FAILED, by=by)
            raise
        _note(desk, of, What.SUBMITTED, id_=task, by=by)
    return standing(desk, of)


def record(desk: Desk, of: Approved, url: str, by: str) -> Copy:
    """Enter where a copy was published, by hand or after its task was done."""
    _administrator(of, by, desk.now)
    _note(desk, of, What.PUBLISHED, id_=url, by=by)
    return standing(desk, of)


def left(repository: Repository, path: str) -> list[str]:
    """What has to be deleted on the platform when an article is taken down, a line a copy."""
    return [
        _("also on WeChat, where only the account's administrator can delete it: {where}").format(
            where=copy.address or copy.task or copy.draft
        )
        for copy in of_article(notes.read(repository), path)
    ]


def standing(desk: Desk, of: Approved) -> Copy:
    """How the copy of these bytes stands. Raises HouseError where there is none."""
    copy = copies(notes.read(desk.repository)).get((of.article.path, of.digest))
    if copy is None:
        raise HouseError(_("{path} has no copy yet").format(path=of.article.path))
    return copy


def _begin(desk: Desk, of: Approved, events: list[Event]) -> Event | None:
    copy = copies(events).get((of.article.path, of.digest))
    if copy is None:
        return _event(desk, of, What.BEGUN, 1)
    if copy.exists:
        return None
    if copy.busy(desk.now):
        raise HouseError(
            _("another run began a draft of this at {at}; wait for it").format(at=copy.last.at)
        )
    return _event(desk, of, What.BEGUN, copy.last.number + 1)


def _note(desk: Desk, of: Approved, what: What, *, id_: str = "", by: str = "") -> None:
    def decide(events: list[Event]) -> Event:
        copy = copies(events).get((of.article.path, of.digest))
        number = copy.last.number + 1 if copy is not None else 1
        return _event(desk, of, what, number, id_=id_, by=by)

    notes.add(desk.repository, of.receipt.commit, decide)


def _event(
    desk: Desk, of: Approved, what: What, number: int, *, id_: str = "", by: str = ""
) -> Event:
    return Event(
        number,
        of.article.path,
        of.digest,
        of.account.id,
        what.value,
        desk.now.isoformat(timespec="minutes"),
        of.article.front.title or "",
        id_,
        by,
        secrets.token_hex(8),
    )


def _mark(of: Approved) -> str:
    """The article's address on the portal, with what tells this copy from an older one."""
    return f"{address(of.article, of.charter)}#{of.digest[:16]}"


def _article(made: Package, platform: Platform) -> dict[str, object]:
    """The draft as the platform takes it, its pictures uploaded."""
    of = made.of
    front, limits = of.article.front, of.account.limits
    addresses = {
        path: platform.picture(made.files[name], Path(name).name)
        for path, name in made.shown.items()
    }
    html = of.html(addresses)
    if len(html) >= limits.content or len(html.encode()) >= limits.bytes:
        raise HouseError(_("with its pictures' addresses the article is too long for WeChat"))
    return {
        "title": front.title or "",
        "author": author(of.article, of.charter),
        "digest": front.summary or "",
        "content": html,
        "content_source_url": _mark(of),
        "thumb_media_id": platform.cover(made.files[COVER], COVER),
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
        "pic_crop_235_1": crop(made.covers.wide_box),
        "pic_crop_1_1": crop(made.covers.square_box),
    }


def _administrator(of: Approved, by: str, now: datetime) -> None:
    person = of.charter.people.get(by)
    posts = person.posts_on(now.date()) if person is not None else iter(())
    if not any(post.role == ADMINISTRATOR for post in posts):
        raise HouseError(
            _("{person} is not the account's administrator; only they publish").format(
                person=person.name if person is not None else by
            )
        )
