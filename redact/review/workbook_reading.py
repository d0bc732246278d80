"""hits.xlsx read: whatever Excel or LibreOffice made of it, and nothing that a hostile file wants of us.

Before a library sees the file, all its parts are unpacked once, counted, and looked through for declarations that XML
of a workbook never has. What is read after that is bounded in rows and columns.
"""

from __future__ import annotations

import datetime
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl

from redact import limits
from redact.errors import ReviewError
from redact.review.sheet import COLUMNS, FILLED_IN, GROUP_COLUMNS, GROUP_SHEET, HIT_SHEET, WORKBOOK, Content
from redact.tables import known_columns, table_of

LISTS_SHEET = "Lijsten"
EDITION = "redact-uitdraai"
"""Custom property of the workbook that says which writing of the list it is."""
MEMBER_COLUMNS = {"treffer": (), "groep": ()}

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_ADVICE = "Sla het in Excel of LibreOffice op als 'Excel-werkmap (.xlsx)', zonder wachtwoord."
_CHUNK = 1 << 16
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_ROWS = 10

Record = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell as text; `live` when it holds a formula or an error instead of what somebody typed."""

    text: str
    live: bool


def read_workbook(data: bytes) -> Content:
    """Reads a workbook of the hit list.

    Raises:
        ReviewError: it is no workbook, is dangerous or too large, lacks a sheet or a column, or has formulas or errors
            in its cells. In Dutch; quotes no cell.
    """
    _refuse_what_is_no_workbook(data)
    _refuse_what_is_dangerous(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheets = {name: list(_rows(book[name])) for name in book.sheetnames if name in _sheets_of(book)}
            edition = next((str(each.value) for each in book.custom_doc_props.props if each.name == EDITION), "")
    except ReviewError:
        raise
    except Exception:  # a broken file makes the library raise nearly anything
        raise ReviewError(f"{WORKBOOK} is beschadigd en kan niet worden gelezen. {_ADVICE}") from None
    return _content(sheets, edition)
