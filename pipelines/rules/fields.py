"""Fields of the front matter: which an article must carry, which it may, and what they say."""

from collections.abc import Iterator
from datetime import date, datetime

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.charter.clocks import SUBMITTED
from pipelines.core.clocking import applies
from pipelines.core.findings import Problem
from pipelines.core.frontmatter import Kind, Status
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.rules.labels import EXAMPLES, LABELS, WECHAT_KINDS

_ALWAYS = {
    "title": ("CZ-08", "EN-14"),
    "date": ("CZ-07d", "EN-13"),
    "kind": ("CZ-07c",),
    "unit": ("CZ-14", "JZ-05b"),
    "correspondent": ("CZ-08", "CZ-07a"),
    "summary": ("JZ-A2", "EN-14"),
    "keywords": ("EN-14",),
    "source": ("CZ-14", "YZ-05c", "EN-03"),
}
_BY_KIND: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.LETTER: {"asks": ("CZ-10f",), "answered": ("CZ-10e", "CZ-10f")},
    Kind.ACTIVITY: {"starts": ("EN-18",), "ends": ("EN-18",)},
    Kind.INTERPRETATION: {"interprets": ("JZ-08b",)},
}
_ONLY = {
    "event_date": (Kind.NEWS,),
    "signed_date": (Kind.DOCUMENT, Kind.NOTICE),
    "issued_date": (Kind.DOCUMENT, Kind.NOTICE),
    "starts": (Kind.ACTIVITY,),
    "ends": (Kind.ACTIVITY,),
    "received": (Kind.LETTER,),
    "accepted": (Kind.LETTER,),
    "answered": (Kind.LETTER,),
    "asks": (Kind.LETTER,),
    "interprets": (Kind.INTERPRETATION,),
    "interpretation": (Kind.DOCUMENT, Kind.NOTICE),
}
"""Fields that mean something only in articles of these kinds."""


def legible(case: Case) -> Iterator[Article]:
    """The judged articles whose fields could be read, at least in part."""
    for article in case.articles:
        if not article.faults or article.front.model_fields_set:
            yield article


def finished(case: Case) -> Iterator[Article]:
    """The legible articles that are meant for the public: what a draft lacks may come later."""
    for article in legible(case):
        if article.front.status is not Status.DRAFT:
            yield article


def written(article: Article, field: str) -> bool:
    """Whether a field stands in the article, readable or not; ART101 speaks of the others."""
    return (field,) in article.marks


@rule("FLD101", clauses=["CZ-08", "CZ-14", "EN-14"], alone=True)
def required_fields(case: Case) -> Iterator[Problem]:
    """An article carries the fields that its kind and the clocks of its column need.

    Bad:  an article in content/union-news/ without event_date
    Good: event_date: 2026-11-18
    """
    for article in finished(case):
        for field, clauses in _required(case, article).items():
            if not written(article, field):
                yield Problem(
                    article.at(),
                    _("{label} ({field}) is missing").format(label=_(LABELS[field]), field=field),
                    _("add a line to the fields at the top: {example}").format(
                        example=EXAMPLES[field]
                    ),
                    clauses,
                )


def _required(case: Case, article: Article) -> dict[str, tuple[str, ...]]:
    """The fields an article must carry, each with the clauses that ask for it."""
    kind = article.front.kind
    wanted = _ALWAYS | (_BY_KIND.get(kind, {}) if kind is not None else {})
    for clock in case.charter.clocks.values():
        if applies(clock, article.column, kind):
            wanted |= {clock.start: clock.clauses, clock.end: clock.clauses}
    return {field: clauses for field, clauses in wanted.items() if field != SUBMITTED}


@rule("FLD102", clauses=["CZ-07c", "JZ-04b", "EN-10"], alone=True)
def kind_fits_column(case: Case) -> Iterator[Problem]:
    """An article is of a kind that its column takes.

    Bad:  kind: letter in content/union-news/
    Good: kind: news in content/union-news/
    """
    for article in legible(case):
        column = case.charter.columns.get(article.column)
        kind = article.front.kind
        if column is None or kind is None or not column.articles or kind in column.articles:
            continue
        yield Problem(
            article.at("kind"),
            _("{column} takes no article of kind {kind}").format(column=column.name, kind=kind),
            _("write one of: {kinds}; or move the file to another column").format(
                kinds=", ".join(column.articles)
            ),
        )


