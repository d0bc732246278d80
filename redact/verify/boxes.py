"""No glyph under any box: what pdfium and pdfminer say stands inside, next to what should stand there, the label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence

from redact.model import BurntBox
from redact.verify.place import Areas, Glyph, Rect, Sheet, core
from redact.verify.text import bare


class Painted(Container[str]):
    """The lines that labels make, one or more side by side, without blanks, dots and brackets."""

    def __init__(self, boxes: Iterable[BurntBox]) -> None:
        labels = {bare(label) for burnt in boxes for label in written(burnt)} - {""}
        longest_first = sorted(labels, key=len, reverse=True)
        self._pattern = re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})+") if labels else None

    def __contains__(self, line: object) -> bool:
        return self._pattern is not None and bool(self._pattern.fullmatch(str(line)))


def written(burnt: BurntBox) -> tuple[str, ...]:
    """What may stand on a box: its label, with the number of a person in front."""
    return (f"{burnt.label} [{burnt.person}]", burnt.label) if burnt.person else (burnt.label,)


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


def _labels(index: int, on_page: Sequence[BurntBox], areas: Sequence[Rect]) -> list[BurntBox]:
    """The boxes whose labels may stand in a box: itself first, then those that overlap it, longest label first."""
    others = [b for i, b in enumerate(on_page) if i != index and _overlap(areas[i], areas[index])]
    return [on_page[index], *sorted(others, key=lambda burnt: len(burnt.label), reverse=True)]


def _only_labels(inside: str, boxes: Sequence[BurntBox]) -> bool:
    """Whether nothing stands inside but labels, each at most once and at most with its person's number.

    A painter may leave dots and brackets away where a box is narrow ('10.2e'), so those do not count; nor does the
    order of the letters, which beside Hebrew or Arabic text is an engine's guess.
    """
    rest = Counter(bare(inside))
    for burnt in boxes:
        rest -= next((letters for letters in map(Counter, map(bare, written(burnt))) if letters <= rest), Counter())
    return not rest


def _overlap(a: Rect, b: Rect) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
