"""Pictures keep their coding, colours and size, and pages look the same outside their boxes."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pymupdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from redact.burn import burn
from redact.burn.jbig2 import encode
from redact.burn.pictures import code_page
from redact.burn.raster import rasterise
from redact.burn.remove import MuPdfRemover
from redact.burn.samples import samples, white
from redact.burn.tighten import tighten
from redact.model import Box, BurnSettings, Redaction, Width
from redact.normalise import normalise
from redact.pdfobjects.filters import coding
from tests.conftest import SHARED
from tests.looks.__main__ import CHANGED, SMALL
from tests.looks.one import Task, look
from tests.pdfmaker import new_pdf, save
from tests.picturemaker import HEIGHT, PICTURES, WIDTH, jpeg, paper, photograph, picture

PLACE = b"q 300 0 0 80 100 400 cm /I Do Q"
BOX = Box(1, 180, 362, 290, 402)
"""Over the first line of the picture, in its middle."""
SCALE = 3
LOSSY = frozenset({"/DCTDecode", "/JPXDecode"})
SOFT = 48
"""Difference (of 255) of a pixel outside the boxes up to which a JPEG coded again counts as the same."""
GREATER = 1.3


def page_of(image: Any, pdf: pikepdf.Pdf, path: Path, content: bytes = PLACE, **keys: Any) -> Path:
    page = pdf.pages[0].obj
    page["/Resources"] = Dictionary(XObject=Dictionary(I=image))
    page["/Contents"] = pdf.make_stream(b"0.2 0.3 0.9 rg " + content)
    for key, value in keys.items():
        page[f"/{key}"] = value
    return save(pdf, path)


def with_picture(kind: str, path: Path, content: bytes = PLACE, **keys: Any) -> Path:
    """A normalised page with one picture."""
    pdf = new_pdf()
    source = page_of(PICTURES[kind](pdf), pdf, path.with_name("source.pdf"), content, **keys)
    normalise(source, path)
    return path


def removed(clean: Path, *boxes: Box) -> Path:
    """The file with nothing under the boxes any more, and no box painted."""
    out = clean.with_name("removed.pdf")
    MuPdfRemover().remove(clean, boxes, out)
    return out


def pictures(path: Path) -> list[dict[str, Any]]:
    """What is told of each image of a file, in order of size: coding, colours, bits, length."""
    with pikepdf.open(path) as pdf:
        found = [value for value in pdf.objects if isinstance(value, pikepdf.Stream) and "/Width" in value]
        told = [
            {
                "coding": coding(image),
                "colours": re.sub(rb"\d+ 0 R", b"R", image.get("/ColorSpace", Name.Nothing).unparse(resolved=True)),
                "bits": int(image.get("/BitsPerComponent", 0)),
                "decode": [float(v) for v in image.get("/Decode", [])],
                "keys": {key for key in ("/SMask", "/Mask", "/ImageMask", "/Intent") if key in image},
                "length": len(image.read_raw_bytes()),
            }
            for image in found
        ]
    return sorted(told, key=lambda each: (sorted(each["keys"]), -each["bits"], each["length"]))


def drawn(path: Path, page: int = 0) -> Any:
    with pypdfium2.PdfDocument(path) as document:
        return np.array(document[page].render(scale=SCALE, prefer_bgrx=True).to_numpy()[:, :, :3]).astype(np.int16)


def cut(image: Any, box: Box, rim: int) -> Any:
    x0, y0, x1, y1 = (round(v * SCALE) for v in (box.x0, box.y0, box.x1, box.y1))
    return image[y0 - rim : y1 + rim, x0 - rim : x1 + rim]


def farthest(before: Path, after: Path, *boxes: Box, page: int = 0) -> int:
    """The largest difference of a pixel outside the boxes."""
    difference = np.abs(drawn(before, page) - drawn(after, page))
    for box in boxes:
        cut(difference, box, 4)[:] = 0
    return int(difference.max())


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_keeps_its_coding_colours_and_size(kind: str, tmp_path: Path) -> None:
    clean = with_picture(kind, tmp_path / "clean.pdf")
    out = removed(clean, BOX)
    before, after = pictures(clean), pictures(out)
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert {**old, "length": 0} == {**new, "length": 0} or _is_smaller_fax(old, new)
        assert new["length"] <= GREATER * old["length"] + 100
    lossy = any(LOSSY & set(each["coding"]) for each in before)
    assert farthest(clean, out, BOX) <= (SOFT if lossy else 0)
    inside = cut(drawn(out), BOX, -6)
    assert np.ptp(inside, axis=(0, 1)).max() <= (SOFT if lossy else 0)
    assert inside.min() >= 225 or not _can_be_white(kind)
    assert np.ptp(cut(drawn(clean), BOX, -6), axis=(0, 1)).max() > 20, "there was something"
    assert _most_varied(out) <= (SOFT if lossy else 0)


def _can_be_white(kind: str) -> bool:
    return not any(word in kind for word in ("mask", "stencil", "palette"))


def _most_varied(out: Path) -> int:
    """How far samples under the box differ from one another in the image objects themselves, masks too."""
    with pikepdf.open(out) as pdf:
        images = [value for value in pdf.objects if isinstance(value, pikepdf.Stream) and "/Width" in value]
        return max(int(np.ptp(samples(image).astype(int)[8:72, 170:370], axis=(0, 1)).max()) for image in images)


def _is_smaller_fax(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """A plain picture of one bit a pixel may become a fax."""
    fax = new["coding"] == ["/CCITTFaxDecode"]
    return fax and old["bits"] == 1 and bool(new["length"] <= old["length"])


def test_a_palette_without_white_gets_its_lightest_colour() -> None:
    pdf = new_pdf()
    table = pikepdf.String(bytes([0, 0, 0, 250, 250, 240, 90, 90, 90]))
    image = picture(pdf, b"", ColorSpace=Array([Name.Indexed, Name.DeviceRGB, 2, table]), BitsPerComponent=8)
    assert white(image, 1, 255) == [1]


@pytest.mark.parametrize("keys", [{"Rotate": 90}, {"UserUnit": 2}, {"CropBox": Array([20, 20, 560, 800])}])
def test_the_right_pixels_go_on_odd_pages(keys: dict[str, Any], tmp_path: Path) -> None:
    clean = with_picture("fax", tmp_path / "clean.pdf", **keys)
    with pymupdf.open(clean) as document:
        document[0].set_rotation(0)
        area = pymupdf.Rect(document[0].get_image_info()[0]["bbox"])
    unit = keys.get("UserUnit", 1)
    out = removed(clean, Box(1, area.x0 + 80 * unit, area.y0, area.x0 + 190 * unit, area.y0 + 40 * unit))
    with pikepdf.open(out) as pdf:
        (image,) = (value for value in pdf.objects if isinstance(value, pikepdf.Stream) and "/Width" in value)
        array, source = samples(image)[:, :, 0], np.array(paper()).astype(np.uint8)
    assert array[2:78, 162:378].all()
    array[0:81, 159:382] = source[0:81, 159:382]
    assert (array == source).all()


def test_a_slanted_picture_loses_no_more_than_what_lies_under_the_box(tmp_path: Path) -> None:
    slanted = b"q 300 20 -5 80 100 400 cm /I Do Q"
    clean = with_picture("fax", tmp_path / "clean.pdf", slanted)
    box = Box(1, 150, 370, 330, 384)
    out = removed(clean, box)
    wider = Box(1, box.x0 - 3, box.y0 - 3, box.x1 + 3, box.y1 + 3)
    assert farthest(clean, out, wider) == 0
    assert np.ptp(cut(drawn(out), box, -4)) == 0
    assert np.ptp(cut(drawn(clean), box, -4)) > 200


def shared(pdf: pikepdf.Pdf, path: Path) -> Path:
    """One picture: on two pages, twice on the first, there once in a form in a form, beside one of the same size."""
    image = PICTURES["JPEG"](pdf)
    inner = pdf.make_stream(b"q 300 0 0 80 0 0 cm /I Do Q", Type=Name.XObject, Subtype=Name.Form)
    inner["/BBox"], inner["/Resources"] = Array([0, 0, 300, 80]), Dictionary(XObject=Dictionary(I=image))
    outer = pdf.make_stream(b"q 0 1 -1 0 500 100 cm /F Do Q", Type=Name.XObject, Subtype=Name.Form)
    outer["/BBox"], outer["/Resources"] = Array([0, 0, 600, 850]), Dictionary(XObject=Dictionary(F=inner))
    other = picture(pdf, jpeg(quality=55), "/DCTDecode", ColorSpace=Name.DeviceRGB, BitsPerComponent=8)
    page = pdf.pages[0].obj
    page["/Resources"] = Dictionary(XObject=Dictionary(I=image, O=outer, S=other))
    page["/Contents"] = pdf.make_stream(PLACE + b" /O Do q 300 0 0 80 100 600 cm /S Do Q")
    pdf.add_blank_page(page_size=(595, 842))
    second = pdf.pages[1].obj
    second["/Resources"], second["/Contents"] = Dictionary(XObject=Dictionary(I=image)), pdf.make_stream(PLACE)
    return save(pdf, path)


def test_a_shared_picture_is_blanked_where_its_box_is_and_nowhere_else(tmp_path: Path) -> None:
    clean = tmp_path / "clean.pdf"
    normalise(shared(new_pdf(), tmp_path / "source.pdf"), clean)
    upright, turned = BOX, Box(1, 430, 550, 470, 660)
    out = removed(clean, upright, turned)
    assert farthest(clean, out, upright, turned) <= SOFT
    assert farthest(clean, out, page=1) == 0
    assert all(np.ptp(cut(drawn(out), box, -6), axis=(0, 1)).max() <= SOFT for box in (upright, turned))
    kept = {each["length"] for each in pictures(clean)}
    assert len(pictures(out)) == 4 and len(kept & {each["length"] for each in pictures(out)}) == 2


def test_a_picture_that_is_wholly_covered_leaves_the_file(tmp_path: Path) -> None:
    clean = with_picture("JPEG", tmp_path / "clean.pdf")
    assert pictures(removed(clean, Box(1, 90, 350, 410, 450))) == []


def test_a_picture_that_cannot_be_read_is_blanked_by_mupdf(tmp_path: Path) -> None:
    pdf = new_pdf()
    image = PICTURES["JPEG in RGB"](pdf)
    image["/DecodeParms"] = Dictionary(ColorTransform=0)
    clean = tmp_path / "clean.pdf"
    normalise(page_of(image, pdf, tmp_path / "source.pdf"), clean)
    out = removed(clean, BOX)
    assert np.ptp(cut(drawn(out), BOX, -6), axis=(0, 1)).max() <= SOFT
    difference = np.abs(drawn(clean) - drawn(out))
    cut(difference, BOX, 4)[:] = 0
    assert difference.mean() < 1


def test_a_large_inline_picture_keeps_its_coding(tmp_path: Path) -> None:
    data = jpeg(quality=80)
    head = f"q 300 0 0 80 100 400 cm BI /W {WIDTH} /H {HEIGHT} /BPC 8 /CS /RGB /F /DCT ID ".encode()
    clean = tmp_path / "clean.pdf"
    normalise(save(new_pdf(head + data + b" EI Q"), tmp_path / "source.pdf"), clean)
    assert farthest(tmp_path / "source.pdf", clean) == 0
    out = removed(clean, BOX)
    (image,) = pictures(out)
    assert image["coding"] == ["/DCTDecode"] and image["length"] <= GREATER * len(data)
    assert farthest(clean, out, BOX) <= SOFT


def test_a_stencil_filled_with_a_pattern(tmp_path: Path) -> None:
    pdf = new_pdf()
    pattern = pdf.make_stream(b"0.9 0.2 0.2 rg 0 0 6 6 re f 0.2 0.2 0.9 rg 6 6 6 6 re f")
    for key, value in {"PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 12, "YStep": 12}.items():
        pattern[f"/{key}"] = value
    pattern["/BBox"], pattern["/Resources"] = Array([0, 0, 12, 12]), Dictionary()
    source = page_of(PICTURES["fax as a stencil"](pdf), pdf, tmp_path / "source.pdf", b"/Pattern cs /P scn " + PLACE)
    with pikepdf.open(source, allow_overwriting_input=True) as again:
        again.pages[0].obj["/Resources"]["/Pattern"] = Dictionary(P=again.copy_foreign(pdf.make_indirect(pattern)))
        again.save(source)
    clean = tmp_path / "clean.pdf"
    normalise(source, clean)
    out = removed(clean, BOX)
    assert farthest(clean, out, BOX) == 0
    assert np.ptp(cut(drawn(clean), BOX, -6)) > 100 and np.ptp(cut(drawn(out), BOX, -6)) == 0


def test_a_soft_mask_makes_no_box_transparent(tmp_path: Path) -> None:
    clean, target = with_picture("JPEG with a soft mask", tmp_path / "clean.pdf"), tmp_path / "burnt.pdf"
    burn(clean, [Redaction("h1", (BOX,), "", "gelakt", "")], target, BurnSettings(width=Width.EXACT))
    assert cut(drawn(target), BOX, -2).max() == 0


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_jbig2_comes_back_bit_for_bit(data: st.DataObject) -> None:
    height, width = data.draw(st.integers(1, 40)), data.draw(st.integers(1, 70))
    share = data.draw(st.sampled_from([0.0, 0.02, 0.5, 0.98, 1.0]))
    bits = (np.random.default_rng(data.draw(st.integers(0, 99))).random((height, width)) < share).astype(np.uint8)
    pdf = pikepdf.new()
    image = picture(pdf, encode(bits), "/JBIG2Decode", ColorSpace=Name.DeviceGray, BitsPerComponent=1)
    image["/Width"], image["/Height"] = width, height
    assert (samples(pdf.make_indirect(image))[:, :, 0] == bits).all()


def test_a_jpeg_coded_again_says_nothing_of_its_origin(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[270] = "Zwanepoel"
    pdf = new_pdf()
    image = PICTURES["JPEG"](pdf)
    image.write(jpeg(exif=exif, comment=b"Zwanepoel"), filter=Name.DCTDecode)
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(page_of(image, pdf, tmp_path / "source.pdf"), clean)
    burn(clean, [Redaction("h1", (BOX,), "", "gelakt", "")], target)
    with pikepdf.open(target) as out:
        (data,) = (v.read_raw_bytes() for v in out.objects if isinstance(v, pikepdf.Stream) and "/Width" in v)
    assert b"Zwanepoel" not in data and not {0xFFE1, 0xFFE2, 0xFFFE} & _markers(data)


def _markers(data: bytes) -> set[int]:
    found, at = set(), 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        found.add(0xFF00 + data[at + 1])
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return found


def test_predictors_stay_and_nothing_trails_behind_compressed_data(tmp_path: Path) -> None:
    pdf = new_pdf()
    rows = np.hstack([np.full((HEIGHT, 1), 2, np.uint8), np.zeros((HEIGHT, WIDTH * 3), np.uint8)])
    parms = Dictionary(Predictor=15, Colors=3, BitsPerComponent=8, Columns=WIDTH)
    image = pdf.make_indirect(picture(pdf, b"", ColorSpace=Name.DeviceRGB, BitsPerComponent=8))
    image.write(zlib.compress(rows.tobytes()) + b"Zwanepoel", filter=Name.FlateDecode, decode_parms=parms)
    tighten(pdf)
    assert b"Zwanepoel" not in image.read_raw_bytes()
    assert image["/DecodeParms"]["/Predictor"] == 15 and image.read_bytes() == bytes(WIDTH * HEIGHT * 3)


def page_image(kind: str) -> Image.Image:
    """What a page of 200 dpi or so may show."""
    grey = kind != "colour"
    image = Image.new("RGB", (800, 1100), "white")
    draw = ImageDraw.Draw(image)
    for line in range(30):
        ink = (10, 10, 120) if not grey and line == 3 else "black"
        draw.text((60, 60 + 30 * line), "Dit stuk is openbaar, behalve dit.", fill=ink, font_size=20)
    if kind == "fax":
        return image.convert("1", dither=Image.Dither.NONE).convert("RGB")
    if kind == "photograph":
        image.paste(photograph().convert("L").resize((800, 900)), (0, 0))
    return image


@pytest.mark.parametrize(
    ("kind", "coding", "colours", "bits"),
    [
        ("fax", "/CCITTFaxDecode", "/DeviceGray", 1),
        ("text", "/FlateDecode", "/DeviceGray", 4),
        ("photograph", "/DCTDecode", "/DeviceGray", 8),
        ("colour", "/FlateDecode", "/DeviceRGB", 8),
    ],
)
def test_the_picture_of_a_page_is_coded_by_what_it_shows(kind: str, coding: str, colours: str, bits: int) -> None:
    coded = code_page(page_image(kind))
    assert (coded.coding, coded.colours, coded.bits) == (coding, colours, bits)
    if kind == "photograph":
        assert len(code_page(page_image(kind), most=len(coded.data) // 2).data) < len(coded.data) * 0.7


def test_the_picture_of_a_scanned_page_is_little_larger_than_the_scan(tmp_path: Path) -> None:
    pdf, data = new_pdf(), BytesIO()
    page_image("photograph").save(data, "JPEG", quality=40)
    image = picture(pdf, data.getvalue(), "/DCTDecode", ColorSpace=Name.DeviceRGB, BitsPerComponent=8)
    image["/Width"], image["/Height"] = 800, 1100
    clean, out = tmp_path / "clean.pdf", tmp_path / "out.pdf"
    normalise(page_of(image, pdf, tmp_path / "source.pdf", b"q 595 0 0 842 0 0 cm /I Do Q"), clean)
    rasterise(clean, [1], [BOX], out)
    (before,), (after,) = pictures(clean), pictures(out)
    assert after["length"] <= GREATER * before["length"]
    assert farthest(clean, out, BOX) < 160


def _sample() -> Sequence[Path]:
    names = (
        *("real/041*", "real/055*", "real/053*", "torture/OCRmyPDF/ccitt*", "torture/OCRmyPDF/c02*"),
        *("torture/OCRmyPDF/cmyk*", "torture/OCRmyPDF/palette*", "torture/pdf.js/bitmap-refine.pdf"),
        *("torture/pdf.js/issue20439.pdf", "torture/sample-files/minimal-document.pdf"),
    )
    return [path for name in names for path in sorted((SHARED / "data").glob(name))]


@pytest.mark.parametrize("path", _sample(), ids=lambda path: path.stem[:20])
def test_real_pages_look_the_same_outside_their_boxes(path: Path) -> None:
    seen = look(Task(path, path.name, "1"))
    assert not seen.refused and seen.boxes
    assert seen.normalised <= CHANGED and seen.burnt <= CHANGED
    assert seen.growth <= GREATER or seen.bytes_in < SMALL
