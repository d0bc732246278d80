"""The instructions of a page as nested blocks, so that marks can be put around any part of them and nest properly.

    q              block q ----- atom  1 0 0 1 50 700 cm
    1 .. cm                  '-- block BT --- atom  /F1 12 Tf
    BT                                    |-- atom  (De heer ) Tj      one piece
    /F1 12 Tf                             '-- atom  [-4891 ( sprak)] TJ
    ...

A mark is opened around the largest blocks that lie wholly in one piece of content, and only there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Dictionary

from redact.burn.tagruns import FOLLOWED, Measures, Text, TextState, hull_of
from redact.geometry import Rect
from redact.pdfobjects.lines import array, numbers, shown
from redact.pdfobjects.operators import BUILD_PATH, PAINT_PATH, SHOW, spelt

Key: TypeAlias = tuple[str, int, int]
"""A piece of content: what it is ('mark', 'text', 'figure', 'box', 'artifact'), which one, which part of that."""

MAX_DEPTH = 100
ARTIFACT: Key = ("artifact", 0, 0)
_MIXED: Key = ("mixed", 0, 0)
_UNMARKED: Key = ("", 0, 0)
_UNIT_SQUARE: Rect = (0.0, 0.0, 1.0, 1.0)
_OPENERS = {b"q": b"Q", b"BT": b"ET"}
_CLOSERS = frozenset(_OPENERS.values())
_BUILD, _SHOW = (frozenset(name.encode() for name in names) for names in (BUILD_PATH, SHOW))
_PAINT = frozenset(name.encode() for name in (*PAINT_PATH, "n"))
_MARKS = frozenset({b"BDC", b"BMC", b"EMC"})
_BESIDE_PATHS = _MARKS | {b"EI"}
_NUMBERED = re.compile(rb"/(?!Artifact )\S+ << /MCID (\d{1,9}) >> BDC")


class Tangled(ValueError):
    """The blocks of a page do not nest."""


@dataclass(slots=True)
class Atom:
    """Instructions that belong together, and the pieces of content they are: more than one where a box splits them.

    `key` is None for instructions that paint nothing, and its kind '' where that has to be decided.
    """

    lines: list[bytes]
    key: Key | None = None
    text: Text | None = None
    area: Rect | None = None
    """Of a picture or form."""
    drawn: str = ""
    """Name of the picture or form; 'BI' for one that stands in the content."""
    pieces: Sequence[tuple[Key, bytes]] = ()


@dataclass(slots=True)
class Block:
    """What stands between q and Q, or BT and ET."""

    opener: bytes
    closer: bytes = b""
    items: list[Atom | Block] = field(default_factory=list)


@dataclass(slots=True)
class Spoken:
    """A box as it was painted: its area in user space and what it says, also as that is spelt in content."""

    area: Rect
    words: str
    spelling: bytes


class PageReader:
    """Reads a page's content into blocks."""

    def __init__(self, lines: Sequence[bytes], resources: Any, measures: Measures, *, whole: bool = False) -> None:
        """Reads at once.

        Args:
            lines: the content of a cleaned page, on which the boxes may be painted already.
            resources: of the page.
            measures: of the document's fonts.
            whole: take everything but the boxes as one piece of text, whose blocks need not nest.

        Raises:
            Tangled: the blocks do not nest.
        """
        self.root = Block(b"")
        self.boxes: list[Spoken] = []
        self._state = TextState(resources, measures)
        self._open = [self.root]
        self._painting: list[Atom] = []
        self._marks: list[Key | None] = []
        self._now: Key = _UNMARKED
        """The piece of content in force."""
        self._path: list[bytes] = []
        self._passive: list[bytes] | None = None
        """Instructions of the last atom where that paints nothing."""
        self._read(self._without_text(lines) if whole else lines)
        if len(self._open) > 1 or self._path:
            raise Tangled

    def atoms(self) -> Sequence[Atom]:
        """All atoms that paint, in the order in which they are drawn."""
        return self._painting

    def _without_text(self, lines: Sequence[bytes]) -> Sequence[bytes]:
        """Takes the page's own content as one atom; the boxes, which come last."""
        first = next((at for at, line in enumerate(lines) if "/ActualText" in _about(line)), len(lines))
        own = [line for line in lines[:first] if _operator(line) not in _MARKS]
        if own:
            self._add(Atom(own, _UNMARKED))
        return lines[first:]

    def _read(self, lines: Sequence[bytes]) -> None:
        for line in lines:
            operator = line[line.rfind(b" ") + 1 :]
            act = _ACTS.get(operator)
            if self._path and operator not in _BESIDE_PATHS:
                self._draw(operator, line)
            elif act is not None:
                act(self, operator, line)
            elif self._passive is not None:
                self._passive.append(line)
            else:
                self._add(Atom([line]))

    def _follow(self, operator: bytes, line: bytes) -> None:
        FOLLOWED[operator](self._state, line)
        if self._passive is not None:
            self._passive.append(line)
        else:
            self._add(Atom([line]))

    def _show(self, operator: bytes, line: bytes) -> None:
        text = self._state.show(operator, line)
        self._add(Atom([line], self._now if text else None, text))

    def _enter(self, operator: bytes, line: bytes) -> None:
        if operator == b"q":
            self._state.save(line)
        else:
            self._state.begin(line)
        block = Block(line)
        self._open[-1].items.append(block)
        self._open.append(block)
        self._passive = None
        if len(self._open) > MAX_DEPTH:
            raise Tangled

    def _leave(self, operator: bytes, line: bytes) -> None:
        if operator == b"Q":
            self._state.restore(line)
        block = self._open.pop()
        if not self._open or _OPENERS[block.opener] != operator:
            raise Tangled
        block.closer = line
        self._passive = None

    def _object(self, _: bytes, line: bytes) -> None:
        self._picture(line, spelt(pikepdf.Object.parse(line[: line.index(b" ")])))

    def _inline(self, _: bytes, line: bytes) -> None:
        self._picture(line, "BI")

    def _shade(self, _: bytes, line: bytes) -> None:
        self._add(Atom([line], self._unread))

    def _picture(self, line: bytes, name: str) -> None:
        self._add(Atom([line], self._now, area=hull_of(self._state.page, _UNIT_SQUARE), drawn=name))

    def _add(self, atom: Atom) -> None:
        self._open[-1].items.append(atom)
        if atom.key is None:
            self._passive = atom.lines
        else:
            self._passive = None
            self._painting.append(atom)

    @property
    def _unread(self) -> Key:
        """What lines and tints belong to: decoration, unless a mark says otherwise."""
        return ARTIFACT if self._now == _UNMARKED else self._now

    def _draw(self, operator: bytes, line: bytes) -> None:
        self._path.append(line)
        if operator == b"re" and self._now[0] == "box" and self.boxes[-1].area == (0.0, 0.0, 0.0, 0.0):
            x, y, wide, high = numbers(line)
            self.boxes[-1].area = (x, y, x + wide, y + high)
        if operator in _PAINT:
            self._add(Atom(self._path, self._unread if operator != b"n" else None))
            self._path = []
        elif operator in _OPENERS or operator in _CLOSERS:
            raise Tangled

    def _mark(self, operator: bytes, line: bytes) -> None:
        if operator == b"EMC":
            self._marks = self._marks[:-1]
        elif numbered := _NUMBERED.fullmatch(line):
            self._marks.append(("mark", int(numbered[1]), 0))
        elif line.startswith(b"/Artifact "):
            self._marks.append(ARTIFACT)
        else:
            self._marks.append(self._kind_of(_about(line)))
        self._now = next((key for key in reversed(self._marks) if key is not None), _UNMARKED)

    def _kind_of(self, about: pikepdf.Object) -> Key | None:
        if "/ActualText" not in about:
            number = about.get("/MCID")
            return ("mark", number, 0) if isinstance(number, int) else None
        words = about["/ActualText"]
        self.boxes.append(Spoken((0.0, 0.0, 0.0, 0.0), str(words), words.unparse()))
        return "box", len(self.boxes) - 1, 0


