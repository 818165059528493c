"""Pelican's settings: which engine parts are ours, and what the environment asks for.

`scripts/portal build` sets the PORTAL_* variables; without them this builds
the demo portal as it stands today.
"""

import os
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path

from pipelines.core.charter import load
from pipelines.gather.files import read_case
from plugins.portal import code_digest

HOUSE = Path(__file__).parent
CACHE = Path(os.environ.get("PORTAL_CACHE", HOUSE / ".cache" / "build"))
CHARTER = Path(os.environ.get("PORTAL_CHARTER", HOUSE / "charter"))
NOW = (
    datetime.fromisoformat(os.environ["PORTAL_NOW"])
    if "PORTAL_NOW" in os.environ
    else datetime.now(timezone(timedelta(hours=8))).replace(tzinfo=None, second=0, microsecond=0)
)

PATH = os.environ.get("PORTAL_CONTENT", str(HOUSE / "content"))
OUTPUT_PATH = "output"
THEME = str(HOUSE / "themes" / "portal")
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
SITEURL = ""

PLUGINS = ["plugins.portal"]
PORTAL_CASE = partial(read_case, Path(PATH), load(CHARTER), NOW)
PORTAL_RECORD = str(CACHE / "record.json")
PORTAL_REPORT = str(CACHE / "report.json")
PORTAL_SALT = code_digest()

# Everything that the stock generators would write is ours to write.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
TAG_SAVE_AS = CATEGORY_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
