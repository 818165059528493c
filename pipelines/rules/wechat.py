"""What goes to the WeChat account: as long, as large, as illustrated as it takes."""

from collections.abc import Iterator

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.charter.wechat import Account
from pipelines.core.findings import Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.core.wechat.fragment import author, fragment, pictures
from pipelines.rules.fields import finished
from pipelines.rules.files import ending

TAKEN = ("jpg", "jpeg", "png", "webp")
"""Endings of pictures that the platform takes, or that we turn into one that it does."""
COVER = (900, 383)
"""Width and height in pixels below which a cover looks blurred."""
_ADDRESS = "x" * 200
"""As long as the platform's own picture addresses get."""


def _bound(case: Case) -> Iterator[tuple[Article, Account]]:
    """The articles that are to be copied to the account, where the charter has one."""
    account = case.charter.wechat
    if account is not None:
        yield from ((one, account) for one in finished(case) if one.front.wechat)


@rule("WXP101", clauses=["YZ-02"], waivable=False, alone=True)
def account_is_known(case: Case) -> Iterator[Problem]:
    """What goes to the WeChat account goes to the one that the charter names.

    Bad:  wechat: true, and no account in charter/portal.yml
    Good: wechat: true, and wechat: {name: 示范市总工会, id: shifan-demo} in charter/portal.yml
    """
    for article in finished(case):
        if article.front.wechat and case.charter.wechat is None:
            yield Problem(
                article.at("wechat"),
                _("the charter names no WeChat account for this to go to"),
                _("remove wechat: true, or have the account entered in charter/portal.yml"),
            )


@rule("WXP102", clauses=["YZ-05d"], alone=True)
def lengths_that_wechat_takes(case: Case) -> Iterator[Problem]:
    """Title, summary and author of what goes to the WeChat account are as short as it asks.

    Bad:  wechat: true with a title of 33 characters
    Good: a title of at most 32, a summary of at most 128, a unit's name of at most 16
    """
    for article, account in _bound(case):
        front, limits = article.front, account.limits
        for field, text, limit, message in (
            (
                "title",
                front.title or "",
                limits.title,
                _("the title has {count} characters, WeChat takes {limit}"),
            ),
            (
                "summary",
                front.summary or "",
                limits.digest,
                _("the summary has {count} characters, WeChat takes {limit}"),
            ),
            (
                "unit",
                author(article, case.charter),
                limits.author,
                _("the unit's name has {count} characters, WeChat takes {limit}"),
            ),
        ):
            if len(text) > limit:
                yield Problem(
                    article.at(field),
                    message.format(count=len(text), limit=limit),
                    _("shorten it, or do not send the article to WeChat"),
                )


@rule("WXP103", clauses=["YZ-05d"], alone=True)
def size_that_wechat_takes(case: Case) -> Iterator[Problem]:
    """An article for the WeChat account is no longer than it takes, layout included.

    Bad:  wechat: true with a report of 18,000 characters and nine tables
    Good: a summary of it, with the report on the portal
    """
    for article, account in _bound(case):
        html = fragment(article, case.charter, account, lambda _path: _ADDRESS)
        limits, size = account.limits, len(html.encode())
        if len(html) >= limits.content or size >= limits.bytes:
            yield Problem(
                article.at("wechat"),
                _(
                    "for WeChat the article has {count} characters and {size} KB, layout included; "
                    "it takes fewer than {limit} and {most} KB"
                ).format(
                    count=len(html),
                    size=size // 1000,
                    limit=limits.content,
                    most=limits.bytes // 1000,
                ),
                _("shorten it, or send a summary of it"),
            )


@rule("WXP104", clauses=["YZ-05d"], alone=True)
def pictures_that_wechat_takes(case: Case) -> Iterator[Problem]:
    """Pictures for the WeChat account are of a kind that it takes.

    Bad:  wechat: true with ![演示](demo.gif)
    Good: the same as demo.jpg, demo.png or demo.webp
    """
    for article, _account in _bound(case):
        for path in pictures(article):
            if ending(path) not in TAKEN:
                yield Problem(
                    article.at("wechat"),
                    _("the picture {file} cannot go to WeChat").format(
                        file=path.rpartition("/")[2]
                    ),
                    _("save it as one of: {endings}").format(endings=", ".join(TAKEN)),
                )


@rule("WXP105", clauses=["YZ-05d"], alone=True)
def cover_for_wechat(case: Case) -> Iterator[Problem]:
    """An article for the WeChat account has a picture to make its cover of.

    Bad:  wechat: true without any picture
    Good: wechat: true with image: {file: a.jpg, …}, or a picture in the text
    """
    for article, _account in _bound(case):
        if not pictures(article):
            yield Problem(
                article.at("wechat"),
                _("WeChat shows no article without a cover, and this one has no picture"),
                _("add image: with a picture of at least {width} × {height} pixels").format(
                    width=COVER[0], height=COVER[1]
                ),
            )


@rule("WXP106", clauses=["YZ-05d"], weight=Weight.NOTES, alone=True)
def sharp_cover_for_wechat(case: Case) -> Iterator[Problem]:
    """The cover for the WeChat account is large enough to look sharp.

    Bad:  a cover of 480 × 320 pixels
    Good: a cover of 1200 × 800 pixels
    """
    for article, _account in _bound(case):
        cover = next((case.files.get(path) for path in pictures(article)), None)
        width, height = (cover.opened.pixels if cover is not None else None) or COVER
        if width < COVER[0] or height < COVER[1]:
            yield Problem(
                article.at("wechat"),
                _(
                    "the cover for WeChat has {width} × {height} pixels and will look blurred"
                ).format(width=width, height=height),
                _("choose one of at least {width} × {height}").format(
                    width=COVER[0], height=COVER[1]
                ),
            )
