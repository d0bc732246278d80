"""Marks all that stands on one page: text by its document's own structure or by paragraph, each box where it belongs.

    P --- (De heer )                        content 0
      |-- Span "gelakt op grond van ..."    content 7, painted last
      '-- ( sprak.)                         content 1

What a document does not say is not guessed at: without tags of its own a page has paragraphs, by the distance between
its lines, and pictures. Lines and tints are decoration.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Name

from redact.burn.paint import page_place
from redact.burn.tagblocks import ARTIFACT, Atom, Key, PageReader, Tangled, Writer, split
from redact.burn.tagplaces import AFTER, Places
from redact.burn.tagruns import Measures, Text
from redact.burn.tagtext import Paragraphs, middle
from redact.geometry import Rect
from redact.pdfobjects.lines import cleaned_lines, parsed_lines
from redact.pdfobjects.operators import spelt
from redact.pdfobjects.tags import PAGE_PICTURE, PICTURE, Element, Mark

Container: TypeAlias = tuple[str, int]
"""Something that content belongs to: ('mark', its number before), ('text', n) a paragraph, ('figure', n)."""

FEW_LINES = 10
"""A page with no more than these lines and nothing else counts as empty."""
WHOLE_PAGE = 0.8
"""Share of a page from which on a picture is a picture of the page."""


@dataclass(frozen=True, slots=True)
class TaggedPage:
    """What the content of a page became: in the place of each mark it had, and besides."""

    instead: Mapping[int, tuple[Element | Mark, ...]]
    loose: tuple[Element, ...]


def tag_page(
    pdf: pikepdf.Pdf, number: int, kinds: Mapping[int, str], seats: Sequence[int | None], measures: Measures
) -> TaggedPage:
    """Mark the content of a page on which the boxes are painted.

    Args:
        pdf: the document.
        number: of the page, from 0.
        kinds: the types of the pieces of content that are marked now, by number.
        seats: for each box on the page the piece of content that it lies in, where known.
        measures: of the document's fonts.
    """
    page = pdf.pages[number].obj
    lines, resources = _painted_lines(pdf, page), page.get("/Resources")
    try:
        reader = PageReader(lines, resources, measures)
    except Tangled:
        reader, kinds = PageReader(lines, resources, measures, whole=True), {}
    place = page_place(page)
    making = _Making(reader, kinds, resources, (place.x1 - place.x0) * (place.y1 - place.y0))
    making.settle()
    making.place(seats if len(seats) == len(reader.boxes) else [None] * len(reader.boxes))
    page[Name.Contents] = pdf.make_stream(making.write())
    return making.result(number)


def _painted_lines(pdf: pikepdf.Pdf, page: pikepdf.Object) -> list[bytes]:
    """The content of a cleaned page, one instruction a line also where the boxes were painted."""
    lines = cleaned_lines(page)
    first = next((at for at, line in enumerate(lines) if b" BDC " in line or b" BMC " in line), len(lines))
    if first == len(lines):
        return lines
    return lines[:first] + parsed_lines(pdf.make_stream(b"\n".join(lines[first:])))


class _Making:
    """The content of one page on its way to being marked."""

    def __init__(self, reader: PageReader, kinds: Mapping[int, str], resources: Any, area: float) -> None:
        self._reader = reader
        self._kinds = kinds
        self._resources = resources
        self._page_area = area
        self._atoms = [atom for atom in reader.atoms() if _owner(atom)[0] not in ("box", "artifact")]
        self._figures: dict[int, list[Rect]] = defaultdict(list)
        self._at: dict[tuple[int, int], list[int]] = defaultdict(list)
        self._divided: set[int] = set()
        """Atoms in or behind which a box belongs."""
        self._lone: dict[Container | None, list[int]] = defaultdict(list)
        self._sequences: dict[Container, list[Key]] = {}
        self._writer: Writer | None = None

    def settle(self) -> None:
        """Decide what all that has no mark is."""
        paragraphs = Paragraphs([spoken.area for spoken in self._reader.boxes])
        count, is_figure = 0, False
        for atom in self._atoms:
            kind = "" if atom.key is None or atom.key[0] else self._drawn_kind(atom) if atom.drawn else "text"
            if not kind or atom.drawn:
                paragraphs.end()
            if kind == "text":
                count += bool(atom.drawn) or atom.text is None or paragraphs.begins(atom.text)
            elif kind == "figure":
                count += not is_figure
                self._figures[count] += [atom.area] if atom.area is not None else []
            if kind:
                atom.key = ARTIFACT if kind == "artifact" else (kind, count, 0)
            is_figure = kind == "figure"
        self._atoms = [atom for atom in self._atoms if atom.key != ARTIFACT]
        if not self._atoms and not self._kinds:
            self._take_drawing()

    def _take_drawing(self) -> None:
        """On a page with neither text nor pictures, lines are no decoration: letters as outlines, a map."""
        lines = [atom for atom in self._reader.atoms() if atom.key == ARTIFACT]
        for atom in lines if len(lines) > FEW_LINES else ():
            atom.key, atom.area = ("figure", 0, 0), (0.0, 0.0, 0.0, 0.0)
            self._atoms.append(atom)
        self._figures[0] = [(0.0, 0.0, self._page_area, 1.0)]

    def _drawn_kind(self, atom: Atom) -> str:
        """What a picture or form counts as: 'figure', 'text', 'artifact'."""
        entries = self._resources.get("/XObject") if isinstance(self._resources, pikepdf.Dictionary) else None
        held = entries.get(atom.drawn) if isinstance(entries, pikepdf.Dictionary) and atom.drawn != "BI" else None
        if not isinstance(held, pikepdf.Stream) or held.get("/Subtype") == Name.Image:
            return "figure"
        return _form_kind(held, 0)

    def place(self, seats: Sequence[int | None]) -> None:
        """Find the place of every box in the text."""
        owners = [_owner(atom) for atom in self._atoms]
        members = _members(owners)
        if not any(owner[0] == "mark" for owner in owners):
            seats = [None] * len(seats)
        texts = ((index, _text(atom)) for index, atom in enumerate(self._atoms))
        everywhere = Places([(index, text) for index, text in texts if text is not None] if seats else [])
        for box, (spoken, seat) in enumerate(zip(self._reader.boxes, seats, strict=True)):
            own = members.get(("mark", seat), []) if seat is not None else []
            if seat is not None and not own:
                self._lone["mark", seat].append(box)
                continue
            near = everywhere.of(own) if own else everywhere
            found = near.beside(spoken.area) or self._pictured(spoken.area, own) or near.below(spoken.area)
            index, item, is_far = found or self._anywhere(own)
            if index < 0:
                self._lone[None].append(box)
            elif owners[index][0] == "figure" or (is_far and owners[index][0] == "text"):
                self._lone[owners[index]].append(box)
            else:
                self._at[index, item].append(box)
                self._divided.add(index)

    def _pictured(self, area: Rect, own: Sequence[int]) -> tuple[int, int, bool] | None:
        """The place behind the picture that a box lies on, but for a picture of the whole page."""
        for index, atom in enumerate(self._atoms):
            if atom.area is None or atom.text or (own and index not in own):
                continue
            (x, y), (x0, y0, x1, y1) = middle(area), atom.area
            if x0 <= x <= x1 and y0 <= y <= y1 and (x1 - x0) * (y1 - y0) < WHOLE_PAGE * self._page_area:
                return index, AFTER, True
        return None

    def _anywhere(self, own: Sequence[int]) -> tuple[int, int, bool]:
        """The place behind all that a box can belong to, where no text says more; -1 on an empty page."""
        return (own[-1] if own else len(self._atoms) - 1), AFTER, True

    def write(self) -> bytes:
        """Divide the content at the boxes; the marked content."""
        for owner, indices in _members([_owner(atom) for atom in self._atoms]).items():
            self._sequences[owner] = self._divide(owner, indices)
        kinds = {
            key: self._kinds.get(key[1], "Span") if key[0] == "mark" else {"text": "P", "figure": "Figure"}[key[0]]
            for sequence in self._sequences.values()
            for key in sequence
            if key[0] != "box"
        }
        kinds |= {("box", box, 0): "Span" for box in range(len(self._reader.boxes))}
        self._writer = Writer(kinds, self._reader.boxes)
        return self._writer.content(self._reader.root)

    def _divide(self, owner: Container, indices: Sequence[int]) -> list[Key]:
        """The pieces of some content and the boxes between them, in order."""
        sequence: list[Key] = []
        key: Key | None = None
        for index in indices:
            atom, before = self._atoms[index], -1
            if index not in self._divided:
                if key is None:
                    key = (*owner, len(sequence))
                    sequence.append(key)
                atom.key = key
                continue
            cuts: list[tuple[int, Key]] = []
            for item in [item for _, _, item in atom.text.spans] if atom.text else [0]:
                boxes = self._at.get((index, item), [])
                sequence += [("box", box, 0) for box in boxes]
                if boxes or key is None:
                    key = (*owner, len(sequence))
                    sequence.append(key)
                if not cuts or cuts[-1][1] != key:
                    cuts.append((before + 1, key))
                before = item
            split(atom, cuts)
            behind = self._at.get((index, AFTER), [])
            sequence += [("box", box, 0) for box in behind]
            key = None if behind else key
        return sequence

    def result(self, page: int) -> TaggedPage:
        """What became of the content."""
        instead: dict[int, tuple[Element | Mark, ...]] = {}
        loose: list[Element] = self._paragraphs(None, page)
        for owner, sequence in self._sequences.items():
            kids = tuple(kid for key in sequence for kid in self._kids(key, page))
            if owner[0] == "mark":
                instead[owner[1]] = kids
            elif owner[0] == "figure":
                loose.append(Element("Figure", kids, picture=self._picture(owner[1])))
            else:
                loose.append(Element("P", kids))
            if owner[0] != "mark":
                loose += self._paragraphs(owner, page)
        for lone, boxes in self._lone.items():
            if lone is not None and lone[0] == "mark":
                instead[lone[1]] = tuple(kid for box in boxes for kid in self._kids(("box", box, 0), page))
        return TaggedPage(instead, tuple(loose))

    def _paragraphs(self, owner: Container | None, page: int) -> list[Element]:
        """Boxes that stand by themselves behind some content, one paragraph each."""
        return [Element("P", self._kids(("box", box, 0), page)) for box in self._lone.get(owner, ())]

    def _kids(self, key: Key, page: int) -> tuple[Element | Mark, ...]:
        numbers = self._writer.numbers.get(key, []) if self._writer is not None else []
        found = tuple(Mark(page, number) for number in numbers)
        if key[0] != "box":
            return found
        return (Element("Span", found, spoken=self._reader.boxes[key[1]].words),) if found else ()

    def _picture(self, number: int) -> str:
        area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in self._figures[number])
        return PAGE_PICTURE if area >= WHOLE_PAGE * self._page_area else PICTURE


def _owner(atom: Atom) -> Container:
    return (atom.key[0], atom.key[1]) if atom.key is not None else ("", 0)


def _members(owners: Sequence[Container]) -> dict[Container, list[int]]:
    """The places in a list at which each stands."""
    found: dict[Container, list[int]] = defaultdict(list)
    for index, owner in enumerate(owners):
        found[owner].append(index)
    return found


def _form_kind(form: Any, depth: int) -> str:
    resources = form.get("/Resources")
    if depth > 5 or not isinstance(resources, pikepdf.Dictionary):
        return "artifact"
    if "/Font" in resources:
        return "text"
    inner = resources.get("/XObject")
    held = list(inner.values()) if isinstance(inner, pikepdf.Dictionary) else []
    kinds = {
        "figure" if spelt(each.get("/Subtype", "")) == "/Image" else _form_kind(each, depth + 1)
        for each in held
        if isinstance(each, pikepdf.Stream)
    }
    return next((kind for kind in ("text", "figure") if kind in kinds), "artifact")


def _text(atom: Atom) -> Text | None:
    """The text that an atom shows; a form with text counts as one word as high as it is."""
    if atom.text or atom.area is None or atom.key is None or atom.key[0] != "text" or not atom.drawn:
        return atom.text
    x0, y0, x1, y1 = atom.area
    return Text((x0, y0), (1.0, 0.0), y1 - y0, laid=[(0.0, x1 - x0, 0)])
