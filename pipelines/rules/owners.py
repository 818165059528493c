"""The Git hosts ask for reviews whom the charter would ask."""

from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.findings import Problem
from pipelines.core.owners import drift
from pipelines.core.rule import rule


@rule("OWN101", clauses=["CZ-06", "CZ-12a", "SC-20a"], waivable=False)
def owners_as_chartered(case: Case) -> Iterator[Problem]:
    """The CODEOWNERS files are those that the charter gives, for each host.

    Bad:  somebody left the office in charter/people.yml, and still owns content/notices/
    Good: scripts/portal codeowners --write, in the same commit
    """
    if case.owners is not None:
        for place, why in drift(case.charter, case.today, case.owners):
            yield Problem(place, why)
