"""No glyph under any box: what pdfium and pdfminer say stands inside, next to what should stand there, the label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from redact.model import BurntBox
from redact.verify.place import Glyph, Rect, Sheet, core

_SKIPPED = re.compile(r"[\s.\u00a0]")


def by_page(boxes: Iterable[BurntBox]) -> dict[int, list[BurntBox]]:
    """Boxes sorted to their pages."""
    pages: dict[int, list[BurntBox]] = {}
    for burnt in boxes:
        pages.setdefault(burnt.box.page, []).append(burnt)
    return pages


def uncovered(
    boxes: Mapping[int, Sequence[BurntBox]], glyphs: Mapping[int, Sequence[Glyph]], sheets: Sequence[Sheet]
) -> list[BurntBox]:
    """The boxes in which an engine sees something else than a label."""
    return [
        burnt
        for page, on_page in boxes.items()
        for burnt in on_page
        if not _only_label(burnt, on_page, glyphs[page], sheets[page - 1])
    ]


def label_places(
    boxes: Mapping[int, Sequence[BurntBox]], glyphs: Mapping[int, Sequence[Glyph]], sheets: Sequence[Sheet]
) -> dict[int, list[Rect]]:
    """Rectangles (user space) of the glyphs inside the boxes of each page: the one place where a box may be light."""
    places: dict[int, list[Rect]] = {}
    for page, on_page in boxes.items():
        areas = [core(sheets[page - 1].user(burnt.box)) for burnt in on_page]
        places[page] = [
            (glyph.x0, glyph.y0, glyph.x1, glyph.y1)
            for glyph in glyphs.get(page, ())
            if glyph.visible and any(glyph.centre_in(area) for area in areas)
        ]
    return places


def _only_label(burnt: BurntBox, others: Sequence[BurntBox], glyphs: Sequence[Glyph], sheet: Sheet) -> bool:
    """Whether the box holds nothing or labels only: its own, and those of boxes that overlap it, each at most once.

    A painter may leave dots away where a box is narrow ('10.2e'), so dots do not count.
    """
    area = core(sheet.user(burnt.box))
    inside = _SKIPPED.sub("", "".join(g.char for g in glyphs if g.visible and g.centre_in(area)))
    if not inside:
        return True
    for other in sorted(others, key=lambda other: (other is not burnt, -len(other.label))):
        if other is burnt or _overlap(sheet.user(other.box), area):
            inside = inside.replace(_SKIPPED.sub("", other.label), "", 1)
    return not inside


def _overlap(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
