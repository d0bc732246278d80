"""hits.xlsx read: whatever Excel or LibreOffice made of it, and nothing that a hostile file wants of us.

Before a library sees the file, all its parts are unpacked once, counted, and looked through for declarations that XML
of a workbook never has. What is read after that is bounded in rows and columns.
"""

from __future__ import annotations

import datetime
import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import openpyxl

from redact import limits
from redact.errors import ReviewError
from redact.review.sheet import COLUMNS, FILLED_IN, GROUP_COLUMNS, GROUP_SHEET, HIT_SHEET, WORKBOOK, Content
from redact.tables import Table, known_columns, table_of

LISTS_SHEET = "Lijsten"
EDITION = "redact-uitdraai"
"""Custom property of the workbook that says which writing of the list it is."""
MEMBER_COLUMNS: dict[str, tuple[str, ...]] = {"treffer": (), "groep": ()}

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ADVICE = "Sla het in Excel of LibreOffice op als 'Excel-werkmap (.xlsx)', zonder wachtwoord."
_CHUNK = 1 << 16
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MOST_ROWS = 10
_EDITION = re.compile(rf'name="{EDITION}"[^>]*>\s*<(?:\w+:)?lpwstr[^>]*>([0-9a-f]+)<')
_LAST_ROW = 1 << 20
"""Excel has no rows after it."""

Record = tuple[int, list[str]]
Columns = Mapping[str, Sequence[str]]


class _Live(str):
    """Stands for a cell that holds a formula or an error instead of what somebody typed."""

    __slots__ = ()


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
            headers = {sheet.title: _header(sheet) for sheet in book.worksheets}
            hits = _records(book, headers, _sheet(headers, HIT_SHEET, COLUMNS, "id"))
            groups = _records(book, headers, _sheet(headers, GROUP_SHEET, GROUP_COLUMNS, "groep"))
            members = _records(book, headers, LISTS_SHEET)
            edition = next((str(each.value) for each in book.custom_doc_props.props if each.name == EDITION), "")
    except ReviewError:
        raise
    except Exception:  # a broken file makes the library raise nearly anything
        raise ReviewError(f"{WORKBOOK} is beschadigd en kan niet worden gelezen. {_ADVICE}") from None
    table = _table(hits, COLUMNS, ("id", *FILLED_IN), WORKBOOK)
    name = f"{WORKBOOK}, blad '{GROUP_SHEET}'"
    rows = _table(groups, GROUP_COLUMNS, ("groep", *FILLED_IN), name).rows if groups else ()
    return Content(table, rows, _members(members), edition)


def edition_of(written: bytes) -> str:
    """The edition of a workbook that the program itself kept; '' when it has none. Much cheaper than reading it."""
    try:
        with zipfile.ZipFile(io.BytesIO(written)) as archive:
            found = _EDITION.search(archive.read("docProps/custom.xml").decode())
    except (zipfile.BadZipFile, KeyError, ValueError):
        return ""
    return found[1] if found else ""


def _refuse_what_is_no_workbook(data: bytes) -> None:
    if len(data) > limits.MAX_WORKBOOK_BYTES:
        raise ReviewError(f"{WORKBOOK} is groter dan {limits.MAX_WORKBOOK_BYTES >> 20} MB en wordt niet gelezen.")
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise ReviewError(f"{WORKBOOK} is met een wachtwoord beveiligd. {_ADVICE}")
    if data.startswith(_OLE):
        raise ReviewError(f"{WORKBOOK} is een werkmap van een oudere Excel (.xls). {_ADVICE}")
    if not data.startswith(_ZIP):
        raise ReviewError(f"{WORKBOOK} is geen Excel-werkmap. {_ADVICE}")


