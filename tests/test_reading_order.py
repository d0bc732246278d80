from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.extract import extract
from redact.hyphen import Fate, fate
from redact.model import Page
from redact.resources import fonts

Placed = tuple[float, float, str]

PROSE = ("gemeente", "besloten", "verzoek", "openbaarmaking", "gedeeltelijk", "toegewezen", "ministerie", "belangen")


def prose(seed: int, lines: int, words: int = 6) -> list[str]:
    """Lines of made-up text; every one begins with its own number, so that order shows."""
    chance = random.Random(seed)
    return [f"{seed}.{line:02} " + " ".join(chance.choices(PROSE, k=words - 1)) for line in range(lines)]


def column(lines: Sequence[str], x: float, y: float, leading: float = 14) -> list[Placed]:
    return [(x, y + leading * index, line) for index, line in enumerate(lines)]


def page_of(path: Path, placed: Sequence[Placed], size: float = 10, small: Sequence[Placed] = ()) -> Page:
    """Draw texts in the given order; `small` in letters of two thirds."""
    document = pymupdf.open()
    page = document.new_page(width=900, height=842)
    for x, y, text in placed:
        page.insert_text((x, y), text, fontsize=size)
    for x, y, text in small:
        page.insert_text((x, y), text, fontsize=size * 0.66)
    document.save(path / "x.pdf")
    (found,) = extract(path / "x.pdf")
    assert len(found.text) == len(found.offsets)
    return found


def lines_of(path: Path, *lines: str) -> str:
    return page_of(path, column(lines, 70, 100)).text


# lines and paragraphs


def test_lines_and_paragraphs(tmp_path: Path) -> None:
    first, second = prose(1, 3), prose(2, 2)
    page = page_of(tmp_path, [*column(first, 70, 100), *column(second, 70, 170)])
    assert page.text == "\n".join(first) + "\n\n" + "\n".join(second)


def test_wide_leading_is_no_row_of_paragraphs(tmp_path: Path) -> None:
    lines = prose(1, 6)
    assert page_of(tmp_path, column(lines, 70, 100, leading=19)).text == "\n".join(lines)


