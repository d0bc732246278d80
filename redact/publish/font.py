"""One embedded font for all stamps of an annex: a subset of Liberation Sans Bold."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from redact.resources import fonts

_FIRST, _LAST = 32, 126
_NAME = Name("/STAMPS+LiberationSans-Bold")


@dataclass(frozen=True, slots=True)
class StampFont:
    """Font program and advance widths (thousandths of the size) of the printable ASCII characters it holds."""

    program: bytes
    widths: tuple[int, ...]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int

    def width(self, text: str) -> float:
        """Width of a text at size 1."""
        return sum(self.widths[ord(char) - _FIRST] for char in text) / 1000

    def embed(self, pdf: pikepdf.Pdf) -> Typeface:
        """Adds the font to a PDF."""
        program = pdf.make_stream(self.program, Length1=len(self.program))
        descriptor = Dictionary(
            Type=Name.FontDescriptor,
            FontName=_NAME,
            Flags=32,
            FontBBox=Array(self.box),
            ItalicAngle=0,
            Ascent=self.ascent,
            Descent=self.descent,
            CapHeight=729,
            StemV=120,
            FontFile2=program,
        )
        font = Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=_NAME,
            FirstChar=_FIRST,
            LastChar=_LAST,
            Widths=Array(self.widths),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
        return Typeface(self, pdf.make_indirect(font))


@dataclass(frozen=True, slots=True)
class Typeface:
    """The font, and the object it became in one PDF."""

    font: StampFont
    embedded: pikepdf.Object


def stamp_font(texts: Iterable[str]) -> StampFont:
    """The font with only the characters of these texts (printable ASCII)."""
    options = subset.Options(name_IDs=[], layout_features=[], notdef_outline=True, hinting=False)
    options.drop_tables += ["DSIG", "FFTM", "GDEF", "GPOS", "GSUB", "kern"]
    font = TTFont(fonts() / "LiberationSans-Bold.ttf", recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(set("".join(texts)))))
    subsetter.subset(font)
    program = io.BytesIO()
    font.save(program)
    return _measured(font, program.getvalue())


def _measured(font: TTFont, program: bytes) -> StampFont:
    head, metrics = font["head"], font["hmtx"]
    per_em = 1000 / head.unitsPerEm
    glyphs = font.getBestCmap()
    widths = (metrics[glyphs[c]][0] if c in glyphs else 0 for c in range(_FIRST, _LAST + 1))
    return StampFont(
        program=program,
        widths=tuple(round(width * per_em) for width in widths),
        box=(
            round(head.xMin * per_em),
            round(head.yMin * per_em),
            round(head.xMax * per_em),
            round(head.yMax * per_em),
        ),
        ascent=round(font["hhea"].ascent * per_em),
        descent=round(font["hhea"].descent * per_em),
    )
