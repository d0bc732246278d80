"""Workbooks of hit lists for the tests: written by the program, then changed as people change them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl
import pytest

from redact.errors import ReviewError
from redact.model import Regime
from redact.pipeline.groups import groups
from redact.review import Extras, HitList, ReadBack, Saved, read_back, to_workbook
from tests.reviewmaker import CODES, RULES, present

HITS, GROUPS, LISTS = "Treffers", "Personen en termen", "Lijsten"
Edits = Mapping[str, Mapping[str, Any]]


def book(hit_list: HitList, regime: Regime = Regime.WOB, reasons: Mapping[str, str] | None = None) -> bytes:
    """The workbook of a list."""
    return to_workbook(hit_list, CODES, RULES, regime, Extras(groups(hit_list), reasons or {}))


def opened(data: bytes) -> Any:
    """A workbook to change."""
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(workbook: Any) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def changed_by(data: bytes, change: Callable[[Any], None]) -> bytes:
    """A workbook after `change` had it."""
    workbook = opened(data)
    change(workbook)
    return saved(workbook)


def fill_in(sheet: Any, edits: Edits) -> None:
    """Fills in cells, by the first cell of their row and by heading."""
    columns = {cell.value: cell.column for cell in sheet[1]}
    rows = {str(row[0].value): row[0].row for row in sheet.iter_rows(min_row=2) if row[0].value}
    for key, cells in edits.items():
        for heading, value in cells.items():
            sheet.cell(rows[key], columns[heading]).value = value


def edited(data: bytes, hits: Edits | None = None, persons: Edits | None = None) -> bytes:
    """A workbook with cells filled in: by hit id, and by group id."""

    def change(workbook: Any) -> None:
        fill_in(workbook[HITS], hits or {})
        fill_in(workbook[GROUPS], persons or {})

    return changed_by(data, change)


def add_row(workbook: Any, **cells: str) -> int:
    """Fills in the first empty row under the hits; returns its number."""
    sheet = workbook[HITS]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(number for number in range(2, sheet.max_row + 2) if not sheet.cell(number, 1).value)
    while any(sheet.cell(row, column).value for column in columns.values()):
        row += 1
    for heading, value in cells.items():
        sheet.cell(row, columns[heading]).value = value
    return row


def with_row(data: bytes, **cells: str) -> bytes:
    """A workbook with an added row."""
    workbook = opened(data)
    add_row(workbook, **cells)
    return saved(workbook)


def rows(data: bytes, sheet: str = HITS) -> list[dict[str, str]]:
    """The rows of a sheet that are not blank, by heading."""
    first, *others = opened(data)[sheet].iter_rows(values_only=True)
    lines = [dict(zip(first, ("" if cell is None else cell for cell in row), strict=True)) for row in others]
    return [line for line in lines if any(line.values())]


def back(hit_list: HitList, *files: Saved, **other: Any) -> ReadBack:
    """What files change in a list."""
    return read_back(files, present(hit_list, **other))


def back_from(hit_list: HitList, data: bytes, written: bytes | None = None, **other: Any) -> ReadBack:
    """What a workbook changes in a list."""
    return back(hit_list, Saved("hits.xlsx", data, written), **other)


def refusal(hit_list: HitList, *files: Saved, **other: Any) -> list[str]:
    """The lines with which files are refused."""
    with pytest.raises(ReviewError) as caught:
        back(hit_list, *files, **other)
    return str(caught.value).splitlines()


def refused(hit_list: HitList, data: bytes, written: bytes | None = None, **other: Any) -> list[str]:
    """The lines with which a workbook is refused."""
    return refusal(hit_list, Saved("hits.xlsx", data, written), **other)


def packed(parts: Mapping[str, bytes], order: Sequence[str] = ()) -> bytes:
    """A zip file of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in (*order, *(name for name in parts if name not in order)):
            archive.writestr(name, parts[name])
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
