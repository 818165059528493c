"""Pelican's settings: which engine parts are ours, and what they are made of.

`scripts/portal build` overrides PATH and the PORTAL_* settings; as they stand,
this builds the demo portal of today.
"""

import gc
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from pipelines.core.case import Case
from pipelines.core.charter import Charter, load
from pipelines.core.desks.channels import opened
from pipelines.core.promise import told
from pipelines.gather.digests import Files, look
from pipelines.gather.files import read_case
from plugins.portal import code_digest

# All that a build reads and makes stays to its end: to look for garbage in it takes a third of
# the time.
gc.disable()

HOUSE = Path(__file__).parent
CACHE = HOUSE / ".cache" / "build"

PATH = str(HOUSE / "content")
OUTPUT_PATH = "output"
THEME = str(HOUSE / "themes" / "portal")
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
LOG_FILTER = [(logging.WARNING, "Docutils has no localization for 'zh'. Using 'en' instead.")]
SITEURL = ""

PLUGINS = ["plugins.portal"]
PORTAL_CHARTER = str(HOUSE / "charter")
PORTAL_NOW = datetime.now(timezone(timedelta(hours=8))).strftime("%Y-%m-%dT%H:%M")
PORTAL_RECORD = str(CACHE / "record")
PORTAL_REPORT = str(CACHE / "report")
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


def PORTAL_LAW(settings: Mapping[str, Any]) -> Charter:  # noqa: N802 - a setting
    """The charter by which pages are made."""
    kept = Path(settings["PORTAL_RECORD"]).parent
    # Channels that wait for acceptance are neither built nor linked (SC-14).
    return opened(load(Path(settings["PORTAL_CHARTER"]), kept / "lexicons"))


def PORTAL_READ(settings: Mapping[str, Any], charter: Charter) -> Case:  # noqa: N802 - the same
    """Read the articles with the parser that the rules use."""
    now = datetime.fromisoformat(settings["PORTAL_NOW"])
    content, kept = Path(settings["PATH"]), Path(settings["PORTAL_RECORD"]).parent

    def files() -> Files:
        # Who ordered this build looks meanwhile, or we do.
        found: Files = told(settings.get("PORTAL_SOURCES"), lambda: look(content, kept))
        return found

    return read_case(content, charter, now, kept, files)
