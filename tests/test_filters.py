"""Filters and their parameters: odd ones are read as viewers read them, and nothing of them is left over."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from redact.burn import burn
from redact.normalise import normalise
from redact.pdfobjects.filters import coding, parameters, settle_coding, unwrapped
from redact.verify import check
from tests.pdfmaker import new_pdf

PIXELS = bytes(range(192))
"""Eight by eight, of three colours."""


def hexed(data: bytes) -> bytes:
    return data.hex().encode() + b">"


def with_picture(path: Path, data: bytes, change: Callable[[pikepdf.Pdf, Any], None]) -> Path:
    pdf = new_pdf(b"q 80 0 0 80 72 300 cm /X Do Q")
    image = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8)
    image["/BitsPerComponent"], image["/ColorSpace"] = 8, Name.DeviceRGB
    change(pdf, image)
    pdf.pages[0].obj.Resources["/XObject"] = Dictionary(X=image)
    pdf.save(path, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return path


def needless(pdf: pikepdf.Pdf, image: Any) -> None:
    image["/Filter"], image["/DecodeParms"] = Name.ASCIIHexDecode, Dictionary(Columns=8)


def too_many(pdf: pikepdf.Pdf, image: Any) -> None:
    image["/Filter"], image["/DecodeParms"] = Array([Name.AHx]), Array([None, Dictionary(Columns=8)])


def far_away(pdf: pikepdf.Pdf, image: Any) -> None:
    image["/Filter"] = pdf.make_indirect(Name.ASCIIHexDecode)
    image["/DecodeParms"] = pdf.make_indirect(Array([pdf.make_indirect(Dictionary(Columns=8))]))


@pytest.mark.parametrize("odd", [needless, too_many, far_away])
def test_a_picture_with_odd_parameters_comes_out(odd: Callable[[pikepdf.Pdf, Any], None], tmp_path: Path) -> None:
    source = with_picture(tmp_path / "in.pdf", hexed(PIXELS), odd)
    assert not normalise(source, tmp_path / "normal.pdf").findings
    burn(tmp_path / "normal.pdf", [], tmp_path / "out.pdf")
    assert not check(tmp_path / "out.pdf", [], []).leaks
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        (image,) = pdf.pages[0].obj.Resources["/XObject"].values()
        assert image.read_bytes() == PIXELS


def test_parameters_belong_to_their_filter() -> None:
    pdf = pikepdf.new()
    stream = pdf.make_stream(b"")
    stream["/Filter"] = Array([Name.A85, Name.Fl])
    stream["/DecodeParms"] = Array([Dictionary(Columns=1), Dictionary(Predictor=12)])
    assert coding(stream) == ["/ASCII85Decode", "/FlateDecode"]
    assert parameters(stream) == [None, Dictionary(Predictor=12)]
    settle_coding(stream)
    assert stream["/DecodeParms"] == Array([None, Dictionary(Predictor=12)])


@pytest.mark.parametrize("given", [None, 7, Dictionary(Predictor=12), Array([Dictionary(Predictor=12), 7])])
def test_what_is_no_parameter_goes(given: Any) -> None:
    pdf = pikepdf.new()
    stream = pdf.make_stream(b"")
    stream["/Filter"] = Array([Name.ASCIIHexDecode, Name.FlateDecode])
    if given is not None:
        stream["/DecodeParms"] = given
    settle_coding(stream)
    assert "/DecodeParms" not in stream


def test_a_picture_is_taken_out_of_its_wrapping() -> None:
    pdf = pikepdf.new()
    stream = pdf.make_stream(hexed(zlib.compress(b"a picture")))
    stream["/Filter"] = Array([Name.AHx, Name.Fl, Name.DCTDecode])
    assert unwrapped(stream) == b"a picture"
