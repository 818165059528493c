"""What one part of the charter says of another: each reference checked by one function."""

import re
from collections import Counter
from collections.abc import Callable

from pipelines.core.charter.columns import ColumnKind
from pipelines.core.charter.model import Charter
from pipelines.core.charter.obligations import (
    account_waits_for_a_chain,
    changes_concern_columns,
    clocks_run_between_fields,
    desks_keep_what_there_is,
    people_on_duty_are_known,
    quotas_are_owed_by_units,
    reports_are_signed,
)
from pipelines.core.charter.people import Post, Sole
from pipelines.core.charter.wrong import Wrong, no
from pipelines.core.messages import _

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")


def ids_are_plain(charter: Charter) -> Wrong:
    """Ids become folders and addresses, so they are small letters, digits and hyphens."""
    for part in ("units", "roles", "people", "columns", "chains", "clocks", "quotas"):
        for id_ in getattr(charter, part):
            if not _ID.fullmatch(id_) or ("/" in id_ and part != "columns"):
                yield (
                    (part, id_),
                    _("{id}: an id is small letters, digits and hyphens").format(id=id_),
                )


def parents_are_units(charter: Charter) -> Wrong:
    """A unit's parent is a unit, and no unit is above itself."""
    for id_, unit in charter.units.items():
        if unit.parent is None:
            continue
        if unit.parent not in charter.units:
            yield ("units", id_, "parent"), no("unit", unit.parent, charter.units)
            continue
        seen = {id_}
        above: str | None = unit.parent
        while above is not None and above not in seen:
            seen.add(above)
            above = charter.units[above].parent if above in charter.units else None
        if above == id_:
            yield ("units", id_, "parent"), _("{id} stands above itself").format(id=id_)


def unit_names_are_distinct(charter: Charter) -> Wrong:
    """No name or alias means two units."""
    names = Counter(
        name
        for unit in charter.units.values()
        for name in {unit.name, *unit.aliases, *([unit.short] if unit.short else [])}
    )
    for id_, unit in charter.units.items():
        for name in (unit.name, unit.short, *unit.aliases):
            if name and names[name] > 1:
                yield ("units", id_), _("the name {name} means two units").format(name=name)


def posts_are_known(charter: Charter) -> Wrong:
    """A post is a role of the charter in a unit of the charter."""
    for id_, person in charter.people.items():
        for number, post in enumerate(person.posts):
            path = ("people", id_, "posts", number)
            if post.role not in charter.roles:
                yield (*path, "role"), no("role", post.role, charter.roles)
            if post.unit not in charter.units:
                yield (*path, "unit"), no("unit", post.unit, charter.units)


def sole_posts_do_not_meet(charter: Charter) -> Wrong:
    """A role of one holder has no two on any day, in a unit or in all (CZ-07a, SC-19a, YZ-05a)."""
    held: dict[tuple[str, str], list[tuple[str, Post]]] = {}
    for id_, person in charter.people.items():
        for number, post in enumerate(person.posts):
            sole = charter.roles[post.role].sole if post.role in charter.roles else None
            if sole is None:
                continue
            others = held.setdefault((post.role, post.unit if sole is Sole.UNIT else ""), [])
            for other, before in others:
                if post.meets(before):
                    yield (
                        ("people", id_, "posts", number),
                        _("{role} is one person at a time, and already {other}").format(
                            role=charter.roles[post.role].name, other=charter.people[other].name
                        ),
                    )
            others.append((id_, post))


def delegations_are_held(charter: Charter) -> Wrong:
    """Only a post that a person holds can be handed on, and to somebody else."""
    for id_, person in charter.people.items():
        posts = {(post.role, post.unit) for post in person.posts}
        for number, delegation in enumerate(person.delegations):
            path = ("people", id_, "delegations", number)
            if (delegation.role, delegation.unit) not in posts:
                yield (
                    path,
                    _("{person} does not hold {role} in {unit}, so cannot delegate it").format(
                        person=id_, role=delegation.role, unit=delegation.unit
                    ),
                )
            if delegation.to not in charter.people or delegation.to == id_:
                others = [other for other in charter.people if other != id_]
                yield (*path, "to"), no("person", delegation.to, others)


def accounts_are_personal(charter: Charter) -> Wrong:
    """An account on a Git host belongs to one person (SC-23)."""
    for host in ("github", "gitea"):
        owners: dict[str, str] = {}
        for id_, person in charter.people.items():
            account = (getattr(person.accounts, host) or "").lower()
            if account and owners.setdefault(account, id_) != id_:
                yield (
                    ("people", id_, "accounts", host),
                    _("account {account} already belongs to {person}").format(
                        account=account, person=owners[account]
                    ),
                )


