from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from redact.detect import prune, search
from redact.detect.cells import columns
from redact.extract import extract
from redact.model import Page, Term

ROWS = [
    [["08.40"], ["landelijk dagblad"], ["Staan er Nederlanders", "op de lijst?"]],
    [["10.15"], ["regionale omroep (Anna", "Maria)"], ["Wat kan een inwoner", "zelf doen?"]],
    [["11.30"], ["vakblad (Kees Linde-", "man)"], ["Is er contact?"]],
]
EDGES = (72, 130, 236)


@pytest.fixture
def table(tmp_path: Path) -> Page:
    path = tmp_path / "tabel.pdf"
    document = pymupdf.open()
    page = document.new_page()
    y = 100.0
    for row in ROWS:
        for edge, lines in zip(EDGES, row, strict=True):
            for number, line in enumerate(lines):
                page.insert_text((edge, y + 12 * number), line, fontsize=9)
        y += 12 * max(len(lines) for lines in row) + 8
    document.save(path)
    document.close()
    return next(extract(path))


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
