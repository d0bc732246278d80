"""Tables that people open in Excel: written so that Excel changes nothing, read back from whatever Excel made of them.

Written: ';' between cells, every cell quoted, CRLF, UTF-8 with a byte order mark. A cell that Excel would take for a
formula gets an apostrophe in front, which is taken off again on reading.
Read: UTF-8, UTF-16 or cp1252; any of four delimiters; columns in any order, under any of their known headings.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from redact import limits
from redact.errors import ReviewError

_DELIMITERS = ";,\t|"
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_SEPARATOR_LINE = re.compile(r'"?sep=.?"?[;,\t|]*(?:\r\n|\r|\n|\Z)', re.IGNORECASE)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_ADVICE = "Sla het in Excel op als 'CSV UTF-8 (door lijstscheidingsteken gescheiden)'."

_ILLEGIBLE: dict[int, int] = {
    **{code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\r\n"},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys(range(0x202A, 0x202F), 0xFFFD),
    **dict.fromkeys(range(0x2066, 0x206A), 0xFFFD),
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
    0xFFFE: 0xFFFD,
    0xFFFF: 0xFFFD,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is the row number that Excel shows; `cells` has a key for every known column of the file."""

    number: int
    cells: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file that are not blank, and which of the known columns it has."""

    columns: frozenset[str]
    rows: tuple[Row, ...]


def legible(text: str) -> str:
    """The text with control characters shown as signs, and marks that turn the reading direction replaced."""
    return text.translate(_ILLEGIBLE)


def one_line(text: str) -> str:
    """The text with every run of white space turned into one space, legible."""
    return legible(" ".join(text.split()))


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file for Dutch Excel.

    Args:
        columns: the headings.
        rows: as many cells each as there are headings.

    Returns:
        The file. Reading it back with `read_table` gives every cell as `legible` shows it.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([_shielded(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _shielded(cell: str) -> str:
    shown = legible(cell)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def _unshielded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def read_table(data: bytes, columns: Mapping[str, Sequence[str]], required: Iterable[str], name: str) -> Table:
    """Reads a table that went through Excel, LibreOffice or somebody's script.

    Args:
        data: the file.
        columns: every known column with its other headings; case, accents, blanks and signs in a heading do not count.
        required: the columns without which the file makes no sense.
        name: the file's name for messages.

    Raises:
        ReviewError: the file is no table, lacks a column, has one twice, or has broken rows. In Dutch; quotes no cell.
    """
    text = _decoded(data, name)
    headings = _headings(columns)
    delimiter = max(_DELIMITERS, key=lambda sign: _known_headings(text, sign, headings))
    return table_of(_records(text, delimiter, name), columns, required, name)


def table_of(
    records: Iterable[tuple[int, Sequence[str]]],
    columns: Mapping[str, Sequence[str]],
    required: Iterable[str],
    name: str,
) -> Table:
    """A table from rows that are not blank, each with its number; the first one is the heading.

    Raises:
        ReviewError: it lacks a column, has one twice, or has rows longer than the heading. In Dutch; quotes no cell.
    """
    first, *body = [*records] or [(1, ())]
    header = first[1]
    places = _places(header, _headings(columns), required, name)
    _refuse_long_rows(body, len(header), name)
    rows = (Row(number, {column: _cell(cells, place) for column, place in places.items()}) for number, cells in body)
    return Table(frozenset(places), tuple(rows))


def known_columns(header: Sequence[str], columns: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Which of the known columns a heading names."""
    headings = _headings(columns)
    return frozenset(headings[_plain(cell)] for cell in header if _plain(cell) in headings)


def _headings(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    return {_plain(alias): column for column, others in columns.items() for alias in (column, *others)}


def _decoded(data: bytes, name: str) -> str:
    if len(data) > limits.MAX_SHEET_BYTES:
        raise ReviewError(f"{name} is groter dan {limits.MAX_SHEET_BYTES >> 20} MB en wordt niet gelezen.")
    if data.startswith((_ZIP, _OLE)):
        raise ReviewError(f"{name} is een Excel-werkmap of een ander ingepakt bestand, geen CSV. {_ADVICE}")
    try:
        text = _text(data)
    except UnicodeDecodeError:
        raise ReviewError(f"{name} heeft een onbekende tekencodering. {_ADVICE}") from None
    separator_line = _SEPARATOR_LINE.match(text)
    return text[separator_line.end() :] if separator_line else text


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _plain(heading: str) -> str:
    decomposed = unicodedata.normalize("NFKD", heading).casefold()
    return "".join(character for character in decomposed if character.isalnum())


def _known_headings(text: str, delimiter: str, headings: Mapping[str, str]) -> int:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        header = next((cells for cells in reader if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return 0
    return sum(_plain(cell) in headings for cell in header)


def _records(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, with its number; blank rows count, as they do in Excel."""
    number = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            number += 1
            if any(cell.strip() for cell in cells):
                yield number, [_unshielded(cell) for cell in cells]
    except csv.Error:
        raise ReviewError(
            f"{name}, rij {number + 1}: de aanhalingstekens kloppen niet, of een cel is te lang. {_ADVICE}"
        ) from None


def _places(header: Sequence[str], headings: Mapping[str, str], required: Iterable[str], name: str) -> dict[str, int]:
    places: dict[str, int] = {}
    faults: list[str] = []
    for place, heading in enumerate(header):
        column = headings.get(_plain(heading))
        if column in places:
            faults.append(f"kolom '{column}' staat er meer dan eens in")
        elif column is not None:
            places[column] = place
    faults += [f"kolom '{column}' ontbreekt" for column in required if column not in places]
    if faults:
        raise ReviewError(f"{name}: {'; '.join(dict.fromkeys(faults))}. Herstel de kopregel.")
    return places


def _refuse_long_rows(body: Iterable[tuple[int, Sequence[str]]], width: int, name: str) -> None:
    """A row longer than the heading means that a delimiter slipped in and that its cells have moved."""
    faulty = [str(number) for number, cells in body if any(cell.strip() for cell in cells[width:])]
    if faulty:
        raise ReviewError(f"{name}, rij {', '.join(faulty)}: meer cellen dan de kopregel heeft.")


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""
