"""Scans in layers: a picture of few pixels gives the ink, a fine mask the letters. A box takes its letters only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name

from redact.burn import burn
from redact.model import Box, Redaction
from redact.normalise import normalise
from redact.verify import check
from tests.pdfmaker import DESCRIPTION, LABEL, new_pdf

WIDTH, HEIGHT = 400, 100
"""Pixels of the mask, one a point."""
PLACE = b"q 400 0 0 100 72 600 cm /X Do Q"
BOX = Box(1, 172.0, 162.0, 222.0, 182.0)
INK = (180, 20, 20)


def stripes() -> Any:
    """What stands for letters: upright bars, three pixels wide and three apart."""
    return np.tile((np.arange(WIDTH) % 6 < 3), (HEIGHT, 1))


def layered(path: Path, key: str, grain: tuple[int, int]) -> Path:
    """A page with a picture of one colour, so many pixels wide and high, under a mask."""
    pdf = new_pdf(PLACE)
    shown = stripes() if key == "/SMask" else ~stripes()
    mask = pdf.make_stream(np.packbits(shown, axis=1).tobytes(), Type=Name.XObject, Subtype=Name.Image)
    mask["/Width"], mask["/Height"], mask["/BitsPerComponent"] = WIDTH, HEIGHT, 1
    if key == "/SMask":
        mask["/ColorSpace"] = Name.DeviceGray
    else:
        mask["/ImageMask"] = True
    image = pdf.make_stream(bytes(INK) * grain[0] * grain[1], Type=Name.XObject, Subtype=Name.Image)
    image["/Width"], image["/Height"], image["/BitsPerComponent"] = *grain, 8
    image["/ColorSpace"], image[key] = Name.DeviceRGB, mask
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(X=image)
    pdf.save(path.with_name("in.pdf"))
    normalise(path.with_name("in.pdf"), path)
    return path


def drawn(path: Path) -> Any:
    with pypdfium2.PdfDocument(path) as document:
        return document[0].render(scale=1).to_numpy()[:, :, :3].astype(int)


@pytest.mark.parametrize("key", ["/SMask", "/Mask"])
@pytest.mark.parametrize("grain", [(1, 1), (10, 4), (1, 5000), (100, 25), (400, 100)], ids=str)
def test_a_box_takes_its_letters_and_no_others(key: str, grain: tuple[int, int], tmp_path: Path) -> None:
    normal, target = layered(tmp_path / "n.pdf", key, grain), tmp_path / "out.pdf"
    boxes = burn(normal, [Redaction("h0001", (BOX,), LABEL, DESCRIPTION, "")], target).boxes
    assert not check(target, boxes, []).leaks
    before, after = drawn(normal), drawn(target)
    apart = np.abs(before - after).max(axis=2) > 24
    x0, y0, x1, y1 = (round(edge) for edge in (BOX.x0 - 5, BOX.y0 - 5, BOX.x1 + 5, BOX.y1 + 5))
    apart[y0:y1, x0:x1] = False
    assert not apart.any()
    assert not left_in_mask(target, key).any()


def left_in_mask(path: Path, key: str) -> Any:
    """Where the mask still shows something within the box, a pixel from its edge."""
    with pikepdf.open(path) as pdf:
        (image,) = pdf.pages[0].obj.Resources["/XObject"].values()
        stream: Any = image[key]
        mask = pikepdf.PdfImage(stream).as_pil_image().convert("L")
    shows = np.asarray(mask) > 128
    shows = shows if key == "/SMask" else ~shows
    return shows[21:39, 101:149]
