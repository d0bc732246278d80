"""The readers under the raw walk: object syntax, content streams, maps, metadata, and the bytes of a file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Dictionary, Name, String

from redact.model import Box, BurntBox
from redact.verify.boxes import inner_areas, uncovered
from redact.verify.drawing import code_map, drawing
from redact.verify.metadata import foreign_namespaces, jpeg_texts, xmp_texts
from redact.verify.names import STANDARD, XMP_NAMESPACES, font_words
from redact.verify.place import EVERYWHERE, NOWHERE, Areas, Glyph, core, sheet
from redact.verify.syntax import Kind, name_text, pieces, spellings, unescape
from redact.verify.tiling import loose_bytes


def told(source: bytes, kind: Kind) -> list[tuple[bytes, str, str]]:
    return [(piece.value, piece.key, piece.holder) for piece in pieces(source) if piece.kind is kind]


def test_strings_know_the_key_they_stand_under() -> None:
    source = rb"<< /A (een) /B << /C [ (twee) <64726965> ] /D 3 >> /E 4 0 R /F (vier \(4\) \\) >>"
    assert told(source, Kind.STRING) == [
        (b"een", "A", ""),
        (b"twee", "C", "B"),
        (b"drie", "C", "B"),
        (b"vier (4) \\", "F", ""),
    ]
    assert [key for _, key, _ in told(source, Kind.KEY)] == ["A", "B", "C", "D", "E", "F"]
    assert told(source, Kind.REFERENCE) == [(b"4", "E", "")]


def test_names_are_keys_or_values() -> None:
    source = b"<< /Type /Font /Kids [ /X /Y ] /Flag true /N null /Z /W >>"
    assert [name_text(value) for value, _, _ in told(source, Kind.NAME)] == ["Font", "X", "Y", "W"]
    assert [key for _, key, _ in told(source, Kind.KEY)] == ["Type", "Kids", "Flag", "N", "Z"]


def test_a_reference_after_a_name_in_an_array_has_that_name_as_role() -> None:
    assert told(b"<< /CS [ /ICCBased 12 0 R ] >>", Kind.REFERENCE) == [(b"12", "ICCBased", "")]
    assert told(b"[ 4 0 R 5 0 R ]", Kind.REFERENCE) == [(b"4", "", ""), (b"5", "", "")]
    assert told(b"<< /Font << /F1 7 0 R >> >>", Kind.REFERENCE) == [(b"7", "F1", "Font")]


@pytest.mark.parametrize("text", ["een", "héé", "Łódź 一", "a(b)c\\d", "x\n\r\ty", "\u20ac 5", ""])
def test_strings_are_read_back_as_written(text: str) -> None:
    source = Dictionary(T=String(text)).unparse()
    [(value, _, _)] = told(source, Kind.STRING)
    assert text in spellings(value)


@given(st.binary(max_size=40))
def test_any_string_comes_back_byte_for_byte(raw: bytes) -> None:
    assert [value for value, _, _ in told(Dictionary(T=String(raw)).unparse(), Kind.STRING)] == [raw]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le", "utf-8", "latin-1"])
def test_a_string_is_understood_in_every_encoding(encoding: str) -> None:
    assert "Zoë Zwanepoel" in spellings("Zoë Zwanepoel".encode(encoding))


def test_escapes() -> None:
    assert (
        unescape(
            rb"a\(b\)\101\n\
c\q\53"
        )
        == b"a(b)A\ncq+"
    )
    assert name_text(b"/A#20b#C3#A9") == "A bé"
    assert name_text(b"/A#E9") == "Aé"


def test_keys_with_odd_characters() -> None:
    source = Dictionary({"/Jan Jansen": Name("/x y")}).unparse()
    assert [key for _, key, _ in told(source, Kind.KEY)] == ["Jan Jansen"]


CONTENT = rb"""
/Span <</ActualText (een)>> BDC BT /F1 11 Tf [(Zwa) 20 (ne) -30 (poel) -300 (x)] TJ (nested (paren) \) ok) Tj ET EMC
% commentaar (geen string)
/Im0 Do <feff> ' q BI /W 1 /H 1 ID (\x00)\xff EI Q /F2 9 Tf 1 0 (laatste) " (los)
"""


def test_a_content_stream_is_taken_apart() -> None:
    found = drawing(CONTENT)
    assert found.raw_texts() == ["Zwanepoel x", "nested (paren) ) ok", "\xfe\xff", "laatste"]
    assert [font for font, _ in found.shown] == ["F1", "F1", "F1", "F2"]
    assert found.strings == [b"een", b"los"]
    assert found.comments == [b"% commentaar (geen string)"]
    assert [name_text(name) for name in found.names] == ["Span", "ActualText", "F1", "Im0", "F2"]


def test_a_string_is_shown_only_by_the_operator_right_after_it() -> None:
    found = drawing(b"(weg) BMC Tj (ook weg) 5 Td (wel) Tj")
    assert (found.strings, found.raw_texts()) == ([b"weg", b"ook weg"], ["wel"])


@given(st.binary(max_size=200))
def test_any_bytes_can_be_taken_apart(data: bytes) -> None:
    drawing(data)
    drawing(b"BT (" + data)
    code_map(data)


def test_maps_give_letters_in_code_order() -> None:
    cmap = b"""1 beginbfchar <03> <0041> endbfchar
    2 beginbfrange <01> <02> <0058> <05> <06> [<00660069> <D83DDE00>] endbfrange"""
    found = code_map(cmap)
    assert found.in_order() == "XYAfi😀"
    assert found.text(b"\x03\x01\x7a") == "AXz"
    assert code_map(b"beginbfchar <0003> <0041> endbfchar").text(b"\x00\x03\x00\x04") == "A\ufffd"


def test_a_map_out_of_order_is_an_error() -> None:
    with pytest.raises(ValueError, match="out of order"):
        code_map(b"beginbfrange [<00>] <01> <02> endbfrange")


def test_a_huge_range_is_cut() -> None:
    assert len(code_map(b"beginbfrange <0000> <FFFFFFFF> <0000> endbfrange").letters) == 65536


XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Core">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="maker"><pdf:Keywords><rdf:Bag><rdf:li xml:lang="nl">woord
</rdf:li></rdf:Bag></pdf:Keywords></rdf:Description></rdf:RDF><!-- noot --></x:xmpmeta><?xpacket end="w"?>"""


