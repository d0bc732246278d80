"""What a font's codes are, how far each moves on, and which of them are blanks, read from the font's own entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf
import pymupdf
from fontTools import agl
from pikepdf import Array, Name

from redact.pdfobjects import cmaps
from redact.pdfobjects.fonts import IDENTITY, descendant
from redact.pdfobjects.operators import is_number, spelt

_STANDARD = {
    "/Helvetica": "helv",
    "/Helvetica-Oblique": "heit",
    "/Helvetica-Bold": "hebo",
    "/Helvetica-BoldOblique": "hebi",
    "/Times-Roman": "tiro",
    "/Times-Italic": "tiit",
    "/Times-Bold": "tibo",
    "/Times-BoldItalic": "tibi",
    "/Courier": "cour",
    "/Courier-Oblique": "coit",
    "/Courier-Bold": "cobo",
    "/Courier-BoldOblique": "cobi",
}
_CODECS = {"/MacRomanEncoding": "mac_roman"}
_DEFAULT_CID_WIDTH = 1000


@dataclass(frozen=True, slots=True)
class FontMetrics:
    """A horizontal font whose codes have a fixed length of one or two bytes.

    Attributes:
        length: bytes of a code.
        widths: how far a code moves on, in ems, where that is not `default`.
        default: for every other code.
        blanks: codes that draw nothing.
    """

    length: int
    widths: Mapping[int, float]
    default: float
    blanks: frozenset[int]

    def codes(self, shown: bytes) -> list[int]:
        """The codes of a shown string."""
        if self.length == 1:
            return list(shown)
        return [shown[at] << 8 | shown[at + 1] for at in range(0, len(shown) - 1, 2)]

    def raw(self, code: int) -> bytes:
        """A code as it is written in a string."""
        return code.to_bytes(self.length, "big")

    def advance(self, code: int) -> float:
        """How far a code moves on, in ems."""
        return self.widths.get(code, self.default)

    def is_word_space(self, code: int) -> bool:
        """Whether word spacing (Tw) applies to a code."""
        return self.length == 1 and code == 32


class Fonts:
    """The fonts of one document, each of which is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], FontMetrics | None] = {}

    def of(self, font: Any) -> FontMetrics | None:
        """As `read_font`."""
        at = font.objgen if isinstance(font, pikepdf.Object) else (0, 0)
        if at == (0, 0):
            return read_font(font)
        if at not in self._known:
            self._known[at] = read_font(font)
        return self._known[at]


def read_font(font: Any) -> FontMetrics | None:
    """A font as text is laid out with it; None for a font whose layout cannot be told from its entries."""
    if not isinstance(font, pikepdf.Dictionary):
        return None
    texts = _texts(font)
    if font.get("/Subtype") == Name.Type0:
        return _composite(font, texts)
    widths = _simple_widths(font)
    if widths is None:
        return None
    descriptor = font.get("/FontDescriptor")
    missing = descriptor.get("/MissingWidth", 0) if isinstance(descriptor, pikepdf.Dictionary) else 0
    blanks = frozenset(code for code, text in texts.items() if not text.strip()) if texts else frozenset({32, 160})
    return FontMetrics(1, widths, float(missing) / 1000 if is_number(missing) else 0.0, blanks)


def _texts(font: pikepdf.Object) -> dict[int, str]:
    given = font.get("/ToUnicode")
    if not isinstance(given, pikepdf.Stream):
        return {}
    return {code: text for (_, code), text in cmaps.parse(given.read_bytes()).unicode.items()}


def _composite(font: pikepdf.Object, texts: Mapping[int, str]) -> FontMetrics | None:
    if spelt(font.get("/Encoding", "")) not in IDENTITY[:1]:
        return None
    inner = descendant(font)
    given, default = inner.get("/W"), inner.get("/DW", _DEFAULT_CID_WIDTH)
    widths = dict(_cid_widths(list(given))) if isinstance(given, Array) else {}
    blanks = frozenset(code for code, text in texts.items() if not text.strip())
    return FontMetrics(2, widths, float(default) / 1000, blanks)


def _cid_widths(items: list[Any]) -> list[tuple[int, float]]:
    out: list[tuple[int, float]] = []
    at = 0
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, Array):
            out += [(first + step, float(width) / 1000) for step, width in enumerate(second)]
            at += 2
        elif at + 2 < len(items):
            last = min(int(second), first + 0xFFFF)
            out += [(cid, float(items[at + 2]) / 1000) for cid in range(first, last + 1)]
            at += 3
        else:
            break
    return out


def _simple_widths(font: pikepdf.Object) -> dict[int, float] | None:
    given, first = font.get("/Widths"), font.get("/FirstChar", 0)
    if isinstance(given, Array) and isinstance(first, int):
        unit = 1 / 1000
        if font.get("/Subtype") == Name.Type3:
            matrix = font.get("/FontMatrix")
            unit = float(matrix[0]) if isinstance(matrix, Array) and len(matrix) == 6 else 0.0
        return {first + step: float(width) * unit for step, width in enumerate(given) if is_number(width)}
    name = _STANDARD.get(spelt(font.get("/BaseFont", "")))
    return _standard_widths(name, font.get("/Encoding")) if name else None


def _standard_widths(name: str, encoding: Any) -> dict[int, float]:
    """Widths of one of the fonts that every reader has, under an encoding."""
    base = encoding.get("/BaseEncoding") if isinstance(encoding, pikepdf.Dictionary) else encoding
    codec = _CODECS.get(spelt(base) if isinstance(base, Name) else "", "cp1252")
    chars = {code: bytes([code]).decode(codec, "replace") for code in range(32, 256)}
    differences = encoding.get("/Differences") if isinstance(encoding, pikepdf.Dictionary) else None
    code = 0
    for item in differences if isinstance(differences, Array) else ():
        if isinstance(item, Name):
            chars[code] = agl.toUnicode(spelt(item)[1:])
            code += 1
        elif is_number(item):
            code = int(item)
    return {code: standard_advance(name, char) for code, char in chars.items() if char}


@lru_cache(maxsize=4096)
def standard_advance(name: str, char: str) -> float:
    """How far a character moves on in a standard font (MuPDF's short name), in ems."""
    return float(_standard(name).glyph_advance(ord(char[0])))


@lru_cache(maxsize=len(_STANDARD))
def _standard(name: str) -> pymupdf.Font:
    return pymupdf.Font(name)
