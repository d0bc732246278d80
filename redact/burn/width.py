"""How many other names would have left the same gap: what a box's width tells of the name under it.

A reader who knows the font can measure a gap in the file to a hundredth of a point, and on paper or a picture to a
fifth; on the grid only the multiple is left. Initials, titles and first names under the box are taken as known to that
reader, so that only the surname is guessed: that is the worst case.

Widths of letters are those of the source's own font. A letter that the pages with boxes do not show gets its width in
the standard family (Helvetica, Times or Courier) whose letters come closest, scaled to the font. Kerning is left aside.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from redact.burn.metrics import standard_advance
from redact.burn.plan import PlannedBox
from redact.burn.regrid import GRID, NOISE
from redact.model import Box
from redact.pdfobjects import ASLANT, DrawnGlyph, columns
from redact.pdfobjects.operators import listed
from redact.resources import shipped

EXACT = 0.01
"""Points by which a width read from the file itself may be off."""
SEEN = 0.18
"""Points by which a width read from a picture of 200 pixels an inch may be off."""
MOST_WORDS = 7
_PARTICLES = listed("van de der den het 't ten ter te op in aan bij 's el al ben ait von zu la le du di da dos das")
_FAMILIES = ("helv", "tiro", "cour", "hebo", "tibo")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’\-])*")
Ems = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """How many common surnames, and names left readable, fit a gap; None where that cannot be told."""

    surnames: int | None = None
    readable: int | None = None


class NameList:
    """Names whose widths can be had in any font at once."""

    def __init__(self, names: Iterable[str]) -> None:
        given = [name for name in names if name]
        self.size = len(given)
        self.letters = sorted(set("".join(given)))
        number = {letter: at for at, letter in enumerate(self.letters)}
        self._codes = np.array([number[letter] for name in given for letter in name], dtype=np.int64)
        lengths = np.array([len(name) for name in given], dtype=np.int64)
        self._starts = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)

    def widths(self, font: Font) -> Ems:
        """Width of each name in ems."""
        if not self.size:
            return np.zeros(0)
        ems = np.array([font.advance(letter) for letter in self.letters])
        return np.add.reduceat(ems[self._codes], self._starts)


@lru_cache(maxsize=2)
def common_surnames(*, capital: bool) -> NameList:
    """The commonest Dutch surnames; with a capital where nothing stands before them ('De Jong')."""
    data = (shipped("models") / "names" / "common_surnames.txt.gz").read_bytes()
    names = gzip.decompress(data).decode().splitlines()
    return NameList(name[:1].upper() + name[1:] if capital else name for name in names)


class Font:
    """How far letters move on in a source's font, as far as its pages show them."""

    def __init__(self, seen: Mapping[str, float]) -> None:
        self._known = dict(seen)
        letters = [letter for letter in seen if letter.isascii() and letter.isalpha()]
        own = np.array([seen[letter] for letter in letters])
        candidates = {name: np.array([standard_advance(name, letter) for letter in letters]) for name in _FAMILIES}
        self._family = min(_FAMILIES, key=lambda name: float(np.abs(candidates[name] - own).sum()))
        like = candidates[self._family]
        self._scale = float(own.sum() / like.sum()) if len(letters) and like.sum() else 1.0

    def advance(self, letter: str) -> float:
        """In ems."""
        if letter not in self._known:
            self._known[letter] = standard_advance(self._family, letter) * self._scale
        return self._known[letter]

    def width(self, text: str) -> float:
        """Width of a text in ems."""
        return sum(map(self.advance, text))


@dataclass(frozen=True, slots=True)
class Taken:
    """What a box took: its text, font, size, and the width of its gap in points."""

    text: str = field(repr=False)
    font: str
    size: float
    width: float


def surname_of(text: str) -> tuple[str, str, str] | None:
    """What stands before a surname, the surname, and what follows it; None for what is no name of a person."""
    bare = text.strip().rstrip(",;:.)")
    words = bare.lstrip("(").split()
    if not words or len(words) > MOST_WORDS or not _NAME.fullmatch(" ".join(words)):
        return None
    if not words[-1].lstrip("'’")[:1].isupper() or words[-1].endswith("-") or len(words[-1]) < 2:
        return None
    first = len(words) - 1
    while first and words[first - 1].lower() in _PARTICLES:
        first -= 1
    surname = " ".join(words[first:])
    start = text.rindex(words[-1]) if first == len(words) - 1 else text.rfind(surname)
    if start < 0:
        return None
    return text[:start], surname, text[start + len(surname) :]


