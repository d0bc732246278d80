"""Boxes on rendered pages: over the whole word and nothing else, at the place where the drawing's geometry has it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from redact.box_rules import STYLES
from redact.burn import BurnReport, burn
from redact.burn.paint import FRAME, LARGEST, SMALLEST, ink_on
from redact.burn.plan import PADDING, plan
from redact.extract import extract
from redact.geometry import boxes_by_line, is_slice
from redact.model import Box, BoxStyle, BurnSettings, Glyph, Redaction, Width
from redact.normalise import normalise
from redact.resources import fonts
from redact.verify import Forbidden, check
from tests.pdfmaker import DESCRIPTION, LABEL, SECRET, engines, new_pdf, save

SCALE = 2.0
EXACT = BurnSettings(Width.EXACT)
WIDTHS = {"De heer ": 3.835, SECRET: 4.891}
"""In Helvetica, ems (Adobe's metrics)."""
INK = (-0.21, 0.72)
"""From the foot of the p to the head of the Z, ems above the baseline."""
LINE = (-0.30, 0.95)
"""The most that a line of text takes, ems above the baseline."""
AREAS: tuple[dict[str, Any], ...] = (
    {},
    {"MediaBox": [-40, 30, 555, 872]},
    {"CropBox": [60, 100, 500, 760]},
    {"CropBox": [-50, 200, 700, 900]},
)
PAGES = [
    {**area, "Rotate": turn, "UserUnit": 1 + (number + turn // 90) % 2}
    for turn in (0, 90, 180, 270)
    for number, area in enumerate(AREAS)
]


@dataclass(frozen=True)
class Line:
    """Text drawn from a point of user space in a direction (degrees counterclockwise)."""

    x: float = 250
    y: float = 450
    angle: float = 0
    size: float = 12

    def drawn(self, text: str, down: float = 0, along: float = 0) -> bytes:
        """Operators that show a text, `down` points below the line and `along` points further on."""
        c, s = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        x, y = self.x + down * s + along * c, self.y - down * c + along * s
        return f"BT /F1 {self.size} Tf {c:.5f} {s:.5f} {-s:.5f} {c:.5f} {x:.4f} {y:.4f} Tm ({text}) Tj ET ".encode()

    def seen(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Points of user space as distances along the line and above it."""
        c, s = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        dx, dy = x - self.x, y - self.y
        return dx * c + dy * s, dy * c - dx * s


def middles(page: Any, shape: Sequence[int]) -> tuple[Any, Any]:
    """User space coordinates of the middle of every pixel of a page drawn at SCALE."""
    media, crop = ([float(v) for v in page.get(key, page["/MediaBox"])] for key in ("/MediaBox", "/CropBox"))
    left, top = max(media[0], crop[0]), min(media[3], crop[3])
    width, height = min(media[2], crop[2]) - left, top - max(media[1], crop[1])
    down = ((np.arange(shape[0], dtype=np.float32) + 0.5) / SCALE)[:, None]
    across = ((np.arange(shape[1], dtype=np.float32) + 0.5) / SCALE)[None, :]
    x, y = {
        0: (across, down),
        90: (down, height - across),
        180: (width - across, height - down),
        270: (width - down, across),
    }[int(page.get("/Rotate", 0))]
    return left + x, top - y


def pictures(path: Path) -> list[Any]:
    with pypdfium2.PdfDocument(path) as document:
        return [
            np.array(page.render(scale=SCALE, grayscale=True).to_numpy()).squeeze().astype(int) for page in document
        ]


def many_pages(content: bytes, path: Path, step: int = 1) -> Path:
    """The same content on pages of every kind, or on some of them."""
    pdf = new_pdf(content, **PAGES[0])
    for keys in PAGES[step::step]:
        single = new_pdf(content, **keys)
        pdf.pages.append(single.pages[0])
    return save(pdf, path)


def hits(clean: Path, word: str = SECRET, **fields: Any) -> list[Redaction]:
    """The places of a word as detection would give them."""
    found = []
    for page in extract(clean):
        start = page.text.find(word)
        assert start >= 0, page.number
        shown = [page.offsets[place] for place in range(start, start + len(word)) if page.offsets[place] >= 0]
        glyphs = page.glyphs[min(shown) : max(shown) + 1]
        values = {"label": "", "description": DESCRIPTION, "text": word, **fields}
        found.append(Redaction(f"h{page.number:04}", boxes_by_line(glyphs, page.number), **values))
    return found


def burnt(source: Path, style: BoxStyle | None = None, **fields: Any) -> tuple[Path, BurnReport]:
    clean, target = source.with_name("clean.pdf"), source.with_name("burnt.pdf")
    normalise(source, clean)
    return target, burn(clean, hits(clean, **fields), target, BurnSettings(Width.EXACT, style or BoxStyle()))


def is_there(line: Line, seen: tuple[Any, Any], around: float) -> Any:
    """Which points lie where the word's line box is, grown by `around`; where its ink is, if that is negative."""
    along, above = seen
    before, word = WIDTHS["De heer "] * line.size, WIDTHS[SECRET] * line.size
    low, high = LINE if around > 0 else INK
    inside = (along >= before - around) & (along <= before + word + around)
    return inside & (above >= low * line.size - around) & (above <= high * line.size + around)


@pytest.mark.parametrize("angle", [0, 90, 180, 270, 30, 155])
def test_a_box_covers_the_word_and_leaves_the_rest_on_every_kind_of_page(angle: float, tmp_path: Path) -> None:
    line = Line(angle=angle)
    others = line.drawn("De heer ") + line.drawn("Hagelkruis gij", down=-15.5) + line.drawn("Lange jas", down=15.5)
    others += line.drawn("sprak gisteren", along=(WIDTHS["De heer "] + WIDTHS[SECRET]) * 12 + 3.4)
    word = line.drawn(SECRET, along=WIDTHS["De heer "] * 12)
    step = 5 if angle % 90 else 1
    source = many_pages(others + word, tmp_path / "source.pdf", step)
    before = pictures(many_pages(others, tmp_path / "others.pdf", step))
    target, report = burnt(source)
    with pikepdf.open(source) as pdf:
        for page, old, new in zip(pdf.pages, before, pictures(target), strict=True):
            seen = line.seen(*middles(page.obj, new.shape))
            assert new[is_there(line, seen, -1 / SCALE)].max() < 30, "part of the word is not covered"
            outside = ~is_there(line, seen, PADDING + (2 if angle % 90 else 1) / SCALE)
            assert np.abs(new - old)[outside].max() < 60, "something beside the word changed"
    assert check(target, report.boxes, [Forbidden(SECRET, "h0001")]).clean
    assert not report.findings


def composite(pdf: pikepdf.Pdf, encoding: str) -> tuple[pikepdf.Object, dict[str, int]]:
    """Liberation Sans Bold with glyph numbers for codes, and the code of each letter."""
    path = fonts() / "LiberationSans-Bold.ttf"
    face, program = TTFont(path), pdf.make_stream(path.read_bytes())
    codes = {chr(code): face.getGlyphID(name) for code, name in face.getBestCmap().items() if 32 < code < 127}
    widths = Array()
    for char, code in codes.items():
        widths.extend([code, Array([round(face["hmtx"][face.getBestCmap()[ord(char)]][0] / 2.048)])])
    shared: dict[str, Any] = {
        "FontName": Name("/ABCDEF+Test"),
        "ItalicAngle": 0,
        "Ascent": 905,
        "Descent": -212,
        "CapHeight": 729,
    }
    descriptor = Dictionary(Type=Name.FontDescriptor, Flags=4, StemV=100, FontFile2=program)
    for key, value in shared.items():
        descriptor[f"/{key}"] = value
    descriptor["/FontBBox"] = Array([-500, -300, 1200, 1000])
    system = Dictionary(Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0)
    cid = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/ABCDEF+Test"), CIDSystemInfo=system)
    cid["/FontDescriptor"], cid["/W"], cid["/CIDToGIDMap"] = pdf.make_indirect(descriptor), widths, Name.Identity
    lines = "\n".join(f"<{code:04x}> <{ord(char):04x}>" for char, code in codes.items())
    unicode = pdf.make_stream(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange "
        f"<0000> <ffff> endcodespacerange {len(codes)} beginbfchar\n{lines}\nendbfchar endcmap end end".encode()
    )
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+Test"), Encoding=Name(f"/{encoding}"))
    font["/DescendantFonts"], font["/ToUnicode"] = Array([pdf.make_indirect(cid)]), unicode
    return pdf.make_indirect(font), codes


@pytest.mark.parametrize("turn", [0, 90])
def test_text_that_is_set_downwards_is_covered_where_it_is_drawn(turn: int, tmp_path: Path) -> None:
    """Each letter has a cell of one em; its column stands around x, its first cell begins at y."""
    x, y, em = 300.0, 700.0, 14.0
    pdf = new_pdf(b"", Rotate=turn)
    font, codes = composite(pdf, "Identity-V")
    pdf.pages[0].obj["/Resources"]["/Font"]["/F2"] = font

    def column(text: str, at: float) -> bytes:
        shown = "".join(f"{codes[char]:04x}" for char in text)
        return f"BT /F2 {em} Tf {at} {y} Td <{shown}> Tj ET ".encode()

    pdf.pages[0].obj["/Contents"] = pdf.make_stream(column(f"voor{SECRET}", x) + column("naastelkaarstaan", x + 22))
    target, report = burnt(save(pdf, tmp_path / "source.pdf"))
    (new,), (old,) = pictures(target), pictures(tmp_path / "source.pdf")
    across, up = middles(pdf.pages[0].obj, new.shape)
    top, bottom = y - 4 * em, y - 13 * em
    word = (np.abs(across - x) < 0.36 * em) & (up < top - 0.12 * em) & (up > bottom + 0.12 * em)
    assert new[word].max() < 30
    outside = (np.abs(across - x) > 1.05 * em) | (up > top + 1) | (up < bottom - 1)
    assert not report.findings
    assert np.abs(new - old)[outside].max() < 60
    assert check(target, report.boxes, [Forbidden(SECRET, "h0001")]).clean


@pytest.mark.parametrize("leading", [9.0, 10.0, 12.0])
def test_tight_lines_lose_nothing_to_a_box_between_them(leading: float, tmp_path: Path) -> None:
    """Also where a box takes the whole height of its line: g above and h below come within a point of the word."""
    line = Line(size=10)
    others = line.drawn("gjpqy gjpqy gjpqy", down=-leading) + line.drawn("hkldt HKLDT hkldt", down=leading)
    before = pictures(save(new_pdf(others), tmp_path / "others.pdf"))[0]
    word = line.drawn(SECRET, along=WIDTHS["De heer "] * 10)
    target, report = burnt(save(new_pdf(line.drawn("De heer ") + others + word), tmp_path / "source.pdf"))
    after, (box,) = pictures(target)[0], report.boxes
    assert box.box.y1 - box.box.y0 > 0.9 * (INK[1] - INK[0]) * 10
    top, bottom = (842 - line.y - above * 10 for above in (INK[1], INK[0]))
    if leading > 9:
        assert box.box.y0 <= top + 0.35 and box.box.y1 >= bottom - 0.35, "the word's own ink is covered"
    rows = np.arange(before.shape[0]) / SCALE
    strangers = (before < 100) & ((rows < box.box.y0 - 0.4) | (rows > box.box.y1 + 0.4))[:, None]
    lost = (before < 100).sum() - strangers.sum()
    assert lost <= (before < 100).sum() * (0.05 if leading > 9 else 0.12)
    assert np.abs(after - before)[strangers].max() < 60


@pytest.mark.parametrize(
    ("shown", "word"),
    [
        (b"(De heer \xc9ric\xc7on sprak) Tj", "\xc9ric\xc7on"),
        (b"[(De heer Z) 20 (wan) -30 (epoel sprak)] TJ", SECRET),
        (b"(De heer Zwanepoe) Tj 4 Ts 7 0 Td (l) Tj", None),
    ],
)
def test_accents_kerning_and_raised_letters_are_covered(shown: bytes, word: str | None, tmp_path: Path) -> None:
    word = word or "Zwanepoe"
    source = save(new_pdf(b"BT /F1 14 Tf 100 500 Td " + shown + b" ET"), tmp_path / "source.pdf")
    before = pictures(source)[0]
    target, report = burnt(source, word=word)
    (box,) = (burnt.box for burnt in report.boxes)
    left, top, right, bottom = (round(v * SCALE) for v in (box.x0, box.y0, box.x1, box.y1))
    ink = np.argwhere(before[:, left:right] < 128)
    assert ink[:, 0].min() >= top and ink[:, 0].max() <= bottom
    assert pictures(target)[0][top + 2 : bottom - 2, left + 2 : right - 2].max() < 30


def test_the_hyphen_at_a_line_end_goes_too(tmp_path: Path) -> None:
    content = (
        b"BT /F1 12 Tf 14 TL 72 700 Td (Gisteren kwam de heer Zwane-) Tj T* (poel langs bij ons op kantoor.) Tj ET"
    )
    target, report = burnt(save(new_pdf(content), tmp_path / "source.pdf"), label=LABEL)
    assert len(report.boxes) == 2
    assert "-" not in engines(target)["pdfminer"]
    assert check(target, report.boxes, [Forbidden(SECRET, "h0001")]).clean


def test_only_the_widest_part_of_a_hit_carries_the_label_and_all_parts_speak(tmp_path: Path) -> None:
    boxes = (Box(1, 300, 100, 380, 112), Box(1, 72, 114, 500, 126), Box(1, 72, 128, 120, 140))
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(save(new_pdf(b""), tmp_path / "source.pdf"), clean)
    report = burn(clean, [Redaction("h0001", boxes, "10.2.e; 10.2.g", DESCRIPTION, "")], target, EXACT)
    assert engines(target)["pdfminer"].split() == ["10.2.e;", "10.2.g"]
    with pikepdf.open(target) as pdf:
        marks = [i for i in pikepdf.parse_content_stream(pdf.pages[0]) if str(i.operator) == "BDC"]
        sizes = [float(i.operands[1]) for i in pikepdf.parse_content_stream(pdf.pages[0]) if str(i.operator) == "Tf"]
    assert [str(mark.operands[1]["/ActualText"]) for mark in marks] == [DESCRIPTION] * 3
    assert len(sizes) == 1 and SMALLEST <= sizes[0] <= LARGEST
    assert check(target, report.boxes, []).clean


def test_each_page_of_a_hit_carries_the_label(tmp_path: Path) -> None:
    pdf = new_pdf(b"")
    pdf.pages.append(pdf.pages[0])
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(save(pdf, tmp_path / "source.pdf"), clean)
    boxes = (Box(1, 72, 700, 500, 712), Box(2, 72, 100, 200, 112))
    burn(clean, [Redaction("h0001", boxes, LABEL, DESCRIPTION, "")], target, EXACT)
    assert engines(target)["pdfminer"].split() == [LABEL, LABEL]


@pytest.mark.parametrize("style", STYLES, ids=str)
@pytest.mark.parametrize("turn", [0, 90])
def test_every_style_is_opaque_and_legible(style: str, turn: int, tmp_path: Path) -> None:
    content = b"0.5 g 60 440 400 40 re f 0 g BT /F1 14 Tf 100 450 Td (De heer Zwanepoel sprak) Tj ET"
    source = save(new_pdf(content, Rotate=turn), tmp_path / "source.pdf")
    target, report = burnt(source, STYLES[style], label=LABEL)
    (box,), look = report.boxes, STYLES[style]
    assert box.fill == look.fill
    assert check(target, report.boxes, [Forbidden(SECRET, "h0001")]).clean
    (picture,) = pictures(target)
    with pikepdf.open(source) as pdf:
        across, up = middles(pdf.pages[0].obj, picture.shape)
    x, y = across - box.box.x0, 842 - up - box.box.y0
    wide, high = box.box.x1 - box.box.x0, box.box.y1 - box.box.y0
    edge = np.minimum(np.minimum(x, wide - x), np.minimum(y, high - y))
    fill, letters = round(255 * look.fill), 255 * ink_on(look.fill)
    assert set(np.unique(picture[(edge > FRAME + 0.5) & (edge < 2)])) <= {fill, fill - 1, fill + 1}
    assert np.abs(picture[edge > 2] - letters).min() == 0, "the label"
    if look.frame:
        assert np.median(picture[(edge > 0) & (edge < 0.55)]) < 100
        assert np.median(picture[(edge > -1.1) & (edge < -0.5)]) == 128, "the frame stays inside"


@given(st.floats(0, 1))
def test_letters_stand_out_on_any_grey(fill: float) -> None:
    def light(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    high, low = sorted((light(fill) + 0.05, light(float(ink_on(fill))) + 0.05), reverse=True)
    assert high / low >= 4.5


def test_boxes_of_lines_that_overlap_stay_clean_in_a_frame(tmp_path: Path) -> None:
    boxes = (Box(1, 72, 100, 300, 115), Box(1, 72, 113, 250, 128))
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(save(new_pdf(b""), tmp_path / "source.pdf"), clean)
    settings = BurnSettings(Width.EXACT, STYLES["wit met kader"])
    report = burn(clean, [Redaction("h0001", boxes, LABEL, DESCRIPTION, "")], target, settings)
    assert check(target, report.boxes, []).clean


@pytest.mark.parametrize(
    ("width", "shown"), [(80, "10.2.e [p12]"), (32, "10.2.e [p12]"), (27, "10.2.e"), (15.4, "10.2e"), (9, "")]
)
def test_a_person_has_a_number_where_it_fits(width: float, shown: str, tmp_path: Path) -> None:
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(save(new_pdf(b""), tmp_path / "source.pdf"), clean)
    box = Box(1, 100, 100, 100 + width - 2 * PADDING, 112)
    report = burn(clean, [Redaction("h0001", (box,), LABEL, DESCRIPTION, "", "p12")], target, EXACT)
    assert engines(target)["pdfminer"].strip() == shown
    assert (report.boxes[0].label, report.boxes[0].person) == (LABEL, "p12")
    assert report.boxes[0].description == f"{DESCRIPTION} (persoon 12)"
    assert check(target, report.boxes, []).clean


def test_persons_share_a_box_only_where_they_overlap() -> None:
    def of(hit_id: str, x0: float, x1: float, person: str) -> Redaction:
        return Redaction(hit_id, (Box(1, x0, 10, x1, 22),), LABEL, DESCRIPTION, "", person)

    apart = plan([of("a", 10, 40, "p1"), of("b", 40.4, 80, "p2")], {})
    assert [(p.person, p.hit_ids) for p in apart] == [("p1", ("a",)), ("p2", ("b",))]
    (shared,) = plan([of("a", 10, 40, "p3"), of("b", 30, 80, "p7")], {})
    assert (shared.person, shared.label) == ("p3, p7", LABEL)
    assert shared.spoken == f"{DESCRIPTION} (personen 3, 7)"
    (same,) = plan([of("a", 10, 40, "p1"), of("b", 40.4, 80, "p1")], {})
    assert same.person == "p1"


def test_lines_that_run_up_the_page_are_joined_along_and_never_across(tmp_path: Path) -> None:
    line = Line(angle=90)
    content = line.drawn("Anna Zwanepoel") + line.drawn("Anna Zwanepoel", down=13)
    clean = tmp_path / "clean.pdf"
    normalise(save(new_pdf(content), tmp_path / "source.pdf"), clean)
    first, second = hits(clean, "Anna Zwanepoel"), hits(clean, "Zwanepoel\nAnna")
    words = [*hits(clean, "Anna "), *hits(clean, SECRET)]
    assert len(first) == 1 and len(second) == 1
    target = tmp_path / "burnt.pdf"
    assert len(burn(clean, first, target, EXACT).boxes) == 1
    assert len(burn(clean, second, target, EXACT).boxes) == 2
    assert len(burn(clean, [replace(w, hit_id=f"h{n}") for n, w in enumerate(words)], target, EXACT).boxes) <= 2


def test_a_label_that_is_an_approved_text_is_no_leak_and_one_more_is(tmp_path: Path) -> None:
    content = b"BT /F1 12 Tf 72 700 Td (De heer Wbni sprak met p12 over de zaak.) Tj 0 -50 Td (En Wbni ook.) Tj ET"
    source = save(new_pdf(content), tmp_path / "source.pdf")
    title = "gelakt: Wet beveiliging netwerk- en informatiesystemen"
    target, report = burnt(source, word="Wbni", label="Wbni", description=title, person="p12")
    texts = [Forbidden("Wbni", "h0001", kept=1), Forbidden("Wet beveiliging netwerk- en informatiesystemen", "h0002")]
    assert check(target, report.boxes, [*texts, Forbidden("p12", "h0003", kept=1)]).clean
    leaks = check(target, report.boxes, [replace(texts[0], kept=0), Forbidden("p12", "h0003")]).leaks
    assert {leak.hit_id for leak in leaks} == {"h0001", "h0003"}


@pytest.mark.parametrize("grey", ["0.5 g", "/G gs 0 g"])
def test_a_box_of_another_grey_or_one_that_shows_through_is_a_leak(grey: str, tmp_path: Path) -> None:
    source = save(new_pdf(Line().drawn("De heer ") + Line().drawn(SECRET, along=46.02)), tmp_path / "source.pdf")
    target, report = burnt(source)
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        page: Any = pdf.pages[0].obj
        page["/Resources"]["/ExtGState"] = Dictionary(G=Dictionary(ca=0.8))
        content = page["/Contents"].read_bytes()
        assert content.count(b"0.000 g") == 1
        page["/Contents"] = pdf.make_stream(content.replace(b"0.000 g", grey.encode()))
        pdf.save(target)
    assert "not opaque" in {leak.what for leak in check(target, report.boxes, []).leaks}


def test_slices_follow_a_slope_and_level_text_has_none() -> None:
    def line(slope: float, count: int = 8) -> tuple[Box, ...]:
        c, s = math.cos(slope), math.sin(slope)
        wide, high = 6 * c + 15 * s, 6 * s + 15 * c
        at = [(100 + 6 * n * c, 300 - 6 * n * s) for n in range(count)]
        return boxes_by_line([Glyph("a", x - wide / 2, y - high / 2, x + wide / 2, y + high / 2, 0) for x, y in at], 1)

    assert len(line(0)) == len(line(0.01)) == len(line(0.5, 2)) == 1
    for slope in (0.05, 0.5, math.pi / 4, 1.2, 1.5):
        slices = line(slope)
        assert all(map(is_slice, slices)) and len(slices) > 10
        area = sum((b.x1 - b.x0) * (b.y1 - b.y0) for b in slices)
        assert 48 * 15 <= area < 48 * 15 * 1.12
