"""The fields a correspondent writes above an article, typed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, ValidationError

from pipelines.core.marked import Path
from pipelines.core.messages import _
from pipelines.core.schema import Day, Moment, Record, Text, faults


class Kind(StrEnum):
    """What an article is; clocks and required fields depend on it."""

    NEWS = "news"
    DOCUMENT = "document"
    NOTICE = "notice"
    INTERPRETATION = "interpretation"
    GUIDE = "guide"
    LETTER = "letter"
    ACTIVITY = "activity"


class Level(StrEnum):
    """How high an article has to go for approval (JZ-08a, JZ-08d, JZ-08e)."""

    ORDINARY = "ordinary"
    OFFICIAL = "official"
    URGENT = "urgent"


class Status(StrEnum):
    """Whether an article is public."""

    PUBLISHED = "published"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


class Answer(StrEnum):
    """A yes-or-no question that may stay open."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


_ANSWERS = {"true": "yes", "是": "yes", "false": "no", "否": "no", "不确定": "unsure"}


def _answer(value: Any) -> Any:
    return _ANSWERS.get(value.lower(), value.lower()) if isinstance(value, str) else value


def _words(value: Any) -> Any:
    """Keywords may be written as one line, separated by commas."""
    if isinstance(value, str):
        parts = value.replace("，", ",").replace("、", ",").split(",")
        return [word.strip() for word in parts if word.strip()]
    return value


Decision = Annotated[Answer, BeforeValidator(_answer)]


class Source(Record):
    """Where an article comes from; a repost needs name and address (YZ-05c)."""

    name: Text
    url: str | None = None


class Secrecy(Record):
    """The department head's first secrecy review (YZ-06b): two answers, who and when."""

    secret: Decision
    public: Decision | None = None
    by: Text | None = None
    on: Day | None = None


class Image(Record):
    """A picture beside the article, described for those who cannot see it."""

    file: Text
    alt: Text
    source: Text | None = None


class AttachmentField(Record):
    """A file beside the article that readers may take away."""

    file: Text
    title: Text


class Withdrawn(Record):
    """When, by whom and why an article was taken back."""

    on: Day
    by: Text
    reason: Text


class Waiver(Record):
    """A rule set aside for this article: why, by whom, until when."""

    rule: Text
    reason: Text
    by: Text
    until: Day


class FrontMatter(Record):
    """All fields an article may carry; which of them it must carry is for the rules.

    `date` is the publication, in the portal's time zone; a future one is an embargo.
    `formerly` are paths that the article moved from; their addresses lead to it.
    """

    title: Text | None = None
    date: Moment | None = None
    unit: Text | None = None
    correspondent: Text | None = None
    summary: Text | None = None
    keywords: Annotated[tuple[str, ...], BeforeValidator(_words)] = ()
    source: Source | None = None
    repost: bool = False
    kind: Kind | None = None
    level: Level = Level.ORDINARY
    event_date: Day | None = None
    signed_date: Day | None = None
    issued_date: Day | None = None
    starts: Day | None = None
    ends: Day | None = None
    received: Day | None = None
    accepted: Day | None = None
    answered: Day | None = None
    asks: Text | None = None
    secrecy: Secrecy | None = None
    interpretation: Text | None = None
    interprets: Text | None = None
    image: Image | None = None
    attachments: tuple[AttachmentField, ...] = ()
    formerly: tuple[Text, ...] = ()
    expires: Day | None = None
    review_by: Day | None = None
    statistics_checked_by: Text | None = None
    wechat: bool = False
    wechat_kind: Text | None = None
    status: Status = Status.PUBLISHED
    withdrawn: Withdrawn | None = None
    waive: tuple[Waiver, ...] = ()


class Outline(NamedTuple):
    """What a whole archive is asked at once, as plain text: fields that are dear to read whole.

    `date` is a moment (2026-11-20T09:30:00) and `expires` a day (2026-11-20), each as
    ISO 8601 writes it, "" where there is none; so they compare as they stand.
    """

    date: str = ""
    expires: str = ""
    status: str = Status.PUBLISHED.value
    formerly: tuple[str, ...] = ()


def outline(front: FrontMatter) -> Outline:
    """The fields that are asked of every article."""
    return Outline(
        front.date.isoformat() if front.date else "",
        front.expires.isoformat() if front.expires else "",
        front.status.value,
        front.formerly,
    )


def validate(data: Mapping[str, Any]) -> tuple[FrontMatter, list[tuple[Path, str]]]:
    """The typed fields, and what was wrong with the others and where.

    A field that is wrong counts as not written, so that one bad date does not
    hide what the rest says.
    """
    wrong: list[tuple[Path, str]] = [
        ((key,), _("{name} is empty: write a value or remove the line").format(name=key))
        for key, value in data.items()
        if value is None
    ]
    fields = {key: value for key, value in data.items() if value is not None}
    try:
        return FrontMatter.model_validate(fields), wrong
    except ValidationError as error:
        unfit = list(faults(FrontMatter, error))
    bad = {path[0] for path, _why in unfit}
    sound = {key: value for key, value in fields.items() if key not in bad}
    return FrontMatter.model_validate(sound), wrong + unfit
