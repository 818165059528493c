"""Rows are what their kind would have made of them."""

from pipelines.core.findings import Place
from pipelines.core.links import Made, Role
from pipelines.core.rows import row


def test_a_row_is_a_named_tuple():
    """By its kind and its values."""
    made = Made(Place("a.md"), Role.LINK, "b.md", "乙")
    again = row(Made)(tuple(made))
    assert again == made
    assert type(again) is Made
    assert again.target == "b.md"
