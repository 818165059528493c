"""Judges a Case: every rule listed once, in one of three tuples."""

from pipelines.core.rule import Rule
from pipelines.rules import (
    approvals,
    articles,
    checklist,
    clocks,
    fields,
    files,
    freshness,
    html,
    kinds,
    links,
    markup,
    owners,
    people,
    registers,
    typography,
    waivers,
)

_ARTICLES: tuple[Rule, ...] = (
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
    html.html_from_the_allow_list,
    html.html_closed,
    links.harmless_targets,
    links.pictures_of_our_own,
    links.links_lead_somewhere,
    links.links_written_whole,
    links.link_text_says_where,
    markup.headings_in_order,
    markup.tables_have_headers,
    files.pictures_described,
    files.picture_source_named,
    files.pictures_within_budget,
    files.files_are_there,
    files.files_of_allowed_types,
    files.files_open,
    files.files_belong_to_articles,
    typography.chinese_punctuation,
)

TREE: tuple[Rule, ...] = (
    *_ARTICLES,
    waivers.waiver_by_somebody,
    waivers.waiver_not_over,
    waivers.waiver_of(_ARTICLES),
    waivers.waiver_needed_by(_ARTICLES),
    owners.owners_as_chartered,
    registers.dated_when_published,
    registers.dated_once,
)
"""What must hold of articles, whoever proposes them."""

PROPOSAL: tuple[Rule, ...] = (
    clocks.last_day,
    checklist.review_points_answered,
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
