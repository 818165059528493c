"""Findings for people and machines: one module a format, listed here."""

from collections.abc import Callable, Sequence

from pipelines.core.findings import Finding
from pipelines.reports import annotations, json, markdown, sarif, text

Format = Callable[[Sequence[Finding]], str]

FORMATS: dict[str, Format] = {
    "text": text.render,
    "json": json.render,
    "github": annotations.render,
    "sarif": sarif.render,
    "markdown": markdown.render,
}
"""What `--format` takes."""
