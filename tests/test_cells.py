from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest

from redact.detect import Analyzer, Found, find, prune, search
from redact.detect.cells import columns, joined, wrapped
from redact.detect.windows import wrapped_cells
from redact.extract import extract
from redact.model import Page, Term

ROWS = [
    [["08.40"], ["landelijk dagblad"], ["Staan er Nederlanders", "op de lijst?"]],
    [["10.15"], ["regionale omroep (Anna", "Maria)"], ["Wat kan een inwoner", "zelf doen?"]],
    [["11.30"], ["vakblad (Kees Linde-", "man)"], ["Is er contact?"]],
]
EDGES = (72, 130, 236)


def tabulated(path: Path, rows: Sequence[Sequence[Sequence[str]]], padding: float, step: float = 12) -> Page:
    """A page with a table: so many points of white between its rows, beyond those between lines."""
    document = pymupdf.open()
    page = document.new_page()
    y = 100.0
    for row in rows:
        for edge, lines in zip(EDGES, row, strict=True):
            for number, line in enumerate(lines):
                page.insert_text((edge, y + step * number), line, fontsize=9)
        y += step * max(len(lines) for lines in row) + padding
    document.save(path)
    document.close()
    return next(extract(path))


@pytest.fixture
def table(tmp_path: Path) -> Page:
    return tabulated(tmp_path / "tabel.pdf", ROWS, 8)


def test_a_cell_reads_on_below(table: Page) -> None:
    texts = [column.text for column in columns(table)]
    assert any("regionale omroep (Anna\nMaria)" in text for text in texts)
    assert any("Staan er Nederlanders\nop de lijst?" in text for text in texts)


def test_a_hyphen_inside_a_cell_is_undone_and_still_covered(table: Page) -> None:
    column = next(column for column in columns(table) if "Lindeman" in column.text)
    start = column.text.index("Kees Lindeman")
    stretches = [table.text[first:last] for first, last in column.parts(start, start + len("Kees Lindeman"))]
    assert stretches == ["Kees Linde-", "man"]


def test_a_span_in_one_line_has_one_part(table: Page) -> None:
    column = next(column for column in columns(table) if "dagblad" in column.text or "Anna" in column.text)
    start = column.text.index("omroep")
    assert [table.text[slice(*part)] for part in column.parts(start, start + 6)] == ["omroep"]


def test_prose_has_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "proza.pdf"
    document = pymupdf.open()
    page = document.new_page()
    page.insert_textbox((72, 72, 500, 700), "Dit is gewone lopende tekst zonder een enkele tabel. " * 30, fontsize=11)
    document.save(path)
    document.close()
    assert list(columns(next(extract(path)))) == []


def test_a_name_over_two_lines_of_a_cell_is_found_with_a_box_a_line(table: Page) -> None:
    terms = [Term("Anna Maria", "PERSON", 1.0, "herhaling"), Term("Kees Lindeman", "PERSON", 1.0, "herhaling")]
    first, second = search([table], "d1", terms)
    assert (first.text, second.text) == ("Anna Maria", "Kees Lindeman")
    assert len(first.boxes) == len(second.boxes) == 2
    for hit in (first, second):
        upper, lower = hit.boxes
        assert lower.y0 > upper.y0 and abs(lower.x0 - EDGES[1]) < 1


def test_what_stands_in_the_next_cell_is_not_taken_for_a_part_of_it(table: Page) -> None:
    beside = Term("Wat kan", "PERSON", 0.5, "x")
    hits = prune(search([table], "d1", [Term("Anna Maria", "PERSON", 1.0, "herhaling"), beside]))
    assert {hit.text for hit in hits} == {"Anna Maria", "Wat kan"}


CLOSE = [
    [["naam"], ["functie"], ["bereikbaar"]],
    [["Anna Smit"], ["senior adviseur bij de", "afdeling Beheer"], ["op maandag"]],
    [["Kees Kok"], ["jurist"], ["altijd"]],
    [["Roos Bloem"], ["bode"], ["nooit"]],
]