def test_metadata_gives_texts_and_not_its_vocabulary() -> None:
    assert {text.strip() for text in xmp_texts(XMP)} == {"maker", "woord", "noot"}
    assert not foreign_namespaces(XMP, XMP_NAMESPACES)
    assert foreign_namespaces(XMP.replace(b"/pdf/1.3", b"/pdf/9"), XMP_NAMESPACES)


@pytest.mark.parametrize("data", [b"<a>niet af", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"\xff\xfe", b""])
def test_metadata_that_is_no_proper_xml_is_given_whole(data: bytes) -> None:
    assert xmp_texts(data) == [data.decode("utf-8", "replace")]


def test_jpeg_headers() -> None:
    def segment(marker: int, body: bytes) -> bytes:
        return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body

    parts = [(0xE1, b"Exif..naam"), (0xDB, b"tabel"), (0xFE, b"noot"), (0xE2, b"ICC_PROFILE\x00x"), (0xDA, b"scan")]
    data = b"\xff\xd8" + b"".join(segment(marker, body) for marker, body in parts) + segment(0xFE, b"pixels")
    assert jpeg_texts(data) == ["Exif..naam", "noot"]
    assert jpeg_texts(b"\xff\xd8") == []


OBJECTS = b"1 0 obj\n<< /A 2 0 R >>\nendobj\n2 0 obj\n<< /Length 6 >>\nstream\nendobj\nendstream\nendobj\n"
TABLE = b"xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer << /Size 3 >>\n"
END = b"startxref\n99\n%%EOF\n"
HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


def loose(data: bytes) -> set[str]:
    return loose_bytes(data, {2: 6}, {1, 2})


@pytest.mark.parametrize("data", [HEAD + OBJECTS + TABLE + END, b"%PDF-2.0\n" + OBJECTS + END, HEAD + OBJECTS + END])
def test_a_file_without_gaps(data: bytes) -> None:
    assert loose(data) == set()


GAPS = {
    "before": (b"x" + HEAD + OBJECTS + END, "hidden bytes"),
    "header": (b"%PDF-1.7\n% Jan Jansen\n" + OBJECTS + END, "hidden bytes"),
    "between": (HEAD + OBJECTS.replace(b"2 0 obj", b"% Jan\n2 0 obj") + END, "hidden bytes"),
    "after objects": (HEAD + OBJECTS + b"Jan" + TABLE + END, "hidden bytes"),
    "after": (HEAD + OBJECTS + TABLE + END + b"Jan", "trailing bytes"),
    "twice": (HEAD + OBJECTS + b"1 0 obj\n3\nendobj\n" + END, "earlier revision"),
    "unknown": (HEAD + OBJECTS + b"7 0 obj\n3\nendobj\n" + END, "earlier revision"),
    "revision": (HEAD + OBJECTS + TABLE + END + b"1 0 obj\n3\nendobj\n" + TABLE + END, "earlier revision"),
    "length": (HEAD + OBJECTS.replace(b"endobj\nendstream", b"endobj Jan\nendstream") + END, "hidden bytes"),
    "no end": (HEAD + OBJECTS, "hidden bytes"),
    "cut": (HEAD + OBJECTS[:40], "hidden bytes"),
}


@pytest.mark.parametrize("case", GAPS)
def test_bytes_that_belong_to_nothing(case: str) -> None:
    data, what = GAPS[case]
    assert what in loose(data)


def test_font_names() -> None:
    assert font_words("ABCDEF+LiberationSans-Bold") == ""
    assert font_words("Times-Roman") == ""
    assert font_words("Handschrift-Jansen,Italic") == "Handschrift Jansen"


def test_the_vocabulary_holds_no_common_dutch_first_name() -> None:
    people = ("Jan", "Piet", "Kees", "Anna", "Maria", "Johan", "Peter", "Sophie", "Daan", "Emma", "Fatima", "Willem")
    assert not STANDARD.intersection(people)


@pytest.mark.parametrize("turn", [-90, 0, 90, 180, 270, 360, 450])
def test_turns_are_brought_to_a_quarter(turn: int) -> None:
    page = sheet([0, 0, 100, 200], None, turn, 1)
    assert page.size == ((200, 100) if turn % 180 else (100, 200))


def test_a_crop_box_is_clipped_and_a_foolish_one_ignored() -> None:
    assert sheet([0, 0, 100, 200], [50, 300, -20, 20], 0, 1).size == (50, 180)
    assert sheet([100, 200, 0, 0], [500, 500, 600, 600], 0, 0).size == (100, 200)


SIDES = st.floats(1, 90)


@given(st.floats(0, 400), st.floats(0, 700), SIDES, SIDES, st.sampled_from([0, 90, 180, 270]), st.floats(0.5, 4))
def test_places_on_the_device_stay_on_the_page_and_keep_their_size(
    x: float, y: float, wide: float, high: float, turn: int, unit: float
) -> None:
    page = sheet([-10, 20, 990, 1820], None, turn, unit)
    left, top, right, bottom = page.device(page.user(Box(1, x, y, x + wide, y + high)), 2.0)
    assert 0 <= left < right <= page.size[0] * 2 + 1e-6
    assert 0 <= top < bottom <= page.size[1] * 2 + 1e-6
    shown = (right - left, bottom - top) if turn % 180 == 0 else (bottom - top, right - left)
    assert shown == pytest.approx((wide * 2 / unit, high * 2 / unit))


def test_the_core_of_a_box_is_never_empty() -> None:
    left, bottom, right, top = core((0, 0, 0.5, 100))
    assert 0 < left < right < 0.5
    assert (bottom, top) == (1, 99)


def glyphs(text: str, x: float, y: float) -> list[Glyph]:
    return [Glyph(char, x + 5 * i, y, x + 5 * i + 4, y + 8) for i, char in enumerate(text)]


def wrong(boxes: list[BurntBox], drawn: list[Glyph]) -> list[BurntBox]:
    areas = inner_areas({1: boxes}, [sheet([0, 0, 200, 200], None, 0, 1)])
    return uncovered({1: boxes}, areas, {1: drawn})


def test_labels_of_overlapping_boxes_are_told_apart() -> None:
    upper = BurntBox(Box(1, 10, 100, 110, 120), "10.2.e", ("a",))
    lower = BurntBox(Box(1, 10, 105, 110, 125), "10.2.g", ("b",))
    drawn = glyphs("10.2.e", 20, 86) + glyphs("10.2.g", 60, 84)
    assert wrong([upper, lower], drawn) == []
    assert wrong([upper], drawn) == [upper]
    assert wrong([upper, lower], [*drawn, *glyphs("x", 50, 85)]) == [upper, lower]


@pytest.mark.parametrize("char", ["\x00", "\ufffd", "\x02", "一"])
def test_a_glyph_without_a_meaning_is_a_glyph(char: str) -> None:
    burnt = BurntBox(Box(1, 10, 100, 110, 120), "10.2.e", ("a",))
    assert wrong([burnt], glyphs(char, 50, 86)) == [burnt]


@given(st.lists(st.tuples(st.floats(-50, 900), st.floats(-50, 900), SIDES, SIDES), max_size=6), st.data())
def test_areas_know_what_lies_in_them(corners: list[tuple[float, float, float, float]], data: st.DataObject) -> None:
    rects = [(x, y, x + wide, y + high) for x, y, wide, high in corners]
    x, y = data.draw(st.floats(-60, 1000)), data.draw(st.floats(-60, 1000))
    inside = [i for i, (x0, y0, x1, y1) in enumerate(rects) if x0 <= x <= x1 and y0 <= y <= y1]
    assert Areas(rects).which(x, y) == inside
    assert Areas(rects).at(x, y) is bool(inside)
    assert EVERYWHERE.at(x, y)
    assert not NOWHERE.at(x, y)


def test_the_vocabulary_that_a_packet_describes_is_no_text_of_it() -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        b'xmlns:s="http://www.aiim.org/pdfa/ns/schema#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b"<rdf:Description><s:schema>Adobe PDF schema</s:schema><dc:title>Brief van Jansen</dc:title>"
        b"</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    assert xmp_texts(packet) == ["Brief van Jansen"]
