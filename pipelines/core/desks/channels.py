"""Self-built channels: which columns are theirs, and which are not open yet (SC-14)."""

from collections.abc import Iterator

from pipelines.core.charter import Charter
from pipelines.core.desks.records import Channel, Stage


def inside(charter: Charter, channel: Channel) -> Iterator[str]:
    """A channel's columns: the one it is, and all below it."""
    for id_ in charter.columns:
        if id_ == channel.column or id_.startswith(f"{channel.column}/"):
            yield id_


def closed(charter: Charter) -> set[str]:
    """The columns of channels that were not accepted yet."""
    channels = charter.registers.every(Channel)
    waiting = [one for one in channels if one.stage is not Stage.ACCEPTED]
    return {id_ for channel in waiting for id_ in inside(charter, channel)}


def opened(charter: Charter) -> Charter:
    """The charter as readers see it: without channels that wait for acceptance."""
    shut = closed(charter)
    columns = {id_: column for id_, column in charter.columns.items() if id_ not in shut}
    return charter.model_copy(update={"columns": columns}) if shut else charter
