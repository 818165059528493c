"""Tables as JSON: numbers as numbers, dates in ISO form, and the articles behind each row."""

import json
from collections.abc import Sequence
from typing import Any

from pipelines.core.ledger.ledger import Ledger
from pipelines.reports.tables import Table


def render(ledger: Ledger, tables: Sequence[Table]) -> str:
    """`{"as_of", "commit", "tables": [{"id", "title", "rows": [{…, "articles": [path]}]}]}`."""
    report = {
        "as_of": ledger.now.isoformat(" ", "minutes"),
        "commit": ledger.head,
        "tables": [_table(ledger, table) for table in tables],
    }
    return json.dumps(report, ensure_ascii=False, indent=2, default=str) + "\n"


def _table(ledger: Ledger, table: Table) -> dict[str, Any]:
    return {
        "id": table.id,
        "title": table.title,
        "rows": [
            {
                **{column.id: cell for column, cell in zip(table.columns, row.cells, strict=True)},
                "articles": [ledger.entries[number - 1].path for number in row.articles],
            }
            for row in table.rows
        ],
        "totals": {
            column.id: cell
            for column, cell in zip(table.columns, table.totals(), strict=True)
            if cell is not None
        },
        "notes": list(table.notes),
    }
