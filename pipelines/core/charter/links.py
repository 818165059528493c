"""How outside links are watched: how often one may fail, and how gently other sites are asked."""

from pydantic import Field

from pipelines.core.schema import Record


class Links(Record):
    """Numbers for watching addresses on other sites (CZ-10g, EN-24).

    A link is dead after `failures` failing days that span `days` days at least.
    One look takes `seconds`, `bytes` and `redirects` at most; a run asks one
    host for `per_host` addresses, `per_second` a second. A certificate that
    ends within `certificate_days` is worth a note. A page that has borne
    another title for `title_days` is believed to mean it. `open_share` percent
    of the week's visits to a linked platform open in time.
    """

    failures: int = Field(3, ge=1)
    days: int = Field(3, ge=1)
    seconds: int = Field(15, ge=1)
    bytes: int = Field(500_000, ge=1)
    redirects: int = Field(5, ge=0)
    per_host: int = Field(30, ge=1)
    per_second: int = Field(2, ge=1)
    certificate_days: int = Field(14, ge=0)
    title_days: int = Field(30, ge=1)
    open_share: int = Field(95, ge=0, le=100)
