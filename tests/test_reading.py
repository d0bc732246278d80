"""Text as people wrote it: what is read, the way back, and boxes on the glyphs of a page that makes it hard."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from redact.detect import Analyzer, find, load_analyzer
from redact.detect.reading import Reading, read
from redact.extract import extract
from redact.model import Box, Hit
from redact.rulebook import load_rulebook

CASES = [
    ("Volgens Jan-\nsen is het af", "Volgens Jansen is het af"),
    ("mevrouw Visser-\nde Boer belde", "mevrouw Visser-de Boer belde"),
    ("in Noord-\nHolland", "in Noord-Holland"),
    ("voor-\nen nadelen", "voor-\nen nadelen"),
    ("de heer Ver\xad\nmeulen", "de heer Vermeulen"),
    ("de heer Ver\xac\nmeulen", "de heer Vermeulen"),
    ("aan het eind van de kolom Ver-\n\nmeulen", "aan het eind van de kolom Vermeulen"),
    ("Afdeling Beheer-\n\nKosten", "Afdeling Beheer-\n\nKosten"),
    ("Anna\tredacteur-\nKees\tdrukker", "Anna\tredacteur-\nKees\tdrukker"),
    ("j.de-\nvries@voorbeeld.nl", "j.de-vries@voorbeeld.nl"),
    ("x@ab-\ncd-\n.nl", "x@ab-cd-.nl"),
    ("Van: Jan\nAan: Piet", "Van: Jan\nAan: Piet"),
    ("met J a n s e n gebeld", "met Jansen gebeld"),
    ("J a n J a n s e n", "Jan Jansen"),
    ("V E R T R O U W E L I J K", "VERTROUWELIJK"),
    ("(J a n s e n), zei hij", "(Jansen), zei hij"),
    ("j a n s e n", "jansen"),
    ("J W M de Vries", "J W M de Vries"),
    ("optie a b c", "optie a b c"),
    ("1 2 3 4 5 6 7 8 9", "1 2 3 4 5 6 7 8 9"),
    ("bsn 1 2 3 4 5 6 7 8 2", "bsn 123456782"),
    ("N L 9 1 A B N A 0 4 1 7 J a n", "NL91ABNA0417 Jan"),
    ("J\u0430nsen", "Jansen"),
    ("\u0410. Jansen", "A. Jansen"),
    ("Москва", "Москва"),
    ("Олена Ковальчук (Olena)", "Олена Ковальчук (Olena)"),
    ("20 \u03bcm \u03b2-blokker", "20 \u03bcm \u03b2-blokker"),
    ("\ufb01ets", "fiets"),
    ("So\ufb01e", "Sofie"),
    ("Rene\u0301", "René"),
    ("Rene\u200b\u0301", "René"),
    ("c\u0327\u0306", "ç\u0306"),
    ("Jan\u200bsen", "Jansen"),
    ("Jan\xadsen", "Jansen"),
    ("\ufeffJan\u202a\u202c", "Jan"),
    ("\uff10\uff16-\uff11\uff12", "06-12"),
    ("\U0001d409\U0001d41a\U0001d427", "Jan"),
    ("070\u20131234567", "070-1234567"),
    ("070 \u2013 1234567", "070 - 1234567"),
    ("06\u201112345678", "06-12345678"),
    ("Jansen \u2013 jurist", "Jansen \u2013 jurist"),
    ("Jansen\u2014de jurist", "Jansen\u2014de jurist"),
    ("\u2019t Hart", "'t Hart"),
    ("\u201eJan\u201d", '"Jan"'),
    ("Jan\xa0Jansen", "Jan Jansen"),
    ("Jansen\xb9 en 5 m\xb2, \xbd", "Jansen\xb9 en 5 m\xb2, \xbd"),
    ("\u0132sbrand", "IJsbrand"),
    ("\u2022 punt \u2026", "\u2022 punt \u2026"),
    ("Ja\u043e\u0301n", "Jaón"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=range(len(CASES)))
def test_what_is_read(text: str, expected: str) -> None:
    assert read(text).text == expected


def check(reading: Reading) -> None:
    """What holds for every reading: nothing invented, nothing in another order, only layout left out."""
    assert len(reading.text) == len(reading.starts) == len(reading.ends)
    spans = list(dict.fromkeys(zip(reading.starts, reading.ends, strict=True)))
    assert all(0 <= start < end <= len(reading.source) for start, end in spans)
    assert all(after[0] >= before[1] for before, after in pairwise(spans))
    covered = {place for span in spans for place in range(*span)}
    left_out = {char for place, char in enumerate(reading.source) if place not in covered}
    assert all(char in " -\n\xac" or unicodedata.category(char) in ("Cf", "Mn", "Pd", "Zs") for char in left_out)
    for char, start, end in zip(reading.text, reading.starts, reading.ends, strict=True):
        assert char == reading.source[start] or end - start > 1 or not reading.source[start].isascii()


PIECES = [*{piece for text, _ in CASES for piece in (text, text[: len(text) // 2], text[len(text) // 2 :])}]
CHARS = sorted({char for text, _ in CASES for char in text} | set("abzABZ019 \n\t-_.@'"))
WRITTEN = (
    st.text(max_size=40)
    | st.text(CHARS, max_size=40)
    | st.lists(st.sampled_from([*PIECES, "-\n", " ", "\n", "\t"]), max_size=6).map("".join)
)


@settings(max_examples=600, deadline=None)
@given(WRITTEN)
@example("a\xad\nb")
@example("x-\ny-\nz\xad\nw")
@example("\u0308a\u0308")
def test_the_way_back_is_exact_and_reading_twice_changes_nothing(text: str) -> None:
    reading = read(text)
    check(reading)
    assert read(reading.text).text == reading.text


@settings(max_examples=500, deadline=None)
@given(st.text(st.characters(max_codepoint=126), max_size=60), st.data())
def test_plain_text_stays_as_it_is(text: str, data: st.DataObject) -> None:
    words = " ".join(word for word in text.replace("-\n", "\n").split(" ") if len(word) != 1)
    reading = read(words)
    assert reading.text == words
    start = data.draw(st.integers(0, len(words)))
    end = data.draw(st.integers(start, len(words)))
    assert reading.span(start, end) == (start, end)
    assert reading.written(start, end) == words[start:end]


def test_a_span_leads_back_to_all_that_it_was_read_from() -> None:
    reading = read("bel J a n s e n of \ufb01en")
    start = reading.text.index("Jansen")
    assert reading.span(start, start + 6) == (4, 15)
    assert reading.written(start, start + 6) == "Jansen"
    first = reading.text.index("ien")
    assert reading.span(first, first + 3) == (19, 22)
    assert reading.written(first, first + 3) == "\ufb01en"
    assert reading.span(len(reading.text), len(reading.text)) == (22, 22)


def test_what_was_written_keeps_its_own_signs() -> None:
    reading = read("Rene\u0301 \u2019t Har-\nt")
    assert reading.text == "René 't Hart"
    assert reading.written(0, len(reading.text)) == "Rene\u0301 \u2019t Hart"


def test_cuts_are_left_out() -> None:
    reading = read("mevrouw Anna\n\nSmit", [12])
    assert reading.text == "mevrouw Anna\nSmit"
    assert reading.span(8, 17) == (8, 18)


HOSTILE = [
    "-\n" * 100_000,
    "a-\n" * 70_000,
    "a " * 100_000,
    "J a n " * 30_000,
    "1 2 " * 50_000,
    "e" + "\u0301" * 100_000,
    "\u200b" * 200_000,
    "\u0430a\u0416" * 60_000,
    "\ufdfa" * 20_000,
    "\u2013" * 200_000,
    "\xad\n" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_read_in_one_go(text: str) -> None:
    check(read(text))


# a page that makes it hard

CODES = {
    "\ufb01": (128, "fi", "\ufb01"),
    "\xad": (129, "hyphen", "-"),
    "\u0430": (130, "a", "a"),
    "\u0301": (131, "acute", ""),
    "\u200b": (132, "space", ""),
    "\u2011": (133, "hyphen", "-"),
    "\uff10": (134, "zero", "0"),
    "\uff16": (135, "six", "6"),
}
"""Characters beyond ASCII: their codes in the font, the glyphs that show them, and a character as wide as those."""
LIKE = str.maketrans({char: like for char, (_, _, like) in CODES.items()})
PROSE = 11
LINES: list[list[tuple[int, int, str]]] = [
    [
        (72, 790, "Verslag van het overleg over de opvang in de gemeente, opgemaakt na afloop."),
        (
            72,
            760,
            "Eerst sprak mevrouw So\ufb01e Adelaar over de planning van dit jaar. Daarna nam de heer Linde-",
        ),
        (72, 746, "man het woord. Ook mevrouw Visser-"),
        (72, 732, "de Boer was erbij, net als de heer Okker\xad"),
        (72, 718, "man. Het telefoonnummer is \uff10\uff16\u201112345678 en dat blijft zo."),
        (72, 690, "Daar was ook mevrouw Rene\u0301 Adelaar, met de heer J a n s e n naast zich."),
        (72, 676, "De heer Ve\u200brhagen en mevrouw B\u0430kker kwamen later binnen dan de rest."),
        (72, 640, "10.15"),
        (130, 640, "regionale omroep (Bram"),
        (290, 640, "Wat kan een inwoner"),
        (130, 626, "van Leeuwen)"),
        (290, 626, "zelf doen?"),
        (72, 604, "11.30"),
        (130, 604, "vakblad"),
        (290, 604, "Is er contact?"),
        (72, 570, "Hieronder staat de tekst in twee kolommen, zoals in een krant of een nieuwsbrief gebruikelijk is."),
        (72, 540, "In de linker kolom staat gewone tekst"),
        (72, 526, "die doorloopt in de kolom hiernaast."),
        (72, 512, "Op het einde noemt zij de heer Groene-"),
        (310, 540, "veld. De rechter kolom is ook een tekst"),
        (310, 526, "die over meer regels gaat, en daarin is"),
        (310, 512, "de heer Kees Ruiter nog genoemd als gast."),
        (72, 440, "Aan het slot van de bijeenkomst bedankte iedereen nog mevrouw Fatima el"),
    ],
    [
        (72, 790, "Amrani voor haar inzet in de afgelopen jaren. Daarmee was het overleg ten einde."),
        (72, 776, "Het volgende overleg is over een maand op dezelfde plaats en tijd."),
        (72, 740, "In deze kolom staat een ander verslag"),
        (72, 726, "van een bijeenkomst die eerder was, en"),
        (72, 712, "daar kwam ook mevrouw Roos van"),
        (310, 740, "Elburg naar toe. Zij vertelde er over de"),
        (310, 726, "opvang in haar eigen straat en de wijk."),
        (310, 712, "Na een uur was iedereen weer naar huis."),
    ],
]
FOUND = {
    "Sofie Adelaar": [(1, 760, "So\ufb01e Adelaar")],
    "Lindeman": [(1, 760, "Linde-"), (1, 746, "man")],
    "Visser-de Boer": [(1, 746, "Visser-"), (1, 732, "de Boer")],
    "Okkerman": [(1, 732, "Okker\xad"), (1, 718, "man")],
    "\uff10\uff16\u201112345678": [(1, 718, "\uff10\uff16\u201112345678")],
    "René Adelaar": [(1, 690, "Rene\u0301 Adelaar")],
    "Jansen": [(1, 690, "J a n s e n")],
    "Verhagen": [(1, 676, "Ve\u200brhagen")],
    "B\u0430kker": [(1, 676, "B\u0430kker")],
    "Bram van Leeuwen": [(1, 640, "Bram"), (1, 626, "van Leeuwen")],
    "Groeneveld": [(1, 512, "Groene-"), (1, 540, "veld")],
    "Kees Ruiter": [(1, 512, "Kees Ruiter")],
    "Roos van Elburg": [(2, 712, "Roos van"), (2, 740, "Elburg")],
    "Fatima el Amrani": [(1, 440, "Fatima el"), (2, 790, "Amrani")],
}
"""What a hit says -> the parts that its boxes lie on: page, height of the line, and what is drawn there."""


def hard_pdf(path: Path) -> Path:
    """Two pages in a font with codes for signs that no keyboard has."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(hard_font(pdf))
    for lines in LINES:
        content = b"".join(shown(*line) for line in lines)
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[-1].obj
        page["/Resources"] = Dictionary(Font=Dictionary(F=font))
        page["/Contents"] = pdf.make_stream(content)
    pdf.save(path)
    return path


