"""Accounts: who holds rights holds a post, and has signed, learnt and been vetted for it."""

from collections.abc import Iterator
from datetime import timedelta

from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.desks import accounts
from pipelines.core.findings import Place, Problem, Weight
from pipelines.core.messages import _
from pipelines.core.rule import rule

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
                case.charter.at_person(account.id),
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
                at = case.charter.at_person(account.id)
                yield Problem(at, message.format(person=account.person.name))


@rule("ACC203", clauses=["CZ-07b"], weight=Weight.NOTES, waivable=False)
def no_gap_between_correspondents(case: Case) -> Iterator[Problem]:
    """When a correspondent changes, the unit is not a day without one.

    Bad:  the old one until: 2026-10-31, the new one since: 2026-11-10
    Good: the old one until: 2026-10-31, the new one since: 2026-11-01
    """
    for unit, who, first, last in accounts.gaps(case.charter):
        if last < case.today < last + timedelta(days=_RECENT):
            yield Problem(
                case.charter.at_person(who),
                _("{unit} had no correspondent from {first} to {last}, before {person}").format(
                    unit=case.charter.units[unit].name,
                    first=first,
                    last=last,
                    person=case.charter.people[who].name,
                ),
            )


@rule("ACC204", clauses=["SC-17", "SC-18"], waivable=False)
def accounts_made_by_administrators(case: Case) -> Iterator[Problem]:
    """A cadre's account is made by the unit's administrator, an administrator's by the platform.

    Where a unit has no administrator, the one above it makes the account.

    Bad:  created_by: chen-lan, a correspondent; an administrator's account made by himself
    Good: created_by: ling-xiao, the administrator; no created_by with ling-xiao himself
    """
    charter = case.charter
    for account in accounts.ledger(charter, case.today):
        maker, roles = account.person.created_by, {post.role for post in account.posts}
        units = {post.unit for post in account.posts} or {
            post.unit for post in account.person.posts
        }
        makers = set[str]().union(*(accounts.administrators(charter, unit) for unit in units))
        person = account.person.name
        if maker is None:
            named = account.person.accounts
            if makers and (named.github or named.gitea) and accounts.ADMINISTRATOR not in roles:
                yield Problem(
                    charter.at_person(account.id),
                    _("nobody says who made the account of {person}").format(person=person),
                    _("created_by: the id of the unit's administrator"),
                )
        elif maker == account.id or not _is_administrator(charter, maker):
            yield Problem(
                charter.at_person(account.id),
                _("the account of {person} was not made by an administrator").format(person=person),
            )
        elif accounts.ADMINISTRATOR not in roles and maker not in makers:
            yield Problem(
                charter.at_person(account.id),
                _("the account of {person} was made by another unit's administrator").format(
                    person=person
                ),
            )


def _is_administrator(charter: Charter, id_: str) -> bool:
    person = charter.people.get(id_)
    return person is not None and any(post.role == accounts.ADMINISTRATOR for post in person.posts)


@rule("ACC205", clauses=["SC-16"], waivable=False)
def one_first_responsible(case: Case) -> Iterator[Problem]:
    """For each union on the platform one main leader answers first; the duty group is led by ours.

    Bad:  a district with an administrator of its own, and nobody with {role: leader, unit: donghu}
    Good: one person with {role: leader, …} in each union, and duty.group_head is ours
    """
    charter = case.charter
    if accounts.LEADER not in charter.roles:
        return
    leaders = accounts.first_responsible(charter, case.today)
    for union, found in leaders.items():
        name = charter.units[union].name if union else charter.portal.name
        if not found:
            yield Problem(
                Place("charter/people.yml"),
                _("{union} has no main leader, who answers for it first").format(union=name),
                _("enter one in charter/people.yml, with the role “leader”"),
            )
        for id_ in found[1:]:
            yield Problem(
                charter.at_person(id_),
                _("{union} has more than one main leader; one answers for it first").format(
                    union=name
                ),
            )
    if charter.duty is not None and charter.duty.group_head not in leaders[""]:
        yield Problem(
            Place("charter/registers/duty.yml"),
            _("the duty group is led by somebody who is not the main leader"),
            _("group_head: the person who answers for the portal first"),
        )
