"""Scans that came as JBIG2 with symbols stay as small, are the same to the pixel, and keep no shape of what is gone."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pymupdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw

from redact.burn import burn
from redact.burn.jbig2 import encode
from redact.burn.samples import samples
from redact.burn.shapes import MOST_SHAPES, encode_shapes, shaped
from redact.model import Box, BurnSettings, Redaction, Width
from redact.normalise import normalise

WIDTH, HEIGHT = 1240, 1754
POINTS = (595.0, 842.0)
TORTURE = Path(__file__).parents[2] / "shared" / "data" / "torture"
EXACT = BurnSettings(Width.EXACT)
NAME = Box(1, 100, 90, 260, 114)
"""Over the name on a page of `page_of`."""


def page_of(name: str, number: int = 0) -> Any:
    """A scanned page with many equal letters, its bits as a decoder gives them (1 is white)."""
    image = Image.new("1", (WIDTH, HEIGHT), 1)
    draw = ImageDraw.Draw(image)
    draw.text((220, 190), name, fill=0, font_size=36)
    for line in range(30):
        words = ("de", "zaak", "van", "een", "brief", "over", "het", "besluit", "en", "nog", "meer")
        text = " ".join(words[(line * 7 + number + at * 3) % len(words)] for at in range(9))
        draw.text((120, 300 + 45 * line), text, fill=0, font_size=30)
    return np.array(image).astype(np.uint8)


def document(path: Path, pages: Sequence[Any]) -> Path:
    """Scans coded by their shapes, with one dictionary for what they share."""
    pictures = [picture for picture in map(shaped, pages) if picture is not None]
    both, parts = encode_shapes(pictures)
    pdf = pikepdf.new()
    parms = Dictionary(JBIG2Globals=pdf.make_stream(both)) if both else None
    for bits, part in zip(pages, parts, strict=True):
        put(pdf, bits, part, parms)
    pdf.save(path)
    return path


def put(pdf: pikepdf.Pdf, bits: Any, data: bytes, parms: Any = None) -> Any:
    """A page that is a scan; its picture."""
    height, width = bits.shape
    page = pdf.add_blank_page(page_size=POINTS).obj
    image = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height)
    image["/ColorSpace"], image["/BitsPerComponent"] = Name.DeviceGray, 1
    image.write(data, filter=Name.JBIG2Decode, decode_parms=parms)
    page["/Resources"] = Dictionary(XObject=Dictionary(X=image))
    page["/Contents"] = pdf.make_stream(b"q %f 0 0 %f 0 0 cm /X Do Q" % POINTS)
    return image


def burnt(source: Path, *boxes: Box) -> tuple[Path, Path]:
    """The normalised document, and it with boxes."""
    clean, target = source.with_suffix(".clean.pdf"), source.with_suffix(".burnt.pdf")
    normalise(source, clean)
    burn(clean, [Redaction(f"h{box.page}", (box,), "", "gelakt", "") for box in boxes], target, EXACT)
    return clean, target


def pictures_in(path: Path) -> tuple[list[Any], int]:
    """The samples of each page's picture, and the bytes that the pictures take with what they share."""
    with pikepdf.open(path) as pdf:
        images = [page.obj["/Resources"]["/XObject"] for page in pdf.pages]
        found = [next(iter(entries.values())) for entries in images]
        shared = {
            parms["/JBIG2Globals"].objgen: len(parms["/JBIG2Globals"].read_raw_bytes())
            for image in found
            if (parms := image.get("/DecodeParms")) is not None and "/JBIG2Globals" in parms
        }
        assert not any("/SharedShapes" in image for image in found)
        size = sum(len(image.read_raw_bytes()) for image in found) + sum(shared.values())
        return [samples(image)[:, :, 0] for image in found], size


