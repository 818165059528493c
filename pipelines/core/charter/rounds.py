"""How the daily round looks at the live portal: how much of it, how fast, what counts as slow."""

from pydantic import Field

from pipelines.core.schema import Record


class Rounds(Record):
    """Numbers of the patrol (YZ-07).

    Everything public is compared with its record within `days`, at most `pages`
    a run and `per_second` a second. An answer takes `seconds` at most. A
    certificate is renewed `certificate_days` before it ends. What is found is
    put right within `correct_within` days.
    """

    days: int = Field(7, ge=1)
    pages: int = Field(2000, ge=2)
    per_second: int = Field(20, ge=1)
    seconds: int = Field(15, ge=1)
    certificate_days: int = Field(14, ge=0)
    correct_within: int = Field(3, ge=0)
