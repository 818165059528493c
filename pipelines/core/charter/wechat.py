"""The federation's official WeChat account: who it is, what it may do, what the platform takes."""

from pydantic import Field

from pipelines.core.schema import Record, Text


class Limits(Record):
    """What the platform takes, as its API description says; mended here should it change.

    Lengths count characters, `bytes` the whole fragment. `picture` and `cover`
    are the most bytes of one picture in the body, and of the cover.
    """

    title: int = Field(32, ge=1)
    author: int = Field(16, ge=1)
    digest: int = Field(128, ge=1)
    content: int = Field(20_000, ge=1)
    bytes: int = Field(1_000_000, ge=1)
    picture: int = Field(1_000_000, ge=10_000)
    cover: int = Field(10_000_000, ge=10_000)


class Account(Record):
    """The one account that articles are copied to (YZ-02), and the chain that lets them go there.

    `id` is the account's WeChat id as readers see it, `appid` what the platform's
    API calls it; its secret stands in no file. `links` says whether the account may
    link to other sites, which the platform grants to few. `chain` has to have
    approved an article before a copy leaves (YZ-05b).
    """

    name: Text
    id: Text
    appid: Text | None = None
    links: bool = False
    chain: Text = "wechat"
    limits: Limits = Limits()
