"""Accepts a self-built channel: looks at it, writes the sheet, and says so in the register."""

import json
from dataclasses import replace
from pathlib import Path

from pipelines.core.case import Case
from pipelines.core.desks import channels
from pipelines.core.desks.acceptance import Check, checks
from pipelines.core.desks.records import Channel, Stage
from pipelines.core.desks.registers import Filed
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.rule import judge
from pipelines.gather.channel import look
from pipelines.rules import TREE


def find(case: Case, id_: str) -> tuple[Filed, Channel]:
    """A channel's record. Raises HouseError where there is none."""
    for filed in case.charter.registers.of("channels"):
        if filed.id == id_ and isinstance(filed.record, Channel):
            return filed, filed.record
    known = ", ".join(filed.id for filed in case.charter.registers.of("channels"))
    raise HouseError(_("no channel {id}; choose from: {known}").format(id=id_, known=known))


def examine(case: Case, id_: str, live: str | None) -> list[Check]:
    """Look at a channel on the three points; `live` is where it can be seen before it opens."""
    _filed, channel = find(case, id_)
    inside = set(channels.inside(case.charter, channel))
    own = tuple(article for article in case.articles if article.column in inside)
    column = case.charter.columns.get(channel.column)
    address = live or (column.link if column else None)
    seen = look(address, case.charter.rounds.seconds) if address else None
    return list(checks(case, id_, channel, judge(replace(case, articles=own), TREE), seen))


def accept(case: Case, id_: str, number: str, charter: Path) -> Path:
    """Write the acceptance into the channel's own file; gives the file.

    Raises HouseError where it is accepted already, or its record stands among others.
    """
    filed, channel = find(case, id_)
    path = charter / Path(*Path(filed.place.path).parts[1:])
    if channel.stage is Stage.ACCEPTED:
        raise HouseError(_("channel {id} is accepted already").format(id=id_))
    if path.stem != id_:
        raise HouseError(_("channel {id} needs a file of its own").format(id=id_))
    quoted = json.dumps(number, ensure_ascii=False)
    line = f"accepted: {{on: {case.today}, number: {quoted}}}\n"
    path.write_text(path.read_text("utf-8").rstrip("\n") + "\n" + line, "utf-8")
    return path
