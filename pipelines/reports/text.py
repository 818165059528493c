"""Findings for a terminal, grouped by file."""

from collections.abc import Sequence
from itertools import groupby

from pipelines.core.findings import Finding, Weight, summary
from pipelines.core.messages import _

_SIGNS = {Weight.BLOCKS: "✗", Weight.WAITS: "…", Weight.NOTES: "·"}


def render(findings: Sequence[Finding]) -> str:
    """Each file with its findings below it, and a closing line of counts."""
    lines: list[str] = []
    for path, inside in groupby(findings, key=lambda finding: finding.place.path):
        lines.append(path)
        for finding in inside:
            at = f"{finding.place.line}:{finding.place.column}"
            lines.append(f"  {_SIGNS[finding.weight]} {at:>6}  {finding.message}  [{finding.rule}]")
            if finding.fix:
                lines.append(f"             → {finding.fix}")
        lines.append("")
    lines.append(closing(findings))
    return "\n".join(lines)


def closing(findings: Sequence[Finding]) -> str:
    """How many findings of each weight, in one sentence."""
    if not findings:
        return _("Nothing to object to.")
    return _("{blocks} to correct, {waits} to be approved, {notes} to note.").format(
        **summary(findings)
    )
