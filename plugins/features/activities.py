"""Activities by the days on which they are: a page by month, and a calendar to subscribe to."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from pipelines.core.charter.columns import ColumnKind
from plugins.pages import Output, Page, Step, Text, late
from plugins.site import Site
from plugins.stories import Story

_OCTETS = 75
"""The longest line of a calendar, line end left out (RFC 5545, 3.1)."""


def files(site: Site) -> Iterator[Output]:
    """calendar.html and calendar.ics of each column of activities."""
    for column in site.kind(ColumnKind.ACTIVITIES):
        stories = [
            one
            for one in site.by_column.get(column, ())
            if one.kind == "activity" and "starts" in one.days
        ]
        stories.sort(key=lambda one: (one.days["starts"], one.url))
        months: dict[str, list[Story]] = {}
        for one in reversed(stories):
            months.setdefault(one.days["starts"][:7], []).append(one)
        data = {
            "trail": (*site.trail(column), Step("活动日历", f"{column}/calendar.html")),
            "column": site.column_entry(column),
            "months": [
                {"name": f"{month[:4]}年{int(month[5:])}月", "stories": held}
                for month, held in months.items()
            ],
        }
        yield Page(f"{column}/calendar.html", "calendar.html", data)
        name = f"{site.charter.portal.name} {site.charter.columns[column].name}"
        yield Text(f"{column}/calendar.ics", late(calendar, name, site.base, stories))


def calendar(name: str, base: str, stories: Sequence[Story]) -> str:
    """An iCalendar file: an event of whole days for each activity, stamped with its publication."""
    domain = base.split("/")[2]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(domain)}//portal//ZH",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for one in stories:
        starts = date.fromisoformat(one.days["starts"])
        ends = date.fromisoformat(one.days.get("ends") or one.days["starts"])
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.path}@{domain}",
            f"DTSTAMP:{_stamp(one.date)}",
            f"DTSTART;VALUE=DATE:{starts:%Y%m%d}",
            # The end is the first day on which it is over.
            f"DTEND;VALUE=DATE:{max(starts, ends) + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(one.title)}",
            f"DESCRIPTION:{_text(one.summary)}",
            f"URL:{base}{one.url}",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _stamp(moment: str) -> str:
    """A minute of ours, 2026-11-20 09:30, in universal time."""
    day, _space, clock = moment.partition(" ")
    hour = int(clock[:2]) - 8
    on = date.fromisoformat(day) - timedelta(days=1 if hour < 0 else 0)
    return f"{on:%Y%m%d}T{hour % 24:02}{clock[3:5]}00Z"


def _text(value: str) -> str:
    """A text as a calendar quotes it."""
    for sign in "\\;,":
        value = value.replace(sign, f"\\{sign}")
    return "\\n".join(value.splitlines())


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, no character cut in two."""
    pieces, piece, room = [], "", _OCTETS
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _OCTETS - 1
        piece += character
        room -= size
    return "\r\n ".join([*pieces, piece])
