"""Rows of a table somebody exported: a workbook's first sheet, or comma-separated text."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pipelines.core.errors import HouseError
from pipelines.core.messages import _


def read_rows(path: Path) -> Sequence[Mapping[str, str]]:
    """Every row below the first as text by heading. Raises HouseError for what is no table."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise HouseError(_("no such file: {path}").format(path=path)) from error
    rows = _workbook(path, raw) if path.suffix.lower() == ".xlsx" else _separated(path, raw)
    head, *rest = list(rows) or [[]]
    if not any(head):
        raise HouseError(_("{path} has no headings in its first row").format(path=path))
    return [dict(zip(head, row, strict=False)) for row in rest]


def _workbook(path: Path, raw: bytes) -> Iterable[list[str]]:
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        return [[_text(cell) for cell in row] for row in book.worksheets[0].values]
    except (BadZipFile, InvalidFileException, KeyError, IndexError, ValueError) as error:
        raise HouseError(_("{path} is no workbook that can be read").format(path=path)) from error


def _separated(path: Path, raw: bytes) -> Iterable[list[str]]:
    """Text as UTF-8, or as the national standard that spreadsheets here save."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))]
    raise HouseError(_("{path} is no table that can be read").format(path=path))


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return str(cell.date())
    if isinstance(cell, date):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()
