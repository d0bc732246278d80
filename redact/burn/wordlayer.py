"""The words of a page that became a picture, laid over it unseen, so that it can be searched and read aloud.

Only words that MuPDF reads where everything under the boxes is gone already. Where they stand is rounded to a grid of
4 points, coarser than what can be seen: the layer tells less about widths than the picture does. No word reaches into
a box.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby

import numpy as np
import pikepdf
from fontTools import subset
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

from redact.burn.textlines import frame_matrix, turned
from redact.geometry import Frame
from redact.model import Box
from redact.pdfobjects import Glyphs, cmaps
from redact.resources import fonts

GRID = 4.0
"""Points to which places are rounded."""
AWAY = 0.5
"""Points kept free beside a box."""
NAME = Name("/LakWords")
BASE = Name("/LAKWRD+LiberationSans")
HEIGHT_PER_EM, DEPTH = 1.15, 0.19
"""Height of a line in ems, and the share of it below the baseline."""
_SYMBOLIC = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands: in the frame in which it runs from left to right."""

    text: str = field(repr=False)
    turn: int
    x0: float
    x1: float
    y0: float
    y1: float


@dataclass(frozen=True, slots=True)
class _Letters:
    """The embedded font: glyph number and width in ems of each character it has."""

    font: pikepdf.Object
    codes: Mapping[str, int] = field(repr=False)
    widths: Mapping[str, float] = field(repr=False)


def words_of(glyphs: Glyphs, boxes: Sequence[Box]) -> list[Word]:
    """The words of a page, without those that a box touches."""
    out = []
    marked = zip(glyphs, _under(glyphs, boxes), strict=True)
    for line, group in groupby(marked, key=lambda pair: (pair[0].line, pair[0].turn)):
        turn = line[1]
        for blank, piece in groupby(group, key=lambda pair: pair[0].blank):
            members, hidden = zip(*piece, strict=True)
            if turn is None or blank or any(hidden):
                continue
            rects = [turned(glyph.box, turn) for glyph in members]
            columns = list(zip(*rects, strict=True))
            edges = (min(columns[0]), max(columns[2]), min(columns[1]), max(columns[3]))
            out.append(Word("".join(glyph.char for glyph in members), turn, *edges))
    return out


def _under(glyphs: Glyphs, boxes: Sequence[Box]) -> list[bool]:
    """Of each glyph whether its middle lies in a box."""
    found = np.zeros(len(glyphs), dtype=bool)
    x, y = glyphs.middles.T
    for box in boxes:
        found |= (x >= box.x0) & (x <= box.x1) & (y >= box.y0) & (y <= box.y1)
    return [bool(each) for each in found]


def lay_words(
    pdf: pikepdf.Pdf, words: Mapping[int, Sequence[Word]], boxes: Sequence[Box], places: Mapping[int, Frame]
) -> dict[int, bytes]:
    """The content that shows the words of each page unseen; their font is put into the pages' resources.

    Args:
        pdf: the document.
        words: by page, counted from 1.
        boxes: of all pages.
        places: the visible area of each page.
    """
    wanted = {char for on_page in words.values() for word in on_page for char in word.text}
    letters = _embed(pdf, wanted) if wanted else None
    out: dict[int, bytes] = {}
    for number, on_page in words.items():
        if letters is None or not on_page:
            continue
        resources = pdf.pages[number - 1].obj["/Resources"]
        resources["/Font"] = Dictionary({str(NAME): letters.font})
        here = [box for box in boxes if box.page == number]
        shown = [line for word in seated(on_page, here) for line in _shown(word, letters, places[number])]
        out[number] = "\n".join(["q BT 3 Tr", *shown, "ET Q"]).encode("ascii")
    return out


