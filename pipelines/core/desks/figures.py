"""Monthly figures from outside the portal: what units did on the upper union's platform."""

import re
from typing import Annotated

from pydantic import Field, field_validator

from pipelines.core.messages import _
from pipelines.core.schema import Record, Text

Count = Annotated[int, Field(ge=0)]
_MONTH = re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])")


class Figures(Record):
    """One unit's month: what the platform counts and this repository cannot know (SC-25).

    `registered` people, `joined` members with their entry certified, `concluded`
    pieces of business, `benefits` handed out; `published` items in the platform's app, which is
    no page of ours (SC-02).
    """

    month: Text
    unit: Text
    registered: Count = 0
    joined: Count = 0
    concluded: Count = 0
    benefits: Count = 0
    published: Count = 0

    @field_validator("month")
    @classmethod
    def _a_month(cls, month: str) -> str:
        if not _MONTH.fullmatch(month):
            raise ValueError(_("{text}: write a month like 2026-10").format(text=month))
        return month
