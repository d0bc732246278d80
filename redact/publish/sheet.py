"""The inventory as an Excel file: text stays text, dates are dates, page counts are numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from redact.model import InventoryRow
from redact.publish.plain import plain

_WIDTHS = (8, 12, 20, 60, 18, 22, 24, 10, 45)
_MAX_CELL = 32_767
_FIRST_YEAR = 1901
"""Excel knows no dates before 1900, and takes 1900 for a leap year."""
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Excel files carry a date of making; a fixed one makes equal inventories equal files."""

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd-mm-yyyy",
}


def write_sheet(
    rows: Sequence[InventoryRow], columns: Sequence[str], about: Sequence[tuple[str, str]], target: Path
) -> None:
    """Writes sheet 'Inventarislijst' with the rows and sheet 'Toelichting' with what they are about.

    Args:
        rows: Lines in the order to show them.
        columns: Headers, in the order of the fields.
        about: Name and value of each line on the second sheet.
        target: File to write.

    Raises:
        OSError: the file cannot be written.
    """
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, _OPTIONS)
    book.set_properties({"title": about[0][1], "author": "", "company": "", "created": _MADE})
    _write_rows(book, rows, columns)
    _write_about(book, about)
    book.close()
    target.write_bytes(made.getvalue())


def _write_rows(book: xlsxwriter.Workbook, rows: Sequence[InventoryRow], columns: Sequence[str]) -> None:
    sheet = book.add_worksheet("Inventarislijst")
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "dd-mm-yyyy", "valign": "top", "align": "left"})
    count = book.add_format({"num_format": "0", "valign": "top"})
    head = book.add_format(
        {"bold": True, "font_color": "#FFFFFF", "bg_color": "#154273", "valign": "top", "num_format": "@"}
    )
    for column, (name, width) in enumerate(zip(columns, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    for line, row in enumerate(rows, 1):
        texts = {0: row.code, 2: row.kind, 3: row.title, 8: row.remark}
        texts |= {4: row.judgement or "", 5: "; ".join(row.markings), 6: "; ".join(row.grounds)}
        for column, value in texts.items():
            if value:
                sheet.write_string(line, column, _cell(value), text)
        if row.date is not None and row.date.year >= _FIRST_YEAR:
            sheet.write_datetime(line, 1, row.date, day)
        elif row.date is not None:
            sheet.write_string(line, 1, f"{row.date:%d-%m-}{row.date.year:04}", text)
        if row.pages:
            sheet.write_number(line, 7, row.pages, count)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_about(book: xlsxwriter.Workbook, about: Sequence[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("Toelichting")
    name_format = book.add_format({"bold": True, "valign": "top", "num_format": "@"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 90)
    for line, (name, value) in enumerate(about):
        sheet.write_string(line, 0, name, name_format)
        sheet.write_string(line, 1, _cell(value), text)


def _cell(value: str) -> str:
    """Excel refuses longer cells."""
    clean = plain(value)
    return clean if len(clean) <= _MAX_CELL else clean[: _MAX_CELL - 1] + "\u2026"