def fits(
    boxes: Sequence[PlannedBox],
    glyphs: Mapping[int, Sequence[DrawnGlyph]],
    names: Sequence[str],
    on_grid: Set[int],
    pictured: Set[int],
) -> list[Fit]:
    """How many names fit the gap of each box.

    Args:
        boxes: as planned, before anything moved.
        glyphs: of each page with boxes, as they were.
        names: left readable in the bundle.
        on_grid: boxes (by index) whose gap was rounded to the grid.
        pictured: pages that became pictures.
    """
    taken = {index: found for index, planned in enumerate(boxes) if (found := taken_by(planned.box, glyphs))}
    fonts = _fonts({found.font for found in taken.values()}, glyphs)
    counter = _Counter(fonts, names)
    out = []
    for index, planned in enumerate(boxes):
        cell = GRID if index in on_grid else 0.0
        slack = SEEN if planned.box.page in pictured else EXACT
        out.append(counter.fit(taken[index], cell, slack) if index in taken else Fit())
    return out


def taken_by(box: Box, glyphs: Mapping[int, Sequence[DrawnGlyph]]) -> Taken | None:
    """What a box takes of one level line in one font; None for anything else."""
    there = columns(glyphs.get(box.page, ()))
    inside = there.pick(there.within(box).tolist())
    inked = [glyph for glyph in inside if not glyph.blank]
    if not inked or len({(glyph.font, round(glyph.size, 1), glyph.turn) for glyph in inked}) > 1:
        return None
    turn = inked[0].turn
    if turn is None or len({glyph.line for glyph in inked}) > 1:
        return None
    starts = [(glyph.box.x0, glyph.box.y0) for glyph in inked]
    ends = [(glyph.box.x1, glyph.box.y1) for glyph in inked]
    axis = turn % 2
    width = max(end[axis] for end in ends) - min(start[axis] for start in starts)
    text = "".join(" " if glyph.blank else glyph.char for glyph in inside).strip()
    return Taken(text, inked[0].font, inked[0].size, width)


def _fonts(wanted: Set[str], glyphs: Mapping[int, Sequence[DrawnGlyph]]) -> dict[str, Font]:
    seen: dict[str, dict[str, float]] = {font: {} for font in wanted}
    for page in map(columns, glyphs.values()):
        high, wide = page.rects[:, 3] - page.rects[:, 1], page.rects[:, 2] - page.rects[:, 0]
        along = np.where(page.turns % 2 == 1, high, wide)
        known = (page.turns != ASLANT) & (page.sizes > 0) & (along > 0)
        ems = np.divide(along, page.sizes, out=np.zeros_like(along), where=known)
        for at in np.flatnonzero(known).tolist():
            letters, char = seen.get(page.fonts[at]), page.chars[at]
            if letters is not None and char not in letters and (char == " " or not page.blank[at]):
                letters[char] = float(ems[at])
    return {font: Font(letters) for font, letters in seen.items()}


def _surname(name: str) -> str:
    parts = surname_of(name)
    return parts[1] if parts else name


class _Counter:
    """Counts names, with the widths of every list worked out once a font."""

    def __init__(self, fonts: Mapping[str, Font], names: Sequence[str]) -> None:
        known = [name for name in dict.fromkeys(names) if name]
        self._fonts = fonts
        self._lists = {
            "plain": common_surnames(capital=False),
            "capital": common_surnames(capital=True),
            "whole": NameList(known),
            "last": NameList(map(_surname, known)),
        }
        self._widths: dict[tuple[str, str], Ems] = {}

    def fit(self, taken: Taken, cell: float, slack: float) -> Fit:
        """How many names leave what `taken` left."""
        parts = surname_of(taken.text)
        if parts is None:
            return Fit()
        before, surname, _ = parts
        rest = taken.width / taken.size - self._fonts[taken.font].width(surname)
        kind = "capital" if surname[:1].isupper() and not before.strip() else "plain"
        whole, last, surnames = (self._listed(taken.font, name) for name in ("whole", "last", kind))
        fit = [_same(ems * taken.size, taken.width, cell, slack) for ems in (rest + surnames, whole, rest + last)]
        return Fit(int(fit[0].sum()), int((fit[1] | fit[2]).sum()))

    def _listed(self, font: str, name: str) -> Ems:
        if (font, name) not in self._widths:
            self._widths[font, name] = self._lists[name].widths(self._fonts[font])
        return self._widths[font, name]


def _same(widths: Ems, width: float, cell: float, slack: float) -> NDArray[np.bool_]:
    """Which widths a reader cannot tell from this one."""
    if cell:
        return np.asarray(np.ceil((widths - NOISE) / cell) == np.ceil((width - NOISE) / cell))
    return np.asarray(np.abs(widths - width) <= slack)
