"""No glyph under any box: what pdfium and pdfminer say stands inside, next to what should stand there, the label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from redact.model import BurntBox
from redact.verify.place import Areas, Glyph, Rect, Sheet, core

_SKIPPED = re.compile(r"[\s.]")


def by_page(boxes: Iterable[BurntBox]) -> dict[int, list[BurntBox]]:
    """Boxes sorted to their pages."""
    pages: dict[int, list[BurntBox]] = {}
    for burnt in boxes:
        pages.setdefault(burnt.box.page, []).append(burnt)
    return pages


def inner_areas(boxes: Mapping[int, Sequence[BurntBox]], sheets: Sequence[Sheet]) -> dict[int, Areas]:
    """Where on each page no glyph may have its middle: the boxes without their rims, in user space."""
    return {page: Areas([core(sheets[page - 1].user(b.box)) for b in on_page]) for page, on_page in boxes.items()}


def uncovered(
    boxes: Mapping[int, Sequence[BurntBox]], areas: Mapping[int, Areas], glyphs: Mapping[int, Sequence[Glyph]]
) -> list[BurntBox]:
    """The boxes in which an engine sees something else than a label.

    Args:
        boxes: boxes by page.
        areas: their insides, in the same order.
        glyphs: the visible glyphs that an engine found in the areas of each page.
    """
    found: list[BurntBox] = []
    for page, on_page in boxes.items():
        inside: list[list[str]] = [[] for _ in on_page]
        for glyph in glyphs[page]:
            for index in areas[page].which(*glyph.middle):
                inside[index].append(glyph.char)
        found += [
            burnt
            for index, burnt in enumerate(on_page)
            if not _only_labels("".join(inside[index]), _labels(index, on_page, areas[page].rects))
        ]
    return found


def _labels(index: int, on_page: Sequence[BurntBox], areas: Sequence[Rect]) -> list[str]:
    """The labels that may stand in a box: its own first, then those of boxes that overlap it, longest first."""
    others = [b.label for i, b in enumerate(on_page) if i != index and _overlap(areas[i], areas[index])]
    return [on_page[index].label, *sorted(others, key=len, reverse=True)]


def _only_labels(inside: str, labels: Sequence[str]) -> bool:
    """Whether nothing stands inside but labels, each at most once.

    A painter may leave dots away where a box is narrow ('10.2e'), so dots do not count.
    """
    rest = _SKIPPED.sub("", inside)
    for label in labels:
        if not rest:
            break
        rest = rest.replace(_SKIPPED.sub("", label), "", 1)
    return not rest


def _overlap(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
