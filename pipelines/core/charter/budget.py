"""How large what readers load may be."""

from pydantic import Field

from pipelines.core.schema import Record


class Budget(Record):
    """The most an image or attachment may weigh (bytes), and an image's most pixels."""

    image_bytes: int = Field(default=2_000_000, gt=0)
    image_pixels: int = Field(default=16_000_000, gt=0)
    attachment_bytes: int = Field(default=20_000_000, gt=0)
