"""The portal itself: names, addresses, design, and the numbers that belong to no unit."""

from pydantic import Field

from pipelines.core.charter.budget import Budget
from pipelines.core.charter.columns import Amount
from pipelines.core.schema import Day, Record, Text


class Design(Record):
    """Colours and logo; one main colour, at most two beside it."""

    main: Text = "#b01f24"
    accent: Text = "#8a5a00"
    logo: Text | None = None


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
    design: Design = Design()
    trusted_sources: tuple[Text, ...] = ()
    trusted_domains: tuple[Text, ...] = ()
    releases_kept: int = 5
    records: Text = "records"
    per_page: int = 20
    home_max_age: Amount | None = None
    budget: Budget = Budget()
    baseline: Baseline | None = None
