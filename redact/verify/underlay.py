"""What of a page's pictures no reader sees because something was drawn over it: the scan below a black rectangle.

The page without its text is laid beside its pictures alone. Where they differ, something was drawn over a picture.
Of one tone: it hides what the picture has there.

    pictures alone      page without text       differ
    +-----------+       +-----------+           +-----------+
    | de heer   |       | de heer   |           |           |
    | Jansen    |       | ########  |           | ########  |   letters below one tone -> leak
    +-----------+       +-----------+           +-----------+
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from redact.verify.covered import DARK, SAME, is_secret
from redact.verify.place import Glyph, Rect, meet
from redact.verify.scene import ODD, Scene

HIDDEN_PICTURE = "picture under opaque cover"

_CELL = 4
"""Pixels of a side of the squares in which differences are gathered."""
_RIM = 3
"""Pixels along the edge of a picture that are not looked at."""
_DIFFERS = 40
"""Difference in a colour from which on two drawings differ: less is the noise of scaling."""
_MIN_SIDE = 5.0
"""A cover is at least so wide and so high, in points."""
_ONE_TONE = 0.9
"""Share of a cover's pixels that have its tone; a label takes the rest."""
_INK, _PAPER = 110, 170
"""Grey values: up to the first it is ink, from the second on paper."""
_LEAST_INK, _LEAST_PAPER = 0.02, 0.3
"""Shares of ink and of paper that written text has."""
_SMALL = 0.25
"""Share of the page up to which an image may be a cover on a larger one."""


def hidden_pictures(scene: Scene, seen: Sequence[Glyph]) -> list[Rect]:
    """Places where something of one tone lies over a picture of something, in user space.

    Args:
        scene: the page.
        seen: the letters on it that can be read; a panel with a text of its own is a design and hides nothing.
    """
    if not scene.has_pictures:
        return []
    page = scene.without_text()
    found: list[Rect] = []
    for below in (scene.pictures(), scene.pictures(_SMALL)):
        for rect in _covers(page, below, scene):
            if not any(meet(rect, other) for other in found) and not _is_panel(rect, seen):
                found.append(rect)
    return found


def _covers(page: Any, below: Any, scene: Scene) -> Iterator[Rect]:
    drawn = _inner((below != ODD).any(axis=2))
    apart = ((np.maximum(page, below) - np.minimum(page, below)).max(axis=2) > _DIFFERS) & drawn
    least = _MIN_SIDE * scene.scale / scene.sheet.unit
    for rows, columns in _patches(apart):
        if min(rows.stop - rows.start, columns.stop - columns.start) < least:
            continue
        if _hides(page[rows, columns], below[rows, columns], apart[rows, columns], drawn[rows, columns]):
            yield scene.sheet.user_of((columns.start, rows.start, columns.stop, rows.stop), scene.scale)


def _inner(mask: Any) -> Any:
    """A mask without its rim: the edge of a picture is half picture, half ground."""
    padded = np.pad(mask, _RIM, constant_values=True)
    height, width = mask.shape
    shifts = [(0, _RIM), (_RIM, 0), (2 * _RIM, _RIM), (_RIM, 2 * _RIM), (_RIM, _RIM)]
    return np.logical_and.reduce([padded[dy : dy + height, dx : dx + width] for dy, dx in shifts])


def _hides(page: Any, below: Any, apart: Any, drawn: Any) -> bool:
    """Whether a patch has one tone, and letters, or anything if it is dark, are below it."""
    cover = page[apart]
    tone = np.median(cover, axis=0)
    if (abs(cover - tone).max(axis=1) <= SAME / 2).mean() < _ONE_TONE:
        return False
    same = (abs(page - tone).max(axis=2) <= SAME / 2) & drawn
    grey = below.mean(axis=2)[same]
    ink, paper = (grey <= _INK).mean(), (grey >= _PAPER).mean()
    if ink >= _LEAST_INK and paper >= _LEAST_PAPER:
        return True
    return bool(tone.mean() <= DARK and apart.mean() > 1 / 2 and np.ptp(grey) > 2 * SAME and grey.std() > SAME / 2)


def _is_panel(rect: Rect, seen: Sequence[Glyph]) -> bool:
    inside = "".join(glyph.char for glyph in seen if glyph.centre_in(rect))
    return is_secret(inside)


def _patches(mask: Any) -> list[tuple[slice, slice]]:
    """Boxes (rows, columns) around what hangs together in a mask, in squares of a few pixels."""
    height, width = (side // _CELL * _CELL for side in mask.shape)
    cells = mask[:height, :width].reshape(height // _CELL, _CELL, width // _CELL, _CELL).any(axis=(1, 3))
    todo = set(zip(*(axis.tolist() for axis in np.nonzero(cells)), strict=True))
    found = []
    while todo:
        stack, rows, columns = [todo.pop()], [], []
        while stack:
            row, column = stack.pop()
            rows.append(row)
            columns.append(column)
            near = {(row + dy, column + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & todo
            todo -= near
            stack += near
        found.append((_span(rows), _span(columns)))
    return found


def _span(numbers: Sequence[int]) -> slice:
    return slice(min(numbers) * _CELL, (max(numbers) + 1) * _CELL)
