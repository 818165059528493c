"""The calendar of activities, as RFC 5545 wants it."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.features.activities import calendar
from plugins.stories import Story


def activity(**more: str) -> Story:
    days = {"starts": "2026-12-01", "ends": "2026-12-31"}
    one = {"path": "activities/a.md", "url": "activities/a.html", "date": "2026-11-20 09:30"}
    said = {"title": "书画征集", "summary": "征集，展出；评奖"}
    return Story(**one | said | more, days=days)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_an_activity_is_an_event_of_whole_days():
    """Its end is the first day on which it is over; its stamp is in universal time."""
    lines = unfolded(calendar("示范", "https://www.example.org/", [activity()]))
    assert "UID:activities/a.md@www.example.org" in lines
    assert "DTSTART;VALUE=DATE:20261201" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTAMP:20261120T013000Z" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_a_stamp_before_eight_is_of_the_day_before():
    """Shanghai is eight hours ahead."""
    text = calendar("示范", "https://www.example.org/", [activity(date="2026-03-01 07:05")])
    assert "DTSTAMP:20260228T230500Z" in text


@given(st.text(alphabet="书画,;\\\na9 🎨", max_size=120))
def test_lines_are_short_and_say_what_was_meant(title):
    """At most 75 octets a line, no character cut, and the title comes back."""
    text = calendar("示范", "https://www.example.org/", [activity(title=title)])
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (line,) = [one for one in unfolded(text) if one.startswith("SUMMARY:")]
    back = line.removeprefix("SUMMARY:").replace("\\\\", "\0").replace("\\n", "\n")
    back = back.replace("\\,", ",").replace("\\;", ";").replace("\0", "\\")
    assert back == "\n".join(title.splitlines())
