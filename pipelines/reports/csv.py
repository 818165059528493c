"""A table as CSV that spreadsheets open without asking."""

import csv
import io

from pipelines.reports.tables import Table, lines

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t")


def render(table: Table) -> bytes:
    """Header and rows in UTF-8 with its mark; no cell of an article can become a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    for line in lines(table):
        writer.writerow(f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell for cell in line)
    return text.getvalue().encode("utf-8-sig")
