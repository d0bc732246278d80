"""The sound PDFs that are broken afterwards: small, of every make, each with the secrets in its text."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
from pikepdf import Array, Dictionary, Name, String

from redact.resources import fonts
from tests.pdfmaker import LINES, add_text, helvetica, new_pdf

SECRETS = ("Zwanepoel", "Quistenberg")
LETTER = """Geachte heer Zwanepoel,

Uw brief van 3 maart heeft mevrouw Quistenberg bereikt. De heer Zwanepoel is
daarover gebeld. Wij danken u voor uw bericht.

Hoogachtend,
J. Quistenberg
"""
LARGEST = 120_000
"""Bytes of a borrowed file at most."""


def _plain() -> pikepdf.Pdf:
    return new_pdf(LINES + b" BT /F1 11 Tf 72 500 Td [(Quis) -20 (tenberg) 300 (belde)] TJ ET")


def _letter() -> pikepdf.Pdf:
    with pymupdf.open() as document:
        for _ in range(2):
            document.new_page().insert_textbox((72, 72, 520, 780), LETTER, fontsize=11)
        return pikepdf.open(BytesIO(document.tobytes()))


def _embedded() -> pikepdf.Pdf:
    """Text in an embedded font with two-byte codes."""
    with pymupdf.open() as document:
        writer = pymupdf.TextWriter(document.new_page().rect)
        font = pymupdf.Font(fontfile=str(next(fonts().glob("*-Regular.ttf"))))
        for number, line in enumerate(LETTER.splitlines()):
            writer.append((72, 90 + 16 * number), line, font=font, fontsize=11)
        writer.write_text(document[0])
        document.subset_fonts()
        return pikepdf.open(BytesIO(document.tobytes(garbage=3, deflate=True)))


def _form() -> pikepdf.Pdf:
    pdf = _plain()
    page = pdf.pages[0].obj
    inner = pdf.make_stream(b"BT /F1 12 Tf 72 450 Td (Namens Quistenberg) Tj ET")
    inner["/Type"], inner["/Subtype"], inner["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    inner["/Resources"] = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    page["/Resources"]["/XObject"] = Dictionary(X=inner)
    add_text(page, b"q /X Do Q q 1 0 0 1 0 -40 cm /X Do Q")
    return pdf


def _tagged() -> pikepdf.Pdf:
    pdf = _plain()
    page = pdf.pages[0].obj
    add_text(page, b"/Span <</ActualText (Zwanepoel)>> BDC BT /F1 12 Tf 72 400 Td (ZW) Tj ET EMC")
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    element = Dictionary(Type=Name.StructElem, S=Name.P, P=tree, Pg=page, K=0, Alt=String("Zwanepoel"))
    tree["/K"] = pdf.make_indirect(element)
    pdf.Root["/StructTreeRoot"], pdf.Root["/MarkInfo"] = tree, Dictionary(Marked=True)
    return pdf


def _annotated() -> pikepdf.Pdf:
    pdf = _plain()
    note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([72, 300, 300, 330]))
    note["/Contents"], note["/DA"] = String("Zwanepoel"), String("/Helv 12 Tf 0 g")
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("naam"), V=String("Quistenberg"))
    field["/Rect"], field["/DA"] = Array([72, 200, 300, 220]), String("/Helv 12 Tf 0 g")
    items = [pdf.make_indirect(note), pdf.make_indirect(field)]
    pdf.pages[0].obj["/Annots"] = Array(items)
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array(items[1:]), NeedAppearances=True)
    return pdf


def _pictured() -> pikepdf.Pdf:
    pdf = _plain()
    image = pdf.make_stream(bytes(range(256)) * 12)
    image["/Type"], image["/Subtype"], image["/ColorSpace"] = Name.XObject, Name.Image, Name.DeviceRGB
    image["/Width"], image["/Height"], image["/BitsPerComponent"] = 32, 32, 8
    page = pdf.pages[0].obj
    page["/Resources"]["/XObject"] = Dictionary(Im=image)
    add_text(page, b"q 200 0 0 100 60 680 cm /Im Do Q BI /W 4 /H 4 /BPC 8 /CS /G ID 0123456789abcdef EI")
    add_text(page, b"q 80 80 40 40 re W n /Im Do Q 0.5 w 72 690 m 300 690 l S")
    return pdf


def _turned() -> pikepdf.Pdf:
    pdf = new_pdf(LINES, Rotate=90, CropBox=Array([20, 20, 580, 800]), UserUnit=2)
    add_text(pdf.pages[0].obj, b"BT 0 1 -1 0 300 300 Tm /F1 14 Tf (Mevrouw Quistenberg) Tj ET")
    return pdf


def _type3() -> pikepdf.Pdf:
    pdf = _plain()
    glyph = pdf.make_stream(b"600 0 0 0 500 700 d1 0 0 500 700 re f")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 500, 700]), FirstChar=90, LastChar=90)
    font["/FontMatrix"], font["/CharProcs"] = Array([0.001, 0, 0, 0.001, 0, 0]), Dictionary(z=glyph)
    font["/Encoding"], font["/Widths"] = Dictionary(Type=Name.Encoding, Differences=Array([90, Name.z])), Array([600])
    page = pdf.pages[0].obj
    page["/Resources"]["/Font"]["/T"] = pdf.make_indirect(font)
    add_text(page, b"BT /T 20 Tf 72 350 Td (ZZZ) Tj ET")
    return pdf


def _patterned() -> pikepdf.Pdf:
    pdf = _plain()
    tile = pdf.make_stream(b"BT /F1 10 Tf 0 0 Td (Zwanepoel) Tj ET")
    tile["/Type"], tile["/PatternType"], tile["/PaintType"], tile["/TilingType"] = Name.Pattern, 1, 1, 1
    tile["/BBox"], tile["/XStep"], tile["/YStep"] = Array([0, 0, 100, 20]), 100, 20
    tile["/Resources"] = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    page = pdf.pages[0].obj
    page["/Resources"]["/Pattern"] = Dictionary(P=tile)
    add_text(page, b"/Pattern cs /P scn 72 100 300 60 re f")
    return pdf


_MAKERS: tuple[Callable[[], pikepdf.Pdf], ...] = (
    _plain,
    _letter,
    _embedded,
    _form,
    _tagged,
    _annotated,
    _pictured,
    _turned,
    _type3,
    _patterned,
)


def own_seeds() -> Iterator[bytes]:
    """Each document of ours twice: everything open to the eye, and packed in object streams."""
    for make in _MAKERS:
        with make() as pdf:
            yield _written(pdf, packed=False)
            yield _written(pdf, packed=True)


def _written(pdf: pikepdf.Pdf, *, packed: bool) -> bytes:
    out = BytesIO()
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    level = pikepdf.StreamDecodeLevel.none if packed else pikepdf.StreamDecodeLevel.generalized
    pdf.save(out, object_stream_mode=mode, compress_streams=packed, stream_decode_level=level)
    return out.getvalue()


def borrowed_seeds(folders: Sequence[Path]) -> Iterator[bytes]:
    """Small PDFs of other people with the secrets written on their first page."""
    paths = sorted(path for folder in folders for path in folder.rglob("*.pdf"))
    for path in paths:
        if path.stat().st_size <= LARGEST and (data := _signed(path)):
            yield data


def _signed(path: Path) -> bytes:
    """The file with a line of text more; empty where it cannot be written."""
    text = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    try:
        with warnings.catch_warnings(), pikepdf.open(path, suppress_warnings=True) as pdf:
            warnings.simplefilter("ignore")
            page: Any = pdf.pages[0]
            name = page.add_resource(text, Name.Font)
            line = f"q BT {name} 12 Tf 40 40 Td (De heer Zwanepoel en mevrouw Quistenberg) Tj ET Q"
            page.contents_add(line.encode(), prepend=True)
            return _written(pdf, packed=False)
    except (pikepdf.PdfError, pikepdf.PasswordError, IndexError, TypeError, ValueError, KeyError):
        return b""
