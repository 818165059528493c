"""Moments as pages and feeds write them: ISO text with a space in, HTML or a mail date out."""

from datetime import datetime
from email.utils import format_datetime
from functools import cache

from markupsafe import Markup

_TIME = Markup('<time datetime="{}">{}</time>\n')


@cache
def time(moment: str) -> Markup:
    """A moment or a day as readers see it and machines read it."""
    return _TIME.format(moment.replace(" ", "T"), moment)


@cache
def day(moment: str) -> Markup:
    """The day of a moment, the hour being for machines alone."""
    return _TIME.format(moment.replace(" ", "T"), moment[:10])


def rfc822(moment: str) -> str:
    """A moment as RSS writes it: Fri, 20 Nov 2026 09:30:00 +0800."""
    return format_datetime(datetime.fromisoformat(moment))
