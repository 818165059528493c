"""Who is on duty: the group head, and the duty leader of each day (YZ-09b)."""

from datetime import date

from pydantic import Field

from pipelines.core.schema import Day, Record, Text


class Duty(Record):
    """The roster: `leaders` take turns week by week, the first from the day `since`.

    `exceptions` names who stands in on single days. No day is without a leader.
    """

    group_head: Text
    since: Day
    leaders: tuple[Text, ...] = Field(min_length=1)
    exceptions: dict[Day, Text] = Field(default_factory=dict)

    def leader(self, day: date) -> str:
        """The duty leader of a day."""
        turn = (day - self.since).days // 7 % len(self.leaders)
        return self.exceptions.get(day, self.leaders[turn])

    def told(self, day: date) -> list[str]:
        """Whom an incident of that day is reported to, at once."""
        return list(dict.fromkeys([self.group_head, self.leader(day)]))
