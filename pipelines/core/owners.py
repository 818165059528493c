"""CODEOWNERS for each Git host, written from the charter: who is asked to review what."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from pipelines.core.article import ROOT
from pipelines.core.charter import Charter
from pipelines.core.charter.chains import Selection
from pipelines.core.charter.columns import ColumnKind
from pipelines.core.findings import Place
from pipelines.core.messages import _

FILES = {"github": ".github/CODEOWNERS", "gitea": ".gitea/CODEOWNERS"}
"""Where each host looks for its file; one file cannot serve both."""

_HEAD = (
    "# 由 scripts/portal codeowners --write 根据 charter/ 生成，请勿手工修改。\n"
    "# Written from the charter; do not edit.\n"
)


def render(charter: Charter, host: str, day: date) -> str:
    """The text of a host's file. Posts that ended before `day` own nothing (CZ-06, SC-20a).

    GitHub reads patterns like .gitignore's, the last match wins; Gitea reads
    anchored regular expressions, all that match apply.
    """
    rules = _github(charter) if host == "github" else _gitea(charter)
    guardians = _accounts(charter, host, _people(charter, day, "", None))
    lines = []
    for pattern, path, column in rules:
        people = _people(charter, day, path, column)
        lines.append(" ".join([pattern, *(_accounts(charter, host, people) or guardians)]))
    return _HEAD + "\n".join(lines) + "\n"


def drift(charter: Charter, day: date, files: Mapping[str, str]) -> Iterator[tuple[Place, str]]:
    """Where a repository's CODEOWNERS files (by path) are not what the charter says."""
    for host, path in FILES.items():
        wanted, found = render(charter, host, day).splitlines(), files.get(path, "").splitlines()
        if wanted != found:
            same = (one == other for one, other in zip(wanted, found, strict=False))
            line = next((number for number, alike in enumerate(same, 1) if not alike), None)
            yield (
                Place(path, line or min(len(wanted), len(found)) + 1),
                _(
                    "this is not what the charter says of owners; run “scripts/portal codeowners "
                    "--write”"
                ),
            )


def _github(charter: Charter) -> Iterator[tuple[str, str, str | None]]:
    yield "*", "", None
    for path in _guarded(charter):
        yield path, path, None
    yield f"/{ROOT}/", "", None
    for column in _columns(charter):
        yield f"/{ROOT}/{column}/", f"/{ROOT}/{column}/", column


def _gitea(charter: Charter) -> Iterator[tuple[str, str, str | None]]:
    inside = {
        column: f"{column}/{'[^/]+' if charter.children(column) else '.*'}"
        for column in _columns(charter)
    }
    yield f"!{ROOT}/({'|'.join(inside.values())})", "", None
    for path in _guarded(charter):
        yield f"{re.escape(path.lstrip('/'))}.*", path, None
    for column, pattern in inside.items():
        yield f"{ROOT}/{pattern}", f"/{ROOT}/{column}/", column


def _columns(charter: Charter) -> list[str]:
    """The columns that have a folder, outer ones first."""
    columns = charter.columns.items()
    return sorted(id_ for id_, column in columns if column.kind is not ColumnKind.PLATFORM)


def _guarded(charter: Charter) -> list[str]:
    """The beginnings of paths outside the content folder that some chain guards by name."""
    paths = {path for one in charter.selection for path in one.paths}
    return sorted(paths - {"/"})


def _people(charter: Charter, day: date, path: str, column: str | None) -> list[str]:
    """Who fills the stages of the chains that something always needs, in the charter's order."""
    seats = {
        (stage.role, unit)
        for one in charter.selection
        if _always(one, path, column)
        for stage in charter.chains[one.chain].stages
        for unit in _units(charter, stage.unit, column)
    }
    return [
        id_
        for id_, person in charter.people.items()
        if any(
            (post.role, post.unit) in seats and (post.until is None or post.until >= day)
            for post in person.posts
        )
    ]


def _always(selection: Selection, path: str, column: str | None) -> bool:
    """Whether a chain is needed for a whole column, or for a guarded path."""
    if column is None:
        return any((path or "/").startswith(one) for one in selection.paths)
    conditional = selection.model_dump(exclude={"chain", "columns", "ahead"}, exclude_defaults=True)
    return not conditional and (
        not selection.columns
        or any(column == one or column.startswith(f"{one}/") for one in selection.columns)
    )


def _units(charter: Charter, named: str, column: str | None) -> list[str]:
    """The units that a stage can mean in a column: one, or all that may submit to it."""
    if column is None:
        return [named]
    about = charter.columns[column]
    if named == "$column.owner":
        named = about.owner or ""
    if named != "$unit":
        return [named]
    submitters = about.submitters
    return [
        id_
        for id_, unit in charter.units.items()
        if not (submitters.kinds or submitters.units)
        or unit.kind in submitters.kinds
        or id_ in submitters.units
    ]


def _accounts(charter: Charter, host: str, people: list[str]) -> list[str]:
    accounts = (getattr(charter.people[id_].accounts, host) for id_ in people)
    return [f"@{account}" for account in accounts if account]
