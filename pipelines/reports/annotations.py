"""Findings as annotations beside the lines of a pull request."""

from collections.abc import Sequence

from pipelines.core.findings import Finding, Weight

_LEVELS = {Weight.BLOCKS: "error", Weight.WAITS: "warning", Weight.NOTES: "notice"}


def render(findings: Sequence[Finding]) -> str:
    """One workflow command a finding; control characters escaped, so that no text ends one."""
    return "\n".join(_command(finding) for finding in findings)


def _command(finding: Finding) -> str:
    place = finding.place
    properties = ",".join(
        f"{key}={_escape(str(value)).replace(':', '%3A').replace(',', '%2C')}"
        for key, value in (
            ("file", place.path),
            ("line", place.line),
            ("col", place.column),
            ("title", f"{finding.rule} {finding.name}"),
        )
    )
    message = finding.message if finding.fix is None else f"{finding.message}\n→ {finding.fix}"
    return f"::{_LEVELS[finding.weight]} {properties}::{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
