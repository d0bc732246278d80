"""The width of gaps: on the grid wherever text may move, the same as before elsewhere, and what it tells of names."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pymupdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name

from redact.burn import BurnReport, burn
from redact.burn.regrid import GRID, grid_width
from redact.burn.retype import retype
from redact.burn.shown import read
from redact.burn.textlines import turned
from redact.burn.width import Font, common_surnames, surname_of
from redact.burn.wordlayer import Word, seated
from redact.executors import SerialExecutor
from redact.model import Box, BurnSettings, BurntBox, Redaction, Width
from redact.normalise import normalise
from redact.pipeline.run import run
from redact.pipeline.settings import Settings, Silence
from redact.resources import fonts
from redact.verify import check, proof
from redact.verify.report import Report
from tests.pdfmaker import LABEL, SECRET, new_pdf, pdfium_text, redactions, render, save

SIZE = 11
FACE = pymupdf.Font("helv")
BLACK = f"({LABEL})"


@dataclass(frozen=True)
class Char:
    """A visible character as pdfium places it, in user space."""

    text: str
    x0: float
    x1: float
    y: float


@dataclass
class Burnt:
    """A burnt page beside the normalised one."""

    before: list[Char]
    after: list[Char]
    report: BurnReport
    target: Path
    names: list[Redaction] = field(default_factory=list)

    def line(self, y: float, *, after: bool = True) -> list[Char]:
        """Characters on a baseline, from left to right."""
        chars = self.after if after else self.before
        return sorted((c for c in chars if abs(c.y - y) < 4), key=lambda c: c.x0)

    def text(self, y: float) -> str:
        return "".join(c.text for c in self.line(y))

    def stays(self, y: float) -> bool:
        """Whether all that is left of a line stands where it stood."""
        places = {(c.text, round(c.x0, 1)) for c in self.line(y, after=False)}
        return all((c.text, round(c.x0, 1)) in places for c in self.line(y))

    def box(self, at: int = 0) -> Box:
        return self.report.boxes[at].box


def placed(path: Path, page: int = 0) -> list[Char]:
    """Every character with ink but those of labels, by its origin and advance."""
    out = []
    with pypdfium2.PdfDocument(path) as document:
        text = document[page].get_textpage()
        for index in range(text.count_chars()):
            char = text.get_text_range(index, 1)
            if char.strip():
                left, bottom, right, _ = text.get_charbox(index, loose=True)
                out.append(Char(char, left, right, bottom))
    return out


def burnt(folder: Path, pdf: pikepdf.Pdf, words: Sequence[str] = (SECRET,), width: Width = Width.GRID) -> Burnt:
    clean, target = folder / "clean.pdf", folder / "out.pdf"
    normalise(save(pdf, folder / "source.pdf"), clean)
    names = [redaction for word in words for redaction in redactions(clean, word, label="")]
    report = burn(clean, names, target, BurnSettings(width))
    return Burnt(placed(clean), placed(target), report, target, names)


def text_page(*lines: str, size: float = SIZE, leading: float = 20, extra: bytes = b"") -> pikepdf.Pdf:
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    return new_pdf(extra + f" BT /F1 {size} Tf {leading} TL 72 700 Td {shown} ET".encode("cp1252"))


def gap(made: Burnt, before: str, after: str, y: float) -> float:
    """Distance between the end of one word and the start of another on a line, without the two word spaces."""
    line = made.line(y)
    text = "".join(c.text for c in line)
    end, start = line[text.index(before) + len(before) - 1].x1, line[text.rindex(after)].x0
    return start - end - 2 * float(FACE.text_length(" ", fontsize=SIZE))


def on_grid(value: float) -> bool:
    return abs(value - GRID * round(value / GRID)) < 0.02 and value > 1


LETTERS = st.text("abdeghiklmnoprstuvw", min_size=1, max_size=9)
SURNAMES = st.sampled_from(["Jansen", "de Vries", "Bakker", "Visser", "van den Berg", "Bos", "Zwanepoel", "Hoekstra"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(LETTERS, max_size=5), st.lists(LETTERS, min_size=1, max_size=5), SURNAMES, st.lists(LETTERS, max_size=8)
)
def test_a_line_keeps_its_words_and_loses_the_width(
    left: list[str], right: list[str], name: str, other: list[str]
) -> None:
    line = " ".join(["Xx", *left, name, *right, "Yy"])
    with TemporaryDirectory() as folder:
        made = burnt(Path(folder), text_page(line, " ".join(other) or "leeg", "Slot van de bladzijde."), [name])
        assert made.text(700) == "Xx" + "".join([*left, *right]) + "Yy"
        assert on_grid(gap(made, "Xx" + "".join(left), right[0] + "".join(right[1:]) + "Yy", 700))
        chars = made.line(700)
        assert all(b.x0 > a.x1 - 0.05 for a, b in pairwise(chars))
        for y in (680, 660):
            assert made.line(y) == made.line(y, after=False)
        box = made.box()
        assert not any(box.x0 < (c.x0 + c.x1) / 2 < box.x1 for c in chars)
        assert check(made.target, made.report.boxes, ()).clean


def running(name: str) -> pikepdf.Pdf:
    return text_page(f"De heer {name} sprak met ons.", f"Dag {name} ", f"{name} kwam.", name, "Meer niet.")


def tabled(name: str) -> pikepdf.Pdf:
    return new_pdf(
        ruled([("Naam", "Functie"), (f"{name} ", "jurist"), ("Jan", f"[(he)4(er {name} )]"), ("Piet", "klerk")])
    )


def hung(name: str) -> pikepdf.Pdf:
    return new_pdf(hanging([name, "Postbus 1234", "Den Haag"], 1.0))


@pytest.mark.parametrize("page", [running, tabled, hung])
def test_nothing_in_the_file_tells_the_old_width(page: Callable[[str], pikepdf.Pdf], tmp_path: Path) -> None:
    """Pages that differ in the name alone come out the same, to the last byte of the content."""
    contents = set()
    for name in ("Hoekstra", "Willems", "Brouwer"):
        folder = tmp_path / name
        folder.mkdir()
        assert grid_width(FACE.text_length(name, fontsize=SIZE)) == 48
        made = burnt(folder, page(name), [name])
        with pikepdf.open(made.target) as done:
            contents.add(done.pages[0].obj["/Contents"].read_bytes())
    assert len(contents) == 1


def test_steps_that_removal_leaves_behind_go() -> None:
    content = b"BT /F1 11 Tf 72 700 Td (De heer ) Tj [-4891.2] TJ ET BT [(x) -321.5] TJ ET BT [-77.5 (y)] TJ ET"
    pdf = new_pdf(content)
    instructions = pikepdf.parse_content_stream(pdf.pages[0])
    drawn = read(instructions, pdf.pages[0].obj["/Resources"], (1, 0, 0, -1, 0, 842))
    done = pikepdf.unparse_content_stream(retype(instructions, drawn) or [])
    assert b"-4891" not in done and b"-321" not in done
    assert b"[ -77.5 (y) ] TJ" in done


def test_two_boxes_on_one_line(tmp_path: Path) -> None:
    made = burnt(tmp_path, text_page("Aa Zwanepoel bb Visser cc", "Nog een regel."), [SECRET, "Visser"])
    assert made.text(700) == "Aabbcc"
    assert on_grid(gap(made, "Aa", "bb", 700)) and on_grid(gap(made, "bb", "cc", 700))
    first, second = made.box(0), made.box(1)
    assert first.x1 < second.x0


def test_a_box_at_either_end_of_a_line(tmp_path: Path) -> None:
    made = burnt(tmp_path, text_page("Zwanepoel sprak", "gezien door Zwanepoel", "en een gewone regel"))
    start, end = made.box(0), made.box(1)
    assert on_grid(made.line(700)[0].x0 - FACE.text_length(" ", fontsize=SIZE) - 72)
    assert on_grid(end.x1 - 0.6 - (made.line(680)[-1].x1 + FACE.text_length(" ", fontsize=SIZE)))
    assert start.x0 == pytest.approx(72 - 0.6, abs=0.1)


def test_a_hit_on_two_lines_gets_two_boxes_on_the_grid(tmp_path: Path) -> None:
    made = burnt(tmp_path, text_page("gisteren sprak Zwane-", "poel met ons", "en een gewone regel"))
    assert len(made.report.boxes) == 2
    assert on_grid(made.box(0).x1 - made.box(0).x0 - 1.2)
    assert on_grid(made.line(680)[0].x0 - FACE.text_length(" ", fontsize=SIZE) - 72)
    assert {box.surnames for box in made.report.boxes} == {None}


def test_a_justified_line_is_set_with_its_own_spaces(tmp_path: Path) -> None:
    pdf = new_pdf(
        b"BT /F1 11 Tf 20 TL 72 700 Td 3.17 Tw (Een regel met Zwanepoel en nog meer) Tj "
        b"1.31 Tw T* (Een tweede regel die langer is dan dat) Tj 0 Tw T* (slot) Tj ET"
    )
    made = burnt(tmp_path, pdf)
    line = made.line(700)
    spaces = [b.x0 - a.x1 for a, b in pairwise(line) if b.x0 - a.x1 > 1]
    assert on_grid(gap(made, "met", "en", 700))
    assert [round(s, 2) for s in spaces if s < 10] == [3.06] * 4
    assert made.line(680) == made.line(680, after=False)


@pytest.mark.parametrize(
    "show",
    [
        b"[(De heer V)70(an )-30(Zwane)20(poel )-10(spr)15(ak met T)110(om)] TJ",
        b"0.4 Tc (De heer Zwanepoel sprak met Tom) Tj 0 Tc",
        b"80 Tz (De heer Zwanepoel sprak met Tom) Tj 100 Tz",
        b"(De heer ) Tj (Zwane) Tj (poel) Tj ( sprak met Tom) Tj",
        b"(De) Tj 17.7 0 Td (heer) Tj 25.1 0 Td (Zwanepoel) Tj 58.1 0 Td (sprak) Tj 31.2 0 Td (met Tom) Tj",
        b"2 Tr 0.1 w (De heer Zwanepoel sprak met Tom) Tj 0 Tr",
        b"1 0 0 1 72 700 Tm (De heer Zwanepoel sprak) Tj 1 0 0 1 196 700 Tm (met Tom) Tj",
        b"/F1 9 Tf (De heer ) Tj /F1 11 Tf (Zwanepoel sprak) Tj 4 Ts /F1 6 Tf (1) Tj 0 Ts /F1 11 Tf ( met Tom) Tj",
    ],
    ids=["kerning", "letter spacing", "narrow", "pieces", "words placed", "outlined", "absolute", "sizes"],
)
def test_all_ways_to_set_a_line(show: bytes, tmp_path: Path) -> None:
    pdf = new_pdf(b"BT /F1 11 Tf 72 700 Td " + show + b" ET BT /F1 11 Tf 72 680 Td (Tweede regel) Tj ET")
    made = burnt(tmp_path, pdf)
    source = "".join(c.text for c in made.line(700, after=False))
    assert made.text(700) == source.replace(SECRET, "")
    line = made.line(700)
    widest = max(b.x0 - a.x1 for a, b in pairwise(line))
    natural = [
        round(widest - n * FACE.text_length(" ", fontsize=SIZE) * scale, 1) for n in (1, 2) for scale in (0.8, 1, 1.1)
    ]
    assert any(on_grid(n) or abs(n - GRID * round(n / GRID)) < 1.4 for n in natural)
    box = made.box()
    assert not any(box.x0 < (c.x0 + c.x1) / 2 < box.x1 for c in line)
    assert made.line(680) == made.line(680, after=False)


@pytest.mark.parametrize(
    "keys",
    [{}, {"Rotate": 90}, {"UserUnit": 2}, {"MediaBox": Array([-50, -60, 545, 782]), "Rotate": 270}],
    ids=["plain", "turned", "unit", "shifted"],
)
@pytest.mark.parametrize("matrix", ["1 0 0 1 72 700", "0 1 -1 0 300 100", "0 -1 1 0 300 700"])
def test_any_page_and_any_direction(keys: dict[str, Any], matrix: str, tmp_path: Path) -> None:
    pdf = new_pdf(
        f"BT /F1 11 Tf {matrix} Tm 20 TL (De heer Zwanepoel sprak.) Tj T* (Dit blijft.) Tj ET".encode(), **keys
    )
    made = burnt(tmp_path, pdf)
    box = made.box()
    unit = keys.get("UserUnit", 1)
    length = max(box.x1 - box.x0, box.y1 - box.y0) - 1.2
    assert on_grid(length)
    assert length >= FACE.text_length(SECRET, fontsize=SIZE) * unit - 0.1
    assert "sprak" in pdfium_text(made.target)
    assert check(made.target, made.report.boxes, ()).clean


def test_a_scaled_text_matrix_and_frame(tmp_path: Path) -> None:
    pdf = new_pdf(b"q .24 0 0 .24 0 0 cm BT /F1 1 Tf 45.83 0 0 45.83 300 2900 Tm (De heer Zwanepoel sprak.) Tj ET Q")
    made = burnt(tmp_path, pdf)
    assert on_grid(made.box().x1 - made.box().x0 - 1.2)
    assert made.text(696) == "Deheersprak."


def hanging(lines: Sequence[str], share: float) -> bytes:
    """Lines with their middle (0.5) or end (1.0) at 400 points."""
    return " ".join(
        f"BT /F1 11 Tf {400 - share * FACE.text_length(line, fontsize=SIZE):.3f} {700 - 20 * n} Td ({line}) Tj ET"
        for n, line in enumerate(lines)
    ).encode()


def ruled(rows: Sequence[tuple[str, str]]) -> bytes:
    out = []
    for at, (first, second) in enumerate(rows):
        y = 700 - 20 * at
        out.append(f"70 {y - 6} 120 20 re S 190 {y - 6} 200 20 re S BT /F1 11 Tf 74 {y} Td ({first}) Tj ET")
        shown = f"{second} TJ" if second.startswith("[") else f"({second}) Tj"
        out.append(f"BT /F1 11 Tf 194 {y} Td {shown} ET")
    return " ".join(out).encode()


def test_words_in_a_table_stay_and_a_box_grows_within_its_cell(tmp_path: Path) -> None:
    rows = [("Naam", "Functie"), ("Zwanepoel, mr.", "jurist"), ("Jansen", "de heer Zwanepoel"), ("Visser", "klerk")]
    made = burnt(tmp_path, new_pdf(ruled(rows)))
    kept = [c for c in made.before if c.y > 0]
    for char in made.after:
        assert any(c.text == char.text and abs(c.x0 - char.x0) < 0.01 and abs(c.y - char.y) < 0.01 for c in kept)
    exact, grown = made.box(0), made.box(1)
    assert exact.x1 - exact.x0 == pytest.approx(FACE.text_length(SECRET, fontsize=SIZE), abs=1.3)
    assert on_grid(grown.x1 - grown.x0 - 1.2)
    assert grown.x1 < 390


def test_a_box_never_grows_over_the_edge_of_its_cell(tmp_path: Path) -> None:
    rows = [("Naam", "Functie"), ("x" * 10 + " Zwanepoel", "jurist"), ("Jansen", "advies")]
    made = burnt(tmp_path, new_pdf(ruled(rows)))
    assert made.box().x1 < 190


def test_columns_without_rules_stay_in_line(tmp_path: Path) -> None:
    rows = [("Zwanepoel, griffier", "Den Haag"), ("Jansen, klerk", "Utrecht"), ("Bakker, bode", "Delft")]
    content = " ".join(
        f"BT /F1 11 Tf 72 {700 - 20 * n} Td ({a}) Tj ET BT /F1 11 Tf 250 {700 - 20 * n} Td ({b}) Tj ET"
        for n, (a, b) in enumerate(rows)
    )
    made = burnt(tmp_path, new_pdf(content.encode()))
    before = {(c.text, round(c.x0, 2)) for c in made.before}
    assert {(c.text, round(c.x0, 2)) for c in made.after} <= before


def test_a_line_that_ends_at_the_margin_stays(tmp_path: Path) -> None:
    made = burnt(tmp_path, new_pdf(hanging(["Aan de heer Zwanepoel te Leiden", "Postbus 12", "Den Haag"], 1.0)))
    line = made.line(700)
    assert line[-1].x1 == pytest.approx(400, abs=0.1)
    assert made.box().x1 - made.box().x0 == pytest.approx(FACE.text_length(SECRET, fontsize=SIZE), abs=1.3)
    assert made.report.boxes[0].surnames is not None and made.report.boxes[0].surnames < 20


@pytest.mark.parametrize("place", ["right", "centre"])
def test_a_lone_box_grows_from_where_its_line_hangs(place: str, tmp_path: Path) -> None:
    content = hanging([SECRET, "Postbus 1234", "Den Haag"], 1.0 if place == "right" else 0.5)
    made = burnt(tmp_path, new_pdf(content))
    box = made.box()
    assert on_grid(box.x1 - box.x0 - 1.2)
    assert (box.x1 - 0.6 if place == "right" else (box.x0 + box.x1) / 2) == pytest.approx(400, abs=0.1)


@pytest.mark.parametrize(
    "drawing",
    [b"160 698 60 0.7 re f", b"1 w 160 698 m 240 698 l S", b"1 1 0 rg 180 695 60 15 re f 0 g"],
    ids=["bar", "underline", "highlight"],
)
def test_words_stay_on_what_is_drawn_under_them(drawing: bytes, tmp_path: Path) -> None:
    made = burnt(tmp_path, text_page("De heer Zwanepoel sprak met", "Tweede regel", extra=drawing))
    assert made.stays(700)


def test_words_move_over_a_field_of_the_whole_line_and_beside_a_quotation_mark(tmp_path: Path) -> None:
    drawing = b"0.9 g 60 600 480 150 re f 0 g 1 w 64 600 m 64 750 l S"
    made = burnt(tmp_path, text_page("De heer Zwanepoel sprak met", "Tweede regel", extra=drawing))
    assert on_grid(gap(made, "heer", "sprakmet", 700))


def test_a_line_overruns_its_margin_by_less_than_a_step(tmp_path: Path) -> None:
    long = "Een heel lange regel waarin ook Zwanepoel voorkomt samen met Visser en nog Bakker erbij"
    made = burnt(tmp_path, text_page(long, long.replace("Zwanepoel", "iemand"), "kort"), [SECRET, "Visser", "Bakker"])
    edge = max(c.x1 for c in made.before)
    assert max(c.x1 for c in made.after) < edge + GRID
    assert made.text(700) == re.sub(r" |Zwanepoel|Visser|Bakker", "", long)


def test_text_out_of_a_form_stays(tmp_path: Path) -> None:
    pdf = new_pdf(b"/X1 Do")
    page = pdf.pages[0].obj
    form = pdf.make_stream(b"BT /F1 11 Tf 72 700 Td (De heer Zwanepoel sprak met) Tj ET")
    form["/Type"], form["/Subtype"], form["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    form["/Resources"] = Dictionary(Font=page["/Resources"]["/Font"])
    page["/Resources"]["/XObject"] = Dictionary(X1=form)
    made = burnt(tmp_path, pdf)
    assert made.stays(700)


def test_exact_leaves_every_place_as_it_was(tmp_path: Path) -> None:
    made = burnt(tmp_path, text_page("De heer Zwanepoel sprak", "Tweede regel"), width=Width.EXACT)
    assert {(c.text, round(c.x0, 2)) for c in made.after} <= {(c.text, round(c.x0, 2)) for c in made.before}


def test_an_embedded_font_moves_as_well(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_font("lib", fontfile=str(fonts() / "LiberationSans-Regular.ttf"))
    page.insert_text((72, 142), "Mevrouw Zwanepoel sprak op 3 mei", fontname="lib", fontsize=SIZE)
    page.insert_text((72, 162), "Tweede regel", fontname="lib", fontsize=SIZE)
    source, clean, target = (tmp_path / name for name in ("s.pdf", "clean.pdf", "out.pdf"))
    document.save(source)
    normalise(source, clean)
    report = burn(clean, redactions(clean, SECRET), target)
    assert on_grid(report.boxes[0].box.x1 - report.boxes[0].box.x0 - 1.2)
    assert "sprak op 3 mei" in pdfium_text(target)


def test_a_page_as_a_picture_keeps_its_words(tmp_path: Path) -> None:
    lines = ("De heer Zwanepoel sprak op 3 juni over één façade.", "De rest — alles — blijft leesbaar: €5.")
    made = burnt(tmp_path, text_page(*lines), width=Width.RASTER)
    assert pdfium_text(made.target).split() == f"{lines[0]} {lines[1]}".replace(" Zwanepoel", "").split()
    assert check(made.target, made.report.boxes, ()).clean
    with pikepdf.open(made.target) as pdf:
        resources = pdf.pages[0].obj["/Resources"]
        assert {str(x["/Subtype"]) for x in resources["/XObject"].values()} == {"/Image"}
        matrices = re.findall(rb"([\d.]+) [\d.]+ Tm", pdf.pages[0].obj["/Contents"].read_bytes())
    assert matrices
    assert on_grid(made.box().x1 - made.box().x0 - 1.2)
    picture = render(made.target, scale=2)
    box = made.box()
    assert picture.crop(
        (int(box.x0 * 2) + 2, int(box.y0 * 2) + 2, int(box.x1 * 2) - 2, int(box.y1 * 2) - 2)
    ).getextrema() == (0, 0)


def test_words_of_the_layer_keep_off_boxes_and_each_other() -> None:
    words = [
        Word("aan", 0, 70.3, 89.9, 10, 22),
        Word("de", 0, 91.0, 99.0, 10, 22),
        Word("heer", 0, 151.3, 170.0, 10, 22),
    ]
    placed_words = list(seated(words, [Box(1, 100, 9, 150.6, 23)]))
    assert [(w.x0, w.x1) for w in placed_words] == [(72, 88), (92, 99.5), (152, 168)]


def test_a_word_without_room_beside_the_boxes_is_left_out_of_the_word_layer() -> None:
    """Words that lie over each other push one another along, until one would come to lie in the next box."""
    words = [Word("onder", 0, 90.0, 104.0, 10, 22), Word("en", 0, 91.0, 99.0, 10, 22), Word("naast", 0, 60, 90, 40, 52)]
    boxes = [Box(1, 105, 9, 140, 23), Box(1, 96.5, 9, 103.5, 23)]
    assert [word.text for word in seated(words, boxes)] == ["onder", "naast"]


@given(
    words=st.lists(st.tuples(st.floats(0, 300), st.floats(0.1, 60), st.floats(0, 60), st.integers(0, 3)), max_size=12),
    boxes=st.lists(st.tuples(st.floats(0, 300), st.floats(0.1, 90), st.floats(0, 60)), max_size=6),
)
def test_no_word_of_a_word_layer_reaches_into_a_box(words: list[tuple[Any, ...]], boxes: list[tuple[Any, ...]]) -> None:
    """Wherever words and boxes lie."""
    black = [Box(1, x, y, x + wide, y + 12) for x, wide, y in boxes]
    for word in seated([Word("woord", turn, x, x + wide, y, y + 11) for x, wide, y, turn in words], black):
        for left, top, right, bottom in (turned(box, word.turn) for box in black):
            assert word.x1 <= left or right <= word.x0 or word.y1 <= top or bottom <= word.y0


def test_a_word_layer_needs_removal_that_worked(tmp_path: Path) -> None:
    """A page whose patterns may hold text becomes a picture without words."""
    pdf = text_page("De heer Zwanepoel sprak", "Tweede regel")
    page = pdf.pages[0].obj
    pattern = pdf.make_stream(b"BT /F1 9 Tf 0 0 Td (x) Tj ET")
    pattern["/Type"], pattern["/PatternType"], pattern["/PaintType"], pattern["/TilingType"] = Name.Pattern, 1, 1, 1
    pattern["/BBox"], pattern["/XStep"], pattern["/YStep"] = Array([0, 0, 9, 9]), 9, 9
    pattern["/Resources"] = Dictionary(Font=page["/Resources"]["/Font"])
    page["/Resources"]["/Pattern"] = Dictionary(P1=pattern)
    page["/Contents"].write(page["/Contents"].read_bytes() + b" /Pattern cs /P1 scn 300 300 50 50 re f")
    made = burnt(tmp_path, pdf)
    assert [finding.kind for finding in made.report.findings] == ["raster-page"]
    assert pdfium_text(made.target).strip() == ""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Jansen", ("", "Jansen", "")),
        ("mr. A.B. van der Berg", ("mr. A.B. ", "van der Berg", "")),
        ("De Vries,", ("", "De Vries", ",")),
        ("a.jansen@example.nl", None),
        ("06-12345678", None),
        ("beleidsmedewerker", None),
        ("Zwane-", None),
    ],
)
def test_the_surname_in_a_text(text: str, parts: tuple[str, str, str] | None) -> None:
    assert surname_of(text) == parts


def test_widths_of_names_are_those_of_the_font() -> None:
    known = {letter: FACE.text_length(letter, fontsize=1) for letter in "Jansen"}
    font = Font(known)
    assert font.width("de Vries") == pytest.approx(FACE.text_length("de Vries", fontsize=1), abs=1e-4)
    assert common_surnames(capital=False).size > 990


def test_names_left_readable_are_weighed_too(tmp_path: Path) -> None:
    clean, target = tmp_path / "clean.pdf", tmp_path / "out.pdf"
    normalise(save(text_page("De heer Zwanepoel sprak", "met Zwanepoel, Bos"), tmp_path / "s.pdf"), clean)
    names = ("Piet Zwanepoel", "Zwanepoel", "Bos", "J. Hoogendijk")
    report = burn(clean, redactions(clean, SECRET), target, BurnSettings(Width.EXACT, names=names))
    assert {box.readable for box in report.boxes} == {2}


def test_the_proof_names_narrow_boxes_without_their_text() -> None:
    boxes = [
        BurntBox(Box(1, 10, 10, 50, 20), "10.2.e", ("h1",), surnames=240, readable=4),
        BurntBox(Box(2, 10, 10, 50, 20), "10.2.e", ("h2",), surnames=None),
        BurntBox(Box(2, 10, 30, 50, 40), "10.2.e", ("h3",), surnames=3, readable=0),
    ]
    made = proof([Report("a.pdf", "0" * 64, 2, tuple(boxes), (), ())], "1", "m", "t")
    assert made["files"][0]["width"] == {
        "boxes_scored": 2,
        "surnames_least": 3,
        "surnames_median": 121.5,
        "below": 10,
        "narrow": [{"page": 2, "box": 2, "surnames": 3, "readable_names": 0}],
    }
    assert json.dumps(made)


def test_the_grid_hides_names_and_the_exact_width_does_not(tmp_path: Path) -> None:
    names = ["Jansen", "de Vries", "Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters", "Hendriks"]
    lines = [f"Gisteren sprak de heer {name} met ons." for name in names]
    pdf = text_page(*lines, "Tot zover het verslag van gisteren.")
    least = {}
    for width in (Width.EXACT, Width.GRID):
        folder = tmp_path / width
        folder.mkdir()
        scores = [box.surnames or 0 for box in burnt(folder, pdf, names, width).report.boxes]
        assert len(scores) == len(names)
        least[width] = (min(scores), statistics.median(scores))
    assert least[Width.EXACT][1] < 15
    assert least[Width.GRID][0] >= 10 and least[Width.GRID][1] > 100


def test_another_width_burns_anew_and_the_proof_tells_it(small_bundle: Path, tmp_path: Path) -> None:
    made: dict[Width, Any] = {}
    for width in (Width.EXACT, Width.GRID):
        asked = Settings(grounds="10.2.e", approve=0.0, reviewer="J. Tester", width=width)
        outcome = run(small_bundle, tmp_path / "case", asked, SerialExecutor(), Silence())
        made[width] = json.loads((tmp_path / "case" / "publication" / "proof.json").read_text())
        narrow = [box for entry in made[width]["files"] for box in entry["width"]["narrow"]]
        assert outcome.narrow == len(narrow)
        assert all(set(box) == {"page", "box", "surnames", "readable_names"} for box in narrow)
    exact, grid = ({entry["file"]: entry for entry in made[width]["files"]} for width in (Width.EXACT, Width.GRID))
    annexes = [name for name in exact if exact[name]["boxes"]]
    assert annexes
    for name in annexes:
        assert exact[name]["sha256"] != grid[name]["sha256"]
        assert exact[name]["width"]["surnames_median"] < grid[name]["width"]["surnames_median"]