def test_a_heading_in_larger_letters_is_a_paragraph(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((70, 100), "Aanleiding", fontsize=14)
    for x, y, line in column(prose(1, 3), 70, 116):
        page.insert_text((x, y), line, fontsize=10)
    document.save(tmp_path / "x.pdf")
    (found,) = extract(tmp_path / "x.pdf")
    assert found.text.startswith("Aanleiding\n\n1.00")


def test_drawing_order_does_not_matter(tmp_path: Path) -> None:
    placed = column(prose(1, 8), 70, 100)
    assert page_of(tmp_path, placed[::-1]).text == page_of(tmp_path, placed).text


def test_a_superscript_stays_with_its_word(tmp_path: Path) -> None:
    width = pymupdf.get_text_length("zie noot", "helv", 10)
    page = page_of(tmp_path, [(70, 100, "zie noot"), (70, 114, "volgende regel")], small=[(70 + width, 96, "12")])
    assert page.text == "zie noot12\nvolgende regel"


def test_glyph_lines_are_visual_lines(tmp_path: Path) -> None:
    page = page_of(tmp_path, [(70, 100, "Van: Jan"), (70, 114, "Aan: Piet"), (300, 114, "tweede cel")])
    lines = [page.glyphs[offset].line for offset in page.offsets if offset >= 0]
    assert lines == [0] * 8 + [1] * (9 + 10)


def test_turned_text_comes_after_the_main_text(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((30, 600), "Kantlijn van opzij", rotate=90)
    for x, y, line in column(prose(1, 5), 70, 100):
        page.insert_text((x, y), line, fontsize=10)
    document.save(tmp_path / "x.pdf")
    (found,) = extract(tmp_path / "x.pdf")
    assert found.text.endswith("\n\nKantlijn van opzij")


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_is_read_the_way_it_is_turned(tmp_path: Path, rotation: int) -> None:
    document = pymupdf.open()
    page = document.new_page(width=600, height=600)
    for index, line in enumerate(prose(1, 5)):
        place = pymupdf.Point(100, 200 + 14 * index)
        middle = pymupdf.Point(300, 300)
        turned = (place - middle) * pymupdf.Matrix(-rotation) + middle
        page.insert_text(turned, line, fontsize=10, rotate=rotation)
    page.set_rotation(rotation)
    document.save(tmp_path / "x.pdf")
    (found,) = extract(tmp_path / "x.pdf")
    assert found.text == "\n".join(prose(1, 5))


def test_a_skew_scan_keeps_its_lines(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    skew = pymupdf.Matrix(1.5)
    for x, y, line in column(prose(1, 10), 70, 100):
        for word in line.split():
            page.insert_text((x, y), word, fontsize=10, morph=(pymupdf.Point(0, 0), skew))
            x += pymupdf.get_text_length(word + " ", "helv", 10)
    document.save(tmp_path / "x.pdf")
    (found,) = extract(tmp_path / "x.pdf")
    assert found.text == "\n".join(prose(1, 10))


# cells and columns


def test_cells_of_a_row_are_parted_by_tabs(tmp_path: Path) -> None:
    rows = [("1", "12-03-2020", "E-mail over iets", "Deels openbaar"), ("2", "13-03-2020", "Nota", "Openbaar")] * 4
    placed = [
        (x, 100 + 16 * i, cell) for i, row in enumerate(rows) for x, cell in zip((70, 100, 200, 400), row, strict=True)
    ]
    expected = "\n".join("\t".join(row) for row in rows)
    assert page_of(tmp_path, placed).text == expected
    assert page_of(tmp_path, sorted(placed)).text == expected


def test_form_fields_stay_beside_their_labels(tmp_path: Path) -> None:
    labels = column(["Van:", "Aan:", "Datum:", "Onderwerp:"], 70, 100)
    values = column(["Jan de Vries over de hele breedte van de bladzijde"] * 4, 160, 100)
    lines = page_of(tmp_path, [*labels, *values]).text.split("\n")
    assert [line.split("\t")[0] for line in lines] == ["Van:", "Aan:", "Datum:", "Onderwerp:"]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left, right = prose(1, 12, 4), prose(2, 12, 4)
    page = page_of(tmp_path, [*column(right, 320, 100), *column(left, 60, 100)])
    assert page.text == "\n".join(left) + "\n\n" + "\n".join(right)


def test_columns_with_lines_at_different_heights(tmp_path: Path) -> None:
    left, right = prose(1, 12, 4), prose(2, 10, 4)
    page = page_of(tmp_path, [*column(left, 60, 100), *column(right, 320, 106, leading=15.5)])
    assert page.text == "\n".join(left) + "\n\n" + "\n".join(right)


def test_heading_and_footer_over_two_columns(tmp_path: Path) -> None:
    left, right = prose(1, 12, 4), prose(2, 12, 4)
    heading = (60.0, 60.0, "Een kop die over beide kolommen van de bladzijde heen loopt en dus breder is dan elk")
    footer = (60.0, 780.0, "Voetregel")
    number = (500.0, 780.0, "Pagina 3")
    page = page_of(tmp_path, [*column(left, 60, 100), number, footer, *column(right, 320, 100), heading], size=9)
    parts = page.text.split("\n\n")
    assert parts == [heading[2], "\n".join(left), "\n".join(right), "Voetregel\tPagina 3"]


def test_three_columns(tmp_path: Path) -> None:
    texts = [prose(seed, 9, 4) for seed in (1, 2, 3)]
    placed = [item for x, lines in zip((40, 300, 560), texts, strict=True) for item in column(lines, x, 100)]
    random.Random(3).shuffle(placed)
    assert page_of(tmp_path, placed, size=8).text == "\n\n".join("\n".join(lines) for lines in texts)


def test_small_print_beside_a_letter(tmp_path: Path) -> None:
    body = prose(1, 14, 6)
    colophon = ["Contactpersoon", "J. Jansen", "T 070 123 45 67", "Ons kenmerk", "2021-0042", "Bijlagen", "3"]
    page = page_of(tmp_path, column(body, 60, 200), small=column(colophon, 440, 200, leading=14))
    assert page.text.replace("\n\n", "\n").split("\n") == [*body, *colophon]


def test_bullets_stay_with_their_text(tmp_path: Path) -> None:
    texts = prose(1, 6)
    page = page_of(tmp_path, column(texts, 90, 100), small=column(["o"] * 6, 70, 100))
    assert page.text == "\n".join(f"o\t{line}" for line in texts)


# hyphens


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("over de besluit-", "vorming van", "over de besluitvorming van"),
        ("over de besluit\u2010", "vorming van", "over de besluitvorming van"),
        ("mevrouw Jansen-", "de Boer heeft", "mevrouw Jansen-de Boer heeft"),
        ("mevrouw Jansen-", "van der Boer", "mevrouw Jansen-van der Boer"),
        ("mevrouw Jansen-", "Boer heeft", "mevrouw Jansen-Boer heeft"),
        ("aan de Gemeen-", "te Utrecht", "aan de Gemeente Utrecht"),
        ("de heer Jan-", "sen heeft", "de heer Jansen heeft"),
        ("de provincie Noord-", "Holland", "de provincie Noord-Holland"),
        ("bel 070-", "1234567 vandaag", "bel 070-1234567 vandaag"),
        ("voor-", "en nadelen", "voor-\nen nadelen"),
        ("de ICT-", "afdeling", "de ICT-afdeling"),
        ("een Wob-", "verzoek", "een Wob-verzoek"),
        ("mail j.de-", "vries@x.nl", "mail j.de-vries@x.nl"),
        ("een streep -", "en dan", "een streep -\nen dan"),
        ("geen streep", "hier", "geen streep\nhier"),
        ("einde-", "(haakje)", "einde-\n(haakje)"),
    ],
)
def test_hyphen_at_a_line_end(tmp_path: Path, first: str, second: str, expected: str) -> None:
    document = pymupdf.open()
    page = document.new_page()
    font = pymupdf.Font(fontfile=str(fonts() / "LiberationSans-Regular.ttf"))
    writer = pymupdf.TextWriter(page.rect)
    writer.append((70, 100), first, font=font, fontsize=10)
    writer.append((70, 114), second, font=font, fontsize=10)
    writer.write_text(page)
    document.save(tmp_path / "x.pdf")
    (found,) = extract(tmp_path / "x.pdf")
    assert found.text == expected
    shown = "".join(glyph.char for glyph in found.glyphs)
    assert shown == first + second, "the hyphen stays among the glyphs"


def test_a_broken_word_has_glyphs_on_both_lines(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((70, 100), "de heer Jan-", fontsize=10)
    page.insert_text((70, 114), "sen heeft", fontsize=10)
    document.save(tmp_path / "x.pdf")
    (found,) = extract(tmp_path / "x.pdf")
    start = found.text.index("Jansen")
    shown = [found.glyphs[offset] for offset in found.offsets[start : start + 6]]
    assert [(glyph.char, glyph.line) for glyph in shown] == list(zip("Jansen", [0, 0, 0, 1, 1, 1], strict=True))


def test_a_soft_hyphen_at_a_line_end(tmp_path: Path) -> None:
    assert lines_of(tmp_path, "over de besluit\u00ad", "vorming") == "over de besluitvorming"


def test_no_word_goes_on_in_another_cell(tmp_path: Path) -> None:
    placed = [(70, 100, "nummer"), (300, 100, "Jan-"), (70, 114, "sen"), (300, 114, "elders")]
    assert page_of(tmp_path, placed).text == "nummer\tJan-\nsen\telders"


def test_no_word_goes_on_after_a_paragraph(tmp_path: Path) -> None:
    assert (
        page_of(tmp_path, [(70, 100, "einde van wat-"), (70, 200, "nieuw begin")]).text
        == "einde van wat-\n\nnieuw begin"
    )


@given(st.text(max_size=20), st.lists(st.text(min_size=1, max_size=8), max_size=2))
def test_every_hyphen_has_a_fate(word: str, following: list[str]) -> None:
    following = [part for text in following for part in text.split()]
    assert fate(word, following) in Fate


# properties


@settings(max_examples=40, deadline=None)
@given(
    columns=st.integers(1, 3),
    lines=st.integers(4, 14),
    size=st.sampled_from((8, 9, 10)),
    seed=st.integers(0, 10_000),
    offset=st.floats(0, 7),
)
def test_columns_of_prose_in_any_drawing_order(
    tmp_path_factory: pytest.TempPathFactory, columns: int, lines: int, size: int, seed: int, offset: float
) -> None:
    chance = random.Random(seed)
    texts = [prose(seed + index, lines, 4) for index in range(columns)]
    width = max(pymupdf.get_text_length(line, "helv", size) for text in texts for line in text) + 2 * size
    placed: list[Placed] = []
    for index, text in enumerate(texts):
        placed += column(text, 20 + index * width, 80 + offset * (index % 2), leading=size * 1.3)
    chance.shuffle(placed)
    page = page_of(tmp_path_factory.mktemp("p"), placed, size)
    assert page.text.split() == " ".join(line for text in texts for line in text).split()