def seated(words: Sequence[Word], boxes: Sequence[Box]) -> Iterator[Word]:
    """The words on the grid, one after the other, off the boxes; without those for which there is no room."""
    last: Word | None = None
    rects = {turn: np.array([turned(box, turn) for box in boxes]).reshape(-1, 4) for turn in range(4)}
    for word in words:
        x0, x1 = GRID * round(word.x0 / GRID), GRID * round(word.x1 / GRID)
        middle = (word.y0 + word.y1) / 2
        if last is not None and last.turn == word.turn and last.y0 < middle < last.y1 and last.x0 < word.x0:
            x0 = max(x0, last.x1)
        near = rects[word.turn]
        near = near[(near[:, 1] < word.y1) & (word.y0 < near[:, 3])].tolist()
        for left, _, right, _ in near:
            if word.x0 < left:
                x1 = min(x1, left - AWAY)
            elif word.x1 > right:
                x0 = max(x0, right + AWAY)
        last = Word(word.text, word.turn, x0, max(x1, x0 + 1.0), word.y0, word.y1)
        if not any(_reaches_into(last, rect) for rect in near):
            yield last


def _reaches_into(word: Word, rect: Sequence[float]) -> bool:
    left, top, right, bottom = rect
    return word.x0 < right and left < word.x1 and word.y0 < bottom and top < word.y1


def _shown(word: Word, letters: _Letters, place: Frame) -> Iterator[str]:
    text = "".join(char for char in word.text if char in letters.codes)
    if not text:
        return
    size = round((word.y1 - word.y0) / HEIGHT_PER_EM, 1) or 1.0
    natural = sum(letters.widths[char] for char in text) * size
    scale = 100 * (word.x1 - word.x0) / natural if natural else 100.0
    x, y = word.x0, word.y1 - DEPTH * (word.y1 - word.y0)
    codes = "".join(f"{letters.codes[char]:04x}" for char in (*text, " "))
    matrix = " ".join(f"{value:.3f}" for value in _upright(place, word.turn, x, y))
    yield f"{NAME} {size:.1f} Tf {scale:.2f} Tz {matrix} Tm <{codes}> Tj"


def _upright(place: Frame, turn: int, x: float, y: float) -> tuple[float, ...]:
    """The text matrix of a place in the frame."""
    a, b, c, d, e, f = frame_matrix(place, turn)
    det = a * d - b * c
    dx, dy = x - e, y - f
    return d / det, -b / det, c / det, -a / det, (dx * d - dy * c) / det, (dy * a - dx * b) / det


def _embed(pdf: pikepdf.Pdf, wanted: Iterable[str]) -> _Letters:
    """A subset of Liberation Sans, whose codes are its glyphs' numbers."""
    program, codes, ems = _cut({*wanted, " "})
    stream = pdf.make_stream(program)
    stream["/Length1"] = len(program)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=BASE,
        Flags=_SYMBOLIC,
        FontBBox=Array([-544, -303, 1302, 980]),
        ItalicAngle=0,
        Ascent=905,
        Descent=-212,
        CapHeight=729,
        StemV=80,
        FontFile2=stream,
    )
    widths = [item for char, code in sorted(codes.items(), key=lambda pair: pair[1]) for item in (code, [ems[char]])]
    inner = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=BASE,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        W=Array([Array(item) if isinstance(item, list) else item for item in widths]),
        CIDToGIDMap=Name.Identity,
    )
    unicode = pdf.make_stream(cmaps.format_unicode({(2, code): char for char, code in codes.items()}))
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=BASE,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(inner)]),
        ToUnicode=unicode,
    )
    return _Letters(pdf.make_indirect(font), codes, {char: em / 1000 for char, em in ems.items()})


def _cut(chars: set[str]) -> tuple[bytes, dict[str, int], dict[str, int]]:
    """A font program with these characters, and glyph number and width in thousandths of an em of each it has."""
    options = subset.Options(
        notdef_outline=True, hinting=False, name_IDs=[], drop_tables=["GSUB", "GPOS", "GDEF", "kern", "FFTM", "DSIG"]
    )
    font = TTFont(fonts() / "LiberationSans-Regular.ttf", recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(chars))
    cutter.subset(font)
    shapes, advances, unit = font.getBestCmap(), font["hmtx"], 1000 / font["head"].unitsPerEm
    known = {char: shapes[ord(char)] for char in sorted(chars) if len(char) == 1 and ord(char) in shapes}
    ems = {char: round(advances[glyph][0] * unit) for char, glyph in known.items()}
    codes = {char: font.getGlyphID(glyph) for char, glyph in known.items()}
    out = BytesIO()
    font.save(out)
    return out.getvalue(), codes, ems
