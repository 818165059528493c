"""The portal itself: names, addresses, design, and the numbers that belong to no unit."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from pipelines.core.charter.budget import Budget
from pipelines.core.charter.columns import Amount
from pipelines.core.messages import _
from pipelines.core.schema import Day, Record, Text

_COLOUR = re.compile("#[0-9a-fA-F]{6}")


def _colour(value: str) -> str:
    if not _COLOUR.fullmatch(value):
        raise ValueError(_("write a colour like #b01f24"))
    return value.lower()


Colour = Annotated[Text, AfterValidator(_colour)]
"""A colour as #rrggbb."""


class Design(Record):
    """Colours, logo and the way paragraphs begin; one main colour, at most two beside it.

    Colours are made lighter or darker until they can be read on each background.
    `logo` is a picture below the content folder; without one, a plain sign is drawn.
    `indent` begins each paragraph of an article with two empty squares (首行缩进).
    """

    main: Colour = "#b01f24"
    accent: Colour = "#8a5a00"
    logo: Text | None = None
    indent: bool = False


class Contact(Record):
    """How the public reaches the federation; these are the numbers that may be printed."""

    address: Text | None = None
    postcode: Text | None = None
    phones: dict[Text, Text] = Field(default_factory=dict)
    email: Text | None = None


class Baseline(Record):
    """What stood before the kit was adopted needs no receipts: everything up to this commit."""

    commit: Text
    by: Text
    on: Day


class Portal(Record):
    """What the masthead, the footer and the inspectors' tags say.

    The home page goes without a new article for `home_max_age` at most.
    `grade` is the mark that party and government organs are granted
    (党政机关标识), `ipv6` whether the footer says that IPv6 is supported.
    `traditional` adds an edition in traditional script at zh-hant/.
    """

    name: Text
    short: Text | None = None
    domain: Text
    sponsor: Text | None = None
    description: Text | None = None
    effective_from: Day | None = None
    contact: Contact = Contact()
    icp: Text | None = None
    police: Text | None = None
    site_code: Text | None = None
    grade: Text | None = None
    ipv6: bool = False
    traditional: bool = False
    design: Design = Design()
    trusted_sources: tuple[Text, ...] = ()
    trusted_domains: tuple[Text, ...] = ()
    releases_kept: int = 5
    records: Text = "records"
    per_page: int = 20
    home_max_age: Amount | None = None
    budget: Budget = Budget()
    baseline: Baseline | None = None
