"""Who is on duty: the group head, and the duty leader of each day (YZ-09b)."""

from datetime import date
from pathlib import Path

from pydantic import Field, ValidationError

from pipelines.core import marked
from pipelines.core.charter.model import Charter
from pipelines.core.errors import HouseError
from pipelines.core.messages import _
from pipelines.core.schema import Day, Record, Text, faults

FILE = "registers/duty.yml"


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


def load_duty(folder: Path, charter: Charter) -> Duty | None:
    """The roster of a charter folder, None without one. Raises HouseError when it does not hold."""
    path = folder / FILE
    if not path.exists():
        return None
    shown = f"charter/{FILE}"
    read = marked.read(path.read_text("utf-8-sig"))
    wrong = [(fault.mark, fault.message) for fault in read.faults]
    duty = None
    if not wrong:
        try:
            duty = Duty.model_validate(read.data)
        except ValidationError as error:
            wrong = [(read.mark(at), why) for at, why in faults(Duty, error)]
    if duty is None:
        raise HouseError("\n".join(f"{shown}:{at[0]}:{at[1]}: {why}" for at, why in wrong))
    for person in (duty.group_head, *duty.leaders, *duty.exceptions.values()):
        if person not in charter.people:
            raise HouseError(
                _("{file}: no person {person} in charter/people.yml").format(
                    file=shown, person=person
                )
            )
    return duty
