"""Pictures that are not what their coding says: afterwards every program shows the same of them."""

from __future__ import annotations

import io
import subprocess
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pymupdf
import pypdfium2
import pytest
from pikepdf import Name
from PIL import Image

from redact.burn import burn
from redact.errors import DocumentRefused
from redact.model import Finding
from redact.normalise import normalise
from redact.pdfobjects import mend_pictures
from tests.pdfmaker import new_pdf, save

FAR = 48
"""Difference of a colour (of 255) by which a pixel counts as changed."""
ENGINES = 0.003
"""Share of the pixels in which two programs differ over a picture that is whole."""
PLACE = b"q 192 0 0 128 72 300 cm /X Do Q"
LOST = (Finding("damaged-picture", 1, 1),)


def pixels() -> Image.Image:
    """Coloured blocks."""
    blocks = np.random.default_rng(1).integers(0, 255, (8, 12, 3))
    return Image.fromarray(np.kron(blocks, np.ones((16, 16, 1))).astype(np.uint8))


def jpeg(**options: Any) -> bytes:
    out = io.BytesIO()
    pixels().save(out, "JPEG", **options)
    return out.getvalue()


def picture(pdf: pikepdf.Pdf, data: bytes, coding: str) -> pikepdf.Object:
    """A picture in a document, of so many colours as `pixels`."""
    stream = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=192, Height=128)
    stream["/BitsPerComponent"], stream["/ColorSpace"] = 8, Name.DeviceRGB
    stream.write(data, filter=Name(coding))
    return stream


def with_picture(path: Path, data: bytes, coding: str = "/DCTDecode") -> Path:
    pdf = new_pdf(PLACE)
    pdf.pages[0].obj.Resources["/XObject"] = pikepdf.Dictionary(X=picture(pdf, data, coding))
    pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return path


def is_clean(path: Path) -> bool:
    return subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0


def by_mupdf(path: Path) -> Any:
    with pymupdf.open(path) as document:
        shown = document[0].get_pixmap()
        return np.frombuffer(shown.samples, np.uint8).reshape(shown.height, shown.width, 3).astype(int)


def by_pdfium(path: Path) -> Any:
    with pypdfium2.PdfDocument(path) as document:
        return np.asarray(document[0].render().to_pil().convert("RGB"), dtype=int)


Showing = Callable[[Path], Any]


def differ(before: Any, after: Any) -> float:
    return float((np.abs(before - after).max(axis=2) > FAR).mean())


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