def drawn_by_all(path: Path, folder: Path) -> list[Any]:
    """The only picture of a document as pdfium, MuPDF and, where it is there, poppler decode it (1 is white)."""
    (found,), _ = pictures_in(path)
    with pymupdf.open(path) as document:
        picture = pymupdf.Pixmap(document, document[0].get_images()[0][0])
    rows = np.frombuffer(picture.samples, np.uint8).reshape(picture.height, -1)
    seen = [found, (rows[:, : picture.width] > 127).astype(np.uint8)]
    if shutil.which("pdfimages"):
        subprocess.run(["pdfimages", "-png", str(path), str(folder / "picture")], check=True, timeout=60)
        with Image.open(folder / "picture-000.png") as image:
            seen.append((np.array(image.convert("L")) > 127).astype(np.uint8))
    return seen


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 60), st.integers(1, 90), st.sampled_from([0.5, 0.8, 0.97]), st.integers(0, 99))
def test_shapes_come_back_bit_for_bit(height: int, width: int, share: float, seed: int) -> None:
    bits = (np.random.default_rng(seed).random((height, width)) < share).astype(np.uint8)
    picture = shaped(bits)
    if picture is None:
        assert bits.all()
        return
    both, (part,) = encode_shapes([picture])
    assert both == b""
    pdf = pikepdf.new()
    assert (samples(put(pdf, bits, part))[:, :, 0] == bits).all()


def test_every_engine_reads_them(tmp_path: Path) -> None:
    bits = page_of("Zwanepoel")
    for seen in drawn_by_all(document(tmp_path / "source.pdf", [bits]), tmp_path):
        assert (seen == bits).all()


def test_shared_shapes_come_back_bit_for_bit(tmp_path: Path) -> None:
    pages = [page_of("Zwanepoel", number) for number in range(3)]
    found, size = pictures_in(document(tmp_path / "source.pdf", pages))
    assert all((seen == bits).all() for seen, bits in zip(found, pages, strict=True))
    assert size < 0.5 * sum(len(encode(bits)) for bits in pages)


def test_blank_pictures_and_noise_have_no_shapes() -> None:
    assert shaped(np.ones((40, 50), np.uint8)) is None
    dots = np.ones((400, 400), np.uint8)
    dots[::2, ::2] = 0
    assert dots.size - dots.sum() > MOST_SHAPES
    assert shaped(dots) is None


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize("all_boxed", [False, True])
def test_a_burnt_scan_stays_as_small_and_the_same(count: int, all_boxed: bool, tmp_path: Path) -> None:
    pages = [page_of("De heer Zwanepoel", number) for number in range(count)]
    boxed = [Box(number + 1, *(NAME.x0, NAME.y0, NAME.x1, NAME.y1)) for number in range(count if all_boxed else 1)]
    clean, target = burnt(document(tmp_path / "source.pdf", pages), *boxed)
    (before, size), (after, new_size) = pictures_in(clean), pictures_in(target)
    assert new_size <= 1.05 * size
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        if number >= len(boxed):
            assert (old == new).all()
            continue
        apart = np.argwhere(old != new)
        assert len(apart) > 500
        top, bottom = (round(value / POINTS[1] * HEIGHT) for value in (NAME.y0, NAME.y1))
        assert apart[:, 0].min() >= top - 4 and apart[:, 0].max() <= bottom + 4
        assert new[top + 4 : bottom - 4, 230:500].all()


@pytest.mark.parametrize("count", [1, 3])
def test_what_stood_under_a_box_leaves_no_trace_in_what_is_left(count: int, tmp_path: Path) -> None:
    """Two scans that differ in nothing but the name are the same, to the byte, once it is gone."""
    left = []
    for name in ("De heer Xyquist", "Mevrouw Ng"):
        pages = [page_of(name), *(page_of("", number) for number in range(1, count))]
        _, target = burnt(document(tmp_path / f"{len(name)}.pdf", pages), NAME)
        with pikepdf.open(target) as pdf:
            streams = [value for value in pdf.objects if isinstance(value, pikepdf.Stream)]
            images = [value for value in streams if value.get("/Subtype") == Name.Image]
            shared = [value["/DecodeParms"]["/JBIG2Globals"] for value in images if "/DecodeParms" in value]
            left.append(sorted(value.read_raw_bytes() for value in (*images, *shared)))
    assert left[0] == left[1]


@pytest.mark.parametrize("name", ["OCRmyPDF/jbig2.pdf", "pikepdf/jbig2.pdf", "pikepdf/jbig2global.pdf"])
@pytest.mark.skipif(not TORTURE.exists(), reason="the shared material is not here")
def test_real_scans_with_symbols_stay_as_small(name: str, tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    shutil.copy(TORTURE / name, source)
    clean, target = burnt(source, Box(1, 100, 100, 200, 114))
    assert pictures_in(target)[1] <= 1.1 * pictures_in(clean)[1]
