"""Where on a page a stamp covers nothing: looks at a small render of the page.

The stamp never lies on a black box, also not when the page has no other room: the proof of a box is that nothing at all
is written on it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from redact.errors import InputError
from redact.geometry import Rect

_LONG_SIDE = 480
_SHORT_SIDE = 160
_MOST_PIXELS = 1 << 20
"""Pixels of the render: 480 along the long side, about 40 dpi on A4; more on a page that is long and narrow."""
_INK = 48
"""A pixel that differs this much (of 255) from the paper has ink."""
_SHADE = 16
"""Grey values that pass for one shade."""
_TOP = 0.16
"""Part of the page's height in which a free place is looked for before the corners are."""
_DOWN = 3
"""A step down the page counts for as many steps to the left."""
_GAP = 2.0
"""Points kept free around the stamp."""

_Counts = npt.NDArray[np.int32]
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sight:
    """A render of a page: where it has ink, and pixels a point in both directions."""

    ink: _Mask
    across: float
    down: float


def look(pdf: Path, width: float, height: float) -> Sight:
    """Renders the first page.

    Args:
        pdf: The document.
        width: Width of its first page in points, as the reader sees it.
        height: Its height.

    Raises:
        InputError: pdfium cannot show it.
    """
    try:
        with pdfium.PdfDocument(pdf) as document:
            page: Any = document[0]
            grey = page.render(scale=_scale(*page.get_size()), grayscale=True).to_numpy().astype(np.int16)
    except pdfium.PdfiumError:
        raise InputError(f"The first page of {pdf} cannot be shown. Make this document again.") from None
    return Sight(np.abs(grey - _paper(grey)) > _INK, grey.shape[1] / width, grey.shape[0] / height)


def _scale(width: float, height: float) -> float:
    wanted = max(_LONG_SIDE / max(width, height), _SHORT_SIDE / min(width, height))
    return min(wanted, math.sqrt(_MOST_PIXELS / (width * height)), 4.0)


def _paper(grey: npt.NDArray[np.int16]) -> int:
    """The lightest shade that fills a tenth of the page, else its commonest."""
    counts = np.bincount(grey.ravel(), minlength=256)
    shades = counts.reshape(-1, _SHADE).sum(axis=1)
    common = np.flatnonzero(shades >= grey.size / 10)
    if common.size == 0:
        return int(counts.argmax())
    first = int(common[-1]) * _SHADE
    return first + int(counts[first : first + _SHADE].argmax())


def free_place(sight: Sight, size: tuple[float, float], boxes: Iterable[Rect], margin: float) -> Rect | None:
    """Where to put a stamp of this size, in points of the reader's view.

    The free place nearest to the top right corner near the top; else the corner with the least ink; else the place
    with the least ink of all. None when it cannot but touch a box.

    Args:
        sight: What `look` saw.
        size: Width and height of the stamp in points.
        boxes: Rectangles, in the reader's view, that must stay clear.
        margin: Points kept free along the page's edges.
    """
    wide = int(np.ceil((size[0] + 2 * _GAP) * sight.across)) + 1
    high = int(np.ceil((size[1] + 2 * _GAP) * sight.down)) + 1
    side = round(max(margin - _GAP, 0) * sight.across)
    top = round(max(margin - _GAP, 0) * sight.down)
    rows, columns = sight.ink.shape
    if rows - 2 * top < high or columns - 2 * side < wide:
        return None
    inside = np.s_[top : rows - top, side : columns - side]
    ink = _covered(sight.ink[inside], wide, high)
    taken = _covered(_painted(sight, boxes)[inside], wide, high) > 0
    spot = _choose(ink, taken, int(rows * _TOP))
    if spot is None:
        return None
    left, upper = (spot[1] + side) / sight.across + _GAP, (spot[0] + top) / sight.down + _GAP
    return left, upper, left + size[0], upper + size[1]


def _painted(sight: Sight, boxes: Iterable[Rect]) -> _Mask:
    painted = np.zeros_like(sight.ink)
    for left, top, right, bottom in boxes:
        rows = slice(max(int(top * sight.down) - 1, 0), max(int(bottom * sight.down) + 2, 0))
        painted[rows, max(int(left * sight.across) - 1, 0) : max(int(right * sight.across) + 2, 0)] = True
    return painted


def _covered(mask: _Mask, wide: int, high: int) -> _Counts:
    """For each upper left corner: how many set pixels a rectangle of this size covers there."""
    sums = np.zeros((mask.shape[0] + 1, mask.shape[1] + 1), dtype=np.int32)
    sums[1:, 1:] = mask.cumsum(axis=0, dtype=np.int32).cumsum(axis=1)
    counts: _Counts = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    return counts


def _choose(ink: _Counts, taken: _Mask, band: int) -> tuple[int, int] | None:
    rows, columns = ink.shape
    down, across = np.ogrid[0:rows, 0:columns]
    free = (ink == 0) & ~taken & (down < max(band, 1))
    if free.any():
        far = np.where(free, _DOWN * down + (columns - 1 - across), _DOWN * rows + columns)
        return _spot(int(far.argmin()), columns)
    corners = [(0, columns - 1), (0, 0), (rows - 1, columns - 1), (rows - 1, 0)]
    clear = [corner for corner in corners if not taken[corner]]
    if clear:
        return min(clear, key=lambda corner: int(ink[corner]))
    if taken.all():
        return None
    return _spot(int(np.where(taken, ink.max() + 1, ink).argmin()), columns)


def _spot(index: int, columns: int) -> tuple[int, int]:
    return index // columns, index % columns
