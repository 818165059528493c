"""The register of changes in people and organisation, which the portal's pages must follow."""

from pipelines.core.schema import Day, Record, Text


class Changed(Record):
    """What changed on a day, and the columns that say otherwise until they are updated (CZ-10b)."""

    on: Day
    what: Text
    columns: tuple[Text, ...]
