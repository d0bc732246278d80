"""Gives a burnt document its structure: what was known of it before, on the content that is left, with the boxes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pikepdf
from pikepdf import Name, String

from redact.burn.paint import page_place
from redact.burn.plan import PlannedBox
from redact.burn.tagblocks import Atom, PageReader, Tangled
from redact.burn.tagpage import TaggedPage, tag_page
from redact.burn.tagruns import Measures, Text
from redact.burn.tagtext import ABOVE, BELOW, half_along, middle
from redact.geometry import Rect, to_user_space
from redact.pdfobjects.lines import own_lines, parsed_lines
from redact.pdfobjects.tags import CELLS, GROUPING, Element, Mark, carried, drop_carrier, marks, marks_by_page
from redact.pdfobjects.tagwriter import write_tags

_SILENT = frozenset({"Figure", "Formula"})


def seated(normalised: Path, boxes: Sequence[PlannedBox], pictured: Collection[int] = ()) -> list[PlannedBox]:
    """The boxes, each with the piece of content that it lies in, in a document that has a structure.

    Args:
        normalised: the document.
        boxes: on it.
        pictured: pages (counted from 1) of whose content nothing will be left.
    """
    with pikepdf.open(normalised) as pdf:
        kinds = marks_by_page(carried(pdf)) if boxes else {}
        atoms: dict[int, list[Atom]] = {}
        out, measures = [], Measures()
        for planned in boxes:
            number = planned.box.page - 1
            if number not in atoms:
                is_marked = number + 1 not in pictured and kinds.get(number)
                atoms[number] = _marked_atoms(pdf.pages[number].obj, measures) if is_marked else []
            area = to_user_space(planned.box, page_place(pdf.pages[number].obj))
            out.append(replace(planned, seat=_seat(area, atoms[number])))
        return out


def _marked_atoms(page: pikepdf.Object, measures: Measures) -> list[Atom]:
    try:
        own = own_lines(page, set())
        lines = parsed_lines(page) if own is None else [line for _, line, _ in own]
        reader = PageReader(lines, page.get("/Resources"), measures)
        return [atom for atom in reader.atoms() if atom.key is not None and atom.key[0] == "mark"]
    except Tangled:
        return []


def _seat(area: Rect, atoms: Sequence[Atom]) -> int | None:
    """The number of the marked content that a box covers most of."""
    covered: dict[int, float] = defaultdict(float)
    pictures: list[int] = []
    for atom in atoms:
        number = atom.key[1] if atom.key is not None else 0
        if atom.text is not None:
            covered[number] += _covered(atom.text, area)
        if atom.area is not None and _inside(middle(area), atom.area):
            pictures.append(number)
    best = max(covered, key=lambda number: covered[number], default=None)
    if best is not None and covered[best] > 0:
        return best
    return pictures[-1] if pictures else None


def _covered(text: Text, area: Rect) -> float:
    """How much of a line of strings lies in a box, lengthwise."""
    beyond, above = text.seen_from(middle(area))
    if not BELOW * text.size <= above <= ABOVE * text.size:
        return 0.0
    half = half_along(area, text)
    spots = [(beyond - begin, abs(end - begin)) for begin, end, _ in text.spans]
    return sum(max(0.0, min(length, at + half) - max(0.0, at - half)) for at, length in spots)


def _inside(point: tuple[float, float], area: Rect) -> bool:
    return area[0] <= point[0] <= area[2] and area[1] <= point[1] <= area[3]


def tag(pdf: pikepdf.Pdf, boxes: Sequence[PlannedBox]) -> None:
    """Tag a document on which the boxes are painted.

    Args:
        pdf: a cleaned document.
        boxes: in the order in which they were painted.
    """
    tree = carried(pdf)
    drop_carrier(pdf)
    kinds = marks_by_page(tree)
    seats: dict[int, list[int | None]] = defaultdict(list)
    for planned in boxes:
        seats[planned.box.page - 1].append(planned.seat)
    done, measures = [], Measures()
    for number in range(len(pdf.pages)):
        done.append(tag_page(pdf, number, kinds.get(number, {}), seats[number], measures))
    write_tags(pdf, _Rebuilding(done).whole(tree))
    pdf.Root[Name.Lang] = String("nl-NL")


class _Rebuilding:
    """The structure of a document put together anew from what it was and what its pages became."""

    def __init__(self, done: Sequence[TaggedPage]) -> None:
        self._done = done
        self._spans: dict[int, tuple[int, int]] = {}

    def whole(self, tree: Element | None) -> Element:
        """The new structure."""
        loose = {number: page.loose for number, page in enumerate(self._done) if page.loose}
        if tree is None:
            return Element("Document", tuple(element for elements in loose.values() for element in elements))
        self._measure(tree)
        return self._element(tree, loose) or Element("Document")

    def _measure(self, element: Element) -> tuple[int, int] | None:
        """First and last page of an element and of all below it."""
        found = [self._measure(kid) if isinstance(kid, Element) else (kid.page, kid.page) for kid in element.kids]
        known = [span for span in found if span is not None]
        if not known:
            return None
        span = min(first for first, _ in known), max(last for _, last in known)
        self._spans[id(element)] = span
        return span

    def _element(self, element: Element, loose: Mapping[int, tuple[Element, ...]]) -> Element | None:
        """An element with its new content; None where nothing is left of it.

        Args:
            element: as it was.
            loose: by page what belongs somewhere below it and to no element that was.
        """
        inner: dict[int, dict[int, tuple[Element, ...]]] = defaultdict(dict)
        behind: dict[int, list[Element]] = defaultdict(list)
        for page, elements in loose.items():
            index, goes_in = self._place(element, page)
            if goes_in:
                inner[index][page] = elements
            else:
                behind[index] += elements
        kids: list[Element | Mark] = [*behind[-1]]
        for index, kid in enumerate(element.kids):
            if isinstance(kid, Mark):
                kids += self._done[kid.page].instead.get(kid.number, ())
            elif (new := self._element(kid, inner[index])) is not None:
                kids += _unmuted(new, element.kind)
            kids += behind[index]
        made = replace(element, kids=tuple(kids))
        if element.kind == "Table" and next(marks(made), None) is None:
            return None
        return made if kids or element.kind in CELLS else None

    def _place(self, element: Element, page: int) -> tuple[int, bool]:
        """Behind which kid something of a page belongs (-1: before the first), and whether in that kid instead."""
        place, goes_in = -1, False
        for index, kid in enumerate(element.kids):
            span = (kid.page, kid.page) if isinstance(kid, Mark) else self._spans.get(id(kid))
            if span is not None and span[0] <= page:
                place, goes_in = index, isinstance(kid, Element) and kid.kind in GROUPING and span[1] > page
        return place, goes_in


def _unmuted(element: Element, parent: str) -> list[Element]:
    """Boxes in a picture come to stand behind it: a screen reader says of a picture only what it is called."""
    if element.kind not in _SILENT:
        return [element]
    boxes = [kid for kid in element.kids if isinstance(kid, Element) and kid.spoken]
    left = tuple(kid for kid in element.kids if not (isinstance(kid, Element) and kid.spoken))
    out = [replace(element, kids=left)] if left else []
    return out + ([Element("P", (box,)) for box in boxes] if parent in GROUPING else boxes)
