"""Moments as pages and feeds write them: ISO text with a space in, HTML or a mail date out."""

from datetime import datetime
from email.utils import format_datetime
from functools import cache

from markupsafe import Markup, escape


@cache
def time(moment: str) -> Markup:
    """A moment or a day as readers see it and machines read it."""
    return _said(moment, moment)


@cache
def day(moment: str) -> Markup:
    """The day of a moment, the hour being for machines alone."""
    return _said(moment, moment[:10])


def rfc822(moment: str) -> str:
    """A moment as RSS writes it: Fri, 20 Nov 2026 09:30:00 +0800."""
    return format_datetime(datetime.fromisoformat(moment))


def _said(moment: str, shown: str) -> Markup:
    machine = escape(moment.replace(" ", "T"))
    return Markup(f'<time datetime="{machine}">{escape(shown)}</time>\n')  # noqa: S704 - escaped
