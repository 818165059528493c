"""An article can be read, stands in a column, and has an address of its own."""

import re
import unicodedata
from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.charter.columns import ColumnKind
from pipelines.core.findings import Place, Problem
from pipelines.core.messages import _
from pipelines.core.rule import rule

_NAME = re.compile(r"[\w-]+")
"""Letters of any script, digits, hyphens: what an address can be made of."""


@rule("ART101", clauses=["CZ-08", "EN-14"], waivable=False, alone=True)
def readable_article(case: Case) -> Iterator[Problem]:
    """An article's file can be read, and each of its fields is one that we know.

    Bad:  titel: 市总工会召开全委会议
    Good: title: 市总工会召开全委会议
    """
    for article in case.articles:
        for fault in article.faults:
            yield Problem(Place(article.at().path, *fault.mark), fault.message)


@rule("ART102", clauses=["CZ-07c"], waivable=False, alone=True)
def plain_name(case: Case) -> Iterator[Problem]:
    """An article's file name becomes its address: letters, digits and hyphens.

    Bad:  content/union-news/..第 1 稿.md
    Good: content/union-news/2026-11-20-plenary.md
    """
    for article in case.articles:
        if not _NAME.fullmatch(article.slug):
            yield Problem(
                article.at(),
                _("the file name {name} cannot become an address").format(name=article.slug),
                _("use letters, digits and hyphens, for example 2026-11-20-plenary.md"),
            )


@rule("ART103", clauses=["CZ-07c"], waivable=False)
def address_of_its_own(case: Case) -> Iterator[Problem]:
    """No two files differ only in capitals or in how their characters are composed.

    Bad:  content/union-news/Plenary.md beside content/union-news/plenary.md
    Good: content/union-news/plenary.md beside content/union-news/plenary-2.md
    """
    twins: dict[str, list[str]] = {_folded(article.url): [] for article in case.articles}
    for path in (*(article.path for article in case.archive), *case.files):
        address = _folded(path.removesuffix(".md") + ".html" if path.endswith(".md") else path)
        if address in twins:
            twins[address].append(path)
    for article in case.articles:
        others = [path for path in twins[_folded(article.url)] if path != article.path]
        if others:
            yield Problem(
                article.at(),
                _("this file has the same address as {others}").format(others=", ".join(others)),
                _("give one of them another name"),
            )


def _folded(address: str) -> str:
    """An address as a machine reads it that tells neither capitals nor compositions apart."""
    if address.isascii():
        return address.lower()
    return unicodedata.normalize("NFKC", address).casefold()


@rule("COL101", clauses=["CZ-07c"], waivable=False, alone=True)
def known_column(case: Case) -> Iterator[Problem]:
    """An article stands in a column that the charter lists.

    Bad:  content/polemics/a.md
    Good: content/union-news/a.md
    """
    columns = case.charter.columns
    known = [id_ for id_, column in columns.items() if column.kind is not ColumnKind.PLATFORM]
    open_ = ", ".join(id_ for id_ in sorted(known) if not case.charter.children(id_))
    for article in case.articles:
        if article.column not in known or case.charter.children(article.column):
            yield Problem(
                article.at(),
                _("no column {name}; choose from: {known}").format(
                    name=article.column or "content/", known=open_
                ),
            )
