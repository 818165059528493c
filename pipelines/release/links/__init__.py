"""Links inside a finished site: every file's, exactly, and at once."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipelines.core.case import Case
from pipelines.core.findings import Finding
from pipelines.release.build import Built
from pipelines.release.links.check import faults
from pipelines.release.links.facts import gather
from pipelines.release.links.report import Blame, findings, lost, not_said_yet


def check_inside(
    built: Built,
    case: Case,
    *,
    cache: Path | None = None,
    said: Iterable[Finding] = (),
    renamed: Mapping[str, str] | None = None,
    before: Iterable[str] = (),
) -> list[Finding]:
    """Everything wrong with the links inside a build (CZ-10g, EN-24), in the findings' order.

    `cache` is a file in which one call leaves what it read for the next, which
    then reads changed files only and answers the same. `said` are findings of
    the rules, which are not repeated. `renamed` are pages' old and new
    addresses as Git's history tells them (core.moved.renamed), for suggestions.
    `before` are the files of the live portal, whose addresses should last.
    """
    with _collector_at_rest():
        found = _found(built, case, cache, renamed or {}, before)
    return sorted(not_said_yet(found, said), key=lambda finding: finding.order)


def _found(
    built: Built,
    case: Case,
    cache: Path | None,
    renamed: Mapping[str, str],
    before: Iterable[str],
) -> list[Finding]:
    facts = gather(built.output, case.charter.portal.domain, built.outputs, cache)
    blame = Blame(case, facts, built.articles, renamed)
    return [*findings(faults(facts, built.output), blame), *lost(before, blame)]


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Facts of a large site are many small values without a cycle: looking for some takes longer.

    Who had switched the collector off finds it off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


__all__ = ["check_inside"]
