"""The glyphs of one page as columns of numbers, so that asking which of them lie where costs little."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from redact.model import Box

Numbers = NDArray[np.float64]
ASLANT = -1
"""What `Glyphs.turns` says of a glyph whose line runs aslant."""
MOST_HEIGHT = 20.0
"""Times its size that a glyph's box can be high. MuPDF takes old bitmap fonts of TeX for far higher."""
MOST_IN_CELL = 64
"""Equal characters close together from which on they are no longer compared one by one."""


class DrawnGlyph(NamedTuple):
    """One glyph: its box, its line on the page, whether that line runs along an axis, whether a reader can see it."""

    box: Box
    line: int
    level: bool
    visible: bool
    blank: bool
    char: str
    turn: int | None = 0
    """Quarter turns clockwise from left-to-right in which its line runs; None where it runs aslant."""
    font: str = ""
    size: float = 0.0
    ink: Box | None = None
    """Across its line exactly what is drawn, along it the advance; None where it was not asked for."""

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the glyph's box."""
        return (self.box.x0 + self.box.x1) / 2, (self.box.y0 + self.box.y1) / 2


@dataclass(frozen=True, slots=True)
class Glyphs(Sequence[DrawnGlyph]):
    """All glyphs of a page, in the engine's order; one by one they are a `DrawnGlyph`.

    Attributes:
        page: counted from 1.
        rects: their boxes, a row (x0, y0, x1, y1) each.
        inks: as `DrawnGlyph.ink`, not a number where that was not asked for.
        lines: which line of the page each stands on.
        level: whether that runs along an axis.
        visible: whether a reader can see it.
        blank: whether it draws nothing.
        chars: the characters.
        turns: as `DrawnGlyph.turn`, ASLANT for lines that run aslant.
        fonts: names.
        sizes: in points.
        is_whole: whether each is in it as often as it is drawn; else what stands twice in one place is in it once.
        middles: of the boxes, a row (x, y) each.
    """

    page: int
    rects: Numbers = field(repr=False)
    inks: Numbers = field(repr=False)
    lines: NDArray[np.int64] = field(repr=False)
    level: NDArray[np.bool_] = field(repr=False)
    visible: NDArray[np.bool_] = field(repr=False)
    blank: NDArray[np.bool_] = field(repr=False)
    chars: Sequence[str] = field(repr=False)
    turns: NDArray[np.int64] = field(repr=False)
    fonts: Sequence[str] = field(repr=False)
    sizes: Numbers = field(repr=False)
    is_whole: bool = False
    middles: Numbers = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Works out the middles, which many ask for."""
        object.__setattr__(self, "middles", (self.rects[:, :2] + self.rects[:, 2:]) / 2)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.chars)

    @overload
    def __getitem__(self, index: int) -> DrawnGlyph: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[DrawnGlyph]: ...
    def __getitem__(self, index: int | slice) -> DrawnGlyph | Sequence[DrawnGlyph]:
        """One glyph, or some."""
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        ink = self.inks[index].tolist()
        return DrawnGlyph(
            Box(self.page, *self.rects[index].tolist()),
            int(self.lines[index]),
            bool(self.level[index]),
            bool(self.visible[index]),
            bool(self.blank[index]),
            self.chars[index],
            None if self.turns[index] == ASLANT else int(self.turns[index]),
            self.fonts[index],
            float(self.sizes[index]),
            None if ink[0] != ink[0] else Box(self.page, *ink),
        )

    @property
    def extents(self) -> Numbers:
        """The ink where it is known, else the box."""
        return np.where(np.isnan(self.inks), self.rects, self.inks)

    @property
    def measured(self) -> NDArray[np.bool_]:
        """Of which it is known where they stand: their box is not absurdly large for their size."""
        least = (self.rects[:, 2:] - self.rects[:, :2]).min(axis=1, initial=np.inf)
        return np.asarray((least <= MOST_HEIGHT * np.maximum(self.sizes, 1e-6)) | self.blank)

    def within(self, box: Box) -> NDArray[np.int64]:
        """Indices of the glyphs whose middle lies in a box, edges included."""
        x, y = self.middles.T
        return np.flatnonzero((x >= box.x0) & (x <= box.x1) & (y >= box.y0) & (y <= box.y1))

    def pick(self, indices: Iterable[int]) -> list[DrawnGlyph]:
        """Some of them, one by one."""
        return [self[at] for at in indices]


def columns(glyphs: Sequence[DrawnGlyph]) -> Glyphs:
    """The glyphs of one page as columns."""
    if isinstance(glyphs, Glyphs):
        return glyphs
    unknown = (np.nan,) * 4
    boxes = [_edges(glyph.box) for glyph in glyphs]
    inks = [_edges(glyph.ink) if glyph.ink is not None else unknown for glyph in glyphs]
    return Glyphs(
        page=glyphs[0].box.page if glyphs else 0,
        rects=np.array(boxes, dtype=float).reshape(-1, 4),
        inks=np.array(inks, dtype=float).reshape(-1, 4),
        lines=np.array([glyph.line for glyph in glyphs], dtype=np.int64),
        level=np.array([glyph.level for glyph in glyphs], dtype=bool),
        visible=np.array([glyph.visible for glyph in glyphs], dtype=bool),
        blank=np.array([glyph.blank for glyph in glyphs], dtype=bool),
        chars=[glyph.char for glyph in glyphs],
        turns=np.array([ASLANT if glyph.turn is None else glyph.turn for glyph in glyphs], dtype=np.int64),
        fonts=[glyph.font for glyph in glyphs],
        sizes=np.array([glyph.size for glyph in glyphs], dtype=float),
    )


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1


def stand_twice(chars: Sequence[str], origins: Numbers, reach: Numbers) -> bool:
    """Whether a character, but for the space, may stand twice in one place.

    Args:
        chars: one code point each.
        origins: where they stand, a row (x, y) each.
        reach: of each the distance, across and down, within which another counts as in the same place.
    """
    codes = np.frombuffer("".join(chars).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(codes) != len(chars):
        return True
    kept = codes != ord(" ")
    spots, codes, reach = origins[kept], codes[kept].astype(np.int64), reach[kept]
    if len(codes) < 2 or not np.isfinite(spots).all():
        return bool(len(codes) > 1)
    cell = 2 * max(float(reach.max()), 1e-6)
    if np.abs(spots).max() / cell > 1e6:
        return True
    return any(_meet(spots, codes, reach, np.floor(spots / cell + (a, b))) for a in (0.0, 0.5) for b in (0.0, 0.5))


def _meet(spots: Numbers, codes: NDArray[np.int64], reach: Numbers, cells: Numbers) -> bool:
    """Whether equal characters in one cell of a grid stand within reach of each other."""
    order = np.lexsort((cells[:, 1], cells[:, 0], codes))
    keys = np.column_stack([codes, cells])[order]
    spots, reach = spots[order], reach[order]
    for lag in range(1, len(keys)):
        same = (keys[lag:] == keys[:-lag]).all(axis=1)
        if not same.any():
            return False
        near = np.abs(spots[lag:] - spots[:-lag]) < np.maximum(reach[lag:], reach[:-lag])[:, None]
        if lag > MOST_IN_CELL or (same & near.all(axis=1)).any():
            return True
    return False