def _refuse_what_is_dangerous(data: bytes) -> None:
    """Unpacks every part once, without keeping it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if "mimetype" in names or "xl/workbook.bin" in names:
                raise ReviewError(f"{WORKBOOK} is een ander soort rekenblad (.ods of .xlsb). {_ADVICE}")
            sound = all(part.compress_type in _PACKED and not part.flag_bits & 1 for part in parts)
            if not sound or len(parts) > limits.MAX_WORKBOOK_PARTS:
                raise ReviewError(f"{WORKBOOK} is vreemd ingepakt en wordt niet gelezen. {_ADVICE}")
            if sum(part.file_size for part in parts) > limits.MAX_WORKBOOK_BYTES:
                raise _too_large()
            if sum(_tags(archive, part) for part in parts) > limits.MAX_WORKBOOK_TAGS:
                raise _too_large()
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, NotImplementedError):
        raise ReviewError(f"{WORKBOOK} is beschadigd en kan niet worden gelezen. {_ADVICE}") from None


def _too_large() -> ReviewError:
    return ReviewError(f"{WORKBOOK} is uitgepakt te groot en wordt niet gelezen.")


def _tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Counts the tags of a part, whose sizes and checksum are looked at on the way."""
    count, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            seen = tail + chunk.replace(b"\0", b"")
            if any(sign in seen for sign in _DECLARATIONS):
                raise ReviewError(f"{WORKBOOK} bevat XML-declaraties die er niet in horen en wordt niet gelezen.")
            count, tail = count + chunk.count(b"<"), seen[-len(_DECLARATIONS[0]) :]
    return count


def _rows(sheet: Any, width: int) -> Iterator[Record]:
    """Rows that are not blank in so many columns, with their numbers; formulas and errors stand for themselves."""
    sheet.reset_dimensions()
    found, previous = 0, ()
    for number, row in enumerate(sheet.iter_rows(max_row=_LAST_ROW, max_col=width), start=1):
        if row is previous:  # the library fills a gap of missing rows with one and the same
            continue
        previous = row
        cells = [_text(cell) for cell in row]
        if any(cell.strip() for cell in cells):
            found += 1
            if found > limits.MAX_WORKBOOK_ROWS:
                raise _too_large()
            yield number, cells


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return _Live("?")
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "WAAR" if value else "ONWAAR"
    if isinstance(value, datetime.datetime):
        return value.strftime("%d-%m-%Y")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _header(sheet: Any) -> list[str]:
    """The first row that is not blank, up to its last cell."""
    cells = next((cells for _, cells in _rows(sheet, limits.MAX_WORKBOOK_COLUMNS)), [])
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=-1)
    return cells[: last + 1]


def _sheet(headers: Mapping[str, Sequence[str]], name: str, columns: Columns, key: str) -> str:
    """The sheet of that name, or the only one with its columns; '' where there is none."""
    if name in headers:
        return name
    fitting = [title for title, header in headers.items() if {key, "oordeel"} <= known_columns(header, columns)]
    if len(fitting) > 1:
        raise ReviewError(f"{WORKBOOK} heeft meer dan een blad dat '{name}' kan zijn. Geef het goede blad die naam.")
    return fitting[0] if fitting else ""


def _records(book: Any, headers: Mapping[str, Sequence[str]], name: str) -> list[Record]:
    width = len(headers.get(name, ()))
    return list(_rows(book[name], width)) if width else []


def _table(records: Sequence[Record], columns: Columns, required: Sequence[str], name: str) -> Table:
    if not records:
        raise ReviewError(f"{name} heeft geen blad '{HIT_SHEET}' met de kolommen id en oordeel.")
    table = table_of(records, columns, required, name)
    live = [row.number for row in table.rows if any(isinstance(cell, _Live) for cell in row.cells.values())]
    if live:
        more = f" en nog {len(live) - _MOST_ROWS}" if len(live) > _MOST_ROWS else ""
        raise ReviewError(
            f"{name}, rij {', '.join(map(str, live[:_MOST_ROWS]))}{more}: een cel bevat een formule of een foutwaarde. "
            "Er is niets gewijzigd. Zet er gewone tekst neer."
        )
    return table


def _members(records: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    """Hit ids by group id, from the hidden sheet that the program wrote."""
    if not records:
        return {}
    members: dict[str, list[str]] = {}
    for row in table_of(records, MEMBER_COLUMNS, tuple(MEMBER_COLUMNS), f"{WORKBOOK}, blad '{LISTS_SHEET}'").rows:
        if row.cells["groep"]:
            members.setdefault(row.cells["groep"], []).append(row.cells["treffer"])
    return {group: tuple(hits) for group, hits in members.items()}
