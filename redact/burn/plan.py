"""Which boxes to burn: the approved boxes padded a little, joined where they meet, kept off their neighbours' text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from redact.burn.aslant import chains, overlap
from redact.geometry import Rect, grow, hull, is_slice
from redact.model import Box, Redaction
from redact.pdfobjects import ASLANT, DrawnGlyph, Numbers, columns

PADDING = 0.6
"""Points added on each side, so that no edge of a letter stays visible."""
CLEAR = 0.3
"""Points kept between a box and its neighbours' ink, where there is room."""
TOUCH = 0.75
"""Boxes with the same label and person closer than this on one line become one."""
SAME_LINE = 0.5
"""Share of the thinner box's thickness that two boxes must have in common to be on one line."""
MOST_SHRINK = 0.2
"""Share of its thickness that a box gives up at most on one side to a line that reaches into it."""
MOST_REACH = 0.5
"""Share of its thickness by which a box grows at most on one side to cover what its letters draw."""
_STRIP = 16.0


@dataclass(frozen=True, slots=True)
class PlannedBox:
    """One box to burn, for one hit or more."""

    box: Box
    label: str
    description: str
    hit_ids: tuple[str, ...]
    person: str = ""
    """'p12', or 'p3, p7' where persons' boxes overlap."""
    seat: int | None = None
    """Number of the marked content that it lies in, in a document with a structure."""
    angle: float | None = None
    """Direction of its text in degrees counterclockwise in user space; None where that is not one or not known."""
    bar: int = 0
    """Number on its page of the bar that it is a slice of; 0 for a box by itself."""

    @property
    def spoken(self) -> str:
        """What a screen reader says."""
        numbers = self.person.replace("p", "")
        who = "personen" if "," in numbers else "persoon"
        return f"{self.description} ({who} {numbers})" if numbers else self.description


def plan(redactions: Sequence[Redaction], glyphs: Mapping[int, Sequence[DrawnGlyph]]) -> list[PlannedBox]:
    """The boxes to burn, by page and reading position.

    Args:
        redactions: approved hits.
        glyphs: every glyph of each page that has a redaction.
    """
    single = [
        PlannedBox(box, redaction.label, redaction.description, (redaction.hit_id,), redaction.person)
        for redaction in redactions
        for box in redaction.boxes
    ]
    out: list[PlannedBox] = []
    for page in sorted({planned.box.page for planned in single}):
        there = _Page(glyphs.get(page, ()))
        here = [planned for planned in single if planned.box.page == page]
        bars, rest = _parted(here, there)
        groups = [*_fused(bars), *([planned] for planned in _whole(rest, there))]
        for group in sorted(groups, key=_corner):
            out += group
    return out


def _whole(boxes: Sequence[PlannedBox], there: _Page) -> Iterator[PlannedBox]:
    """Boxes that are no slices: joined where they meet, fitted to their text."""
    upright = [there.is_upright(planned.box) for planned in boxes]
    for turned in (False, True):
        for p in _join((p for p, is_upright in zip(boxes, upright, strict=True) if is_upright is turned), turned):
            yield replace(p, box=there.fit(p.box), angle=there.angle(p.box))


def _corner(group: Sequence[PlannedBox]) -> tuple[float, float]:
    whole = hull(planned.box for planned in group)
    return whole.y0, whole.x0


def _parted(boxes: Sequence[PlannedBox], there: _Page) -> tuple[list[list[PlannedBox]], list[PlannedBox]]:
    """The slices among some boxes, those of one line of one hit together, and the other boxes."""
    bars: list[list[PlannedBox]] = []
    rest: list[PlannedBox] = []
    for _, group in groupby(boxes, key=lambda planned: planned.hit_ids):
        of_hit = list(group)
        for chain in chains([planned.box for planned in of_hit]):
            members = [of_hit[index] for index in chain]
            slices = [planned.box for planned in members]
            if there.is_aslant(slices):
                angle = there.direction(slices)
                bars.append([replace(planned, angle=angle) for planned in members])
            else:
                rest += members
    return bars, rest


def _fused(bars: Iterable[list[PlannedBox]]) -> list[list[PlannedBox]]:
    """The bars with a number, of which those that lie upon each other are one that says what each of them did."""
    done: list[list[PlannedBox]] = []
    for bar in bars:
        current = bar
        while (other := next((o for o in done if _lie_together(o, current)), None)) is not None:
            done.remove(other)
            whole = _merge(other[0], current[0])
            current = [replace(whole, box=p.box, angle=p.angle) for p in (*other, *current)]
        done.append(current)
    return [[replace(planned, bar=number) for planned in bar] for number, bar in enumerate(done, 1)]


