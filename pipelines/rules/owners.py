"""The Git hosts ask for reviews whom the charter would ask."""

from collections.abc import Iterator

from pipelines.core.case import Case
from pipelines.core.findings import Place, Problem
from pipelines.core.messages import _
from pipelines.core.owners import drift
from pipelines.core.rights import surplus
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


@rule("OWN102", clauses=["CZ-12a", "SC-20a", "SC-20b", "SC-23"], waivable=False)
def rights_as_chartered(case: Case) -> Iterator[Problem]:
    """Only those whom the charter asks for approvals may write to the repository.

    Bad:  somebody left the office, and the account may still push
    Good: scripts/portal forge apply, on the day of leaving
    """
    for host, members in sorted(case.members.items()):
        for account, why in surplus(case.charter, host, members, case.today):
            yield Problem(
                Place("charter/people.yml"),
                _("{account} may write on {host}: {why}").format(
                    account=account, host=host, why=why
                ),
                _("run “scripts/portal forge plan”, then “forge apply”"),
            )
