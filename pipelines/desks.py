"""The desks as they stand: registers, people, and letters read from their private repository."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from pipelines.core.case import Case
from pipelines.core.charter import Charter
from pipelines.core.desks import hotline, letters, reply
from pipelines.core.desks.hotline import Imported
from pipelines.core.desks.letters import Letter
from pipelines.core.errors import HouseError
from pipelines.core.findings import Finding
from pipelines.core.messages import _
from pipelines.core.rule import judge
from pipelines.forge import open_forge
from pipelines.forge.port import Forge
from pipelines.gather.files import read_article
from pipelines.gather.tables import read_rows
from pipelines.rules import TREE

_ENVIRONMENT = ("PORTAL_FORGE_URL", "PORTAL_FORGE_REPO", "PORTAL_FORGE_TOKEN")


def letters_forge(which: str, environment: Mapping[str, str]) -> Forge:
    """The private repository's forge, by PORTAL_LETTERS_URL, _REPO and _TOKEN.

    The portal's own repository and token are never used for letters, so that
    nobody's letter can end up there.
    """
    own = {
        name: environment[name.replace("FORGE", "LETTERS")]
        for name in _ENVIRONMENT
        if environment.get(name.replace("FORGE", "LETTERS"))
    }
    if not which.startswith("folder:") and "PORTAL_FORGE_REPO" not in own:
        raise HouseError(
            _("PORTAL_LETTERS_REPO is not set: letters live in a private repository of their own")
        )
    return open_forge(which, own)


def with_letters(case: Case, forge: Forge) -> Case:
    """The case with the letters desk. Raises HouseError until the charter sets its periods."""
    return replace(case, letters=tuple(read_letters(case.charter, forge)))


def read_letters(charter: Charter, forge: Forge) -> list[Letter]:
    """All letters by number. Raises HouseError until the charter sets the desk's periods."""
    letters.ready(charter.desks.get("letters"))
    units = {
        name: id_
        for id_, unit in charter.units.items()
        for name in (id_, unit.name, unit.short, *unit.aliases)
        if name
    }
    return list(letters.read(forge.posted(letters.LABEL), charter.letters.topics, units))


def draft_reply(case: Case, number: int, by: str) -> tuple[str, str, list[Finding]]:
    """The draft of a public reply: its path below the content folder, text, what privacy rules say.

    Raises HouseError where there is no such letter, or it is not to be published.
    """
    letter = next((one for one in case.letters or () if one.number == number), None)
    if letter is None:
        raise HouseError(_("no letter {number}").format(number=number))
    path = reply.path(case.charter, letter, case.today)
    text = reply.draft(case.charter, letter, by, case.today)
    article = read_article(path, text.encode())
    alone = replace(case, articles=(article,), archive=(article,), files={})
    privacy = [rule for rule in TREE if rule.id.startswith("PRV")]
    return path, text, judge(alone, privacy)


def import_hotline(charter: Charter, path: Path, today: date) -> Imported:
    """An export of the hotline (xlsx or csv) as issues to open in the private repository."""
    return hotline.imported(read_rows(path), charter.letters.topics, today)
