from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pymupdf
import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from redact.errors import InputError, StorageError
from redact.geometry import frame, overlaps, to_user_space
from redact.model import Box, BurntBox
from redact.publish import annexes
from redact.publish.annexes import AnnexHeading, AnnexPart, PlacedPart, assemble
from redact.publish.font import stamp_font
from redact.publish.place import Sight, free_place
from redact.publish.view import View, view_of

HEADING = AnnexHeading("Bijlage 3A", "NCSC")
ROTATIONS = (0, 90, 180, 270)


def text_pdf(path: Path, pages: int = 1, size: tuple[float, float] = (595, 842), lines: int = 40) -> Path:
    """A document with a heading at the top left and lines of text."""
    with pymupdf.open() as document:
        for number in range(pages):
            page = document.new_page(width=size[0], height=size[1])
            for line in range(lines):
                page.insert_text((50, 60 + 14 * line), f"Regel {line} van bladzijde {number + 1}", fontsize=10)
        document.save(path)
    return path


def drawn_pdf(path: Path, content: bytes, size: tuple[float, float] = (595, 842), **page: Any) -> Path:
    """A page with only this content."""
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=size)
        for key, value in page.items():
            pdf.pages[0].obj[f"/{key}"] = value
        pdf.pages[0].obj.Contents = pdf.make_stream(content)
        pdf.save(path)
    return path


def seen(pdf: Path, number: int, scale: float = 2.0) -> Any:
    """A page as pdfium shows it, RGB."""
    with pdfium.PdfDocument(pdf) as document:
        return document[number - 1].render(scale=scale).to_numpy()[:, :, 2::-1].copy()


def text_of(pdf: Path, number: int) -> str:
    with pdfium.PdfDocument(pdf) as document:
        return str(document[number - 1].get_textpage().get_text_bounded())


def stamp_pixels(image: Any) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the stamp (its red), as parts of the page's size."""
    red = (image[:, :, 0] > 120) & (image[:, :, 1] < 90) & (image[:, :, 2] < 90)
    rows, columns = np.nonzero(red)
    assert rows.size
    high, wide = red.shape
    return columns.min() / wide, rows.min() / high, (columns.max() + 1) / wide, (rows.max() + 1) / high


def one(tmp_path: Path, source: Path, boxes: tuple[Box, ...] = (), code: str = "AC") -> tuple[Path, PlacedPart]:
    burnt = tuple(BurntBox(box, "10.2.e", ("h0001",)) for box in boxes)
    target = tmp_path / "bijlage-3A.pdf"
    (placed,) = assemble([AnnexPart(code, "Memo", source, burnt)], target, HEADING)
    return target, placed


def test_documents_stand_one_after_the_other(tmp_path: Path) -> None:
    parts = [
        AnnexPart(code, f"Memo {code}", text_pdf(tmp_path / f"{code}.pdf", pages))
        for code, pages in [("AA", 2), ("AC", 1), ("DAA", 3)]
    ]
    placed = assemble(parts, tmp_path / "3A.pdf", HEADING)
    assert [(part.code, part.first_page, part.pages) for part in placed] == [("AA", 1, 2), ("AC", 3, 1), ("DAA", 4, 3)]
    for part in placed:
        assert "Regel 0 van bladzijde 1" in text_of(tmp_path / "3A.pdf", part.first_page)
        assert part.code in text_of(tmp_path / "3A.pdf", part.first_page).split()


def test_only_the_first_page_is_stamped(tmp_path: Path) -> None:
    target, _ = one(tmp_path, text_pdf(tmp_path / "a.pdf", 2))
    assert "AC" in text_of(target, 1).split()
    assert "AC" not in text_of(target, 2).split()


