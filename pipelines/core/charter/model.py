"""The charter as one value: what a federation's regulation says, ready to be asked."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property

from pydantic import Field, InstanceOf
from pydantic.json_schema import SkipJsonSchema

from pipelines.core.charter.chains import Chain, Seat, Selection
from pipelines.core.charter.changes import Changed
from pipelines.core.charter.clocks import Calendar, Clock, Quota
from pipelines.core.charter.columns import Column
from pipelines.core.charter.desks import Desk, Letters
from pipelines.core.charter.duty import Duty
from pipelines.core.charter.links import Links
from pipelines.core.charter.people import Person, Role
from pipelines.core.charter.portal import Portal
from pipelines.core.charter.reports import Reporting
from pipelines.core.charter.rounds import Rounds
from pipelines.core.charter.settings import OpenSetting
from pipelines.core.charter.units import Unit
from pipelines.core.charter.wechat import Account
from pipelines.core.desks.registers import Registers
from pipelines.core.findings import Place
from pipelines.core.schema import Record, Text
from pipelines.core.words.compiled import Lexicons


class Charter(Record):
    """A federation's whole regulation; each part stands in the file that FILES names."""

    extends: Text | None = None
    portal: Portal
    links: Links = Links()
    wechat: Account | None = None
    units: dict[str, Unit]
    roles: dict[str, Role] = Field(default_factory=dict)
    people: dict[str, Person] = Field(default_factory=dict)
    columns: dict[str, Column]
    chains: dict[str, Chain] = Field(default_factory=dict)
    selection: tuple[Selection, ...] = ()
    dismissal: tuple[Seat, ...] = ()
    clocks: dict[str, Clock] = Field(default_factory=dict)
    quotas: dict[str, Quota] = Field(default_factory=dict)
    calendar: Calendar = Calendar()
    words: SkipJsonSchema[Callable[[], Lexicons]] = Field(default=Lexicons, exclude=True)
    """What compiles the lexicons: most who ask for a charter judge no words by it."""
    reporting: Reporting = Reporting()
    changes: tuple[Changed, ...] = ()
    duty: Duty | None = None
    rounds: Rounds = Rounds()
    review_points: tuple[Text, ...] = ()
    desks: dict[str, Desk] = Field(default_factory=dict)
    letters: Letters = Letters()
    open_settings: dict[str, OpenSetting] = Field(default_factory=dict)
    registers: SkipJsonSchema[InstanceOf[Registers]] = Field(
        default_factory=Registers, exclude=True
    )
    people_at: SkipJsonSchema[dict[str, InstanceOf[Place]]] = Field(
        default_factory=dict, exclude=True
    )
    """Where each person stands, as `load` found them."""

    @cached_property
    def lexicons(self) -> Lexicons:
        """The lexicons in the form they are searched in."""
        return self.words()

    def at_person(self, id_: str) -> Place:
        """Where a person stands in the charter's files."""
        return self.people_at.get(id_, Place("charter/people.yml"))

    def parent_column(self, column: str) -> str | None:
        """The column a nested column stands in."""
        parent = column.rpartition("/")[0]
        return parent or None

    def children(self, column: str | None) -> list[str]:
        """The columns right below `column` (None: the top ones), in the charter's order."""
        inner = [id_ for id_ in self.columns if self.parent_column(id_) == column]
        return sorted(inner, key=lambda id_: (self.columns[id_].order, id_))

    def lineage(self, unit: str) -> Iterator[str]:
        """The unit and those it belongs to, nearest first."""
        current: str | None = unit
        while current is not None and current in self.units:
            yield current
            current = self.units[current].parent

    def holders(self, role: str, unit: str, day: date) -> Iterator[str]:
        """The people who hold `role` in `unit` on `day`."""
        for id_, person in self.people.items():
            if any((post.role, post.unit) == (role, unit) for post in person.posts_on(day)):
                yield id_

    def deputies(self, role: str, unit: str, day: date) -> Iterator[tuple[str, str]]:
        """Who holds `role` in `unit` on `day` by delegation, each with whose post it is."""
        for id_, person in self.people.items():
            # Most people hand nothing on: their posts need no look.
            for handed in person.delegations:
                ours = (handed.role, handed.unit) == (role, unit) and handed.covers(day)
                if ours and id_ in self.holders(role, unit, day):
                    yield handed.to, id_

    def person(self, host: str, account: str) -> str | None:
        """Whose account on a Git host this is; a folder forge knows people by their ids."""
        if host == "folder":
            return account if account in self.people else None
        for id_, person in self.people.items():
            if (getattr(person.accounts, host) or "").casefold() == account.casefold():
                return id_
        return None


FILES: dict[str, tuple[str, ...]] = {
    "portal.yml": ("extends", "portal", "links", "rounds", "wechat"),
    "units.yml": ("units",),
    "people.yml": ("roles", "people"),
    "columns.yml": ("columns",),
    "chains.yml": ("chains", "selection", "dismissal"),
    "clocks.yml": ("clocks", "quotas", "calendar"),
    "reports.yml": ("reporting",),
    "review.yml": ("review_points",),
    "desks.yml": ("desks", "letters"),
    "open.yml": ("open_settings",),
    "registers/changes.yml": ("changes",),
    "registers/duty.yml": ("duty",),
}
"""Which part of the charter stands in which file."""
