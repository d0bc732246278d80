"""Short ways of reading give what the long ways give: operators, maps, glyphs in areas, places of boxes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pymupdf
import pypdfium2
import pytest
from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pikepdf import Array, Dictionary, Name

from redact.model import Box, BurntBox
from redact.verify.drawing import drawing
from redact.verify.engines import pdfium_glyphs
from redact.verify.fonts import _QuickParser, _tokens
from redact.verify.miner import read_pdfminer
from redact.verify.objects import read_sheets
from redact.verify.operations import operations
from redact.verify.pixels import cuttings
from redact.verify.place import EVERYWHERE, Areas
from redact.verify.report import Forbidden
from redact.verify.text import Matcher
from redact.verify.visit import Visit
from redact.verify.wrapped import wraps
from tests.pdfmaker import new_pdf

WORDS = "De heer Zwanepoel en mevrouw Pronk overleggen dinsdag"


def page_of_text(path: Path) -> Path:
    """Twenty lines, two of them with spacing between letters and words, and one on its side."""
    document = pymupdf.open()
    page = document.new_page()
    for line in range(20):
        page.insert_text((60, 80 + 20 * line), f"{line} {WORDS}", fontsize=11)
    page.insert_text((500, 600), WORDS, fontsize=11, rotate=90)
    page.clean_contents()
    content = page.read_contents().replace(b"BT", b"BT 0.4 Tc 1.5 Tw", 2)
    document.update_stream(page.get_contents()[0], content)
    document.save(path)
    return path


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (b"/F1 12 Tf 1 0 0 1 5. -.5 Tm", [(b"Tf", ["/'F1'", "12"]), (b"Tm", ["1", "0", "0", "1", "5.0", "-0.5"])]),
        (b"0 g /G gs 1 2 m 3 4 l S % (no) Tj\n(yes) Tj", [(b"Tj", ["b'yes'"])]),
        (b"/Span <</ActualText (a) /MCID 3>> BDC [(a\\)) -20 <4142>] TJ EMC", [(b"TJ", ["[b'a)', -20, b'AB']"])]),
        (b"[(a (b)) (c\rd)] TJ", [(b"TJ", ["[b'a (b)', b'c\\rd']"])]),
        (b"BI /W 1 ID (x) Tj EI q", [(b"q", [])]),
        (b"/A#42gs /Fm Do", [(b"Do", ["/'ABgs'", "/'Fm'"])]),
        (b"true (a) ' 1 2 3 4 5 6 7 8 Td", [(b"'", ["True", "b'a'"]), (b"Td", [str(n) for n in range(1, 9)])]),
    ],
)
def test_operators(source: bytes, expected: list[tuple[bytes, list[str]]]) -> None:
    assert [(name, [repr(value) for value in given]) for name, given in operations(source)] == expected


@pytest.mark.parametrize("source", [b"(a", b"[ (a ] TJ", b"BI /W 1 ID x", b"0 g }", b"[" * 70])
def test_what_makes_no_sense_is_never_passed_over(source: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        list(operations(source))


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (b"/F Tf [(Jan) -200 (sen)] TJ", [("F", (b"Jan", b"", b"sen"))]),
        (b"/F Tf [-900 (Jan) 200 () -200 <73656e> -900] TJ", [("F", (b"Jan", b"", b"sen"))]),
        (b"/F Tf (Jan)Tj <73656e> Tj", [("F", (b"Jan",)), ("F", (b"sen",))]),
        (b"/F Tf (Jan) [(sen)] TJ", [("F", (b"Jan", b"sen"))]),
        (b"/F Tf (Jan) (sen) Tj", [("F", (b"Jan", b"sen"))]),
        (b"/F Tf [(a\\)b) (c (d))] TJ", [("F", (b"a)b", b"c (d)"))]),
    ],
)
def test_texts_that_are_shown(source: bytes, shown: list[tuple[str, tuple[bytes, ...]]]) -> None:
    assert drawing(source).shown == shown


@pytest.mark.parametrize(
    "source",
    [
        b"1 beginbfchar <41> <0042> endbfchar 1 beginbfrange <01> <03> <0061> endbfrange",
        b"/CMapName /A def begincmap 1 beginbfrange <01> <02> [<0061> <0062>] endbfrange endcmap",
        b"% a comment\n1 begincidrange <00> <05> 7 endcidrange 1 begincidchar 3 <0041> endcidchar",
    ],
)
def test_maps_of_codes_to_letters(source: bytes) -> None:
    quick, slow = FileUnicodeMap(), FileUnicodeMap()
    tokens = _tokens(source)
    assert tokens is not None
    _QuickParser(quick, tokens).run()
    CMapParser(slow, BytesIO(source)).run()
    assert quick.cid2unichr == slow.cid2unichr
    assert quick.cid2unichr


@pytest.mark.parametrize("source", [b"1 beginbfchar <4> <0042> endbfchar", b"(a\\)b) def", b"\x00", b"{", b"% cut off"])
def test_odd_maps_are_left_to_pdfminer(source: bytes) -> None:
    assert _tokens(source) is None


def test_glyphs_in_areas_are_those_of_the_whole_page_in_them(tmp_path: Path) -> None:
    path = page_of_text(tmp_path / "tekst.pdf")
    every = read_pdfminer(path, {1: EVERYWHERE}).glyphs[1]
    assert len(every) > 900
    for glyph in every[::7]:
        x, y = glyph.middle
        areas = Areas([(x - 8, y - 1, x + 8, y + 1), (x - 0.01, y - 30, x + 0.01, y + 30)])
        reading = read_pdfminer(path, {1: areas})
        assert reading.glyphs[1] == tuple(other for other in every if areas.at(*other.middle))
    assert reading.pages == read_pdfminer(path, {}).pages


def test_glyphs_stand_where_pdfium_sees_them(tmp_path: Path) -> None:
    path = page_of_text(tmp_path / "tekst.pdf")
    with pypdfium2.PdfDocument(path) as document:
        seen = pdfium_glyphs(document[0], EVERYWHERE)
    drawn = read_pdfminer(path, {1: EVERYWHERE}).glyphs[1]
    assert [glyph.char for glyph in drawn] == [glyph.char for glyph in seen]
    assert max(abs(a.middle[0] - b.middle[0]) for a, b in zip(drawn, seen, strict=True)) < 2


def test_letters_stand_on_their_line_whatever_their_font_says_of_its_depth(tmp_path: Path) -> None:
    pdf = new_pdf()
    font = pdf.pages[0].obj.Resources.Font.F1
    font["/BaseFont"], font["/FirstChar"], font["/LastChar"], font["/Widths"] = Name.Cambria, 0, 255, Array([500] * 256)
    box = Array([-1475, -2463, 2868, 3117])
    font["/FontDescriptor"] = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Cambria, Flags=34, FontBBox=box, Ascent=3117, Descent=-2463
    )
    pdf.save(tmp_path / "in.pdf")
    with pypdfium2.PdfDocument(tmp_path / "in.pdf") as document:
        seen = pdfium_glyphs(document[0], EVERYWHERE)
    drawn = read_pdfminer(tmp_path / "in.pdf", {1: EVERYWHERE}).glyphs[1]
    assert max(abs(a.middle[1] - b.middle[1]) for a, b in zip(drawn, seen, strict=True)) < 4


def test_a_number_that_no_character_has_is_read_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """pdfium gives a code of four bytes as it stands where the font's table has no character for it."""
    path = page_of_text(tmp_path / "tekst.pdf")
    monkeypatch.setattr(pypdfium2.raw, "FPDFText_GetUnicode", lambda *_: 0xF0A8A780)
    with pypdfium2.PdfDocument(path) as document:
        assert {glyph.char for glyph in pdfium_glyphs(document[0], EVERYWHERE)} == {"\ufffd"}
    assert not wraps(path, 1, ["Karel Zwanepoel"])