def _lie_together(a: Sequence[PlannedBox], b: Sequence[PlannedBox]) -> bool:
    one, two = a[0].angle, b[0].angle
    if one is None or two is None:
        return False
    return overlap([planned.box for planned in a], [planned.box for planned in b], one, two)


def _join(boxes: Iterable[PlannedBox], upright: bool) -> list[PlannedBox]:
    done: list[PlannedBox] = []
    for planned in sorted(boxes, key=lambda p: (p.box.x0, p.box.y0, p.label)):
        current = planned
        while (other := next((o for o in done if _belong(o, current, upright)), None)) is not None:
            done.remove(other)
            current = _merge(other, current)
        done.append(current)
    return done


def _belong(a: PlannedBox, b: PlannedBox, upright: bool) -> bool:
    """Whether two boxes stand on one line (which runs down the page where it is upright) and touch."""
    (a_along, a_across), (b_along, b_across) = _extents(a.box, upright), _extents(b.box, upright)
    common = min(a_across[1], b_across[1]) - max(a_across[0], b_across[0])
    if common < SAME_LINE * min(a_across[1] - a_across[0], b_across[1] - b_across[0]):
        return False
    gap = max(a_along[0], b_along[0]) - min(a_along[1], b_along[1])
    return gap < 0 or ((a.label, a.person) == (b.label, b.person) and gap <= TOUCH)


def _extents(box: Box, upright: bool) -> tuple[tuple[float, float], tuple[float, float]]:
    """From where to where a box goes along its line and across it."""
    across, down = (box.x0, box.x1), (box.y0, box.y1)
    return (down, across) if upright else (across, down)


def _merge(a: PlannedBox, b: PlannedBox) -> PlannedBox:
    return PlannedBox(
        hull([a.box, b.box]),
        _together(a.label, b.label, "; "),
        _together(a.description, b.description, "; "),
        tuple(dict.fromkeys(a.hit_ids + b.hit_ids)),
        _together(a.person, b.person, ", "),
    )


def _together(a: str, b: str, sign: str) -> str:
    parts = [part for text in (a, b) for part in text.split(sign) if part]
    return sign.join(dict.fromkeys(parts))