def hard_font(pdf: pikepdf.Pdf) -> Dictionary:
    """Helvetica with codes from 128 on for the characters of CODES."""
    letters = {code: chr(code) for code in range(32, 128)} | {code: char for char, (code, _, _) in CODES.items()}
    helvetica = pymupdf.Font("helv")
    widths = [round(1000 * helvetica.text_length(letters[code].translate(LIKE), 1)) for code in sorted(letters)]
    rows = "\n".join(f"<{code:02x}> <{ord(char):04x}>" for code, char in letters.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(letters)} beginbfchar\n{rows}\nendbfchar\n"
        "endcmap end end"
    )
    names = [Name("/" + glyph) for _, glyph, _ in CODES.values()]
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type1,
        BaseFont=Name.Helvetica,
        FirstChar=32,
        LastChar=31 + len(widths),
        Widths=Array(widths),
        Encoding=Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=Array([128, *names])),
        ToUnicode=pdf.make_stream(cmap.encode()),
    )


def shown(x: int, y: int, text: str) -> bytes:
    """The drawing of one line."""
    codes = bytes(CODES[char][0] if char in CODES else ord(char) for char in text)
    return b"BT /F %d Tf %d %d Td <%s> Tj ET\n" % (PROSE, x, y, codes.hex().encode())


