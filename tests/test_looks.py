"""Pictures keep their coding, colours and size, and pages look the same outside their boxes."""

from __future__ import annotations

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
from redact.burn.samples import filters, samples, white
from redact.burn.tighten import tighten
from redact.model import Box, BurnSettings, Redaction, Width
from redact.normalise import normalise
from tests.conftest import SHARED
from tests.looks.one import Task, look
from tests.picturemaker import HEIGHT, PICTURES, WIDTH, jpeg, paper, photograph, picture, soft_mask
from tests.pdfmaker import new_pdf, save

PLACE = b"q 300 0 0 80 100 400 cm /I Do Q"
BOX = Box(1, 180, 362, 290, 402)
"""Over the first line of the picture, in its middle."""
SCALE = 3
LOSSY = frozenset({"/DCTDecode", "/JPXDecode"})
SOFT = 40
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
                "coding": filters(image),
                "colours": image.get("/ColorSpace", Name.Nothing).unparse(resolved=True),
                "bits": int(image.get("/BitsPerComponent", 0)),
                "decode": [float(v) for v in image.get("/Decode", [])],
                "keys": {key for key in image.keys() if key in {"/SMask", "/Mask", "/ImageMask", "/Intent"}},
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
    assert np.ptp(cut(drawn(clean), BOX, -6), axis=(0, 1)).max() > 60, "there was something"


def _is_smaller_fax(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """A plain picture of one bit a pixel may become a fax."""
    return old["bits"] == 1 and new["coding"] == ["/CCITTFaxDecode"] and new["length"] <= old["length"]


@pytest.mark.parametrize("kind", PICTURES)
def test_the_samples_of_a_box_are_gone_from_the_object_itself(kind: str, tmp_path: Path) -> None:
    out = removed(with_picture(kind, tmp_path / "clean.pdf"), BOX)
    with pikepdf.open(out) as pdf:
        images = [value for value in pdf.objects if isinstance(value, pikepdf.Stream) and "/Width" in value]
        for image in images:
            array = samples(image).astype(int)
            hidden = array[2 * (362 - 362) + 10 : 70, 2 * 80 + 10 : 2 * 190 - 10]
            tolerance = SOFT if LOSSY & set(filters(image)) else 0
            assert np.ptp(hidden, axis=(0, 1)).max() <= tolerance


def test_white_is_white_in_every_colour_space(tmp_path: Path) -> None:
    seen = {}
    for kind in PICTURES:
        if "mask" in kind or "stencil" in kind or kind == "palette of 2":
            continue
        out = removed(with_picture(kind, tmp_path / "clean.pdf"), BOX)
        seen[kind] = int(cut(drawn(out), BOX, -6).min())
    assert {kind: value for kind, value in seen.items() if value < 225} == {}