class _Page:
    """The glyphs of one page that show something, found quickly by where they stand."""

    def __init__(self, glyphs: Sequence[DrawnGlyph]) -> None:
        self._glyphs = columns(glyphs)
        boxes, inks = self._glyphs.rects, self._glyphs.extents
        self._extents = np.hstack([np.minimum(boxes[:, :2], inks[:, :2]), np.maximum(boxes[:, 2:], inks[:, 2:])])
        self._inks = inks
        self._shown = ~self._glyphs.blank

    def _held(self, box: Box) -> list[int]:
        """Indices of the glyphs whose middle a box holds."""
        inside = self._glyphs.within(box)
        return [int(at) for at in inside[self._shown[inside]]]

    def is_aslant(self, slices: Sequence[Box]) -> bool:
        """Whether thin boxes are slices of a line that runs aslant."""
        if not is_slice(slices[0]):
            return False
        rects = self._glyphs.rects[self._aslant(slices)]
        return any(bool(_meets(rects, (box.x0, box.y0, box.x1, box.y1)).any()) for box in slices)

    def _aslant(self, slices: Sequence[Box]) -> NDArray[np.int64]:
        """Indices of the glyphs on lines that run aslant near some boxes."""
        whole = hull(slices)
        aslant = self._shown & (self._glyphs.turns == ASLANT)
        return np.flatnonzero(aslant & _meets(self._glyphs.rects, (whole.x0, whole.y0, whole.x1, whole.y1)))

    def direction(self, slices: Sequence[Box]) -> float | None:
        """Direction of the line that some boxes are slices of: from its first glyph to its last."""
        middles, near = self._glyphs.middles, self._aslant(slices)
        x, y = middles[near].T
        held = np.zeros(len(near), dtype=bool)
        for box in slices:
            held |= (x >= box.x0) & (x <= box.x1) & (y >= box.y0) & (y <= box.y1)
        own = middles[near[held]]
        if len(own) < 2:
            return None
        across, down = own[-1] - own[0]
        return math.degrees(math.atan2(-down, across)) if across or down else None

    def angle(self, box: Box) -> float | None:
        """Direction of the letters in a box, if it is one."""
        turns = set(self._glyphs.turns[self._held(box)].tolist())
        return -90.0 * turns.pop() % 360 if len(turns) == 1 and ASLANT not in turns else None

    def is_upright(self, box: Box) -> bool:
        """Whether most letters in a box stand on lines that run up or down the page."""
        turns = self._glyphs.turns[self._held(box)]
        return bool(2 * np.isin(turns, (1, 3)).sum() > len(turns))

    def fit(self, box: Box) -> Box:
        """The box grown to the ink of its letters and a margin, less where that would cover what stays."""
        own = self._held(box)
        sides = _Sides(box, self._glyphs.pick(own), upright=self.is_upright(box))
        x0, y0, x1, y1 = _edges(sides.box)
        reach = (x0 - CLEAR, y0 - CLEAR, x1 + CLEAR, y1 + CLEAR)
        near = np.flatnonzero(self._shown & _meets(self._inks, reach))
        for index in self._downwards(near, box):
            if index not in own:
                sides.yield_to(self._glyphs[index])
        return sides.box

    def _downwards(self, near: NDArray[np.int64], box: Box) -> list[int]:
        """These glyphs by strips of the page from above downwards, from the one in which the box's own room begins."""
        room = PADDING + CLEAR + max(box.x1 - box.x0, box.y1 - box.y0) * MOST_REACH
        strips = np.maximum(self._extents[near, 1] // _STRIP, (box.y0 - room) // _STRIP)
        return [int(at) for at in near[np.argsort(strips, kind="stable")]]


def _meets(rects: Numbers, area: Rect) -> NDArray[np.bool_]:
    """Which rectangles have more than an edge in common with an area."""
    x0, y0, x1, y1 = area
    return np.asarray((rects[:, 0] < x1) & (rects[:, 2] > x0) & (rects[:, 1] < y1) & (rects[:, 3] > y0))


class _Sides:
    """The four edges of a box in the making; each gives way to the neighbours beyond it.

                                      y0: to the ink above; into the box itself only where that ink reaches in
               +----------------+
       x0 ->   |  own letters   |  <- x1: to the letter beside it, never into the box
               +----------------+
                                      y1
    For a line that runs up or down the page it is the other way round.
    """

    def __init__(self, box: Box, own: Sequence[DrawnGlyph], *, upright: bool) -> None:
        self._page = box.page
        self._raw = box
        thickness = box.x1 - box.x0 if upright else box.y1 - box.y0
        self._ink = _edges(hull([glyph.ink or glyph.box for glyph in own])) if own else _edges(box)
        reach = _edges(grow(box, thickness * MOST_REACH))
        bare = _edges(box)
        self._base = [
            s * max(s * b, min(s * i, s * r)) for s, b, i, r in zip(_OUT, bare, self._ink, reach, strict=True)
        ]
        self._edges = [base + s * PADDING for s, base in zip(_OUT, self._base, strict=True)]
        self._across = (0, 2) if upright else (1, 3)
        self._most = thickness * MOST_SHRINK if all(glyph.visible for glyph in own) else 0.0

    @property
    def box(self) -> Box:
        """The box as it came to be."""
        return Box(self._page, *self._edges)

    def yield_to(self, glyph: DrawnGlyph) -> None:
        """Draws back the edge beyond which a glyph stands, if they meet."""
        other = _edges(glyph.ink or glyph.box)
        x0, y0, x1, y1 = self._edges
        if other[0] - CLEAR >= x1 or other[2] + CLEAR <= x0 or other[1] - CLEAR >= y1 or other[3] + CLEAR <= y0:
            return
        (x, y), raw = glyph.centre, self._raw
        beyond = (raw.x0 - x, raw.y0 - y, x - raw.x1, y - raw.y1)
        side = max(range(4), key=beyond.__getitem__)
        out = _OUT[side]
        target = self._target(side, out * other[(side + 2) % 4], exact=glyph.ink is not None)
        self._edges[side] = out * min(out * self._edges[side], target)

    def _target(self, side: int, other: float, *, exact: bool) -> float:
        """How far out an edge may go beside something that begins at `other`; both count outwards."""
        out = _OUT[side]
        base = out * self._base[side]
        if side not in self._across:
            return max(other - CLEAR, base)
        ink = min(out * self._ink[side], base)
        if other >= ink:
            return max(other - CLEAR, ink)
        wanted = other if exact else (other + ink) / 2
        return max(wanted, base - self._most)


_OUT = (-1, -1, 1, 1)
"""Which way is out at the left, upper, right and lower edge."""


def _edges(box: Box) -> list[float]:
    return [box.x0, box.y0, box.x1, box.y1]
