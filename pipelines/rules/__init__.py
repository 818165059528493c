"""Judges a Case: every rule listed once, in one of three tuples."""

from pipelines.core.rule import Rule
from pipelines.rules import approvals, articles, clocks, fields, freshness, kinds, people

TREE: tuple[Rule, ...] = (
    articles.readable_article,
    articles.plain_name,
    articles.address_of_its_own,
    articles.known_column,
    clocks.news_within_deadline,
    clocks.late_but_recorded,
    fields.required_fields,
    fields.kind_fits_column,
    fields.fields_fit_kind,
    fields.dates_in_order,
    fields.wechat_kind_named,
    fields.withdrawal_explained,
    people.known_unit,
    people.unit_may_submit,
    people.correspondent_of_the_unit,
    people.statistics_checked_by_somebody,
    kinds.repost_names_its_source,
    kinds.policy_with_its_interpretation,
    kinds.sections_of_its_kind,
    kinds.activity_announced_before,
    kinds.figures_checked,
)
"""What must hold of articles, whoever proposes them."""

PROPOSAL: tuple[Rule, ...] = (
    clocks.last_day,
    approvals.readable_proposal,
    approvals.approved_in_order,
    approvals.nobody_objects,
    approvals.seats_are_filled,
    approvals.covered_by_a_chain,
)
"""What must hold of a proposal besides."""

PATROL: tuple[Rule, ...] = (
    freshness.home_page_alive,
    freshness.column_alive,
    freshness.no_blank_column,
    freshness.guide_of_each_department,
    freshness.guide_soon_due,
    freshness.reviewed_in_time,
    freshness.profile_follows_changes,
    freshness.one_correspondent_a_unit,
)
"""What must hold of the portal today."""
