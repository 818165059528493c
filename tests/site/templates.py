"""One page of the test portal for each template of the theme."""

PAGES = {
    "home.html": "index.html",
    "elder.html": "elder.html",
    "article.html": "union-news/difficult.html",
    "beside.html": "policy/2026-11-13-child-care-rules-beside.html",
    "gone.html": "notices/gone.html",
    "column.html": "union-news/index.html",
    "list.html": "grassroots/page-1.html",
    "guide.html": "guide/index.html",
    "letters.html": "hotline/index.html",
    "policy.html": "policy/index.html",
    "profile.html": "about/index.html",
    "unit.html": "units/donghu/index.html",
    "units.html": "units/index.html",
    "topic.html": "topics/帮扶救助/index.html",
    "topics.html": "topics/index.html",
    "archive.html": "archive/index.html",
    "month.html": "archive/2026-11.html",
    "statistics.html": "statistics.html",
    "search.html": "search.html",
    "map.html": "map.html",
    "feeds.html": "feeds.html",
    "api.html": "api.html",
    "about-site.html": "about-site.html",
    "accessibility.html": "accessibility.html",
    "correction.html": "correction.html",
    "style.html": "style.html",
    "404.html": "404.html",
    "410.html": "410.html",
}
MORE = (
    "guide/2026-11-11-hardship-aid.html",
    "hotline/2026-11-13-rider-membership.html",
    "policy/2026-11-13-child-care-rules.html",
    "about/leaders/leaders.html",
)
"""Articles of other kinds, with attachments, letters, a pair."""
