"""Publication dates are held against the register: when the article really came onto main."""

from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.days import after
from pipelines.core.findings import Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule


@rule("REG101", clauses=["CZ-14", "JZ-10"])
def dated_when_published(case: Case) -> Iterator[Problem]:
    """A page is not dated earlier than it was published; a few days on the desk are granted.

    Bad:  date: 2026-09-30, merged on 2026-11-20
    Good: date: 2026-11-20, merged on 2026-11-20
    """
    allowed = case.charter.reporting.backdating
    for entry in case.register:
        article = case.by_path.get(entry.path)
        if entry.baseline or entry.stated is None or article is None:
            continue
        last = after(entry.stated.date(), allowed, "next", case.charter.calendar)
        if entry.published.date() > last:
            yield Problem(
                article.at("date"),
                _("dated {stated}, but published on {published}").format(
                    stated=entry.stated.date(), published=entry.published.date()
                ),
                _("write the day on which it was published: date: {published}").format(
                    published=entry.published.strftime("%Y-%m-%d %H:%M")
                ),
            )


@rule("REG102", clauses=["CZ-14", "JZ-10"], weight=Weight.NOTES)
def dated_once(case: Case) -> Iterator[Problem]:
    """The date of a published page stays: a later one does not make an old page new.

    Bad:  date: 2026-09-30 at publication, date: 2026-11-20 today
    Good: date: 2026-09-30 as published
    """
    for entry in case.register:
        article = case.by_path.get(entry.path)
        if article is not None and entry.restated is not None and entry.stated is not None:
            yield Problem(
                article.at("date"),
                _("dated {stated}, but it said {first} when it was published").format(
                    stated=entry.stated.date(), first=entry.restated.date()
                ),
                _("put the first date back; say in the text when it was corrected"),
            )
