"""Fields as people call them, each with a line to copy."""

from pipelines.core.messages import later

EXAMPLES = {
    "title": "title: 市总工会召开全委会议",
    "date": "date: 2026-11-20 09:30",
    "kind": "kind: news",
    "unit": "unit: office",
    "correspondent": "correspondent: chen-lan",
    "summary": "summary: 会议听取工作报告，部署明年重点任务。",
    "keywords": "keywords: [民主管理, 劳动保护]",
    "source": "source: {name: 示范市总工会}",
    "event_date": "event_date: 2026-11-18",
    "signed_date": "signed_date: 2026-11-18",
    "issued_date": "issued_date: 2026-11-18",
    "starts": "starts: 2026-12-01",
    "ends": "ends: 2026-12-31",
    "received": "received: 2026-11-02",
    "accepted": "accepted: 2026-11-05",
    "answered": "answered: 2026-11-18",
    "asks": "asks: 匿名职工",
    "interprets": "interprets: policy/2026-11-20-rules.md",
    "interpretation": "interpretation: policy/2026-11-20-rules-explained.md",
    "expires": "expires: 2027-01-31",
    "review_by": "review_by: 2027-05-20",
}
"""What a correspondent can copy."""
LABELS = {
    "title": later("title"),
    "date": later("publication date"),
    "kind": later("kind of article"),
    "unit": later("submitting unit"),
    "correspondent": later("correspondent"),
    "summary": later("summary"),
    "keywords": later("keywords"),
    "source": later("source"),
    "event_date": later("day of the event"),
    "signed_date": later("day of signing"),
    "issued_date": later("day of issue"),
    "starts": later("first day of the activity"),
    "ends": later("last day of the activity"),
    "received": later("day the letter was received"),
    "accepted": later("day the letter was accepted"),
    "answered": later("day the letter was answered"),
    "asks": later("who asks"),
    "interprets": later("the document that is interpreted"),
    "interpretation": later("the document's interpretation"),
    "expires": later("day the article expires"),
    "review_by": later("day of the next review"),
    "wechat_kind": later("kind of WeChat article"),
}
"""Fields as people call them."""

DATES = (
    "date",
    "event_date",
    "signed_date",
    "issued_date",
    "starts",
    "ends",
    "received",
    "accepted",
    "answered",
    "expires",
    "review_by",
)
"""Fields that hold a day."""

WECHAT_KINDS = {
    "affairs": later("union affairs, publicity, services and trends"),
    "culture": later("image, culture and charity"),
    "interaction": later("online activities: votes, surveys, benefits"),
    "guidance": later("guides, forms and answers"),
    "news": later("news, notices, experience of grass-roots unions, models, sport"),
    "other": later("anything else, and reposts"),
}
"""The six kinds that the official account may carry (YZ-04)."""