def stretches(parts: Sequence[tuple[int, int, str]]) -> list[Box]:
    """Where parts of lines stand on the page, by the widths of the font; an accent stands on its letter."""
    font = pymupdf.Font("helv")
    found = []
    for page, y, part in parts:
        x, text = next((x, text) for x, line, text in LINES[page - 1] if line == y and part in text)
        begin = x + font.text_length(text[: text.index(part)].translate(LIKE), PROSE)
        end = begin + font.text_length(part.translate(LIKE), PROSE)
        found.append(Box(page, begin, 842 - y - 0.95 * PROSE, end, 842 - y + 0.3 * PROSE))
    return found


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return load_analyzer(load_rulebook())


@pytest.fixture(scope="module")
def hits(tmp_path_factory: pytest.TempPathFactory, analyzer: Analyzer) -> list[Hit]:
    path = hard_pdf(tmp_path_factory.mktemp("lezen") / "lastig.pdf")
    return find(extract(path), "d1", analyzer)


@pytest.mark.parametrize("text", FOUND, ids=range(len(FOUND)))
def test_a_name_is_found_however_it_is_written_and_its_boxes_lie_on_it(text: str, hits: list[Hit]) -> None:
    [hit] = [hit for hit in hits if hit.text == text]
    expected = stretches(FOUND[text])
    assert [box.page for box in hit.boxes] == [box.page for box in expected]
    for box, place in zip(hit.boxes, expected, strict=True):
        assert (box.x0, box.x1) == pytest.approx((place.x0, place.x1), abs=0.3)
        assert place.y0 - 0.5 <= box.y0 < box.y1 <= place.y1 + 0.5


def test_nothing_else_on_the_page_is_taken_for_a_person(hits: list[Hit]) -> None:
    assert {hit.text for hit in hits if hit.entity_type == "PERSON"} == {text for text in FOUND if text[-1].isalpha()}