def test_boxes_move_with_their_pages(tmp_path: Path) -> None:
    boxes = (Box(1, 50, 50, 90, 62), Box(2, 10, 20, 30, 40))
    burnt = tuple(BurntBox(box, "10.2.e", (f"h{box.page}",)) for box in boxes)
    parts = [
        AnnexPart("AA", "", text_pdf(tmp_path / "a.pdf", 3)),
        AnnexPart("AB", "", text_pdf(tmp_path / "b.pdf", 2), burnt),
    ]
    _, placed = assemble(parts, tmp_path / "3A.pdf", HEADING)
    assert [each.box for each in placed.boxes] == [Box(4, 50, 50, 90, 62), Box(5, 10, 20, 30, 40)]
    assert [each.hit_ids for each in placed.boxes] == [("h1",), ("h2",)]
    assert {each.label for each in placed.boxes} == {"10.2.e"}


def test_bookmarks_and_page_labels(tmp_path: Path) -> None:
    parts = [
        AnnexPart("AA", "Memo  over\n[10.2.e] (concept) é \u202e", text_pdf(tmp_path / "a.pdf", 2)),
        AnnexPart("AB", "", text_pdf(tmp_path / "b.pdf")),
    ]
    assemble(parts, tmp_path / "3A.pdf", HEADING)
    with pdfium.PdfDocument(tmp_path / "3A.pdf") as document:
        toc = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
        assert toc == [("AA - Memo over [10.2.e] (concept) é", 0), ("AB", 2)]
        assert [document.get_page_label(page) for page in range(3)] == ["AA-1", "AA-2", "AB-1"]


def test_what_the_annex_says_of_itself(tmp_path: Path) -> None:
    target, _ = one(tmp_path, text_pdf(tmp_path / "a.pdf"))
    title = "Bijlage 3A - Openbaar gemaakte documenten NCSC"
    with pikepdf.Pdf.open(target) as pdf:
        assert dict(pdf.docinfo.items()) == {"/Title": String(title), "/Producer": String("redact")}
        with pdf.open_metadata() as xmp:
            assert (xmp["dc:title"], xmp["pdf:Producer"], xmp["dc:language"]) == (title, "redact", {"nl-NL"})
        root = pdf.Root
        assert set(root.keys()) == {
            "/Type", "/Pages", "/Lang", "/ViewerPreferences", "/PageMode", "/Metadata", "/Outlines", "/PageLabels",
            "/StructTreeRoot", "/MarkInfo", "/OutputIntents",
        }  # fmt: skip
        assert str(root.Lang) == "nl-NL"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert pdf.trailer.ID[0] is not None
    for name in (b"pikepdf", b"qpdf", b"MuPDF", b"mupdf"):
        assert name not in target.read_bytes()


def test_a_title_with_markup_stays_text(tmp_path: Path) -> None:
    heading = AnnexHeading("Bijlage 3B", "AIVD & <b>NCTV</b> {0}")
    assemble([AnnexPart("AA", "", text_pdf(tmp_path / "a.pdf"))], tmp_path / "3B.pdf", heading)
    with pikepdf.Pdf.open(tmp_path / "3B.pdf") as pdf, pdf.open_metadata() as xmp:
        assert xmp["dc:title"] == "Bijlage 3B - Openbaar gemaakte documenten AIVD & <b>NCTV</b> {0}"


def test_ids_are_fresh(tmp_path: Path) -> None:
    source = text_pdf(tmp_path / "a.pdf")
    ids = []
    for name in ("x.pdf", "y.pdf"):
        assemble([AnnexPart("AA", "", source)], tmp_path / name, HEADING)
        with pikepdf.Pdf.open(tmp_path / name) as pdf, pikepdf.Pdf.open(source) as before:
            ids.append(bytes(pdf.trailer.ID[0]))
            assert bytes(pdf.trailer.ID[0]) != bytes(before.trailer.ID[0])
    assert ids[0] != ids[1]


