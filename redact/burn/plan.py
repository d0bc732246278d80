"""Which boxes to burn: the approved boxes padded a little, joined where they meet, kept off their neighbours' text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from redact.geometry import centre, contains, hull
from redact.model import Box, Redaction
from redact.pdfobjects import DrawnGlyph

PADDING = 0.6
"""Points added on each side, so that no edge of a letter stays visible."""
TOUCH = 0.75
"""Boxes with the same label closer than this on one line become one."""
SAME_LINE = 0.5
"""Share of the lower box's height that two boxes must have in common to be on one line."""
MOST_SHRINK = 0.2
"""Share of its height that a box gives up at most on one side where lines stand so close that their boxes overlap."""


@dataclass(frozen=True, slots=True)
class PlannedBox:
    """One box to burn, for one hit or more."""

    box: Box
    label: str
    description: str
    hit_ids: tuple[str, ...]


def plan(redactions: Sequence[Redaction], glyphs: Mapping[int, Sequence[DrawnGlyph]]) -> list[PlannedBox]:
    """The boxes to burn, by page and reading position.

    Args:
        redactions: approved hits.
        glyphs: every glyph of each page that has a redaction.
    """
    single = [
        PlannedBox(box, redaction.label, redaction.description, (redaction.hit_id,))
        for redaction in redactions
        for box in redaction.boxes
    ]
    out: list[PlannedBox] = []
    for page in sorted({planned.box.page for planned in single}):
        joined = _join([planned for planned in single if planned.box.page == page])
        out += [replace(p, box=_fit(p.box, glyphs.get(page, ()))) for p in joined]
    return sorted(out, key=lambda p: (p.box.page, p.box.y0, p.box.x0))


def _join(boxes: Iterable[PlannedBox]) -> list[PlannedBox]:
    done: list[PlannedBox] = []
    for planned in sorted(boxes, key=lambda p: (p.box.x0, p.box.y0, p.label)):
        current = planned
        while (other := next((o for o in done if _belong(o, current)), None)) is not None:
            done.remove(other)
            current = _merge(other, current)
        done.append(current)
    return done


def _belong(a: PlannedBox, b: PlannedBox) -> bool:
    common = min(a.box.y1, b.box.y1) - max(a.box.y0, b.box.y0)
    if common < SAME_LINE * min(a.box.y1 - a.box.y0, b.box.y1 - b.box.y0):
        return False
    gap = max(a.box.x0, b.box.x0) - min(a.box.x1, b.box.x1)
    return gap < 0 or (a.label == b.label and gap <= TOUCH)


def _merge(a: PlannedBox, b: PlannedBox) -> PlannedBox:
    return PlannedBox(
        hull([a.box, b.box]),
        _together(a.label, b.label),
        _together(a.description, b.description),
        tuple(dict.fromkeys(a.hit_ids + b.hit_ids)),
    )


def _together(a: str, b: str) -> str:
    parts = [part for text in (a, b) for part in text.split("; ") if part]
    return "; ".join(dict.fromkeys(parts))


def _fit(box: Box, glyphs: Sequence[DrawnGlyph]) -> Box:
    """The box with its padding, less where that would cover text that stays."""
    x0, y0, x1, y1 = box.x0 - PADDING, box.y0 - PADDING, box.x1 + PADDING, box.y1 + PADDING
    middle, most = centre(box), MOST_SHRINK * (box.y1 - box.y0)
    for glyph in glyphs:
        other = glyph.box
        if glyph.blank or other.x0 >= x1 or other.x1 <= x0 or other.y0 >= y1 or other.y1 <= y0:
            continue
        point = glyph.centre
        if contains(box, point):
            continue
        if box.y0 <= point[1] <= box.y1:
            if point[0] < middle[0]:
                x0 = max(x0, min(other.x1, box.x0))
            else:
                x1 = min(x1, max(other.x0, box.x1))
        elif point[1] < middle[1]:
            y0 = max(y0, min(_halfway(other.y1, box.y0), box.y0 + most))
        else:
            y1 = min(y1, max(_halfway(other.y0, box.y1, down=True), box.y1 - most))
    return Box(box.page, x0, y0, x1, y1)


def _halfway(edge: float, own: float, *, down: bool = False) -> float:
    """A neighbouring line's edge, or the middle of the overlap where it reaches into the box."""
    reaches = edge < own if down else edge > own
    return (edge + own) / 2 if reaches else edge