def test_boxes_look_the_same_drawn_one_by_one_or_all_at_once(tmp_path: Path) -> None:
    path = page_of_text(tmp_path / "tekst.pdf")
    boxes = [BurntBox(Box(1, 61.3 + 9 * n, 70.7 + 20 * n, 95.1 + 9 * n, 83.2 + 20 * n), "10.2.e", ()) for n in range(9)]
    boxes.append(BurntBox(Box(1, 590, 835, 700, 900), "10.2.e", ()))
    sheet = read_sheets(path)[0]
    with pypdfium2.PdfDocument(path) as document:
        apart = cuttings(document[0], boxes, sheet)
        together = cuttings(document[0], boxes * 5, sheet)[: len(boxes)]
    assert [(c.left, c.top, c.grey.tolist()) for c in apart] == [(c.left, c.top, c.grey.tolist()) for c in together]
    assert min(int(c.grey.min()) for c in apart) < 100


def test_what_fails_in_one_respect_is_still_looked_at_in_the_others(tmp_path: Path) -> None:
    path = page_of_text(tmp_path / "tekst.pdf")
    burnt = BurntBox(Box(1, 60, 70, 200, 84), "10.2.e", ("h1",))
    no_places: dict[int, Areas] = {}
    visit = Visit({1: [burnt]}, read_sheets(path), no_places).go(path)
    with pytest.raises(KeyError):
        visit.reading()
    assert visit.see_through({}) == [burnt]
    assert visit.showing() == ([], False)


def test_loose_texts_are_searched_each_by_itself() -> None:
    matcher = Matcher([Forbidden("Jan\u00e9 Pronk", "h1"), Forbidden("Karel Zwart", "h2")])
    assert matcher.over(matcher.in_texts(["Jan\u00e9", "Pronk", "Karel\x01Zwart"]))[0].hit_ids == ("h2",)
    assert len(matcher.over(matcher.in_texts(["Jan\u00ade\u0301  Pronk"]))) == 1
