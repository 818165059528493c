"""Accounts: who holds rights holds a post, and has signed, learnt and been vetted for it."""

from collections.abc import Iterator
from datetime import timedelta

from pipelines.core.case import Case
from pipelines.core.desks import accounts
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule

_PEOPLE = Place("charter/people.yml")
_RECENT = 30
"""Days for which a gap between two correspondents is told."""


@rule("ACC201", clauses=["SC-19a", "SC-19b"], waivable=False)
def administrators_on_file(case: Case) -> Iterator[Problem]:
    """A super-administrator has signed a letter of responsibility.

    Bad:  a post {role: administrator} without letter_signed_on
    Good: letter_signed_on: 2024-12-02, filed_on: 2024-12-05
    """
    for account in accounts.ledger(case.charter, case.today):
        roles = {post.role for post in account.posts}
        if accounts.ADMINISTRATOR in roles and "signed" not in account.days:
            yield Problem(
                _PEOPLE,
                _("{person} is an administrator without a letter of responsibility").format(
                    person=account.person.name
                ),
                _("have it signed, file it with the upper union, enter both days"),
            )


@rule("ACC202", clauses=["EN-22", "EN-23"], waivable=False)
def approvers_trained_and_vetted(case: Case) -> Iterator[Problem]:
    """Whoever approves articles has been trained and vetted.

    Bad:  a head of department without trained_on, in no record of a training
    Good: trained_on: 2026-03-12, vetted_on: 2024-11-20
    """
    for account in accounts.approvers(case.charter, case.today):
        for day, message in (
            ("trained", _("{person} approves articles without having been trained")),
            ("vetted", _("{person} approves articles without having been vetted")),
        ):
            if day not in account.days:
                yield Problem(_PEOPLE, message.format(person=account.person.name))


@rule("ACC203", clauses=["CZ-07b"], weight=Weight.NOTES, waivable=False)
def no_gap_between_correspondents(case: Case) -> Iterator[Problem]:
    """When a correspondent changes, the unit is not a day without one.

    Bad:  the old one until: 2026-10-31, the new one since: 2026-11-10
    Good: the old one until: 2026-10-31, the new one since: 2026-11-01
    """
    for unit, who, first, last in accounts.gaps(case.charter):
        if last < case.today < last + timedelta(days=_RECENT):
            yield Problem(
                _PEOPLE,
                _("{unit} had no correspondent from {first} to {last}, before {person}").format(
                    unit=case.charter.units[unit].name,
                    first=first,
                    last=last,
                    person=case.charter.people[who].name,
                ),
            )


@rule("ACC204", clauses=["SC-17"], waivable=False)
def accounts_made_by_administrators(case: Case) -> Iterator[Problem]:
    """An account is made by an administrator.

    Bad:  created_by: chen-lan, a correspondent
    Good: created_by: ling-xiao, the administrator
    """
    charter = case.charter
    for account in accounts.ledger(charter, case.today):
        maker = charter.people.get(account.person.created_by or "")
        made_by = {post.role for post in maker.posts} if maker else set()
        if account.person.created_by is not None and accounts.ADMINISTRATOR not in made_by:
            yield Problem(
                _PEOPLE,
                _("the account of {person} was not made by an administrator").format(
                    person=account.person.name
                ),
            )