@pytest.mark.parametrize("padding", [0, 8])
def test_only_lines_of_one_cell_are_read_together(tmp_path: Path, padding: float) -> None:
    page = tabulated(tmp_path / "tabel.pdf", CLOSE, padding)
    assert [column.text for column in wrapped(page)] == ["senior adviseur bij de\nafdeling Beheer"]
    assert any("Kees Kok\nRoos Bloem" in column.text for column in columns(page))


def test_cells_that_all_go_on_are_known_by_the_white_between_rows(table: Page) -> None:
    assert {column.text for column in wrapped(table)} == {
        "regionale omroep (Anna\nMaria)",
        "vakblad (Kees Lindeman)",
        "Staan er Nederlanders\nop de lijst?",
        "Wat kan een inwoner\nzelf doen?",
    }


def test_a_long_cell_is_read_in_parts(tmp_path: Path) -> None:
    rows = [[["1"], ["woord"] * 100, ["ander"] * 100], [["2"], ["y"], ["z"]]]
    [cells] = wrapped_cells(tabulated(tmp_path / "tabel.pdf", rows, 8, step=7))
    assert sorted(len(column.pieces) for column in cells.columns) == [20, 20, 80, 80]


def test_many_cells_are_read_in_parts(tmp_path: Path) -> None:
    narrow = wrapped_cells(tabulated(tmp_path / "tabel.pdf", CLOSE * 2, 0), size=10)
    assert [len(each.columns) for each in narrow] == [1, 1]


def asked(pattern: str) -> tuple[Analyzer, list[str]]:
    """An analyzer that knows one pattern, and the texts that it was asked about."""
    texts: list[str] = []

    def spans(text: str) -> list[Found]:
        texts.append(text)
        return [Found(m.start(), m.end(), "PERSON", 0.9, "patroon", "reden") for m in re.finditer(pattern, text)]

    return Analyzer("1", spans), texts


def test_all_cells_of_a_page_are_analysed_at_once(table: Page) -> None:
    analyzer, texts = asked(r"Anna\sMaria|Kees Lindeman|inwoner\szelf")
    hits = find([table], "d1", analyzer)
    assert len(texts) == 2
    assert [hit.text for hit in hits] == ["Anna Maria", "inwoner zelf", "Kees Lindeman"]
    assert all(hit.parts == len(hit.boxes) == 2 for hit in hits)
    assert {box.x0 for hit in hits[::2] for box in hit.boxes} >= {EDGES[1]}


def test_what_a_cell_says_on_its_next_line_is_found_by_the_line_above(tmp_path: Path) -> None:
    rows = [[["1"], ["sprak mevrouw", "Bloem over"], ["het plan"]], [["2"], ["niets"], ["gedaan"]]]
    page = tabulated(tmp_path / "tabel.pdf", rows, 0)
    analyzer, _ = asked(r"(?<=mevrouw\n)Bloem")
    [hit] = find([page], "d1", analyzer)
    assert (page.text[hit.start : hit.end], hit.parts, len(hit.boxes)) == ("Bloem", 1, 1)


def test_a_span_over_two_cells_is_none(table: Page) -> None:
    analyzer, _ = asked(r"Maria\)\s+vakblad")
    assert find([table], "d1", analyzer) == []


@pytest.mark.parametrize(
    ("line", "following", "whole"),
    [
        ("mevrouw Linde-", "man", "mevrouw Linde"),
        ("mevrouw Visser-", "de Boer", "mevrouw Visser-"),
        ("Noord-", "Holland", "Noord-\n"),
        ("voor-", "en nadelen", "voor-\n"),
        ("mevrouw", "Linde", "mevrouw\n"),
        ("1-", "en", "1-\n"),
        ("-", "en", "-\n"),
    ],
)
def test_how_a_line_goes_on(line: str, following: str, whole: str) -> None:
    assert joined(line, following) == whole


def test_a_line_that_is_wider_than_the_cell_above_is_none_of_it(tmp_path: Path) -> None:
    rows = [[["1"], ["y"], ["z"]], [["2"], ["y"], ["z"]], [["Een gewone regel onder de tabel"], [], []]]
    assert list(wrapped(tabulated(tmp_path / "tabel.pdf", rows, 0))) == []