SHOWN: dict[str, tuple[Callable[[], bytes], Showing, bool]] = {
    "cut short": (lambda: half(jpeg()), by_pdfium, True),
    "an unknown marker halfway": (lambda: half(jpeg()) + b"\xff\x05\0\0" + jpeg()[len(jpeg()) // 2 :], by_pdfium, True),
    "a line end before it": (lambda: b"\r\n" + jpeg(), by_mupdf, False),
    "something before it": (lambda: b"abc" + jpeg(), by_pdfium, False),
    "without an end": (lambda: jpeg()[:-2], by_pdfium, False),
    "a progressive one cut short": (lambda: jpeg(progressive=True)[:3000], by_mupdf, False),
    "whole": (jpeg, by_pdfium, False),
}
"""Data, what shows most of it, and whether a part is lost."""


@pytest.mark.parametrize("name", SHOWN)
def test_a_damaged_picture_looks_the_same_and_is_whole(name: str, tmp_path: Path) -> None:
    make, shows, is_lost = SHOWN[name]
    source = with_picture(tmp_path / "source.pdf", make())
    clean, burnt = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    assert normalise(source, clean).findings == (LOST if is_lost else ())
    burn(clean, [], burnt)
    assert is_clean(clean) and is_clean(burnt)
    assert differ(shows(source), shows(burnt)) < 0.001
    assert differ(by_mupdf(burnt), by_pdfium(burnt)) < ENGINES


NOTHING = {
    "no JPEG at all": (b"1234", "/DCTDecode"),
    "a JPEG of a head alone": (jpeg()[: jpeg().index(b"\xff\xda")], "/DCTDecode"),
    "no packed data at all": (b"1234", "/FlateDecode"),
    "no digits at all": (b"zzz~~|||" * 30, "/ASCIIHexDecode"),
}


@pytest.mark.parametrize("name", NOTHING)
def test_a_picture_of_nothing_paints_nothing_and_is_reported(name: str, tmp_path: Path) -> None:
    source = with_picture(tmp_path / "source.pdf", *NOTHING[name])
    clean, burnt = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    assert normalise(source, clean).findings == LOST
    burn(clean, [], burnt)
    assert is_clean(clean) and is_clean(burnt)
    for shows in (by_mupdf, by_pdfium):
        assert (shows(burnt) == 255).all()


@pytest.mark.parametrize(("mode", "space"), [("L", Name.DeviceGray), ("CMYK", Name.DeviceCMYK)])
def test_a_damaged_picture_keeps_its_colours(mode: str, space: Name, tmp_path: Path) -> None:
    out = io.BytesIO()
    pixels().convert(mode).save(out, "JPEG")
    pdf = new_pdf(PLACE)
    drawn = picture(pdf, half(out.getvalue()), "/DCTDecode")
    drawn["/ColorSpace"] = space
    pdf.pages[0].obj.Resources["/XObject"] = pikepdf.Dictionary(X=drawn)
    source, clean = tmp_path / "source.pdf", tmp_path / "clean.pdf"
    pdf.save(source, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert normalise(source, clean).findings == LOST
    assert is_clean(clean)
    assert differ(by_pdfium(source), by_pdfium(clean)) < 0.001 > differ(by_mupdf(source), by_mupdf(clean))


def test_a_mask_of_nothing_hides_nothing_from_anybody(tmp_path: Path) -> None:
    pdf = new_pdf(PLACE)
    drawn, mask = picture(pdf, jpeg(), "/DCTDecode"), picture(pdf, b"1234", "/DCTDecode")
    mask["/ColorSpace"] = Name.DeviceGray
    drawn["/SMask"] = mask
    pdf.pages[0].obj.Resources["/XObject"] = pikepdf.Dictionary(X=drawn)
    pdf.save(tmp_path / "source.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)
    clean = tmp_path / "clean.pdf"
    assert normalise(tmp_path / "source.pdf", clean).findings == (Finding("damaged-picture", None, 1),)
    plain = with_picture(tmp_path / "plain.pdf", jpeg())
    assert is_clean(clean)
    assert differ(by_mupdf(clean), by_mupdf(plain)) == 0 == differ(by_pdfium(clean), by_pdfium(plain))


def test_a_picture_in_a_form_is_reported_with_its_page(tmp_path: Path) -> None:
    pdf = new_pdf(b"")
    pdf.add_blank_page()
    form = pdf.make_stream(PLACE, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 595, 842])
    form["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=picture(pdf, b"1234", "/DCTDecode")))
    pdf.pages[1].obj["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    pdf.pages[1].obj["/Contents"] = pdf.make_stream(b"/F Do")
    pdf.save(tmp_path / "source.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert normalise(tmp_path / "source.pdf", tmp_path / "clean.pdf").findings == (Finding("damaged-picture", 2, 1),)


def test_a_document_without_damage_is_not_written_anew(tmp_path: Path) -> None:
    source = with_picture(tmp_path / "source.pdf", zlib.compress(pixels().tobytes()), "/FlateDecode")
    assert not mend_pictures(source, tmp_path / "target.pdf")
    assert not (tmp_path / "target.pdf").exists()


def test_a_picture_in_an_unknown_coding_is_refused(tmp_path: Path) -> None:
    source = save(new_pdf(PLACE), tmp_path / "plain.pdf")
    with pikepdf.open(source) as pdf:
        drawn = picture(pdf, b"1234", "/BrotliDecode")
        pdf.pages[0].obj.Resources["/XObject"] = pikepdf.Dictionary(X=drawn)
        pdf.save(tmp_path / "source.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)
    with pytest.raises(DocumentRefused, match="onbekende codering"):
        normalise(tmp_path / "source.pdf", tmp_path / "clean.pdf")