def loaded_with_secrets(path: Path) -> Path:
    """A document whose every corner outside its pages' content says GEHEIM."""
    with pikepdf.Pdf.open(text_pdf(path.with_suffix(".plain.pdf"), 2)) as pdf:
        secret = String("GEHEIM")
        script = Dictionary(S=Name.JavaScript, JS=secret)
        pdf.Root.OpenAction = script
        pdf.Root.PieceInfo = Dictionary(App=Dictionary(LastModified=secret))
        pdf.Root.Lang = secret
        pdf.Root.Collection = Dictionary(D=secret)
        pdf.docinfo[Name.Author] = secret
        pdf.attachments["GEHEIM.txt"] = b"GEHEIM"
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("GEHEIM", 0))
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = ["GEHEIM"]
        page = pdf.pages[0].obj
        page.AA = Dictionary(O=script)
        page.PieceInfo = Dictionary(App=Dictionary(Private=secret))
        page.LastModified = secret
        page.Metadata = pdf.make_stream(b"GEHEIM")
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=secret)
        page.Annots = Array([pdf.make_indirect(note)])
        page.B = Array([pdf.make_indirect(Dictionary(Type=Name.Bead, T=secret))])
        pdf.save(path, compress_streams=False)
    return path


def everything_in(pdf: Path) -> bytes:
    with pikepdf.Pdf.open(pdf) as opened:
        return b"".join(
            each.unparse(resolved=True) + (each.read_bytes() if isinstance(each, pikepdf.Stream) else b"")
            for each in opened.objects
            if isinstance(each, pikepdf.Object)
        )


def test_nothing_but_the_pages_comes_along(tmp_path: Path) -> None:
    source = loaded_with_secrets(tmp_path / "a.pdf")
    assert b"GEHEIM" in everything_in(source)
    target, placed = one(tmp_path, source)
    assert placed.pages == 2
    assert b"GEHEIM" not in everything_in(target)
    assert b"GEHEIM" not in target.read_bytes()


def test_inherited_attributes_of_pages_come_along(tmp_path: Path) -> None:
    with pikepdf.Pdf.open(text_pdf(tmp_path / "plain.pdf")) as pdf:
        page = pdf.pages[0].obj
        for key in ("/Resources", "/MediaBox"):
            pdf.Root.Pages[key] = page[key]
            del page[key]
        del page["/Rotate"]
        pdf.Root.Pages.Rotate = 90
        pdf.save(tmp_path / "a.pdf")
    target, _ = one(tmp_path, tmp_path / "a.pdf")
    assert seen(target, 1).shape[:2] == (1190, 1684)
    assert "Regel 3 van" in text_of(target, 1)


def many_views() -> list[tuple[int, tuple[float, ...] | None, float]]:
    return list(itertools.product(ROTATIONS, (None, (100.0, 200.0, 500.0, 700.0)), (1.0, 2.0)))


@pytest.mark.parametrize(("rotation", "crop", "unit"), many_views())
def test_stamp_is_top_right_and_upright(
    tmp_path: Path, rotation: int, crop: tuple[float, ...] | None, unit: float
) -> None:
    extra: dict[str, Any] = {"Rotate": rotation, "UserUnit": unit, "MediaBox": Array([-30, 40, 565, 882])}
    if crop is not None:
        extra["CropBox"] = Array(crop)
    target, placed = one(tmp_path, drawn_pdf(tmp_path / "a.pdf", b"", **extra), code="L")
    image = seen(target, 1, 3)
    left, top, right, bottom = stamp_pixels(image)
    assert left > 0.85
    assert right < 1
    assert top > 0
    assert bottom < 0.15
    assert is_letter_l(image, (left, top, right, bottom))
    with pikepdf.Pdf.open(target) as pdf:
        view = view_of(pdf.pages[0])
    expected = view.seen(placed.stamp)
    measured = (left * view.width, top * view.height, right * view.width, bottom * view.height)
    assert measured == pytest.approx(expected, abs=1.5 * unit)


