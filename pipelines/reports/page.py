"""Tables and plots as one accessible HTML page; every number leads to its articles."""

from collections.abc import Iterator, Sequence
from html import escape

from pipelines.core.ledger.ledger import Ledger
from pipelines.core.messages import _
from pipelines.reports.plots import bars
from pipelines.reports.tables import Kind, Row, Table, as_text

_STYLE = """
:root{--main:#b01f24;--ink:#1a1a1a;--line:#8c8c8c;--soft:#f5f2ee}
body{font:1rem/1.7 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:var(--ink);
max-width:70rem;margin:0 auto;padding:1rem}
h1{font-size:1.6rem;color:var(--main);text-align:center}
h2{font-size:1.25rem;border-bottom:2px solid var(--main)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}
caption{text-align:left;font-weight:bold;padding:.3rem 0}
th,td{border:1px solid var(--line);padding:.3rem .5rem;text-align:left;white-space:pre-line}
thead th{background:var(--soft)}td.number{text-align:right;font-variant-numeric:tabular-nums}
svg{max-width:42rem;width:100%;height:auto;font-size:14px}svg rect{fill:var(--main)}
a{color:#8a1216}a:focus,summary:focus,.scroll:focus{outline:3px solid #1a5fb4;outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem}
nav li{display:inline-block;margin-right:1rem;min-height:24px}details{margin:.2rem 0}
@media print{details,nav{display:none}body{max-width:none}}
"""


_PLOTTED = {"by-unit", "by-column", "by-month", "standings"}


def render(
    ledger: Ledger, title: str, tables: Sequence[Table], files: Sequence[tuple[str, str]]
) -> bytes:
    """The page; `files` are names beside it and what they are called."""
    lines = [
        "<!doctype html>",
        '<html lang="zh-CN"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        '<a class="skip" href="#main">{skip}</a>'.format(skip=_("Skip to the content")),
        f"<header><h1>{escape(title)}</h1></header>",
        '<nav aria-label="{contents}"><ul>'.format(contents=_("On this page")),
        *(f'<li><a href="#{table.id}">{escape(table.title)}</a></li>' for table in tables),
        '</ul></nav><main id="main">',
        *_files(files),
    ]
    for table in tables:
        lines += _section(ledger, table)
    lines.append("</main></body></html>\n")
    return "\n".join(lines).encode()


def _files(files: Sequence[tuple[str, str]]) -> Iterator[str]:
    if files:
        yield "<h2>{files}</h2><ul>".format(files=_("Files"))
        for name, called in files:
            yield f'<li><a href="{escape(name)}">{escape(called)}</a></li>'
        yield "</ul>"


def _section(ledger: Ledger, table: Table) -> Iterator[str]:
    yield f'<section aria-labelledby="{table.id}"><h2 id="{table.id}">{escape(table.title)}</h2>'
    if table.lead:
        yield f"<p>{escape(table.lead)}</p>"
    yield from _plot(table)
    yield f'<div class="scroll" role="group" aria-labelledby="{table.id}" tabindex="0">'
    yield f"<table><caption>{escape(table.title)}</caption><thead><tr>"
    yield "".join(f'<th scope="col">{escape(column.title)}</th>' for column in table.columns)
    yield "</tr></thead><tbody>"
    for row in table.rows:
        yield _line(table, as_text(table.columns, row.cells))
    yield "</tbody>"
    if table.summed:
        totals = (_("Total"), *as_text(table.columns, table.totals())[1:])
        yield f"<tfoot>{_line(table, totals)}</tfoot>"
    yield "</table></div>"
    yield from (f"<p>{escape(note)}</p>" for note in table.notes)
    if table.id != "register":
        yield from _behind(ledger, table)
    yield "</section>"


def _plot(table: Table) -> Iterator[str]:
    """Bars of what was accepted, where a table has names and such a count."""
    ids = [column.id for column in table.columns]
    counts = next((id_ for id_ in ("accepted", "count") if id_ in ids), None)
    if counts is None or table.id not in _PLOTTED or len(table.rows) < 2:
        return
    place = ids.index(counts)
    values = [
        (str(row.cells[0]), float(value))
        for row in table.rows
        if isinstance(value := row.cells[place], int | float)
    ]
    title = f"{table.title} {table.columns[place].title}"
    yield f"<figure>{bars(f'{table.id}-plot', title, values)}</figure>"


def _line(table: Table, texts: Sequence[str]) -> str:
    cells = [f'<th scope="row">{escape(texts[0])}</th>']
    for column, text in zip(table.columns[1:], texts[1:], strict=True):
        numeric = column.kind not in {Kind.TEXT, Kind.DAY, Kind.MOMENT}
        opening = '<td class="number">' if numeric else "<td>"
        cells.append(f"{opening}{escape(text)}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _behind(ledger: Ledger, table: Table) -> Iterator[str]:
    """The articles behind each row."""
    for row in table.rows:
        if row.articles:
            yield from _articles(ledger, row)


def _articles(ledger: Ledger, row: Row) -> Iterator[str]:
    entries = ledger.entries
    said = _("{name}: {count} articles").format(name=row.cells[0], count=len(row.articles))
    yield f"<details><summary>{escape(said)}</summary><ul>"
    for number in row.articles:
        entry = entries[number - 1]
        address = f"https://{ledger.charter.portal.domain}/{entry.address}"
        yield (
            f'<li>{entry.number} <a href="{escape(address)}">{escape(entry.title)}</a> '
            f"<time>{entry.published.date()}</time></li>"
        )
    yield "</ul></details>"
