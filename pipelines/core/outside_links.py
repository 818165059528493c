"""Which addresses on other sites a case links to, and where each of them is written."""

from collections.abc import Mapping

from pipelines.core.case import Case
from pipelines.core.charter.columns import ColumnKind
from pipelines.core.findings import Place
from pipelines.core.links import leads, made
from pipelines.core.targets import Elsewhere
from pipelines.core.visibility import Visibility, visibility

_LONGEST = 2_000
"""No address that people write is longer, in characters."""


def addresses(case: Case) -> Mapping[str, tuple[Place, ...]]:
    """Every web address that a judged article links to, with its places; gone articles' aside."""
    found: dict[str, list[Place]] = {}
    domain = case.charter.portal.domain
    for article in case.articles:
        if visibility(article, case.now) in {Visibility.WITHDRAWN, Visibility.EXPIRED}:
            continue
        for one in made(article):
            leading = leads(article, one.target, domain)
            if isinstance(leading, Elsewhere) and len(leading.address) <= _LONGEST:
                found.setdefault(leading.address, []).append(one.place)
    return {address: tuple(dict.fromkeys(places)) for address, places in sorted(found.items())}


def platforms(case: Case) -> Mapping[str, str]:
    """The linked-out platforms' addresses (CZ-05i), each with its column."""
    return {
        column.link: id_
        for id_, column in case.charter.columns.items()
        if column.kind is ColumnKind.PLATFORM and column.link
    }
