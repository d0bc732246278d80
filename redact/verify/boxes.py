"""No glyph under any box: what pdfium and pdfminer say stands inside, next to what should stand there, the label."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from redact.model import Box, BurntBox
from redact.verify.place import Areas, Glyph, Rect, Sheet, core
from redact.verify.text import bare

SLICE = 1.01
"""Thickness in points of the thickest slice of a line that runs aslant; its slices together are one box to a reader."""
HAIR = 0.01
"""Distance up to which slices touch, in user space units or points."""


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


def as_read(boxes: Iterable[BurntBox]) -> list[BurntBox]:
    """The boxes as a reader counts them: of slices that follow each other and touch only the first."""
    found: list[BurntBox] = []
    last: BurntBox | None = None
    for burnt in boxes:
        if last is None or not _follows(last, burnt):
            found.append(burnt)
        last = burnt
    return found


def _follows(a: BurntBox, b: BurntBox) -> bool:
    one, two = ((c.box.x0 - HAIR, c.box.y0 - HAIR, c.box.x1 + HAIR, c.box.y1 + HAIR) for c in (a, b))
    same = (a.box.page, a.hit_ids) == (b.box.page, b.hit_ids)
    return same and is_thin(a) and is_thin(b) and _overlap(one, two)


def is_thin(burnt: BurntBox) -> bool:
    """Whether a box is as thin as a slice of a line that runs aslant."""
    return any(_thin(burnt.box))


def _thin(box: Box) -> tuple[bool, bool]:
    """Whether a box is a slice across, and whether it is one down the page."""
    return box.x1 - box.x0 <= SLICE, box.y1 - box.y0 <= SLICE


def inner_areas(boxes: Mapping[int, Sequence[BurntBox]], sheets: Sequence[Sheet]) -> dict[int, Areas]:
    """Where on each page no glyph may have its middle: the boxes without their rims, in user space."""
    return {page: Areas([_inside(sheets[page - 1], b.box) for b in on_page]) for page, on_page in boxes.items()}


def _inside(sheet: Sheet, box: Box) -> Rect:
    """A box without its rim; a slice has none where the next slice begins."""
    whole = sheet.user(box)
    inner = core(whole)
    across, down = _thin(box)
    x0, x1 = (whole[0], whole[2]) if across else (inner[0], inner[2])
    y0, y1 = (whole[1], whole[3]) if down else (inner[1], inner[3])
    return x0, y0, x1, y1


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
        inside: list[set[int]] = [set() for _ in on_page]
        for number, glyph in enumerate(glyphs[page]):
            for index in areas[page].which(*glyph.middle):
                inside[index].add(number)
        chars = [glyph.char for glyph in glyphs[page]]
        found += [on_page[index] for index in _odd(on_page, areas[page].rects, inside, chars)]
    return found


def _odd(
    on_page: Sequence[BurntBox], areas: Sequence[Rect], inside: Sequence[set[int]], chars: Sequence[str]
) -> Iterator[int]:
    """The boxes (by index) in which something else than labels stands.

    A label over several boxes (slices, boxes that cross) is looked at in all of them together: it must be there whole.
    """
    fine: set[int] = set()
    for index, numbers in enumerate(inside):
        if index in fine or _only_labels("".join(chars[n] for n in numbers), _labels(index, on_page, areas)):
            continue
        together = _together(index, areas)
        everything = set[int]().union(*(inside[other] for other in together))
        labels = as_read([on_page[other] for other in sorted(together)])
        if _only_labels("".join(chars[n] for n in everything), labels):
            fine |= together
        else:
            yield index


def _together(index: int, areas: Sequence[Rect]) -> set[int]:
    """The areas (by index) that hang together with one, itself too."""
    found, todo = {index}, [index]
    while todo:
        x0, y0, x1, y1 = areas[todo.pop()]
        grown = x0 - HAIR, y0 - HAIR, x1 + HAIR, y1 + HAIR
        near = [other for other, area in enumerate(areas) if other not in found and _overlap(grown, area)]
        found.update(near)
        todo += near
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
