"""Boxes stand where they should on every kind of page, cover everything, and their labels can be read."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Name

from redact.burn import burn
from redact.burn.labelfont import encode, label_font
from redact.burn.paint import LARGEST, MARGIN, SMALLEST, compact, lettering, spellings
from redact.model import Box, Redaction
from redact.normalise import normalise
from tests.pdfmaker import DESCRIPTION, LABEL, LINES, engines, new_pdf, render, save

ROTATIONS = (0, 90, 180, 270)
AREAS: dict[str, dict[str, Any]] = {
    "plain": {},
    "shifted": {"MediaBox": Array([-40, 30, 555, 872])},
    "cropped": {"CropBox": Array([60, 100, 500, 760])},
    "crop beyond media": {"MediaBox": Array([0, 0, 595, 842]), "CropBox": Array([-50, 200, 700, 900])},
}
UNITS = (1.0, 2.0)


def burnt_box(tmp_path: Path, box: Box, content: bytes = b"", label: str = LABEL, **keys: Any) -> Path:
    source = save(new_pdf(content, **keys), tmp_path / "source.pdf")
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(source, clean)
    burn(clean, [Redaction("h0001", (box,), label, DESCRIPTION, "")], target)
    return target


def black_area(path: Path, scale: float) -> tuple[float, ...]:
    """Left, top, right, bottom of what is black on the rendered page, in points as shown."""
    picture = render(path, scale=scale).point(lambda v: 255 * (v < 128))
    found = picture.getbbox()
    assert found is not None
    return tuple(edge / scale for edge in found)


def on_screen(box: Box, size: tuple[float, float], rotation: int) -> tuple[float, float, float, float]:
    """Where a box of the unrotated page lies on the page as shown."""
    width, height = size
    if rotation == 90:
        return height - box.y1, box.x0, height - box.y0, box.x1
    if rotation == 180:
        return width - box.x1, height - box.y1, width - box.x0, height - box.y0
    if rotation == 270:
        return box.y0, width - box.x1, box.y1, width - box.x0
    return box.x0, box.y0, box.x1, box.y1


@pytest.mark.parametrize(("rotation", "area", "unit"), list(itertools.product(ROTATIONS, AREAS, UNITS)))
def test_a_box_is_painted_at_its_place(rotation: int, area: str, unit: float, tmp_path: Path) -> None:
    box = Box(1, 100, 120, 180, 134)
    path = burnt_box(tmp_path, box, Rotate=rotation, UserUnit=unit, **AREAS[area])
    with pypdfium2.PdfDocument(path) as document:
        shown = document[0].get_size()
    # pdfium ignores UserUnit: its points are user space units.
    plain = shown if rotation % 180 == 0 else shown[::-1]
    in_units = Box(1, box.x0 / unit, box.y0 / unit, box.x1 / unit, box.y1 / unit)
    expected = on_screen(in_units, plain, rotation)
    for found, wanted in zip(black_area(path, 4), expected, strict=True):
        assert found == pytest.approx(wanted, abs=0.6 / unit + 0.3)


@pytest.mark.parametrize(
    "mess",
    [
        b"q 2 0 0 2 50 50 cm",
        b"0.5 0 0 0.5 0 0 cm Q Q",
        b"BT /F1 12 Tf 3 Tr",
        b"q 10 10 100 100 re",
        b"0 0 20 20 re W n 1 0 0 rg 0.3 0 0 0.3 9 9 cm",
    ],
)
def test_nothing_on_the_page_shifts_clips_or_tints_a_box(mess: bytes, tmp_path: Path) -> None:
    path = burnt_box(tmp_path, Box(1, 100, 120, 180, 134), mess)
    for found, wanted in zip(black_area(path, 4), (100, 120, 180, 134), strict=True):
        assert found == pytest.approx(wanted, abs=0.9)


def test_a_box_is_opaque_over_a_transparent_page(tmp_path: Path) -> None:
    pdf = new_pdf()
    page: Any = pdf.pages[0].obj
    page["/Resources"]["/ExtGState"] = pikepdf.Dictionary(G=pikepdf.Dictionary(ca=0.1, CA=0.1, BM=Name.Screen))
    page["/Contents"] = pdf.make_stream(b"/G gs 1 0 0 rg 0 0 595 842 re f")
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(save(pdf, tmp_path / "source.pdf"), clean)
    burn(clean, [Redaction("h0001", (Box(1, 100, 120, 110, 134),), LABEL, DESCRIPTION, "")], target)
    picture = render(target, scale=4).crop((404, 484, 436, 532))
    assert max(picture.tobytes()) == 0


@pytest.mark.parametrize("rotation", ROTATIONS)
def test_a_label_is_level_for_the_reader(rotation: int, tmp_path: Path) -> None:
    """White on black, wider than high, centred in its box."""
    path = burnt_box(tmp_path, Box(1, 100, 120, 200, 190), Rotate=rotation)
    left, top, right, bottom = (round(4 * edge) for edge in black_area(path, 4))
    inside = render(path, scale=4).crop((left + 2, top + 2, right - 2, bottom - 2))
    white = inside.point(lambda v: 255 * (v > 128)).getbbox()
    assert white is not None
    assert white[2] - white[0] > 2.5 * (white[3] - white[1])
    assert (white[0] + white[2]) / 2 == pytest.approx(inside.width / 2, abs=3)
    assert (white[1] + white[3]) / 2 == pytest.approx(inside.height / 2, abs=3)


def test_a_label_reads_in_every_direction_by_another_engine(tmp_path: Path) -> None:
    for rotation in ROTATIONS:
        path = burnt_box(tmp_path, Box(1, 100, 120, 180, 134), Rotate=rotation)
        assert sorted("".join(engines(path)["pdfminer"].split())) == sorted(LABEL)


@given(
    label=st.sampled_from(["10.2.e", "5.1.2.e; 5.1.2.i", "11.1", "Wbni", "10.1.c en d"]),
    width=st.floats(1, 400),
    height=st.floats(1, 400),
    rotation=st.sampled_from(ROTATIONS),
)
def test_a_label_never_overflows_its_box(label: str, width: float, height: float, rotation: int) -> None:
    setting = lettering(spellings(label), width, height, rotation)
    if setting is None:
        return
    turned = (setting.angle - rotation) % 180 == 90
    long, across = (height, width) if turned else (width, height)
    assert SMALLEST <= setting.size <= LARGEST
    assert label_font().width(setting.text) * setting.size <= long - 2 * MARGIN + 1e-6
    assert setting.size <= across * 0.72 + 1e-6
    assert setting.text in {label, compact(label)}


def test_sizes_and_spellings() -> None:
    roomy, tight, tiny = (lettering(spellings("10.2.e"), width, 12, 0) for width in (80, 15.4, 10))
    assert roomy is not None and roomy.size == pytest.approx(8.64)
    assert (roomy.text, roomy.angle) == ("10.2.e", 0)
    assert tight is not None and tight.text == "10.2e"
    assert tiny is None


def test_a_tall_box_carries_its_label_along() -> None:
    upwards = lettering(spellings("10.2.e"), 12, 80, 0)
    with_the_text = lettering(spellings("10.2.e"), 12, 80, 90)
    manual = lettering(spellings("10.2.e"), 100, 300, 0)
    assert upwards is not None and upwards.angle == 90
    assert with_the_text is not None and with_the_text.angle == 0
    assert manual is not None and manual.angle == 0


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("10.2.e", "10.2e"),
        ("5.1.2.e; 5.1.2.i", "5.1.2e; 5.1.2i"),
        ("Wbni", "Wbni"),
        ("(10)(2e); (11)(1)", "10.2e; 11.1"),
        ("(5.1)(2e)", "5.1.2e"),
        ("(5.2)", "5.2"),
    ],
)
def test_compact_spelling(label: str, short: str) -> None:
    assert compact(label) == short


def test_labels_are_written_in_plain_letters() -> None:
    assert encode("reeds openbaar (é)") == b"reeds openbaar (e)"
    assert encode("10.2.e → x") == b"10.2.e ? x"


def test_each_box_says_what_it_is_to_a_screen_reader(tmp_path: Path) -> None:
    path = burnt_box(tmp_path, Box(1, 100, 120, 180, 134), LINES)
    with pikepdf.open(path) as pdf:
        (mark,) = spoken_marks(pdf)
    assert str(mark.operands[0]) == "/Span"
    assert str(mark.operands[1]["/ActualText"]) == DESCRIPTION


def spoken_marks(pdf: pikepdf.Pdf) -> list[Any]:
    """What opens the marked content of each box on the first page."""
    opened = [i for i in pikepdf.parse_content_stream(pdf.pages[0]) if str(i.operator) == "BDC"]
    return [mark for mark in opened if "/ActualText" in mark.operands[1]]


def test_a_description_with_accents_survives(tmp_path: Path) -> None:
    source = save(new_pdf(), tmp_path / "source.pdf")
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(source, clean)
    description = "gelakt: één – identiteit ①"
    burn(clean, [Redaction("h0001", (Box(1, 100, 120, 180, 134),), LABEL, description, "")], target)
    with pikepdf.open(target) as pdf:
        (mark,) = spoken_marks(pdf)
    assert str(mark.operands[1]["/ActualText"]) == description


def test_the_label_font_is_embedded_and_small(tmp_path: Path) -> None:
    path = burnt_box(tmp_path, Box(1, 100, 120, 180, 134))
    with pikepdf.open(path) as pdf:
        font = pdf.pages[0].obj["/Resources"]["/Font"]["/LakLabel"]
        assert len(font["/FontDescriptor"]["/FontFile2"].read_bytes()) < 40_000
        assert len(font["/Widths"]) == font["/LastChar"] - font["/FirstChar"] + 1


def test_a_small_box_stays_plain_black(tmp_path: Path) -> None:
    path = burnt_box(tmp_path, Box(1, 100, 120, 106, 126))
    assert LABEL not in engines(path)["pdfminer"]
    left, top, right, bottom = (round(4 * edge) for edge in black_area(path, 4))
    assert max(render(path, scale=4).crop((left + 1, top + 1, right - 1, bottom - 1)).tobytes()) == 0


@pytest.mark.parametrize("rotation", ROTATIONS)
def test_a_label_keeps_off_a_box_that_is_painted_over_its_own(rotation: int, tmp_path: Path) -> None:
    """Lines of large type close together: the letters' boxes overlap by nearly half."""
    upper, lower = Box(1, 100, 100, 220, 160), Box(1, 100, 131, 220, 191)
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    alone = letter_pixels(burnt_box(tmp_path, upper, Rotate=rotation), upper, rotation)
    normalise(save(new_pdf(b"", Rotate=rotation), tmp_path / "source.pdf"), clean)
    burn(clean, [Redaction(f"h{i}", (b,), LABEL, DESCRIPTION, "") for i, b in enumerate((upper, lower))], target)
    assert letter_pixels(target, Box(1, 100, 100, 220, 191), rotation) == pytest.approx(2 * alone, rel=0.05)


def letter_pixels(path: Path, box: Box, rotation: int) -> int:
    """Light pixels in a place, at 4 a point."""
    left, top, right, bottom = (round(4 * edge) for edge in on_screen(box, (595, 842), rotation))
    shown = render(path, scale=4).crop((left + 4, top + 4, right - 4, bottom - 4))
    return sum(shown.histogram()[128:])
