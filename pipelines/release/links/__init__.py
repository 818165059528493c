"""Links inside a finished site: every file's, exactly, and at once."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pipelines.core.case import Case
from pipelines.core.findings import Finding
from pipelines.release.build import Built
from pipelines.release.links.check import faults
from pipelines.release.links.facts import gather
from pipelines.release.links.report import Blame, findings, not_said_yet


def check_inside(
    built: Built,
    case: Case,
    *,
    cache: Path | None = None,
    said: Iterable[Finding] = (),
    renamed: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Everything wrong with the links inside a build (CZ-10g, EN-24), in the findings' order.

    `cache` is a file in which one call leaves what it read for the next, which
    then reads changed files only and answers the same. `said` are findings of
    the rules, which are not repeated. `renamed` are pages' old and new
    addresses as Git's history tells them, for suggestions.
    """
    facts = gather(built.output, case.charter.portal.domain, built.outputs, cache)
    blame = Blame(case, facts, built.articles, renamed or {})
    return list(not_said_yet(findings(faults(facts, built.output), blame), said))


__all__ = ["check_inside"]