def is_letter_l(image: Any, area: tuple[float, float, float, float]) -> bool:
    """Whether a plate shows an upright L: much ink at the left and at the foot, little at the top right."""
    high, wide = image.shape[:2]
    rows, columns = slice(int(area[1] * high), int(area[3] * high)), slice(int(area[0] * wide), int(area[2] * wide))
    red = image[rows, columns, 1] < 90
    rim = max(3, red.shape[0] // 8)
    ys, xs = np.nonzero(red[rim:-rim, rim:-rim])
    ink = red[rim:-rim, rim:-rim][ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    half_y, half_x = ink.shape[0] // 2, ink.shape[1] // 2
    corners = (ink[:half_y, :half_x], ink[half_y:, :half_x], ink[half_y:, half_x:], ink[:half_y, half_x:])
    top_left, foot_left, foot_right, top_right = (float(corner.mean()) for corner in corners)
    return top_right < 0.15 and min(top_left, foot_left, foot_right) > 2 * top_right + 0.1


@pytest.mark.parametrize("size", [(60, 40), (200, 100), (595, 842), (842, 1191), (3000, 2000), (14_400, 200)])
def test_stamp_fits_pages_of_any_size(tmp_path: Path, size: tuple[float, float]) -> None:
    target, _ = one(tmp_path, drawn_pdf(tmp_path / "a.pdf", b"", size), code="DAA")
    left, top, right, bottom = stamp_pixels(seen(target, 1, max(3000 / max(size), 0.5)))
    assert 0 < left < right <= 1
    assert 0 < top < bottom <= 1
    assert "DAA" in text_of(target, 1)


def test_stamp_goes_into_a_free_strip_beside_a_letterhead(tmp_path: Path) -> None:
    ink = b"0 g 300 700 295 142 re f"
    _, placed = one(tmp_path, drawn_pdf(tmp_path / "a.pdf", ink))
    assert placed.stamp.x1 < 300
    assert placed.stamp.y1 < 150


def test_stamp_goes_above_a_header_line(tmp_path: Path) -> None:
    ink = b"0 g 30 780 535 12 re f"
    _, placed = one(tmp_path, drawn_pdf(tmp_path / "a.pdf", ink))
    assert placed.stamp.y1 < 50
    assert placed.stamp.x1 > 570


def test_stamp_goes_to_the_emptiest_corner_of_a_full_page(tmp_path: Path) -> None:
    everywhere = b"\n".join(b"0 0 1 rg 0 %d 595 6 re f" % y for y in range(0, 842, 10))
    less = b"1 g 0 0 60 40 re f 0 0 1 rg 20 5 4 4 re f"
    _, placed = one(tmp_path, drawn_pdf(tmp_path / "a.pdf", everywhere + b"\n" + less))
    assert placed.stamp.x1 < 100
    assert placed.stamp.y0 > 780


def test_stamp_stays_readable_on_a_full_page(tmp_path: Path) -> None:
    dark = b"0.2 0.3 0.2 rg 0 0 595 842 re f " + b"1 0 0 rg 0 0 1 1 re f"
    target, placed = one(tmp_path, drawn_pdf(tmp_path / "a.pdf", dark))
    image = seen(target, 1)
    box = [int(v * 2) for v in (placed.stamp.x0, placed.stamp.y0, placed.stamp.x1, placed.stamp.y1)]
    plate = image[box[1] + 4 : box[3] - 4, box[0] + 4 : box[2] - 4]
    assert (plate.min(axis=2) > 240).mean() > 0.4


@pytest.mark.parametrize("rotation", ROTATIONS)
def test_stamp_keeps_off_black_boxes(tmp_path: Path, rotation: int) -> None:
    """All corners black: the boxes count as taken, however uniform they look."""
    corners = [Box(1, x, y, x + 150, y + 150) for x in (0, 445) for y in (0, 692)]
    content = b"".join(b"0 g %f %f %f %f re f " % (b.x0, 842 - b.y1, 150, 150) for b in corners)
    _, placed = one(tmp_path, drawn_pdf(tmp_path / "a.pdf", content, Rotate=rotation), tuple(corners))
    assert not any(overlaps(placed.stamp, box) for box in corners)


@pytest.mark.parametrize(("rotation", "unit"), list(itertools.product(ROTATIONS, (1, 2))))
def test_a_page_that_is_one_black_box_grows(tmp_path: Path, rotation: int, unit: int) -> None:
    source = drawn_pdf(
        tmp_path / "a.pdf",
        b"0 g -500 -500 5000 5000 re f",
        Rotate=rotation,
        UserUnit=unit,
        MediaBox=Array([-10, -10, 700, 900]),
        CropBox=Array([100, 100, 500, 700]),
    )
    whole = Box(1, 0, 0, 400 * unit, 600 * unit)
    target, placed = one(tmp_path, source, (whole,), code="ZZ")
    (burnt,) = placed.boxes
    assert not overlaps(burnt.box, placed.stamp)
    assert (burnt.box.x1 - burnt.box.x0, burnt.box.y1 - burnt.box.y0) == (400 * unit, 600 * unit)
    image = seen(target, 1)
    assert stamp_pixels(image)[3] < 0.1
    with pikepdf.Pdf.open(target) as pdf:
        view = view_of(pdf.pages[0])
    left, top, right, bottom = view.seen(burnt.box)
    high, wide = image.shape[0] / view.height, image.shape[1] / view.width
    inside = image[
        math.ceil(top * high) + 1 : int(bottom * high) - 1, math.ceil(left * wide) + 1 : int(right * wide) - 1
    ]
    assert (inside == 0).all()
    assert (image[: int(top * high) - 1].max(axis=2) > 100).all()


def test_boxes_of_other_pages_stay_when_the_first_grows(tmp_path: Path) -> None:
    with pikepdf.Pdf.open(drawn_pdf(tmp_path / "one.pdf", b"0 g 0 0 595 842 re f")) as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(tmp_path / "a.pdf")
    _, placed = one(tmp_path, tmp_path / "a.pdf", (Box(1, 0, 0, 595, 842), Box(2, 10, 10, 20, 20)))
    assert placed.boxes[0].box.y0 > 10
    assert placed.boxes[1].box == Box(2, 10, 10, 20, 20)


def pixels_outside(image: Any, box: Box, scale: float) -> Any:
    image = image.copy()
    top, bottom, left, right = (int(v * scale) for v in (box.y0 - 1, box.y1 + 2, box.x0 - 1, box.x1 + 2))
    image[top:bottom, left:right] = 0
    return image


def test_the_page_is_unchanged_outside_the_stamp(tmp_path: Path) -> None:
    source = text_pdf(tmp_path / "a.pdf")
    target, placed = one(tmp_path, source)
    before, after = (pixels_outside(seen(each, 1), placed.stamp, 2) for each in (source, target))
    assert (before == after).all()
    assert (seen(source, 1) != seen(target, 1)).any()


@pytest.mark.parametrize(
    "content", [b"q 0.1 0 0 0.1 0 0 cm", b"q q 3 0 0 3 9 9 cm Q", b"Q Q 2 0 0 2 0 0 cm", b"Q q 1 0 0 1 50 50 cm"]
)
def test_a_page_that_leaves_its_state_changed(tmp_path: Path, content: bytes) -> None:
    """Content that never restores what it saved, or restores what it did not save, must not move the stamp."""
    source = drawn_pdf(tmp_path / "a.pdf", content + b" 0 g 10 10 20 20 re f")
    target, placed = one(tmp_path, source)
    left, top, right, bottom = stamp_pixels(seen(target, 1))
    assert (left * 595, top * 842) == pytest.approx((placed.stamp.x0, placed.stamp.y0), abs=1.5)
    assert (right * 595, bottom * 842) == pytest.approx((placed.stamp.x1, placed.stamp.y1), abs=1.5)
    before, after = (pixels_outside(seen(each, 1), placed.stamp, 2) for each in (source, target))
    assert (before == after).all()


def test_a_font_that_already_has_the_stamps_name_is_kept(tmp_path: Path) -> None:
    source = text_pdf(tmp_path / "plain.pdf")
    with pikepdf.Pdf.open(source) as pdf:
        page = pdf.pages[0].obj
        fonts = page.Resources.Font
        (name,) = fonts.keys()
        fonts["/Stamp0"] = fonts[name]
        pdf.pages[0].contents_coalesce()
        page.Contents = pdf.make_stream(page.Contents.read_bytes().replace(name.encode(), b"/Stamp0"))
        pdf.save(tmp_path / "a.pdf")
    target, _ = one(tmp_path, tmp_path / "a.pdf")
    assert "Regel 5 van bladzijde 1" in text_of(target, 1)
    assert "AC" in text_of(target, 1).split()


def test_the_stamps_font_is_embedded_once(tmp_path: Path) -> None:
    source = text_pdf(tmp_path / "a.pdf")
    codes = ["AA", "AB", "DAA"]
    assemble([AnnexPart(code, "", source) for code in codes], tmp_path / "3A.pdf", HEADING)
    with pikepdf.Pdf.open(tmp_path / "3A.pdf") as pdf:
        programs = [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and "/Length1" in each]
    assert len(programs) == 1
    assert len(stamp_font(codes).program) < 8_000


def noise(path: Path, seed: int) -> Path:
    """A page with a picture of 300 kB that does not compress."""
    pixels = np.random.default_rng(seed).integers(0, 256, 300_000, dtype=np.uint8).tobytes()
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        image = pdf.make_stream(pixels, Type=Name.XObject, Subtype=Name.Image, Width=500, Height=200)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        pdf.pages[0].obj.Resources = Dictionary(XObject=Dictionary(Im0=image))
        pdf.pages[0].obj.Contents = pdf.make_stream(b"q 400 0 0 160 90 300 cm /Im0 Do Q")
        pdf.save(path)
    return path


def test_equal_pictures_are_stored_once(tmp_path: Path) -> None:
    sources = [noise(tmp_path / f"{n}.pdf", seed) for n, seed in enumerate([1, 1, 2, 1])]
    parts = [AnnexPart(f"A{chr(65 + n)}", "", source) for n, source in enumerate(sources)]
    assemble(parts, tmp_path / "3A.pdf", HEADING)
    assert 600_000 < (tmp_path / "3A.pdf").stat().st_size < 640_000
    shown = [seen(tmp_path / "3A.pdf", number)[400:1600] for number in range(1, 5)]
    assert (shown[0] == shown[1]).all()
    assert (shown[0] == shown[3]).all()
    assert (shown[0] != shown[2]).any()
    for number, source in enumerate(sources):
        assert (shown[number] == seen(source, 1)[400:1600]).all()


def test_pictures_with_equal_bytes_and_other_masks_stay_apart(tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as pdf:
        for mask_value in (0, 255):
            pdf.add_blank_page(page_size=(200, 200))
            size = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 2, "Height": 2, "BitsPerComponent": 8}
            image = pdf.make_stream(b"\0" * 4, **size, ColorSpace=Name.DeviceGray)
            image.SMask = pdf.make_stream(bytes([mask_value]) * 4, **size, ColorSpace=Name.DeviceGray)
            pdf.pages[-1].obj.Resources = Dictionary(XObject=Dictionary(Im0=image))
            pdf.pages[-1].obj.Contents = pdf.make_stream(b"q 50 0 0 50 75 20 cm /Im0 Do Q")
        pdf.save(tmp_path / "a.pdf")
    target, _ = one(tmp_path, tmp_path / "a.pdf")
    assert seen(target, 1)[320, 200].tolist() == [255, 255, 255]
    assert seen(target, 2)[320, 200].tolist() == [0, 0, 0]


def test_resources_that_reach_themselves(tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page(page_size=(200, 200))
            form = pdf.make_stream(b"0 g 75 20 50 50 re f", Type=Name.XObject, Subtype=Name.Form)
            form.BBox = Array([0, 0, 200, 200])
            form.Resources = Dictionary(XObject=Dictionary(Me=form))
            pdf.pages[-1].obj.Resources = Dictionary(XObject=Dictionary(Fm0=form))
            pdf.pages[-1].obj.Contents = pdf.make_stream(b"/Fm0 Do")
        pdf.save(tmp_path / "a.pdf")
    target, _ = one(tmp_path, tmp_path / "a.pdf")
    assert all(seen(target, number)[320, 200].tolist() == [0, 0, 0] for number in (1, 2))


def test_pages_are_tagged_document_by_document(tmp_path: Path) -> None:
    box = b"BT /F0 1 Tf ET /Span <</ActualText (gelakt op grond van artikel 10)>> BDC 0 g 50 600 90 10 re f EMC"
    drawn_pdf(tmp_path / "b.pdf", box)
    parts = [AnnexPart("AA", "", text_pdf(tmp_path / "a.pdf", 2)), AnnexPart("AC", "", tmp_path / "b.pdf")]
    assemble(parts, tmp_path / "3A.pdf", HEADING)
    with pikepdf.Pdf.open(tmp_path / "3A.pdf") as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        (document,) = pdf.Root.StructTreeRoot.K
        assert [(str(part.S), str(part.T), [str(kid.S) for kid in part.K]) for part in document.K] == [
            ("/Part", "AA", ["/H1", "/P", "/P"]),
            ("/Part", "AC", ["/H1", "/P"]),
        ]
        paragraphs = [paragraph for part in document.K for paragraph in list(part.K)[1:]]
        assert [paragraph.Pg.objgen for paragraph in paragraphs] == [page.obj.objgen for page in pdf.pages]
        owners = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
        for number, (page, paragraph) in enumerate(zip(pdf.pages, paragraphs, strict=True)):
            assert int(page.obj.StructParents) == owners[2 * number] == number
            assert owners[2 * number + 1][0].objgen == paragraph.objgen
            assert marked(page) == (["/P"] if number == 1 else ["/P", "/H1"])
    assert b"/ActualText (gelakt op grond van artikel 10)" in everything_in(tmp_path / "3A.pdf")


def marked(page: pikepdf.Page) -> list[str]:
    """Tags that open outside any other; anything drawn must stand within one."""
    depth, outermost = 0, []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, instruction.operator
        if str(operator) in ("BDC", "BMC"):
            outermost += [str(operands[0])] if depth == 0 else []
            depth += 1
        depth -= str(operator) == "EMC"
        assert depth > 0 or str(operator) in ("EMC", "q", "Q", "cm")
    assert depth == 0
    return [tag for tag in outermost if tag != "/Artifact"]


def test_a_page_without_content(tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=(300, 300))
        del pdf.pages[0].obj["/Contents"]
        pdf.save(tmp_path / "a.pdf")
    target, _ = one(tmp_path, tmp_path / "a.pdf")
    assert text_of(target, 1).split() == ["AC"]


def test_no_documents_no_annex(tmp_path: Path) -> None:
    assert assemble([], tmp_path / "3A.pdf", HEADING) == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no pdf", None])
def test_an_unreadable_document_leaves_the_old_annex(tmp_path: Path, content: bytes | None) -> None:
    source, target = tmp_path / "a.pdf", tmp_path / "out" / "3A.pdf"
    target.parent.mkdir()
    target.write_bytes(b"old")
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(InputError, match="Burn document AC again"):
        assemble([AnnexPart("AC", "", source)], target, HEADING)
    assert [path.name for path in target.parent.iterdir()] == ["3A.pdf"]
    assert target.read_bytes() == b"old"


def test_a_document_without_pages_is_refused(tmp_path: Path) -> None:
    with pikepdf.Pdf.new() as pdf:
        pdf.save(tmp_path / "a.pdf")
    with pytest.raises(InputError, match="no pages"):
        one(tmp_path, tmp_path / "a.pdf")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"3A\.pdf"):
        assemble([AnnexPart("AC", "", text_pdf(tmp_path / "a.pdf"))], tmp_path / "none" / "3A.pdf", HEADING)


def test_going_to_disk_on_the_way_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [noise(tmp_path / "n.pdf", 1), noise(tmp_path / "m.pdf", 2), text_pdf(tmp_path / "b.pdf", 2)]
    parts = [AnnexPart(f"A{chr(65 + n)}", f"Stuk {n}", sources[n % 3]) for n in range(9)]
    placed = assemble(parts, tmp_path / "memory.pdf", HEADING)
    monkeypatch.setattr(annexes, "_IN_MEMORY_BYTES", 1000)
    (tmp_path / "out").mkdir()
    assert assemble(parts, tmp_path / "out" / "disk.pdf", HEADING) == placed
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["disk.pdf"]
    assert (tmp_path / "out" / "disk.pdf").stat().st_size == pytest.approx(
        (tmp_path / "memory.pdf").stat().st_size, rel=0.02
    )
    with pikepdf.Pdf.open(tmp_path / "out" / "disk.pdf") as pdf:
        assert len(pdf.Root.StructTreeRoot.K[0].K) == 9
    for number in range(1, 13):
        assert (seen(tmp_path / "out" / "disk.pdf", number, 0.5) == seen(tmp_path / "memory.pdf", number, 0.5)).all()


def test_300_documents(tmp_path: Path) -> None:
    source = text_pdf(tmp_path / "a.pdf", 8, lines=2)
    parts = [AnnexPart(str(n), f"Stuk {n}", source) for n in range(1, 301)]
    placed = assemble(parts, tmp_path / "3A.pdf", HEADING)
    assert placed[-1].first_page == 2393
    assert "300" in text_of(tmp_path / "3A.pdf", 2393).split()
    with pdfium.PdfDocument(tmp_path / "3A.pdf") as document:
        assert len(document) == 2400
        assert sum(1 for _ in document.get_toc()) == 300


boxes_in_views = st.tuples(
    st.sampled_from(ROTATIONS), st.floats(10, 500), st.floats(10, 500), st.sampled_from([0.5, 1.0, 3.0])
)


@given(boxes_in_views, st.tuples(*[st.floats(0, 1)] * 4))
def test_a_view_turns_boxes_there_and_back(view: tuple[int, float, float, float], parts: tuple[float, ...]) -> None:
    rotation, width, height, unit = view
    page = View(frame([5, 7, 5 + width, 7 + height], None, unit), rotation)
    (x0, x1), (y0, y1) = sorted(parts[:2]), sorted(parts[2:])
    w, h = width * unit, height * unit
    box = Box(1, x0 * w, y0 * h, x1 * w, y1 * h)
    turned = page.seen(box)
    assert 0 <= turned[0] + 1e-6 <= turned[2] + 2e-6 <= page.width + 3e-6
    assert 0 <= turned[1] + 1e-6 <= turned[3] + 2e-6 <= page.height + 3e-6
    back = page.box(turned, 1)
    assert (back.x0, back.y0, back.x1, back.y1) == pytest.approx((box.x0, box.y0, box.x1, box.y1), abs=1e-6)
    a, b, c, d, e, f = page.upright(turned)
    across, up = turned[2] - turned[0], turned[3] - turned[1]
    far = (a * across + c * up + e, b * across + d * up + f)
    user = to_user_space(box, page.frame)
    assert min(e, far[0]) == pytest.approx(user[0], abs=1e-6)
    assert max(f, far[1]) == pytest.approx(user[3], abs=1e-6)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90), st.integers(1, 60), st.integers(1, 60)), max_size=6),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90), st.integers(1, 60), st.integers(1, 60)), max_size=6),
)
def test_a_place_never_touches_a_box(inked: list[tuple[int, ...]], boxes: list[tuple[int, ...]]) -> None:
    ink = np.zeros((100, 100), dtype=bool)
    for x, y, wide, high in inked:
        ink[y : y + high, x : x + wide] = True
    taken = [(float(x), float(y), float(x + wide), float(y + high)) for x, y, wide, high in boxes]
    place = free_place(Sight(ink, 1.0, 1.0), (20.0, 8.0), taken, 2.0)
    if place is None:
        assert boxes
        return
    left, top, right, bottom = place
    assert 2 <= left <= right <= 98
    assert 2 <= top <= bottom <= 98
    assert not any(left < box[2] and box[0] < right and top < box[3] and box[1] < bottom for box in taken)


def test_a_place_too_small_for_any_stamp() -> None:
    assert free_place(Sight(np.zeros((10, 10), dtype=bool), 1.0, 1.0), (20.0, 8.0), [], 1.0) is None