def columns_have_owners(charter: Charter) -> Wrong:
    """Every column is published by a unit of the charter (CZ-04b)."""
    for id_, column in charter.columns.items():
        if column.owner is None:
            if column.kind is not ColumnKind.PLATFORM and not charter.children(id_):
                yield ("columns", id_), _("{id}: owner is missing").format(id=id_)
        elif column.owner not in charter.units and column.owner != "$unit":
            yield ("columns", id_, "owner"), no("unit", column.owner, charter.units)


def columns_have_parents(charter: Charter) -> Wrong:
    """A nested column stands in a column that the charter lists."""
    for id_ in charter.columns:
        parent = charter.parent_column(id_)
        if parent is not None and parent not in charter.columns:
            yield ("columns", id_), no("column", parent, charter.columns)


def platforms_have_links(charter: Charter) -> Wrong:
    """A platform is a link to a site elsewhere; nothing else is (CZ-05i)."""
    for id_, column in charter.columns.items():
        if column.kind is ColumnKind.PLATFORM and not column.link:
            yield ("columns", id_), _("{id}: a platform needs its address (link)").format(id=id_)
        if column.kind is not ColumnKind.PLATFORM and column.link:
            yield ("columns", id_, "link"), _("{id}: only a platform has a link").format(id=id_)


def submitters_are_units(charter: Charter) -> Wrong:
    """Units that may submit to a column are units of the charter."""
    for id_, column in charter.columns.items():
        for number, unit in enumerate(column.submitters.units):
            if unit not in charter.units:
                path = ("columns", id_, "submitters", "units", number)
                yield path, no("unit", unit, charter.units)


def stages_can_be_filled(charter: Charter) -> Wrong:
    """A stage names a role that somebody holds, in a unit that exists."""
    held = {(post.role, post.unit) for one in charter.people.values() for post in one.posts}
    for id_, chain in charter.chains.items():
        for number, stage in enumerate(chain.stages):
            path = ("chains", id_, "stages", number)
            if stage.role not in charter.roles:
                yield (*path, "role"), no("role", stage.role, charter.roles)
            elif stage.role not in {role for role, unit in held}:
                yield (*path, "role"), _("nobody holds the role {role}").format(role=stage.role)
            if stage.unit.startswith("$"):
                if stage.unit not in {"$unit", "$column.owner"}:
                    yield (*path, "unit"), no("unit", stage.unit, ["$unit", "$column.owner"])
            elif stage.unit not in charter.units:
                yield (*path, "unit"), no("unit", stage.unit, charter.units)
            elif stage.role in charter.roles and (stage.role, stage.unit) not in held:
                yield (
                    path,
                    _("nobody holds the role {role} in {unit}").format(
                        role=stage.role, unit=stage.unit
                    ),
                )


def dismissers_are_known(charter: Charter) -> Wrong:
    """Who may set a request for changes aside holds a role in a unit that exists."""
    for number, seat in enumerate(charter.dismissal):
        if seat.role not in charter.roles:
            yield ("dismissal", number, "role"), no("role", seat.role, charter.roles)
        if seat.unit not in charter.units:
            yield ("dismissal", number, "unit"), no("unit", seat.unit, charter.units)


def selections_are_known(charter: Charter) -> Wrong:
    """A selection names a chain and columns of the charter."""
    for number, selection in enumerate(charter.selection):
        if selection.chain not in charter.chains:
            yield ("selection", number, "chain"), no("chain", selection.chain, charter.chains)
        for position, column in enumerate(selection.columns):
            if column not in charter.columns:
                path = ("selection", number, "columns", position)
                yield path, no("column", column, charter.columns)


CHECKS: tuple[Callable[[Charter], Wrong], ...] = (
    ids_are_plain,
    parents_are_units,
    unit_names_are_distinct,
    posts_are_known,
    sole_posts_do_not_meet,
    delegations_are_held,
    accounts_are_personal,
    columns_have_owners,
    columns_have_parents,
    platforms_have_links,
    submitters_are_units,
    stages_can_be_filled,
    dismissers_are_known,
    selections_are_known,
    clocks_run_between_fields,
    quotas_are_owed_by_units,
    changes_concern_columns,
    reports_are_signed,
    people_on_duty_are_known,
    desks_keep_what_there_is,
    account_waits_for_a_chain,
)
