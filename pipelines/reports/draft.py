"""A document as an article in Markdown, for a proposal that people finish and approve."""

from collections.abc import Iterator
from datetime import datetime

from pipelines.core.messages import _
from pipelines.reports.documents import Document, Heading, Paragraph
from pipelines.reports.tables import Table, lines

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>|#~"} | {"\n": " "})


def render(document: Document, unit: str, correspondent: str, at: datetime) -> bytes:
    """The article; what only people can answer for (secrecy) is left for them to write."""
    front = [
        "---",
        f"title: {document.title}",
        f"date: {at:%Y-%m-%d %H:%M}",
        f"unit: {unit}",
        *([f"correspondent: {correspondent}"] if correspondent else []),
        "keywords: [{words}]".format(words=_("portal articles, notice")),
        "kind: notice",
        f"issued_date: {document.on}",
        f"summary: {_summary(document)}",
        f"source: {{name: {document.signature}}}",
        "---",
        "",
    ]
    if document.to:
        front += [f"{'，'.join(document.to)}：", ""]
    body = [line for part in document.parts for line in (*_part(part), "")]
    end = [document.signature, "", f"{document.on.year}年{document.on.month}月{document.on.day}日"]
    return "\n".join([*front, *body, *end, ""]).encode()


def _summary(document: Document) -> str:
    text = next((part.text for part in document.parts if isinstance(part, Paragraph)), "")
    return text.partition("。")[0] + "。" if text else _("See the notice.")


def _part(part: Heading | Paragraph | Table) -> Iterator[str]:
    if isinstance(part, Heading):
        yield f"{'#' * (part.level + 1)} {part.text}"
    elif isinstance(part, Paragraph):
        yield part.text.translate(_MARKDOWN)
    else:
        yield f"**{part.title.translate(_MARKDOWN)}**"
        yield ""
        texts = [[cell.translate(_MARKDOWN) for cell in line] for line in lines(part)]
        if part.summed:
            texts[-1][0] = _("Total")
        yield f"| {' | '.join(texts[0])} |"
        yield f"|{'---|' * len(part.columns)}"
        yield from (f"| {' | '.join(line)} |" for line in texts[1:])
        for note in part.notes:
            yield ""
            yield note.translate(_MARKDOWN)
