"""Who should have which rights on the Git host, by the people ledger (CZ-12a, SC-20a, SC-20b)."""

from collections.abc import Iterable, Iterator
from datetime import date

from pipelines.core.charter import Charter
from pipelines.core.messages import _


def writers(charter: Charter, host: str, day: date) -> list[str]:
    """The accounts that need to write: whoever some stage, or a dismissal, asks on `day`.

    Correspondents propose from copies of their own and need no right.
    """
    roles = {stage.role for chain in charter.chains.values() for stage in chain.stages}
    roles |= {seat.role for seat in charter.dismissal}
    accounts = (
        id_ if host == "folder" else getattr(person.accounts, host)
        for id_, person in charter.people.items()
        if any(post.role in roles for post in person.posts_on(day))
    )
    return sorted(account for account in accounts if account)


def surplus(
    charter: Charter, host: str, members: Iterable[str], day: date
) -> Iterator[tuple[str, str]]:
    """Each account that may write and should not, and why: a stranger, or somebody who left."""
    needed = {account.casefold() for account in writers(charter, host, day)}
    for account in sorted(members):
        if account.casefold() in needed:
            continue
        person = charter.person(host, account)
        if person is None:
            yield account, _("this account belongs to nobody in the charter")
        elif not list(charter.people[person].posts_on(day)):
            yield (
                account,
                _("{person} holds no post any more").format(person=charter.people[person].name),
            )
        else:
            yield (
                account,
                _("{person} approves nothing, so needs no right to write").format(
                    person=charter.people[person].name
                ),
            )


def missing(charter: Charter, host: str, members: Iterable[str], day: date) -> list[str]:
    """The accounts that should be able to write and are not."""
    there = {account.casefold() for account in members}
    return [one for one in writers(charter, host, day) if one.casefold() not in there]
