"""Text that runs aslant: one bar with one label along it, the letters beside it left alone, and proof of that."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.burn import burn
from redact.burn.aslant import Strip, chains, clear, strip
from redact.burn.labelfont import encode
from redact.burn.paint import LARGEST, SMALLEST
from redact.extract import extract
from redact.geometry import boxes_by_line, contains
from redact.model import Box, BurnSettings, Glyph, Redaction, Width
from redact.normalise import normalise
from redact.verify import Forbidden, as_read, check, proof
from tests.pdfmaker import DESCRIPTION, LABEL, SECRET, engines, new_pdf, save
from tests.test_boxes import SCALE, WIDTHS, Line, burnt, composite, is_there, many_pages, middles, pictures

ANGLES = (20, 45, 75, 105, 155, 200, 225, 290, 335)


def around(line: Line) -> bytes:
    """A line with the word and neighbours on all sides."""
    others = line.drawn("De heer ") + line.drawn("Hagelkruis gij", down=-16) + line.drawn("Lange jas", down=16)
    return others + line.drawn(f"{SECRET}, dus", along=WIDTHS["De heer "] * line.size)


def labels(path: Path, page: int = 0) -> list[tuple[float, list[float]]]:
    """Size and matrix of each label on a page."""
    found: list[tuple[float, list[float]]] = []
    size, matrix = 0.0, [0.0]
    with pikepdf.open(path) as pdf:
        for instruction in pikepdf.parse_content_stream(pdf.pages[page]):
            operator = str(instruction.operator)
            if operator == "Tf" and str(instruction.operands[0]) == "/LakLabel":
                size = float(instruction.operands[1]) * float(pdf.pages[page].obj.get("/UserUnit", 1))
            elif operator == "Tm":
                matrix = [float(value) for value in instruction.operands]
            elif operator == "Tj" and bytes(instruction.operands[0]) == encode(LABEL):
                found.append((size, matrix))
    return found


def way_of(pixels: Any) -> float:
    """The angle along which most of a cloud of pixels lies, in degrees from 0 to 180, rows downwards."""
    rows, columns = np.nonzero(pixels)
    spread = np.cov(np.array([columns, -rows], dtype=float))
    values, vectors = np.linalg.eigh(spread)
    x, y = vectors[:, int(values.argmax())]
    return math.degrees(math.atan2(y, x)) % 180


@pytest.mark.parametrize("angle", ANGLES)
def test_the_label_runs_along_the_text_and_the_right_way_up(angle: int, tmp_path: Path) -> None:
    line = Line(angle=angle)
    source = many_pages(around(line), tmp_path / "source.pdf", 3)
    target, report = burnt(source, label=LABEL)
    with pikepdf.open(source) as pdf:
        for number, (page, new) in enumerate(zip(pdf.pages, pictures(target), strict=True)):
            (found,) = labels(target, number)
            size, (a, b, *_) = found
            turn = int(page.obj.get("/Rotate", 0))
            seen = math.radians(math.degrees(math.atan2(b, a)) - turn)
            assert SMALLEST <= size <= LARGEST
            assert math.cos(seen) > -0.25, "the label stands on its head"
            assert abs(math.sin(math.radians(angle - turn) - seen)) < 0.01
            word = is_there(line, line.seen(*middles(page.obj, new.shape)), -1)
            unit = float(page.obj.get("/UserUnit", 1))
            white = word & (new > 110 if unit > 1 else new > 160)
            assert white.sum() > 20 / unit
            rows, columns = np.nonzero(white)
            middle_row, middle_column = (float(np.mean(each)) for each in np.nonzero(word))
            assert abs(rows.mean() - middle_row) < 4 * SCALE and abs(columns.mean() - middle_column) < 4 * SCALE
            apart = abs(way_of(white) - (angle - turn) % 180)
            assert min(apart, 180 - apart) < 15
    assert check(target, report.boxes, [Forbidden(SECRET, "h0001")]).clean
    assert not report.findings


@pytest.mark.parametrize("angle", [30, 45, 60, 225])
def test_the_letters_beside_a_bar_stay_and_no_engine_sees_seams_in_it(angle: int, tmp_path: Path) -> None:
    line = Line(angle=angle)
    source = save(new_pdf(around(line)), tmp_path / "source.pdf")
    target, _ = burnt(source)
    left = "".join(engines(target)["pdfium"].split())
    assert all(part in left for part in ("Deheer", ",dus", "Hagelkruisgij", "Langejas"))
    with pymupdf.open(target) as document:
        picture = document[0].get_pixmap(matrix=pymupdf.Matrix(SCALE, SCALE), colorspace=pymupdf.csGRAY)
    drawn = np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width)
    with pikepdf.open(source) as pdf:
        word = is_there(line, line.seen(*middles(pdf.pages[0].obj, drawn.shape)), -1)
    assert drawn[word].max() < 30


def found_hits(clean: Path, *words: tuple[str, str]) -> list[Redaction]:
    """The first place of each word on the first page, with its ground."""
    (page,) = extract(clean)
    found = []
    for number, (word, ground) in enumerate(words):
        start = page.text.index(word)
        shown = [page.offsets[at] for at in range(start, start + len(word)) if page.offsets[at] >= 0]
        boxes = boxes_by_line(page.glyphs[min(shown) : max(shown) + 1], 1)
        found.append(Redaction(f"h{number}", boxes, ground, f"gelakt op grond van {ground}", word))
    return found


def test_hits_upon_each_other_are_one_bar_with_both_grounds(tmp_path: Path) -> None:
    content = Line(x=100, y=400, angle=33).drawn("Aan Jan Zwanepoel, Laan 3, Delft en anderen")
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(save(new_pdf(content), tmp_path / "source.pdf"), clean)
    approved = found_hits(clean, ("Jan Zwanepoel", "10.2.e"), ("Zwanepoel, Laan 3, Delft", "10.2.g"), ("Aan", "11.1"))
    report = burn(clean, approved, target, BurnSettings(Width.EXACT))
    with pikepdf.open(target) as pdf:
        marks = [i for i in pikepdf.parse_content_stream(pdf.pages[0]) if str(i.operator) == "BDC"]
    spoken = [str(mark.operands[1]["/ActualText"]) for mark in marks if "/ActualText" in mark.operands[1]]
    assert sorted(spoken) == [
        "gelakt op grond van 10.2.e; gelakt op grond van 10.2.g",
        "gelakt op grond van 11.1",
    ]
    found = check(target, report.boxes, [Forbidden(hit.text, hit.hit_id) for hit in approved])
    assert found.clean
    assert "10.2.e;10.2.g" in "".join(engines(target)["pdfminer"].split())


def test_a_watermark_across_other_boxes(tmp_path: Path) -> None:
    lines = b"".join(Line(x=72, y=700 - 18 * n).drawn("Regel van Jansen over de zaak met anderen") for n in range(12))
    mark = b"0.7 g " + Line(x=80, y=500, angle=40, size=40).drawn("Kopie Zwanepoel") + b"0 g "
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(save(new_pdf(mark + lines), tmp_path / "source.pdf"), clean)
    (page,) = extract(clean)
    approved = found_hits(clean, (SECRET, "10.2.e; 10.2.g"))
    at = page.text.find("Jansen")
    while at >= 0:
        boxes = boxes_by_line([page.glyphs[page.offsets[i]] for i in range(at, at + 6)], 1)
        approved.append(Redaction(f"j{at}", boxes, LABEL, DESCRIPTION, "Jansen"))
        at = page.text.find("Jansen", at + 1)
    report = burn(clean, approved, target, BurnSettings(Width.EXACT))
    assert len(approved) == 13
    assert check(target, report.boxes, [Forbidden(hit.text, hit.hit_id) for hit in approved]).clean


def test_a_bar_counts_as_one_box(tmp_path: Path) -> None:
    target, report = burnt(save(new_pdf(around(Line(angle=30))), tmp_path / "source.pdf"), label=LABEL)
    assert len(report.boxes) > 20
    assert len(as_read(report.boxes)) == 1
    entry = proof([check(target, report.boxes, [])], "1", "1", "1")["files"][0]
    assert (entry["boxes"], entry["boxes_per_ground"]) == (1, {LABEL: 1})


@pytest.mark.parametrize(
    ("extra", "what"),
    [
        (b"1 g BT /F1 9 Tf 0.866 0.5 -0.5 0.866 %.2f %.2f Tm (Z) Tj ET", "under box"),
        (b"0 g BT /F1 2 Tf 1 0 0 1 %.2f %.2f Tm (w) Tj ET", "under box"),
        (b"1 g %.2f %.2f 1.5 1.5 re f", "not opaque"),
    ],
)
def test_what_is_left_in_a_bar_is_found(extra: bytes, what: str, tmp_path: Path) -> None:
    line = Line(angle=30)
    target, report = burnt(save(new_pdf(around(line)), tmp_path / "source.pdf"), label=LABEL)
    assert check(target, report.boxes, []).clean
    along = (WIDTHS["De heer "] + 0.5) * line.size
    x, y = line.x + along * math.cos(math.radians(30)), line.y + along * math.sin(math.radians(30))
    with pikepdf.open(target, allow_overwriting_input=True) as pdf:
        page = pdf.pages[0].obj
        page["/Resources"]["/Font"]["/F1"] = page["/Resources"]["/Font"]["/LakLabel"]
        page["/Contents"] = pdf.make_stream(page["/Contents"].read_bytes() + b"\n" + extra % (x, y))
        pdf.save(target)
    assert what in {leak.what for leak in check(target, report.boxes, []).leaks}


def test_labels_of_turned_and_downward_text_run_with_it(tmp_path: Path) -> None:
    """Upwards, downwards, level again for text on its head; a column is read downwards."""
    pdf = new_pdf(b"")
    font, codes = composite(pdf, "Identity-V")
    pdf.pages[0].obj["/Resources"]["/Font"]["/F2"] = font
    column = "".join(f"{codes[char]:04x}" for char in f"voor{SECRET}na")
    wanted = {90: (0, 1), 270: (0, -1), 180: (1, 0)}
    for angle, way in wanted.items():
        one = new_pdf(Line(angle=angle).drawn(f"De heer {SECRET} sprak"))
        source = save(one, tmp_path / f"{angle}.pdf")
        target, _ = burnt(source, label=LABEL)
        ((_, matrix),) = labels(target)
        assert tuple(round(value) for value in matrix[:2]) == way
    pdf.pages[0].obj["/Contents"] = pdf.make_stream(f"BT /F2 14 Tf 300 700 Td <{column}> Tj ET".encode())
    target, report = burnt(save(pdf, tmp_path / "column.pdf"), label=LABEL)
    ((_, matrix),) = labels(target)
    assert tuple(round(value) for value in matrix[:2]) == (0, -1)
    assert check(target, report.boxes, [Forbidden(SECRET, "h0001")]).clean


@given(st.floats(3, 87), st.booleans(), st.integers(3, 30), st.floats(2, 20), st.floats(4, 40))
def test_the_place_of_a_label_lies_in_the_slices(
    angle: float, falls: bool, count: int, advance: float, height: float
) -> None:
    slope = math.radians(-angle if falls else angle)
    c, s = math.cos(slope), math.sin(slope)
    wide, high = advance * abs(c) + height * abs(s), advance * abs(s) + height * abs(c)
    spots = [(400 + n * advance * c, 400 - n * advance * s) for n in range(count)]
    glyphs = [Glyph("x", x - wide / 2, y - high / 2, x + wide / 2, y + high / 2, 0) for x, y in spots]
    slices = boxes_by_line(glyphs, 1)
    assert [len(chain) for chain in chains(slices)] == [len(slices)]
    place = strip(slices, math.degrees(slope))
    assert place.size[0] > count * advance - 4 and place.size[1] > height - 4
    for along in np.linspace(*place.along, 9):
        for across in np.linspace(*place.across, 5):
            point = along * c + across * s, across * c - along * s
            assert any(contains(box, point) for box in slices)


def test_a_label_moves_along_its_line_to_where_no_box_crosses_it() -> None:
    place = Strip(45.0, (0.0, 200.0), (490.0, 510.0))
    x, y = place.middle
    assert clear(place, 40, 9, []).along == (80.0, 120.0)
    crossing = Box(1, x - 20, y - 6, x + 20, y + 6)
    moved = clear(place, 40, 9, [crossing])
    assert moved.size[0] == pytest.approx(40) and moved.across == place.across
    c = math.sqrt(0.5)
    corners = [(a, b) for a in (crossing.x0, crossing.x1) for b in (crossing.y0, crossing.y1)]
    ends = [a * c - b * c for a, b in corners]
    assert moved.along[0] >= max(ends) - 0.1 or moved.along[1] <= min(ends) + 0.1
    assert moved.along[0] >= 0 and moved.along[1] <= 200
    everywhere = Box(1, x - 300, y - 300, x + 300, y + 300)
    assert clear(place, 40, 9, [everywhere]).along == (80.0, 120.0)
    beside = Box(1, x + 30, y + 30, x + 60, y + 60)
    assert clear(place, 40, 9, [beside]).along == (80.0, 120.0)


def test_slices_of_two_lines_are_two_chains() -> None:
    rising = [Box(1, 10.0 + n, 50.0 - n, 11.0 + n, 60.0 - n) for n in range(5)]
    other = [Box(1, 110.0 + n, 50.0 - n, 111.0 + n, 60.0 - n) for n in range(4)]
    assert [len(chain) for chain in chains([*rising, *other, Box(1, 200, 50, 240, 62)])] == [5, 4, 1]
