"""The font of the labels: an embedded subset of Liberation Sans Bold with WinAnsi codes, the same everywhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from redact.resources import fonts

NAME = Name("/LAKLAB+LiberationSans-Bold")
FIRST, LAST = 32, 126
CAP_HEIGHT = 0.729
"""Height of capitals and figures, in ems."""
_NONSYMBOLIC = 32


@dataclass(frozen=True, slots=True)
class LabelFont:
    """The font program and the widths of its codes, in thousandths of an em."""

    program: bytes = field(repr=False)
    widths: Mapping[int, int]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    def width(self, text: str) -> float:
        """Width of a text at size 1."""
        return sum(self.widths[code] for code in encode(text)) / 1000


def encode(text: str) -> bytes:
    """A label in WinAnsi, of which it uses the plain letters; what it does not have becomes a question mark."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char)).encode("ascii", "replace")


def _characters() -> dict[int, str]:
    return {code: chr(code) for code in range(FIRST, LAST + 1)}


@lru_cache(maxsize=1)
def label_font() -> LabelFont:
    """The subset, made once per process."""
    options = subset.Options(
        notdef_outline=True, name_IDs=[], drop_tables=["GSUB", "GPOS", "GDEF", "kern", "FFTM", "DSIG"]
    )
    font = TTFont(fonts() / "LiberationSans-Bold.ttf", recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(_characters().values()))
    cutter.subset(font)
    out = BytesIO()
    font.save(out)
    return _measured(TTFont(BytesIO(out.getvalue())), out.getvalue())


def _measured(font: TTFont, program: bytes) -> LabelFont:
    unit = 1000 / font["head"].unitsPerEm
    shapes, advances = font.getBestCmap(), font["hmtx"]
    widths = dict.fromkeys(range(FIRST, LAST + 1), 0)
    for code, char in _characters().items():
        if ord(char) in shapes:
            widths[code] = round(advances[shapes[ord(char)]][0] * unit)
    head, lines = font["head"], font["hhea"]
    box = (round(head.xMin * unit), round(head.yMin * unit), round(head.xMax * unit), round(head.yMax * unit))
    return LabelFont(program, widths, box, round(lines.ascent * unit), round(lines.descent * unit))


def embed(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Put the label font into a document; the font dictionary."""
    font = label_font()
    program = pdf.make_stream(font.program)
    program["/Length1"] = len(font.program)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=NAME,
        Flags=_NONSYMBOLIC,
        FontBBox=Array(font.box),
        ItalicAngle=0,
        Ascent=font.ascent,
        Descent=font.descent,
        CapHeight=round(CAP_HEIGHT * 1000),
        StemV=120,
        FontFile2=program,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=NAME,
            FirstChar=FIRST,
            LastChar=LAST,
            Widths=Array([font.widths[code] for code in range(FIRST, LAST + 1)]),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )
