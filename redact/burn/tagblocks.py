"""The instructions of a page as nested blocks, so that marks can be put around any part of them and nest properly.

    q              block q ----- atom  1 0 0 1 50 700 cm
    1 .. cm                  '-- block BT --- atom  /F1 12 Tf
    BT                                    |-- atom  (De heer ) Tj      one piece
    /F1 12 Tf                             '-- atom  [-4891 ( sprak)] TJ
    ...

A mark is opened around the largest blocks that lie wholly in one piece of content, and only there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Dictionary, Name, Operator

from redact.burn.tagruns import Run, TextState, hull_of
from redact.geometry import Rect
from redact.pdfobjects.operators import BUILD_PATH, MARKS, PAINT_PATH, SHOW, spelt

Key: TypeAlias = tuple[str, int, int]
"""A piece of content: what it is ('mark', 'text', 'figure', 'box', 'artifact'), which one, which part of that."""

MAX_DEPTH = 100
ARTIFACT: Key = ("artifact", 0, 0)
_MIXED: Key = ("mixed", 0, 0)
_UNIT_SQUARE: Rect = (0.0, 0.0, 1.0, 1.0)
_OPENERS = {"q": "Q", "BT": "ET"}


class Tangled(ValueError):
    """The blocks of a page do not nest."""


@dataclass(slots=True)
class Atom:
    """Instructions that belong together, and the pieces of content they are: more than one where a box splits them.

    `key` is None for instructions that paint nothing, and its kind '' where that has to be decided.
    """

    instructions: list[Any]
    key: Key | None = None
    runs: list[Run] = field(default_factory=list)
    area: Rect | None = None
    """Of a picture or form."""
    drawn: str = ""
    """Name of the picture or form; 'BI' for one that stands in the content."""
    pieces: list[tuple[Key, list[Any]]] = field(default_factory=list)


@dataclass(slots=True)
class Block:
    """What stands between q and Q, or BT and ET."""

    opener: Any
    closer: Any = None
    items: list[Atom | Block] = field(default_factory=list)


@dataclass(slots=True)
class Spoken:
    """A box as it was painted: its area in user space and what it says."""

    area: Rect
    words: pikepdf.Object


class PageReader:
    """Reads a page's content into blocks."""

    def __init__(self, page: Any, *, whole: bool = False) -> None:
        """Reads at once.

        Args:
            page: a cleaned page, on which the boxes may be painted already.
            whole: take everything but the boxes as one piece of text, whose blocks need not nest.

        Raises:
            Tangled: the blocks do not nest.
        """
        self.root = Block(None)
        self.boxes: list[Spoken] = []
        self._state = TextState(page.get("/Resources"))
        self._open = [self.root]
        self._marks: list[Key | None] = []
        self._path: list[Any] = []
        instructions = pikepdf.parse_content_stream(page)
        self._read(self._without_text(instructions) if whole else instructions)
        if len(self._open) > 1 or self._path:
            raise Tangled

    def atoms(self) -> Iterator[Atom]:
        """All atoms that paint, in the order in which they are drawn."""
        yield from _painting(self.root)

    def _without_text(self, instructions: Sequence[Any]) -> Sequence[Any]:
        """Takes the page's own content as one atom; the boxes, which come last."""
        operators = [str(getattr(instruction, "operator", "")) for instruction in instructions]
        marks = (index for index, each in enumerate(operators) if each == "BDC" and _speaks(instructions[index]))
        first = next(marks, len(instructions))
        own = [each for each, name in zip(instructions[:first], operators[:first], strict=True) if name not in MARKS]
        if own:
            self._add(Atom(own, ("", 0, 0)))
        return instructions[first:]

    def _read(self, instructions: Sequence[Any]) -> None:
        for instruction in instructions:
            if isinstance(instruction, ContentStreamInlineImage):
                self._picture(instruction, "BI")
                continue
            operator = str(instruction.operator)
            if operator in {"BDC", "BMC"}:
                self._mark(list(instruction.operands))
            elif operator == "EMC":
                self._marks = self._marks[:-1]
            elif self._path or operator in BUILD_PATH:
                self._draw(instruction, operator)
            else:
                self._take(instruction, operator)

    def _take(self, instruction: Any, operator: str) -> None:
        if operator in SHOW:
            runs = self._state.show(operator, instruction.operands)
            self._add(Atom([instruction], self._key() if runs else None, runs))
            return
        self._state.follow(operator, instruction.operands)
        if operator in _OPENERS:
            block = Block(instruction)
            self._open[-1].items.append(block)
            self._open.append(block)
            if len(self._open) > MAX_DEPTH:
                raise Tangled
        elif operator in _OPENERS.values():
            block = self._open.pop()
            if not self._open or _OPENERS[str(block.opener.operator)] != operator:
                raise Tangled
            block.closer = instruction
        elif operator == "Do":
            self._picture(instruction, spelt(instruction.operands[0]))
        elif operator == "sh":
            self._add(Atom([instruction], self._key() or ARTIFACT))
        else:
            self._pass(instruction)

    def _picture(self, instruction: Any, name: str) -> None:
        self._add(Atom([instruction], self._key(), area=hull_of(self._state.page, _UNIT_SQUARE), drawn=name))

    def _pass(self, instruction: Any) -> None:
        """An instruction that paints nothing."""
        items = self._open[-1].items
        if items and isinstance(items[-1], Atom) and items[-1].key is None:
            items[-1].instructions.append(instruction)
        else:
            items.append(Atom([instruction]))

    def _add(self, atom: Atom) -> None:
        self._open[-1].items.append(atom)

    def _draw(self, instruction: Any, operator: str) -> None:
        self._path.append(instruction)
        if operator == "re" and self._is_box() and self.boxes[-1].area == (0.0, 0.0, 0.0, 0.0):
            x, y, wide, high = (float(value) for value in instruction.operands)
            self.boxes[-1].area = (x, y, x + wide, y + high)
        if operator in PAINT_PATH or operator == "n":
            key = self._key()
            if key is not None and not key[0]:
                key = ARTIFACT
            self._add(Atom(self._path, key if operator != "n" else None))
            self._path = []
        elif operator in _OPENERS or operator in _OPENERS.values():
            raise Tangled

    def _key(self) -> Key:
        """The piece of content in force."""
        return next((key for key in reversed(self._marks) if key is not None), ("", 0, 0))

    def _is_box(self) -> bool:
        return self._key()[0] == "box"

    def _mark(self, operands: list[Any]) -> None:
        given = operands[1] if len(operands) > 1 and isinstance(operands[1], Dictionary) else Dictionary()
        if operands and spelt(operands[0]) == "/Artifact":
            self._marks.append(ARTIFACT)
        elif "/ActualText" in given:
            self._marks.append(("box", len(self.boxes), 0))
            self.boxes.append(Spoken((0.0, 0.0, 0.0, 0.0), given["/ActualText"]))
        else:
            number = given.get("/MCID")
            self._marks.append(("mark", number, 0) if isinstance(number, int) else None)


