"""Findings as Markdown, for comments and issues."""

from collections.abc import Sequence
from itertools import accumulate

from pipelines.core.findings import Finding, Weight
from pipelines.core.messages import _
from pipelines.reports.text import closing

_SIGNS = {Weight.BLOCKS: "❌", Weight.WAITS: "⏳", Weight.NOTES: "💡"}

_SPOKEN = {ord(sign): f"&#{ord(sign)};" for sign in "&\\`*_[]<>|#@!~"}


def render(findings: Sequence[Finding], room: int | None = None) -> str:
    """A table of findings; what an article says in it stays text, never markup.

    With `room`, as many of them as that many characters hold.
    """
    if not findings:
        return closing(findings)
    rows = [
        f"| {_SIGNS[f.weight]} | {plain(f.place.path)}:{f.place.line} | {_message(f)} | {f.rule} |"
        for f in findings
    ]
    head = "| | {place} | {message} | {rule} |".format(
        place=_("Where"), message=_("What to do"), rule=_("Rule")
    )
    shown = rows if room is None else fitting(rows, room)
    more = len(rows) - len(shown)
    rest = [_("{more} more are not shown: correct these first.").format(more=more), ""]
    return "\n".join(
        [head, "|---|---|---|---|", *shown, "", *(rest if more else []), closing(findings)]
    )


def fitting(parts: Sequence[str], room: int) -> Sequence[str]:
    """As many of the parts, from the first on, as so many characters hold with their line ends."""
    ends = accumulate(len(part) + 1 for part in parts)
    return parts[: sum(end <= room for end in ends)]


def _message(finding: Finding) -> str:
    text = finding.message if finding.fix is None else f"{finding.message}\n→ {finding.fix}"
    return plain(text)


def plain(text: str) -> str:
    """Text that neither ends a cell nor speaks Markdown, HTML or mentions."""
    return text.translate(_SPOKEN).replace("://", "&#58;//").replace("\n", "<br>")
