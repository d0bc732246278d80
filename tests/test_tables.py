from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact import limits
from redact.errors import ReviewError
from redact.tables import legible, one_line, read_table, write_table

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("hit", "nr"),
    "tekst": ("text",),
    "grond": ("gronden",),
    "oordeel": ("besluit",),
}
REQUIRED = ("id", "oordeel")
ROWS = [
    ["h0001", "+31 6 12345678", "5.1.2e", "lakken"],
    ["h0002", 'José; "Ü" €', "5.2.1", "niet lakken"],
    ["h0003", "regel1\nregel2", "5.1.2e", ""],
]
HEADER = ["id", "tekst", "grond", "oordeel"]


def plain_csv(rows: list[list[str]], delimiter: str, encoding: str, line_end: str = "\r\n") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return stream.getvalue().encode(encoding)


def cells(data: bytes) -> list[list[str]]:
    return [[row.cells[column] for column in HEADER] for row in read_table(data, COLUMNS, REQUIRED, "f.csv").rows]


def refusal(data: bytes) -> str:
    with pytest.raises(ReviewError) as caught:
        read_table(data, COLUMNS, REQUIRED, "f.csv")
    return str(caught.value)


def test_written_for_dutch_excel() -> None:
    data = write_table(["id", "tekst"], [["h0001", "a;b"], ["h0002", 'zeg "ja"']])
    assert data == b'\xef\xbb\xbf"id";"tekst"\r\n"h0001";"a;b"\r\n"h0002";"zeg ""ja"""\r\n'


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "'=", "''+"])
def test_formula_is_disarmed_and_comes_back(sign: str) -> None:
    cell = sign + 'HYPERLINK("http://evil";"klik")'
    data = write_table(HEADER, [["h1", cell, "", ""]])
    raw = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))[1][1]
    assert raw == "'" + cell
    assert cells(data)[0][1] == cell


@pytest.mark.parametrize("cell", ["'s-Gravenhage", "'", "''", "a=b", "'t Hof", "1-2", "'a=1"])
def test_harmless_cell_is_not_touched(cell: str) -> None:
    data = write_table(["id"], [[cell]])
    assert data.decode("utf-8-sig").split("\r\n")[1] == '"' + cell + '"'


def test_control_characters_are_visible() -> None:
    assert legible("a\x00b\x1bc\x7fd\x85e\ud800f‮g⁦h") == "a␀b␛c␡d�e�f�g�h"
    assert legible("tab\there\r\nthere") == "tab\there\r\nthere"
    assert one_line("  twee \t\r\n regels  \x07 ") == "twee regels ␇"


@settings(deadline=None)
@given(st.lists(st.lists(st.text(), min_size=3, max_size=3).map(lambda row: ["h1", *row]), max_size=5))
def test_any_text_comes_back(rows: list[list[str]]) -> None:
    assert cells(write_table(HEADER, rows)) == [[legible(cell) for cell in row] for row in rows]


@settings(deadline=None)
@given(st.text(alphabet="'=+-@\t\r\n ;\"a＝", max_size=8))
def test_signs_and_apostrophes_come_back(cell: str) -> None:
    assert cells(write_table(HEADER, [["h1", cell, cell, ""]])) == [["h1", cell, cell, ""]]


SAVED = {
    "excel utf-8": plain_csv([HEADER, *ROWS], ";", "utf-8-sig"),
    "excel ansi": plain_csv([HEADER, *ROWS], ";", "cp1252"),
    "english excel": plain_csv([HEADER, *ROWS], ",", "cp1252"),
    "unicode text": plain_csv([HEADER, *ROWS], "\t", "utf-16"),
    "libreoffice": plain_csv([HEADER, *ROWS], ";", "utf-8", "\n"),
    "pipe": plain_csv([HEADER, *ROWS], "|", "utf-8"),
    "sep line": b"sep=;\r\n" + plain_csv([HEADER, *ROWS], ";", "utf-8"),
    "sep line bom": b'\xef\xbb\xbf"SEP=,"\n' + plain_csv([HEADER, *ROWS], ",", "utf-8"),
    "headings": plain_csv([[" Hit ", "TEKST", "Gronden", "Besluit:"], *ROWS], ";", "utf-8"),
    "reordered": plain_csv([[row[3], row[0], row[2], row[1]] for row in [HEADER, *ROWS]], ";", "utf-8"),
    "extra columns": plain_csv([["mijn kolom", *row, "nog een"] for row in [HEADER, *ROWS]], ";", "utf-8"),
    "padding": plain_csv([[*row, "", ""] for row in [HEADER, *ROWS]], ";", "utf-8"),
    "blank lines": b"\r\n;;;\r\n" + plain_csv([HEADER, *ROWS], ";", "utf-8") + b"\r\n;;;\r\n",
}


