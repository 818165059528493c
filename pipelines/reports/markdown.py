"""Findings as Markdown, for comments and issues."""

from collections.abc import Sequence

from pipelines.core.findings import Finding, Weight
from pipelines.core.messages import _
from pipelines.reports.text import closing

_SIGNS = {Weight.BLOCKS: "❌", Weight.WAITS: "⏳", Weight.NOTES: "💡"}

_SPOKEN = {ord(sign): f"&#{ord(sign)};" for sign in "&\\`*_[]<>|#@!~"}


def render(findings: Sequence[Finding]) -> str:
    """A table of findings; what an article says in it stays text, never markup."""
    if not findings:
        return closing(findings)
    rows = [
        f"| {_SIGNS[f.weight]} | {plain(f.place.path)}:{f.place.line} | {_message(f)} | {f.rule} |"
        for f in findings
    ]
    head = "| | {place} | {message} | {rule} |".format(
        place=_("Where"), message=_("What to do"), rule=_("Rule")
    )
    return "\n".join([head, "|---|---|---|---|", *rows, "", closing(findings)])


def _message(finding: Finding) -> str:
    text = finding.message if finding.fix is None else f"{finding.message}\n→ {finding.fix}"
    return plain(text)


def plain(text: str) -> str:
    """Text that neither ends a cell nor speaks Markdown, HTML or mentions."""
    return text.translate(_SPOKEN).replace("://", "&#58;//").replace("\n", "<br>")
