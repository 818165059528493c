"""Judges a Case: every rule listed once, in one of two tuples."""

from pipelines.core.rule import Rule
from pipelines.rules import articles, clocks

TREE: tuple[Rule, ...] = (
    articles.readable_article,
    articles.plain_name,
    articles.address_of_its_own,
    articles.known_column,
    clocks.news_within_deadline,
    clocks.late_but_recorded,
)
"""What must hold of articles, whoever proposes them."""

PROPOSAL: tuple[Rule, ...] = ()
"""What must hold of a proposal besides."""
