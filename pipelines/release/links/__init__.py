"""Links inside a finished site: every file's, exactly, and at once."""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from pipelines.core import garbage
from pipelines.core.case import Case
from pipelines.core.findings import Finding
from pipelines.release.build import Built
from pipelines.release.links.check import faults
from pipelines.release.links.facts import Facts, gather, recalled
from pipelines.release.links.report import Blame, findings, lost, not_said_yet


def check_inside(
    built: Built,
    case: Case,
    *,
    cache: Path | None = None,
    known: Facts | None = None,
    said: Iterable[Finding] = (),
    renamed: Mapping[str, str] | None = None,
    before: Iterable[str] = (),
    about: Collection[str] | None = None,
    present: Collection[str] | None = None,
) -> list[Finding]:
    """Everything wrong with the links inside a build (CZ-10g, EN-24), in the findings' order.

    `cache` is a file in which one call leaves what it read for the next, which
    then reads changed files only and answers the same; `known` is what was recalled
    of it beforehand. `said` are findings of
    the rules, which are not repeated. `renamed` are pages' old and new
    addresses as Git's history tells them (core.moved.renamed), for suggestions.
    `before` are the files of the live portal, whose addresses should last.
    `about` are pages: only what is wrong on these, and with links to them, is told.
    `present` are the site's files where nothing was added to what was built.
    """
    with garbage.kept():
        domain = case.charter.portal.domain
        facts = gather(built.output, domain, built.outputs, cache, known, present)
        blame = Blame(case, facts, built.articles, renamed or {})
        found = [*findings(faults(facts, built.output, about), blame), *lost(before, blame)]
    return sorted(not_said_yet(found, said), key=lambda finding: finding.order)


__all__ = ["check_inside", "recalled"]
