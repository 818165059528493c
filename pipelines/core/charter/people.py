"""People and the posts they hold, with the days on which they hold them."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from pipelines.core.schema import Day, Record, Text


class Sole(StrEnum):
    """Where nobody else holds a role at the same time: in the unit, or in the whole portal."""

    UNIT = "unit"
    PORTAL = "portal"


class Role(Record):
    """A function in approvals, such as 部室负责人; `sole`: one holder at a time, and where."""

    name: Text
    sole: Sole | None = None


class Period(Record):
    """First and last day of something; an open end is left out."""

    since: Day | None = None
    until: Day | None = None

    def meets(self, other: "Period") -> bool:
        """Whether both cover some day."""
        return (self.since or date.min) <= (other.until or date.max) and (
            other.since or date.min
        ) <= (self.until or date.max)

    def covers(self, day: date) -> bool:
        """Whether `day` lies between first and last day, both included."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Post(Period):
    """A role held in a unit, on every day of a period."""

    role: Text
    unit: Text


class Delegation(Period):
    """A post's powers handed to another person for a period."""

    role: Text
    unit: Text
    to: Text


class Accounts(Record):
    """A person's names on the Git hosts, and the addresses that sign commits."""

    github: Text | None = None
    gitea: Text | None = None
    emails: tuple[Text, ...] = ()


class Person(Record):
    """Somebody with a post: name, posts, delegations, host accounts (CZ-12a, SC-20a).

    The days are those of the accounts ledger: letter of responsibility signed and
    filed with the upper union (SC-19), trained and vetted (EN-22, EN-23), rights
    last reviewed and, for a leaver, revoked (SC-20b). `created_by` is who made
    the account (SC-17).
    """

    name: Text
    posts: tuple[Post, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    accounts: Accounts = Accounts()
    letter_signed_on: Day | None = None
    filed_on: Day | None = None
    trained_on: Day | None = None
    vetted_on: Day | None = None
    reviewed_on: Day | None = None
    revoked_on: Day | None = None
    created_by: Text | None = None

    def posts_on(self, day: date) -> Iterator[Post]:
        """The posts held on `day`."""
        return (post for post in self.posts if post.covers(day))