_ACTS: dict[bytes, Callable[[PageReader, bytes, bytes], None]] = {
    **dict.fromkeys(FOLLOWED, PageReader._follow),
    **dict.fromkeys(_SHOW, PageReader._show),
    **dict.fromkeys(_BUILD, PageReader._draw),
    **dict.fromkeys(_OPENERS, PageReader._enter),
    **dict.fromkeys(_CLOSERS, PageReader._leave),
    **dict.fromkeys(_MARKS, PageReader._mark),
    b"Do": PageReader._object,
    b"EI": PageReader._inline,
    b"sh": PageReader._shade,
}


def _operator(line: bytes) -> bytes:
    return line[line.rfind(b" ") + 1 :]


def _about(line: bytes) -> pikepdf.Object:
    """What a mark says of its content; nothing for other instructions."""
    at = line.find(b"<<")
    found = pikepdf.Object.parse(line[at:-4]) if at > 0 and line.endswith(b" BDC") else None
    return found if isinstance(found, Dictionary) else Dictionary()


def split(atom: Atom, cuts: Sequence[tuple[int, Key]]) -> None:
    """Divide an atom: from each given item of its operand on, it is another piece of content."""
    if len(cuts) == 1:
        atom.key = cuts[0][1]
        return
    items = shown(atom.lines[0])
    ends = [start for start, _ in cuts[1:]] + [len(items)]
    parts = zip(cuts, ends, strict=True)
    atom.pieces = [(key, array(items[start:end])) for (start, key), end in parts]


class Writer:
    """Writes blocks back with a mark around each piece of content."""

    def __init__(self, kinds: dict[Key, str], boxes: Sequence[Spoken]) -> None:
        self._kinds = kinds
        self._boxes = boxes
        self.numbers: dict[Key, list[int]] = {}
        """The marks of each piece of content; several where something else is drawn in between."""
        self._count = 0
        self._out: list[bytes] = []
        self._current: Key | None = None

    def content(self, root: Block) -> bytes:
        """The page's content."""
        self._items(root.items)
        return b"\n".join(self._out)

    def _items(self, items: Sequence[Atom | Block]) -> None:
        waiting: list[bytes] = []
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
        for key, line in item.pieces:
            self._begin(key)
            self._out.append(line)
            self._close()

    def _begin(self, key: Key) -> None:
        if self._current == key:
            return
        self._current = key
        if key == ARTIFACT:
            self._out.append(b"/Artifact BMC")
            return
        self.numbers.setdefault(key, []).append(self._count)
        says = b"/ActualText %s " % self._boxes[key[1]].spelling if key[0] == "box" else b""
        self._out.append(b"/%s << %s/MCID %d >> BDC" % (self._kinds[key].encode(), says, self._count))
        self._count += 1

    def _close(self) -> None:
        if self._current is not None:
            self._out.append(b"EMC")
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


def _flat(item: Atom | Block) -> Iterator[bytes]:
    if isinstance(item, Atom):
        yield from item.lines
        return
    yield item.opener
    for inner in item.items:
        yield from _flat(inner)
    yield item.closer
