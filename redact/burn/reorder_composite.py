"""New codes for Type 0 fonts whose two-byte codes are CIDs; the new CIDs are the new glyph indices too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pikepdf
from pikepdf import Array, Name

import redact.burn.reorder_programs as programs
from redact.burn.reorder_cff import cff_glyphs, read_cff, reordered_cff
from redact.burn.reorder_change import Change, program_stream, unicode_stream, unicode_texts
from redact.burn.reorder_content import Key, ShownText
from redact.burn.reorder_programs import Sfnt
from redact.pdfobjects.fonts import IDENTITY, descendant

_NO_TEXT = frozenset({"", "\ufffd", "\uffff"})


@dataclass(frozen=True, slots=True, order=True)
class _Slot:
    """One place in the new order: what it shows, which glyph, how wide. Sorts by Unicode, unknown ones last."""

    unknown: bool
    text: str = field(repr=False)
    digest: bytes = field(repr=False)
    glyph: int
    widths: tuple[str, ...]


class _Composite:
    """A Type 0 font with two-byte codes that are CIDs."""

    def __init__(self, font: pikepdf.Object, shown: ShownText) -> None:
        self.font = font
        self.inner = descendant(font)
        strings = shown.strings(font.objgen)
        if font.get("/Encoding") not in IDENTITY or any(len(string) % 2 for string in strings):
            raise ValueError("not a font of plain pairs")
        self.codes = {int.from_bytes(s[at : at + 2], "big") for s in strings for at in range(0, len(s), 2)}
        self.texts = unicode_texts(font)
        if all(self.texts.get(code, "") in _NO_TEXT for code in self.codes):
            raise ValueError("the codes may be all that says what is shown")
        self.widths = _listed(self.inner.get("/W"), 1)
        self.metrics = _listed(self.inner.get("/W2"), 3)

    def glyphs(self, program: _Program) -> dict[int, int]:
        """Glyph index by code."""
        mapping = self.inner.get("/CIDToGIDMap")
        if isinstance(mapping, pikepdf.Stream) and program.is_true_type:
            table = mapping.read_bytes()
            found = {code: int.from_bytes(table[2 * code : 2 * code + 2], "big") for code in self.codes}
        else:
            found = {code: program.cids[code] for code in self.codes}
        if any(not 0 <= glyph < program.count for glyph in found.values()):
            raise ValueError("codes without a glyph")
        return {code: glyph for code, glyph in found.items() if glyph or code or self.texts.get(code)}

    def slot(self, code: int, glyph: int, program: _Program) -> _Slot:
        """The place that a code takes in the new order."""
        text = self.texts.get(code, "")
        widths = tuple(str(item) for item in (*self.widths.get(code, ()), "|", *self.metrics.get(code, ())))
        return _Slot(not text, text, program.digest(glyph), glyph, widths)


class _Program:
    """The glyphs of a CIDFont's program."""

    def __init__(self, stream: pikepdf.Object, subtype: str) -> None:
        self.data = stream.read_bytes()
        self.is_true_type = subtype == "/CIDFontType2"
        if self.is_true_type or self.data[:4] == b"OTTO":
            self.sfnt: Sfnt | None = programs.read_sfnt(self.data)
            if self.is_true_type != (b"glyf" in self.sfnt.tables):
                raise ValueError("another kind of program than announced")
        else:
            self.sfnt = None
        if self.is_true_type and self.sfnt is not None:
            self.digest: Callable[[int], bytes] = self.sfnt.digest
            self.cids = {glyph: glyph for glyph in range(self.sfnt.count)}
        else:
            bare = self.sfnt.tables[b"CFF "] if self.sfnt else self.data
            self.cids, self.digest = cff_glyphs(read_cff(bare))
        self.count = self.sfnt.count if self.sfnt else len(self.cids)

    def reordered(self, order: list[int]) -> bytes:
        """The program with these glyphs in this order."""
        if self.sfnt is None:
            return reordered_cff(self.data, order)
        if self.is_true_type:
            order = programs.with_parts(self.sfnt, order)
        return programs.reordered_sfnt(self.sfnt, order)


def composite(pdf: pikepdf.Pdf, users: Sequence[pikepdf.Object], shown: ShownText) -> Change:
    """Type 0 fonts: new CIDs, which are the new glyph indices too."""
    stream, subtypes = program_stream(users[0]), {str(descendant(font).get("/Subtype")) for font in users}
    if stream is None or len(subtypes) != 1:
        return Change()
    program = _Program(stream, subtypes.pop())
    fonts = [_Composite(font, shown) for font in users]
    slots = {
        (number, code): font.slot(code, glyph, program)
        for number, font in enumerate(fonts)
        for code, glyph in font.glyphs(program).items()
    }
    order = sorted(set(slots.values()))
    if _says_nothing([(slot, code) for (_, code), slot in slots.items()]):
        return Change()
    place = {slot: at for at, slot in enumerate(order, start=1)}
    change = Change()
    change.program(stream, program.reordered([0, *(slot.glyph for slot in order)]))
    widths: dict[Key, tuple[dict[int, Any], dict[int, Any]]] = defaultdict(lambda: ({}, {}))
    for number, font in enumerate(fonts):
        new = {code: place[slots[number, code]] if (number, code) in slots else 0 for code in font.codes}
        change.strings[font.font.objgen] = partial(_pairs, new)
        texts = {new[code]: text for code, text in font.texts.items() if code in new}
        change.put(font.font, "/ToUnicode", unicode_stream(pdf, texts, 2))
        for gathered, given in zip(widths[font.inner.objgen], (font.widths, font.metrics), strict=True):
            gathered.update((new[code], values) for code, values in given.items() if code in new)
    for font in fonts:
        _put_metrics(change, font, widths[font.inner.objgen], program.is_true_type)
    return change


def _put_metrics(change: Change, font: _Composite, widths: tuple[Mapping[int, Any], ...], mapped: bool) -> None:
    for key, given in zip(("/W", "/W2"), widths, strict=True):
        if key in font.inner:
            change.put(font.inner, key, Array([part for cid in sorted(given) for part in (cid, Array(given[cid]))]))
    if mapped:
        change.put(font.inner, "/CIDToGIDMap", Name.Identity)


def _says_nothing(slots: Sequence[tuple[_Slot, int]]) -> bool:
    """Whether codes and glyphs stand in the new order already."""
    by_code = sorted(slots, key=lambda item: item[1])
    glyphs = [slot.glyph for slot, _ in by_code]
    return glyphs == sorted(glyphs) and [slot for slot, _ in by_code] == sorted(slot for slot, _ in by_code)


def _pairs(new: Mapping[int, int], string: bytes) -> bytes:
    return b"".join(
        new[int.from_bytes(string[at : at + 2], "big")].to_bytes(2, "big") for at in range(0, len(string), 2)
    )


def _listed(given: Any, step: int) -> dict[int, list[Any]]:
    """/W or /W2 by CID, in the one form that cleaning writes."""
    if given is None:
        return {}
    items = list(given)
    found = {int(cid): list(values) for cid, values in zip(items[::2], items[1::2], strict=True)}
    if any(len(values) != step for values in found.values()):
        raise ValueError("widths in another form")
    return found