@rule("FLD103", clauses=["EN-14"], alone=True)
def fields_fit_kind(case: Case) -> Iterator[Problem]:
    """A field stands only in articles of a kind that it means something for.

    Bad:  received: 2026-11-02 in an article of kind news
    Good: received: 2026-11-02 in an article of kind letter
    """
    for article in legible(case):
        kind = article.front.kind
        for field, kinds in _ONLY.items():
            if kind is not None and kind not in kinds and written(article, field):
                yield Problem(
                    article.at(field),
                    _("{label} ({field}) does not belong to an article of kind {kind}").format(
                        label=_(LABELS[field]), field=field, kind=kind
                    ),
                    _("remove the line, or change kind to one of: {kinds}").format(
                        kinds=", ".join(kinds)
                    ),
                )


_ORDERED = (
    ("event_date", "date", ("CZ-07d",)),
    ("signed_date", "date", ("CZ-10c",)),
    ("issued_date", "date", ("CZ-10c",)),
    ("received", "accepted", ("CZ-10d",)),
    ("accepted", "answered", ("CZ-10e",)),
    ("answered", "date", ("CZ-10f",)),
    ("starts", "ends", ("EN-18",)),
    ("date", "expires", ("EN-14",)),
    ("date", "review_by", ("EN-26",)),
)
"""What happens first, what happens after it or on the same day, and who says so."""


@rule("FLD104", clauses=["CZ-14"], alone=True)
def dates_in_order(case: Case) -> Iterator[Problem]:
    """Of two dates in an article, what happened first is dated first.

    Bad:  event_date: 2026-11-21, date: 2026-11-20
    Good: event_date: 2026-11-18, date: 2026-11-20
    """
    for article in legible(case):
        for first, second, clauses in _ORDERED:
            before, after = day(article, first), day(article, second)
            if before is not None and after is not None and before > after:
                yield Problem(
                    article.at(second),
                    _("{first} ({before}) lies after {second} ({after})").format(
                        first=_(LABELS[first]),
                        before=before.isoformat(),
                        second=_(LABELS[second]),
                        after=after.isoformat(),
                    ),
                    _("correct {first} or {second}").format(first=first, second=second),
                    clauses,
                )


@rule("FLD105", clauses=["YZ-04"], alone=True)
def wechat_kind_named(case: Case) -> Iterator[Problem]:
    """An article for the official account says which of the six allowed kinds it is.

    Bad:  wechat: true without wechat_kind
    Good: wechat: true, wechat_kind: affairs
    """
    choices = "; ".join(f"{id_} = {_(meaning)}" for id_, meaning in WECHAT_KINDS.items())
    for article in legible(case):
        kind = article.front.wechat_kind
        if article.front.wechat and kind is None:
            yield Problem(
                article.at("wechat"),
                _("which kind of WeChat article is this? wechat_kind is missing"),
                _("write wechat_kind: with one of {choices}").format(choices=choices),
            )
        elif kind is not None and kind not in WECHAT_KINDS:
            yield Problem(
                article.at("wechat_kind"),
                _("no kind of WeChat article {kind}").format(kind=kind),
                _("write wechat_kind: with one of {choices}").format(choices=choices),
            )


@rule("FLD106", clauses=["CZ-15"], alone=True)
def withdrawal_explained(case: Case) -> Iterator[Problem]:
    """A withdrawn article says when, by whom and why, and only a withdrawn one does.

    Bad:  status: withdrawn
    Good: status: withdrawn, withdrawn: {on: 2026-11-20, by: song-ci, reason: 数据有误}
    """
    for article in legible(case):
        withdrawn = article.front.status is Status.WITHDRAWN
        if withdrawn and not written(article, "withdrawn"):
            yield Problem(
                article.at("status"),
                _("a withdrawn article says when, by whom and why"),
                _("add a line: {example}").format(
                    example="withdrawn: {on: 2026-11-20, by: song-ci, reason: 数据有误}"
                ),
            )
        if not withdrawn and article.front.withdrawn is not None:
            yield Problem(
                article.at("withdrawn"),
                _("withdrawn is filled in, but the article is not withdrawn"),
                _("write status: withdrawn, or remove the line"),
            )


def day(article: Article, field: str) -> date | None:
    """A date or moment of the front matter as a day."""
    value: date | datetime | None = getattr(article.front, field)
    return value.date() if isinstance(value, datetime) else value
