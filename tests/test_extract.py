from __future__ import annotations

import itertools
import random
import tracemalloc
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from redact import limits
from redact.errors import DocumentRefused
from redact.extract import extract, page_count
from redact.geometry import boxes_by_line, frame, to_user_space
from redact.model import Box, Page, PageKind

SHARED = Path(__file__).parents[2] / "shared"

LIGATURES = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
5 beginbfchar <41> <00660069> <42> <0065> <43> <0301> <44> <FB03> <45> <00AD> endbfchar
3 beginbfchar <46> <200B> <47> <00A0> <48> <0133> endbfchar
endcmap end end"""


def build(
    path: Path,
    content: bytes,
    rotate: int = 0,
    media: Sequence[float] = (0, 0, 600, 800),
    crop: Sequence[float] = (),
    unit: float = 1.0,
) -> Path:
    """One page with Helvetica as /F and, as /L, a font whose codes A..H are ligatures and marks (C has no width)."""
    pdf = pikepdf.new()
    plain = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    marks = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        FirstChar=65,
        LastChar=72,
        Widths=Array([600, 500, 0, 800, 333, 0, 278, 500]),
        ToUnicode=pdf.make_stream(LIGATURES),
    )
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array(media),
        Rotate=rotate,
        Contents=pdf.make_stream(content),
        Resources=Dictionary(Font=Dictionary(F=pdf.make_indirect(plain), L=pdf.make_indirect(marks))),
    )
    if crop:
        page.CropBox = Array(crop)
    if unit != 1:
        page.UserUnit = unit
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.save(path)
    return path


def only(path: Path) -> Page:
    (page,) = extract(path)
    return page


def read(path: Path, content: bytes) -> Page:
    return only(build(path / "x.pdf", content))


def check(page: Page) -> None:
    """What holds for every page."""
    assert len(page.text) == len(page.offsets)
    assert all(-1 <= offset < len(page.glyphs) for offset in page.offsets)
    for letter, offset in zip(page.text, page.offsets, strict=True):
        assert letter in page.glyphs[offset].char if offset >= 0 else letter in " \t\n"
    lines = [page.glyphs[offset].line for offset in page.offsets if offset >= 0]
    assert lines == sorted(lines)
    assert all(glyph.x1 > glyph.x0 and glyph.y1 > glyph.y0 for glyph in page.glyphs)
    assert 0 <= page.body[0] <= page.body[1] <= len(page.text)
    page.text.encode("utf-8")
    assert not any(unicodedata.category(char) in ("Cs", "Cf") for char in page.text)


def boxes(page: Page, part: str) -> tuple[Box, ...]:
    start = page.text.index(part)
    shown = page.offsets[start : start + len(part)]
    return boxes_by_line([page.glyphs[offset] for offset in shown if offset >= 0], page.number)


# places

FRAMES = list(
    itertools.product(
        (0, 90, 180, 270),
        ((0, 0, 300, 400), (-50, -20, 300, 400), (40, 30, 300, 400), (300, 400, 0, 0)),
        ((), (100, 120, 280, 390), (100, 120, 500, 600)),
        (1.0, 2.0, 0.5),
    )
)


@pytest.mark.parametrize(("rotate", "media", "crop", "unit"), FRAMES)
def test_boxes_are_true_on_every_kind_of_page(
    tmp_path: Path, rotate: int, media: tuple[float, ...], crop: tuple[float, ...], unit: float
) -> None:
    page = only(build(tmp_path / "x.pdf", b"BT /F 12 Tf 150 160 Td (H) Tj ET", rotate, media, crop, unit))
    area = frame(media, crop or None, unit)
    assert page.rotation == rotate
    assert page.width == pytest.approx(area.width)
    assert page.height == pytest.approx(area.height)
    (glyph,) = page.glyphs
    x0, y0, x1, y1 = to_user_space(Box(1, *glyph[1:5]), area)
    assert x0 == pytest.approx(150, abs=0.01)
    assert x1 == pytest.approx(150 + 12 * 0.722, abs=0.01)
    assert y0 == pytest.approx(160 - 0.2 * 12, abs=0.11 * 12)
    assert y1 == pytest.approx(160 + 0.85 * 12, abs=0.11 * 12)


@pytest.mark.parametrize(
    ("matrix", "direction"),
    [((0, 1, -1, 0), (0, 1)), ((0, -1, 1, 0), (0, -1)), ((-1, 0, 0, -1), (-1, 0)), ((-1, 0, 0, 1), (-1, 0))],
)
def test_turned_and_mirrored_glyphs(
    tmp_path: Path, matrix: tuple[int, int, int, int], direction: tuple[int, int]
) -> None:
    content = f"BT /F 10 Tf {' '.join(map(str, matrix))} 200 300 Tm (HH) Tj ET".encode()
    page = read(tmp_path, content)
    assert page.text == "HH"
    first, second = (to_user_space(Box(1, *g[1:5]), frame((0, 0, 600, 800), None)) for g in page.glyphs)
    dx, dy = direction
    assert second[0] - first[0] == pytest.approx(7.22 * dx, abs=0.01)
    assert second[1] - first[1] == pytest.approx(7.22 * dy, abs=0.01)
    up = (matrix[2], matrix[3])
    letter_middle = (200 + 3.61 * dx + 3.6 * up[0], 300 + 3.61 * dy + 3.6 * up[1])
    assert first[0] < letter_middle[0] < first[2]
    assert first[1] < letter_middle[1] < first[3]
    assert max(first[2] - first[0], first[3] - first[1]) < 13


@pytest.mark.parametrize("degrees", [1, 7, 30, 45, 60, 100, 135, 200, 300])
def test_glyphs_at_any_angle(tmp_path: Path, degrees: int) -> None:
    turn = pymupdf.Matrix(degrees)
    content = f"BT /F 20 Tf {turn.a} {turn.b} {turn.c} {turn.d} 300 400 Tm (HIH) Tj ET".encode()
    page = read(tmp_path, content)
    assert page.text == "HIH"
    along = 0.0
    for glyph, width in zip(page.glyphs, (14.44, 5.56, 14.44), strict=True):
        middle = pymupdf.Point(along + width / 2, 7) * turn
        box = to_user_space(Box(1, *glyph[1:5]), frame((0, 0, 600, 800), None))
        assert box[0] < 300 + middle.x < box[2]
        assert box[1] < 400 + middle.y < box[3]
        assert max(box[2] - box[0], box[3] - box[1]) < 33
        along += width


def test_condensed_text_has_full_height(tmp_path: Path) -> None:
    page = read(tmp_path, b"BT /F 1 Tf 4 0 0 16 100 400 Tm (HH) Tj ET")
    assert page.glyphs[0].y0 < 400 - 0.72 * 16
    assert page.glyphs[0].x1 - page.glyphs[0].x0 == pytest.approx(4 * 0.722, abs=0.01)


@pytest.mark.parametrize(("ascent", "descent"), [(0, 0), (3000, -3000), (30, -5), (950, -220)])
def test_heights_stay_sane_whatever_the_font_claims(tmp_path: Path, ascent: int, descent: int) -> None:
    font = pymupdf.Font("helv").buffer
    document = pymupdf.open()
    document.new_page(width=300, height=300).insert_font(fontname="X", fontbuffer=font)
    document[0].insert_text((50, 150), "Hallo", fontname="X", fontsize=20)
    document.save(tmp_path / "a.pdf")
    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        for item in pdf.objects:
            if isinstance(item, Dictionary) and item.get("/Type") == Name.FontDescriptor:
                item.Ascent, item.Descent, item.FontBBox = ascent, descent, Array([-3000, -3000, 3000, 3000])
        pdf.save(tmp_path / "b.pdf")
    page = only(tmp_path / "b.pdf")
    assert page.text == "Hallo"
    for glyph in page.glyphs:
        assert 0.69 * 20 <= 150 - glyph.y0 <= 0.96 * 20
        assert 0.19 * 20 <= glyph.y1 - 150 <= 0.31 * 20


def test_what_lies_outside_the_visible_area_is_left_out(tmp_path: Path) -> None:
    content = b"BT /F 12 Tf 50 700 Td (weg) Tj 100 -400 Td (zichtbaar) Tj ET"
    page = only(build(tmp_path / "x.pdf", content, crop=(100, 100, 500, 500)))
    assert page.text == "zichtbaar"
    assert len(page.glyphs) == len("zichtbaar")


# letters


def test_ligatures_are_spelt_out(tmp_path: Path) -> None:
    page = read(tmp_path, b"BT /F 12 Tf 50 700 Td (o) Tj /L 12 Tf (D) Tj /F 12 Tf (ce) Tj ET")
    assert page.text == "office"
    assert page.offsets == (0, 1, 1, 1, 2, 3)
    assert page.glyphs[1].char == "ffi"


def test_a_glyph_that_the_font_reads_as_two_letters(tmp_path: Path) -> None:
    page = read(tmp_path, b"BT /L 12 Tf 50 700 Td (ABH) Tj ET")
    assert page.text == "fieij"
    assert page.offsets == (0, 0, 1, 2, 2)


def test_accents_without_width_are_composed(tmp_path: Path) -> None:
    page = read(tmp_path, b"BT /L 12 Tf 50 700 Td (BCB) Tj ET")
    assert page.text == "ée"
    assert [glyph.char for glyph in page.glyphs] == ["é", "e"]
    assert page.offsets == (0, 1)


def test_soft_hyphen_zero_width_and_hard_space(tmp_path: Path) -> None:
    page = read(tmp_path, b"BT /L 12 Tf 50 700 Td (BEBFBGB) Tj ET")
    assert page.text == "eee e"
    assert [glyph.char for glyph in page.glyphs] == ["e", "\u00ad", "e", "e", " ", "e"]
    check_pairs = [page.glyphs[offset].char for offset in page.offsets]
    assert check_pairs == list("eee e")


def test_drawn_letters_keep_their_places_whatever_a_tag_claims(tmp_path: Path) -> None:
    # MuPDF 1.26 adds the claimed text without width behind the last glyph, so that it is searched too; normalising
    # takes such tags away before.
    content = b"/Span <</ActualText (Pietersen)>> BDC BT /F 12 Tf 50 700 Td (Jansen) Tj ET EMC"
    page = read(tmp_path, content)
    assert "".join(glyph.char[0] for glyph in page.glyphs) == "Jansen"
    assert page.text.startswith("Jansen")
    assert page.offsets[:6] == (0, 1, 2, 3, 4, 5)
    assert page.glyphs[0].x1 - page.glyphs[0].x0 == pytest.approx(6, abs=0.01)


def test_letter_spaced_words_are_words(tmp_path: Path) -> None:
    assert read(tmp_path, b"BT /F 12 Tf 4 Tc 50 700 Td (Jansen) Tj ET").text == "Jansen"
    assert read(tmp_path, b"BT /F 12 Tf 50 700 Td [(1) -400 (2) -400 (3) -400 (4) -400 (5)] TJ ET").text == "1 2 3 4 5"


def test_a_gap_without_space_is_a_space(tmp_path: Path) -> None:
    page = read(tmp_path, b"BT /F 12 Tf 50 700 Td [(Jan) -300 (de) -20 (n) -1000 (Boer)] TJ ET")
    assert page.text == "Jan den Boer"
    assert page.offsets == (0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, 9)


@pytest.mark.parametrize("space", [140, 160, 200, 205, 260])
def test_the_words_of_a_tightly_set_line_are_parted(tmp_path: Path, space: int) -> None:
    """TeX writes no spaces: it steps on, in one line everywhere as far, but for more behind a full stop."""
    words = ["Gisteren", "sprak", "Zwanepoel", "even", "met", "haar.", "Daarna", "belde", "hij", "naar", "huis"]
    steps = [f"({word}) {-(space + 60 if word[-1] == '.' else space)}" for word in words]
    page = read(tmp_path, f"BT /F 10 Tf 72 700 Td [{' '.join(steps)}] TJ ET".encode())
    assert page.text == " ".join(words)


def test_a_badly_measured_letter_parts_no_word(tmp_path: Path) -> None:
    steps = b"(Gisteren) -330 (sprak) -330 (Zwane) -170 (poel) -330 (even) -330 (met) -330 (haar)"
    page = read(tmp_path, b"BT /F 10 Tf 72 700 Td [" + steps + b"] TJ ET")
    assert page.text == "Gisteren sprak Zwanepoel even met haar"


@pytest.mark.parametrize(("space", "text"), [(200, "Jan Zwanepoel"), (330, "JanZwanepoel")])
def test_a_narrow_gap_is_a_space_where_all_are_narrow(tmp_path: Path, space: int, text: str) -> None:
    """In a short line the gap alone does not tell; how the page parts its other words does."""
    line = " ".join(f"(woord) {-space}" for _ in range(9))
    lines = "".join(f"1 0 0 1 72 {700 - 20 * n} Tm [{line}] TJ " for n in range(4))
    page = read(tmp_path, f"BT /F 10 Tf {lines} 1 0 0 1 72 500 Tm [(Jan) -200 (Zwanepoel)] TJ ET".encode())
    assert page.text.splitlines()[-1] == text
    check(page)


def test_small_print_right_beside_a_word_is_another_word(tmp_path: Path) -> None:
    page = read(tmp_path, b"BT /F 10 Tf 72 700 Td (Zwanepoel) Tj /F 5 Tf 52 2 Td (Datum: 2021) Tj ET")
    assert page.text.split() == ["Zwanepoel", "Datum:", "2021"]


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("(Zwanepoel) Tj /F 6 Tf 4 Ts (12) Tj 0 Ts /F 10 Tf (, die) Tj", "Zwanepoel 12, die"),
        ("(Zwanepoel) Tj /F 6 Tf 1 0 0 1 124 704 Tm (1) Tj", "Zwanepoel 1"),
        ("(CO) Tj /F 6 Tf -2 Ts (2) Tj 0 Ts /F 10 Tf ( en) Tj", "CO2 en"),
        ("(1) Tj /F 6 Tf 4 Ts (e) Tj 0 Ts /F 10 Tf ( deel) Tj", "1e deel"),
        ("(kamer) Tj /F 9 Tf (12) Tj", "kamer12"),
        ("/F 6 Tf 4 Ts (12) Tj 0 Ts /F 10 Tf (Zwanepoel, die) Tj", "12 Zwanepoel, die"),
        ("/F 6 Tf 4 Ts (12) Tj 0 Ts /F 10 Tf ( Zwanepoel) Tj", "12 Zwanepoel"),
        ("/F 9 Tf (12) Tj /F 10 Tf (kamer) Tj", "12kamer"),
        ("/F 6 Tf 4 Ts (2021) Tj 0 Ts /F 10 Tf (kamer) Tj", "2021kamer"),
    ],
)
def test_the_number_of_a_note_is_no_part_of_its_word(tmp_path: Path, shown: str, text: str) -> None:
    page = read(tmp_path, f"BT /F 10 Tf 1 0 0 1 72 700 Tm {shown} ET".encode())
    assert page.text == text
    check(page)


def test_equal_pieces_in_one_place_can_be_put_in_order(tmp_path: Path) -> None:
    """Drawn apart, so that they are no overprinted line of one word."""
    twice = b"BT /F 10 Tf 1 0 0 1 72 700 Tm (Jansen) Tj 1 0 0 1 72 600 Tm (Bakker) Tj 1 0 0 1 72 700 Tm (senJan) Tj ET"
    assert sorted(read(tmp_path, twice).text.split()) == ["Bakker", "Jansen", "senJan"]


def test_overprinted_bold_is_read_once_and_kept_whole(tmp_path: Path) -> None:
    page = read(tmp_path, b"BT /F 12 Tf 1 0 0 1 50 700 Tm (Jansen) Tj 1 0 0 1 50.4 700 Tm (Jansen) Tj ET")
    assert page.text == "Jansen"


def test_unreadable_letters_are_shown_as_such(tmp_path: Path) -> None:
    page = read(tmp_path, b"BT /F 12 Tf 50 700 Td (a\\001b) Tj ET")
    assert page.text[0] == "a"
    check(page)


def test_a_font_without_widths_loses_no_letter(tmp_path: Path) -> None:
    page = read(tmp_path, b"BT /L 12 Tf 1 0 0 1 50 700 Tm (B) Tj 1 0 0 1 70 700 Tm (C) Tj 1 0 0 1 90 700 Tm (B) Tj ET")
    assert page.text.count("e") + page.text.count("é") == 2
    check(page)


# kinds


def picture(tmp_path: Path, cover: float, visible: str = "", hidden: str = "", lines: int = 1) -> Page:
    document = pymupdf.open()
    page = document.new_page(width=600, height=800)
    if cover:
        pixmap = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 30, 40), False)
        pixmap.clear_with(120)
        page.insert_image(pymupdf.Rect(0, 0, 600, 800 * cover), stream=pixmap.tobytes("png"), keep_proportion=False)
    for index in range(lines):
        page.insert_text((50, 100 + 20 * index), visible)
        page.insert_text((50, 110 + 20 * index), hidden, render_mode=3)
    document.save(tmp_path / "x.pdf")
    return only(tmp_path / "x.pdf")


def test_kind_text(tmp_path: Path) -> None:
    assert picture(tmp_path, 0, "Beste collega").kind is PageKind.TEXT
    assert picture(tmp_path, 0.4, "Beste collega").kind is PageKind.TEXT
    assert picture(tmp_path, 1, "Een heel verhaal over een achtergrond", lines=9).kind is PageKind.TEXT


def test_kind_scan(tmp_path: Path) -> None:
    assert picture(tmp_path, 1).kind is PageKind.SCAN
    assert picture(tmp_path, 0.7, "Pagina 3").kind is PageKind.SCAN
    assert picture(tmp_path, 0.2).kind is PageKind.SCAN


def test_kind_ocr(tmp_path: Path) -> None:
    page = picture(tmp_path, 1, hidden="Geachte heer Jansen,", lines=5)
    assert page.kind is PageKind.OCR
    assert page.text.count("Geachte heer Jansen,") == 5
    assert picture(tmp_path, 1, "1", hidden="Geachte heer Jansen,", lines=5).kind is PageKind.OCR


def test_kind_empty(tmp_path: Path) -> None:
    page = picture(tmp_path, 0)
    assert (page.kind, page.text, page.glyphs, page.body) == (PageKind.EMPTY, "", (), (0, 0))


def test_drawn_lines_without_letters_are_no_empty_page(tmp_path: Path) -> None:
    assert read(tmp_path, b"100 100 m 200 300 l 5 w S").kind is PageKind.SCAN


def test_an_enormous_page_is_looked_at_quickly(tmp_path: Path) -> None:
    assert only(build(tmp_path / "x.pdf", b"", media=(0, 0, 14400, 14400), unit=3)).kind is PageKind.EMPTY


# running headers and footers


def letter(path: Path, pages: int, header: str = "Directie {}", footer: str = "Pagina {} van 9") -> list[Page]:
    document = pymupdf.open()
    for number in range(pages):
        page = document.new_page(width=595, height=842)
        page.insert_text((70, 50), header.format("Cyber"))
        for line in range(5):
            page.insert_text(
                (70, 300 + 14 * line), f"Regel {line} van blad {number} gaat over {'abcdefgh'[number % 8] * 9}"
            )
        page.insert_text((450, 810), footer.format(number + 1))
    document.save(path / "brief.pdf")
    return list(extract(path / "brief.pdf"))


@pytest.mark.parametrize("count", [2, 3, 30])
def test_body_leaves_out_running_header_and_footer(tmp_path: Path, count: int) -> None:
    for page in letter(tmp_path, count):
        body = page.text[slice(*page.body)]
        assert body.startswith(f"Regel 0 van blad {page.number - 1}")
        assert body.count("\n") == 4
        assert page.text.startswith("Directie Cyber\n\n")
        assert page.text.endswith(f"Pagina {page.number} van 9")


def test_a_single_page_has_no_running_header(tmp_path: Path) -> None:
    (page,) = letter(tmp_path, 1)
    assert page.body == (0, len(page.text))


def test_first_lines_that_differ_are_body(tmp_path: Path) -> None:
    document = pymupdf.open()
    for word in ("appel", "peer", "kers", "pruim"):
        document.new_page().insert_text((70, 50), f"Over een {word}")
    document.save(tmp_path / "x.pdf")
    assert all(page.body == (0, len(page.text)) for page in extract(tmp_path / "x.pdf"))


def test_headers_on_pages_that_are_read_turned(tmp_path: Path) -> None:
    document = pymupdf.open()
    for number in range(4):
        page = document.new_page(width=595, height=842)
        page.insert_text((40, 700), "Koptekst van dit stuk", rotate=90)
        page.insert_text((300, 700), f"De tekst zelf {'abcd'[number] * 7}", rotate=90)
        page.set_rotation(90)
    document.save(tmp_path / "x.pdf")
    for page in extract(tmp_path / "x.pdf"):
        assert page.text.startswith("Koptekst van dit stuk\n\nDe tekst zelf")
        assert page.text[slice(*page.body)].startswith("De tekst zelf")


# limits


def test_page_count(tmp_path: Path) -> None:
    letter(tmp_path, 7)
    assert page_count(tmp_path / "brief.pdf") == 7


def test_pages_come_lazily_and_in_order(tmp_path: Path) -> None:
    letter(tmp_path, 4)
    pages = extract(tmp_path / "brief.pdf")
    assert next(pages).number == 1
    assert [page.number for page in pages] == [2, 3, 4]


def test_too_many_glyphs_names_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    letter(tmp_path, 2)
    monkeypatch.setattr(limits, "MAX_PAGE_GLYPHS", 50)
    with pytest.raises(DocumentRefused, match="Pagina 1 heeft meer dan 50 tekens"):
        list(extract(tmp_path / "brief.pdf"))


@pytest.mark.parametrize("content", [b"", b"geen pdf", b"%PDF-1.7\n%%EOF"])
def test_no_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.pdf").write_bytes(content)
    for attempt in (page_count, lambda path: list(extract(path))):
        with pytest.raises(DocumentRefused):
            attempt(tmp_path / "x.pdf")


def test_password_is_refused(tmp_path: Path) -> None:
    build(tmp_path / "x.pdf", b"")
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        pdf.save(tmp_path / "y.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(DocumentRefused, match="wachtwoord"):
        page_count(tmp_path / "y.pdf")


def test_memory_stays_flat(tmp_path: Path) -> None:
    document = pymupdf.open()
    for _ in range(40):
        page = document.new_page()
        for line in range(8):
            page.insert_text((70, 60 + 60 * line), "Een gewone regel met een paar woorden erin")
    document.save(tmp_path / "x.pdf")
    pages = extract(tmp_path / "x.pdf")
    tracemalloc.start()
    for _ in itertools.islice(pages, 10):
        pass
    early = tracemalloc.get_traced_memory()[0]
    for _ in pages:
        pass
    late = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert late - early < 200_000


# properties and other people's files

HELVETICA = pymupdf.Font("helv")
WORD = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFGXYZ0123456789.,@éëïöüçß"), min_size=2, max_size=12)
LINES = st.lists(st.lists(WORD, min_size=1, max_size=6), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES, st.sampled_from((0, 90, 180, 270)), st.integers(7, 14), st.randoms(use_true_random=False))
def test_random_words_come_back_in_order(
    tmp_path: Path, lines: list[list[str]], rotation: int, size: int, chance: random.Random
) -> None:
    document = pymupdf.open()
    page = document.new_page(width=1200, height=800)
    placed = []
    for number, words in enumerate(lines):
        x = 60.0
        for word in words:
            placed.append(((x, 80 + number * size * 1.3), word))
            x += HELVETICA.text_length(word, size) + size * 0.4
    chance.shuffle(placed)
    for place, word in placed:
        page.insert_text(place, word, fontname="helv", fontsize=size)
    page.set_rotation(rotation)
    document.save(tmp_path / "x.pdf")
    found = only(tmp_path / "x.pdf")
    check(found)
    assert found.text.split() == [word for words in lines for word in words]
    for (x, y), word in placed:
        at = [box for box in every_box(found, word) if abs(box.x0 - x) < 0.5 and box.y0 < y < box.y1]
        assert at, "the box of a word lies where the word was drawn"


def every_box(page: Page, word: str) -> list[Box]:
    starts = [i for i in range(len(page.text)) if page.text.startswith(word, i)]
    shown = [[page.glyphs[o] for o in page.offsets[i : i + len(word)] if o >= 0] for i in starts]
    return [box for glyphs in shown for box in boxes_by_line(glyphs, page.number)]


REAL = sorted((SHARED / "data" / "real").glob("*.pdf"))
TORTURE = sorted((SHARED / "data" / "torture").rglob("*.pdf"))
SAMPLE = random.Random(7).sample(TORTURE, 60) if len(TORTURE) > 60 else TORTURE


@pytest.mark.skipif(not REAL, reason="no real documents here")
def test_real_documents() -> None:
    for path in REAL:
        for page in itertools.islice(extract(path), 6):
            check(page)


@pytest.mark.skipif(not SAMPLE, reason="no odd documents here")
def test_odd_documents_are_read_or_refused() -> None:
    for path in SAMPLE:
        try:
            for page in itertools.islice(extract(path), 4):
                check(page)
        except DocumentRefused as refusal:
            assert str(refusal).endswith(".")
