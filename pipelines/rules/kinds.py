"""What articles of some kinds owe: reposts, policies, activities, letters, figures."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipelines.core.article import Article
from pipelines.core.case import Case
from pipelines.core.charter.columns import ColumnKind
from pipelines.core.findings import Problem, Weight
from pipelines.core.frontmatter import Kind
from pipelines.core.messages import _
from pipelines.core.rule import rule
from pipelines.rules.fields import finished, legible, written

SECTIONS = {
    Kind.ACTIVITY: (("活动主题", "活动规则", "时间安排"), ("EN-18",)),
    Kind.LETTER: (("来信内容", "办理结果"), ("CZ-10f",)),
}
"""The headings below which readers look for what an article of a kind must say."""
MANY_FIGURES = 12
"""From so many figures on an article is full of them."""

_FIGURE = re.compile(
    r"(?<![\d.年月第〔])\d[\d,.]{0,15}\s?"
    r"(?:%|％|‰|余?[万亿千百]|余?(?:元|人|户|家|件|场|次|个|名|项|所))"
)


@rule("SRC101", clauses=["YZ-05c", "CZ-14", "EN-03"], alone=True)
def repost_names_its_source(case: Case) -> Iterator[Problem]:
    """A repost names where it comes from, with the address of the original.

    Bad:  repost: true, source: {name: 工人日报}
    Good: repost: true, source: {name: 工人日报, url: "https://www.example.org/1.html"}
    """
    for article in legible(case):
        source = article.front.source
        if article.front.repost and source is not None and not source.url:
            yield Problem(
                article.at("source"),
                _("a repost gives the address of the original"),
                _("write source: {{name: {name}, url: https://…}}").format(name=source.name),
            )
        elif source is not None and source.url and not _is_web_address(source.url):
            yield Problem(
                article.at("source", "url"),
                _("{url} is no web address").format(url=source.url),
                _("copy the whole address, from https:// on"),
            )


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")


@rule("POL101", clauses=["JZ-08b"])
def policy_with_its_interpretation(case: Case) -> Iterator[Problem]:
    """A policy document and its interpretation name each other and are published together.

    Bad:  a document in content/policy/ without interpretation
    Good: interpretation: policy/rules-explained.md, which has interprets: policy/rules.md
          and the same date
    """
    for article in finished(case):
        column = case.charter.columns.get(article.column)
        kind, front = article.front.kind, article.front
        if kind is Kind.INTERPRETATION and front.interprets is not None:
            yield from _counterpart(case, article, "interprets", "interpretation")
        elif front.interpretation is not None:
            yield from _counterpart(case, article, "interpretation", "interprets")
        elif (
            column is not None
            and column.kind is ColumnKind.POLICY
            and kind is Kind.DOCUMENT
            and not written(article, "interpretation")
        ):
            yield Problem(
                article.at(),
                _("a policy document is published together with its interpretation"),
                _("write the interpretation, and name it here: {example}").format(
                    example="interpretation: policy/2026-11-20-rules-explained.md"
                ),
            )


def _counterpart(case: Case, article: Article, field: str, back: str) -> Iterator[Problem]:
    """What is wrong with the article that `field` names, or with what it names `back`."""
    path: str = getattr(article.front, field)
    other = case.by_path.get(path)
    if other is None:
        yield Problem(
            article.at(field),
            _("there is no article {path}").format(path=path),
            _("write the path below content/, for example policy/2026-11-20-rules.md"),
        )
    elif getattr(other.front, back) != article.path:
        yield Problem(
            article.at(field),
            _("{path} does not name this article in turn").format(path=path),
            _("write there: {line}").format(line=f"{back}: {article.path}"),
        )
    elif article.front.date is not None and other.front.date != article.front.date:
        yield Problem(
            article.at("date"),
            _("{path} has another publication date; both are published together").format(path=path),
            _("give both the same date"),
        )


@rule("ACT101", clauses=["EN-18", "CZ-10f"], alone=True)
def sections_of_its_kind(case: Case) -> Iterator[Problem]:
    """An activity has theme, rules and schedule, a letter question and result, as headings.

    Bad:  an activity without a heading 活动规则
    Good: ## 活动主题, ## 活动规则, ## 时间安排
    """
    for article in finished(case):
        if article.front.kind not in SECTIONS:
            continue
        sections, clauses = SECTIONS[article.front.kind]
        there = {heading.text.strip() for heading in article.content.headings}
        missing = [section for section in sections if section not in there]
        if missing:
            yield Problem(
                article.at_offset(article.body_start),
                _("these sections are missing: {missing}").format(missing="、".join(missing)),
                _("write each as a heading: {example}").format(example=f"## {missing[0]}"),
                clauses,
            )


@rule("ACT102", clauses=["EN-18"], alone=True)
def activity_announced_before(case: Case) -> Iterator[Problem]:
    """An activity is published before it starts.

    Bad:  date: 2026-12-02 10:00, starts: 2026-12-01
    Good: date: 2026-11-20 09:30, starts: 2026-12-01
    """
    for article in finished(case):
        front = article.front
        if front.kind is not Kind.ACTIVITY or front.starts is None or front.date is None:
            continue
        if front.date.date() >= front.starts:
            yield Problem(
                article.at("starts"),
                _("the activity starts on {starts}, but is published only on {date}").format(
                    starts=front.starts, date=front.date.date()
                ),
                _("publish it before it starts, or postpone the start"),
            )


@rule("STA101", clauses=["JZ-09", "EN-12"], weight=Weight.NOTES, alone=True)
def figures_checked(case: Case) -> Iterator[Problem]:
    """Somebody compared the figures of a text that is full of them with their source.

    Bad:  a report with thirty figures and no statistics_checked_by
    Good: statistics_checked_by: qian-ke
    """
    for article in finished(case):
        if written(article, "statistics_checked_by"):
            continue
        figures = len(_FIGURE.findall(article.body))
        if figures >= MANY_FIGURES:
            yield Problem(
                article.at(),
                _("the text holds {count} figures; who compared them with their source?").format(
                    count=figures
                ),
                _("add a line: {example}").format(example="statistics_checked_by: qian-ke"),
            )