@pytest.mark.parametrize("data", SAVED.values(), ids=SAVED.keys())
def test_whatever_a_spreadsheet_makes_of_it(data: bytes) -> None:
    assert cells(data) == ROWS


def test_apostrophe_that_excel_kept_is_taken_off() -> None:
    assert cells(plain_csv([HEADER, ["h1", "'+31 6", "", ""]], ",", "cp1252")) == [["h1", "+31 6", "", ""]]


def test_numbers_are_those_that_excel_shows() -> None:
    data = plain_csv([HEADER, ["h1", "a\nb\nc", "", ""], [], ["", " ", "", ""], ["h2", "", "", ""]], ";", "utf-8")
    for prefix in (b"", b"sep=;\r\n"):
        table = read_table(prefix + data, COLUMNS, REQUIRED, "f.csv")
        assert [row.number for row in table.rows] == [2, 5]


def test_columns_tells_which_are_there() -> None:
    table = read_table(b"oordeel;vreemd;id\r\nlakken;x;h1\r\n", COLUMNS, REQUIRED, "f.csv")
    assert table.columns == {"id", "oordeel"}
    assert table.rows[0].cells == {"id": "h1", "oordeel": "lakken"}


def test_short_rows_are_filled_up() -> None:
    assert cells(b"id;tekst;grond;oordeel\nh1\n") == [["h1", "", "", ""]]


def test_only_a_header_is_an_empty_table() -> None:
    assert cells(write_table(HEADER, [])) == []


def test_cells_never_show_in_a_repr() -> None:
    table = read_table(write_table(HEADER, [["h1", "Jan Jansen", "", ""]]), COLUMNS, REQUIRED, "f.csv")
    assert "Jansen" not in repr(table)


@pytest.mark.parametrize("magic", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_workbook_is_refused_with_advice(magic: bytes) -> None:
    message = refusal(magic + b"rest")
    assert message.startswith("f.csv is een Excel-werkmap")
    assert "CSV UTF-8" in message


def test_missing_columns_are_named() -> None:
    message = refusal(b"tekst;grond\nJan;10.2.e\n")
    assert "kolom 'id' ontbreekt" in message
    assert "kolom 'oordeel' ontbreekt" in message


def test_a_file_without_header_row_does_not_leak_its_cells() -> None:
    assert "Jansen" not in refusal(b"h0001;Jansen;10.2.e;lakken\n")


def test_duplicate_column_is_named_also_under_another_heading() -> None:
    assert "kolom 'oordeel' staat er meer dan eens in" in refusal(b"id;oordeel;Besluit\nh1;lakken;\n")


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\xef\xbb\xbf", b"sep=;"])
def test_empty_file_lacks_its_columns(data: bytes) -> None:
    assert "kolom 'id' ontbreekt" in refusal(data)


def test_broken_quotes_name_the_row() -> None:
    message = refusal(b'id;tekst;oordeel\nh1;a;lakken\nh2;"Jan" Jansen;lakken\n')
    assert message.startswith("f.csv, rij 3: de aanhalingstekens kloppen niet")
    assert "Jansen" not in message


def test_unclosed_quote_names_the_row() -> None:
    assert "rij 2" in refusal(b'id;tekst;oordeel\nh1;"a;lakken\nh2;b;lakken\n')


def test_shifted_cells_are_refused_with_all_their_rows() -> None:
    message = refusal(b"id;tekst;oordeel\nh1;a;b;lakken\nh2;a;lakken\nh3;a;b;lakken\n")
    assert "rij 2, 4: meer cellen" in message


@pytest.mark.parametrize("data", [b"\xff\xfeabc", b"id;oordeel\n\x81\xff;x\n"])
def test_unknown_encoding_is_refused(data: bytes) -> None:
    assert "tekencodering" in refusal(data)


def test_a_cell_beyond_reason_is_refused() -> None:
    assert "cel is te lang" in refusal(b"id;oordeel\n" + b"x" * 200_000 + b";lakken\n")


def test_size_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SHEET_BYTES", 1 << 20)
    assert refusal(b"x" * ((1 << 20) + 1)) == "f.csv is groter dan 1 MB en wordt niet gelezen."


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_table_or_a_dutch_refusal(data: bytes) -> None:
    try:
        read_table(data, COLUMNS, (), "f.csv")
    except ReviewError as error:
        assert str(error).startswith("f.csv")


@settings(deadline=None)
@given(st.permutations(range(4)), st.sampled_from(";,\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
def test_order_delimiter_and_encoding_do_not_matter(order: list[int], delimiter: str, encoding: str) -> None:
    rows = [[row[place] for place in order] for row in [HEADER, *ROWS]]
    assert cells(plain_csv(rows, delimiter, encoding)) == ROWS