def _painting(block: Block) -> Iterator[Atom]:
    for item in block.items:
        if isinstance(item, Block):
            yield from _painting(item)
        elif item.key is not None:
            yield item


def _speaks(instruction: Any) -> bool:
    operands = instruction.operands
    return len(operands) > 1 and isinstance(operands[1], Dictionary) and "/ActualText" in operands[1]


def split(atom: Atom, cuts: Sequence[tuple[int, Key]]) -> None:
    """Divide an atom: from each given item of its operand on, it is another piece of content."""
    if len(cuts) == 1:
        atom.key = cuts[0][1]
        return
    shown = list(atom.instructions[0].operands[0])
    ends = [start for start, _ in cuts[1:]] + [len(shown)]
    for (start, key), end in zip(cuts, ends, strict=True):
        part = ContentStreamInstruction([Array(shown[start:end])], Operator("TJ"))
        atom.pieces.append((key, [part]))


class Writer:
    """Writes blocks back with a mark around each piece of content."""

    def __init__(self, kinds: dict[Key, str], boxes: Sequence[Spoken]) -> None:
        self._kinds = kinds
        self._boxes = boxes
        self.numbers: dict[Key, list[int]] = {}
        """The marks of each piece of content; several where something else is drawn in between."""
        self._count = 0
        self._out: list[Any] = []
        self._current: Key | None = None

    def content(self, root: Block) -> bytes:
        """The page's content."""
        self._items(root.items)
        return bytes(pikepdf.unparse_content_stream(self._out))

    def _items(self, items: Sequence[Atom | Block]) -> None:
        waiting: list[Any] = []
        for item in items:
            key = _key_of(item)
            if key is None:
                waiting += _flat(item)
                continue
            if key != self._current:
                self._close()
            self._out += waiting
            waiting = []
            if key is _MIXED:
                self._inside(item)
                continue
            self._begin(key)
            self._out += _flat(item)
        self._close()
        self._out += waiting

    def _inside(self, item: Atom | Block) -> None:
        if isinstance(item, Block):
            self._out.append(item.opener)
            self._items(item.items)
            self._out.append(item.closer)
            return
        for key, instructions in item.pieces:
            self._begin(key)
            self._out += instructions
            self._close()

    def _begin(self, key: Key) -> None:
        if self._current == key:
            return
        self._current = key
        if key == ARTIFACT:
            self._out.append(ContentStreamInstruction([Name.Artifact], Operator("BMC")))
            return
        self.numbers.setdefault(key, []).append(self._count)
        about = Dictionary(MCID=self._count)
        if key[0] == "box":
            about["/ActualText"] = self._boxes[key[1]].words
        self._out.append(ContentStreamInstruction([Name(f"/{self._kinds[key]}"), about], Operator("BDC")))
        self._count += 1

    def _close(self) -> None:
        if self._current is not None:
            self._out.append(ContentStreamInstruction([], Operator("EMC")))
            self._current = None


def _key_of(item: Atom | Block) -> Key | None:
    """The piece of content that an item is, None for one that paints nothing."""
    if isinstance(item, Atom):
        return _MIXED if item.pieces else item.key
    found: Key | None = None
    for inner in item.items:
        key = _key_of(inner)
        if key is None or key == found:
            continue
        if found is not None or key is _MIXED:
            return _MIXED
        found = key
    return found


def _flat(item: Atom | Block) -> Iterator[Any]:
    if isinstance(item, Atom):
        yield from item.instructions
        return
    yield item.opener
    for inner in item.items:
        yield from _flat(inner)
    yield item.closer
