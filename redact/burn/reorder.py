"""Gives the characters of embedded fonts an order that tells nothing: that of Unicode, not that of first use.

Producers number the characters of a subset font as they meet them. When a name was the first text in its font, the
codes still spell it after the text itself is gone. Here codes and glyphs are sorted by what they show, and every
string of the document is written in the new codes. A font that cannot be handled safely stays as it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pikepdf
from fontTools.agl import toUnicode
from pikepdf import Array, Dictionary, Name

import redact.burn.reorder_programs as programs
from redact.burn.reorder_content import Key, ShownText, Unclear
from redact.burn.reorder_programs import BROKEN, CharMap, Sfnt
from redact.pdfobjects import cmaps
from redact.pdfobjects.fonts import FONT_FILES, IDENTITY, descendant

SPACE = 32
"""The one code that word spacing widens, in fonts of one byte."""
_FIXED_CODINGS = ("ascii", "cp1252", "mac_roman", "latin-1")


@dataclass(slots=True)
class _Change:
    """What happens to one font program and the fonts that use it, once all of it is known."""

    strings: dict[Key, Callable[[bytes], bytes]] = field(default_factory=dict)
    actions: list[Callable[[], None]] = field(default_factory=list)

    def put(self, holder: pikepdf.Object, key: str, value: Any) -> None:
        """Write an entry of a dictionary, later."""
        self.actions.append(partial(holder.__setitem__, key, value))

    def program(self, stream: pikepdf.Object, data: bytes) -> None:
        """Write a font program, later."""
        self.actions.append(partial(_write_program, stream, data))


@dataclass(frozen=True, slots=True, order=True)
class _Slot:
    """One place in the new order: what it shows, which glyph, how wide. Sorts by Unicode, unknown ones last."""

    unknown: bool
    text: str = field(repr=False)
    digest: bytes = field(repr=False)
    glyph: int
    widths: tuple[str, ...]


def reorder(pdf: pikepdf.Pdf) -> None:
    """Sort codes and glyphs of every embedded font by Unicode, in place.

    Args:
        pdf: a document after `redact.pdfobjects.clean`, with fonts cut down to what is shown.
    """
    try:
        shown = ShownText(pdf)
    except (Unclear, pikepdf.PdfError, *BROKEN):
        return
    changes: dict[Key, Callable[[bytes], bytes]] = {}
    for users in _by_program(shown.fonts.values()):
        change = _attempt(pdf, users, shown)
        if change is not None:
            for action in change.actions:
                action()
            changes |= change.strings
    if changes:
        shown.rewrite(pdf, changes)


def _by_program(fonts: Iterable[pikepdf.Object]) -> list[list[pikepdf.Object]]:
    """Fonts that have one embedded program, or one CIDFont, in common."""
    groups: dict[Key, list[pikepdf.Object]] = defaultdict(list)
    for font in fonts:
        stream = _program(font)
        groups[stream.objgen if stream is not None else font.objgen].append(font)
    return list(groups.values())


def _program(font: pikepdf.Object) -> pikepdf.Object | None:
    """The stream of a font's embedded program."""
    descriptor = descendant(font).get("/FontDescriptor")
    if isinstance(descriptor, pikepdf.Dictionary):
        for key in FONT_FILES:
            if isinstance(descriptor.get(key), pikepdf.Stream):
                return descriptor[key]
    return None


def _attempt(pdf: pikepdf.Pdf, users: Sequence[pikepdf.Object], shown: ShownText) -> _Change | None:
    """The change of fonts with one program; None when nothing is to be done, or nothing can be done safely."""
    kinds = {str(font.get("/Subtype")) for font in users}
    try:
        if kinds == {"/Type0"}:
            return _composite(pdf, users, shown)
        if kinds == {"/TrueType"}:
            return _true_type(pdf, users, shown)
        if len(users) == 1 and kinds <= {"/Type1", "/MMType1", "/Type3"}:
            return _by_name(pdf, users[0], shown)
    except (pikepdf.PdfError, *BROKEN):
        return None
    return None


def _unicode(font: pikepdf.Object) -> dict[int, str]:
    given = font.get("/ToUnicode")
    if not isinstance(given, pikepdf.Stream):
        return {}
    return {code: text for (_, code), text in cmaps.parse(given.read_bytes()).unicode.items()}


def _write_program(stream: pikepdf.Object, data: bytes) -> None:
    stream.write(data)
    if "/Length1" in stream:
        stream["/Length1"] = len(data)


def _unicode_stream(pdf: pikepdf.Pdf, texts: Mapping[int, str], length: int) -> pikepdf.Object:
    return pdf.make_stream(cmaps.format_unicode({(length, code): text for code, text in texts.items()}))


class _Composite:
    """A Type 0 font with two-byte codes that are CIDs."""

    def __init__(self, font: pikepdf.Object, shown: ShownText) -> None:
        self.font = font
        self.inner = descendant(font)
        strings = shown.strings(font.objgen)
        if font.get("/Encoding") not in IDENTITY or any(len(string) % 2 for string in strings):
            raise ValueError("not a font of plain pairs")
        self.codes = {int.from_bytes(s[at : at + 2], "big") for s in strings for at in range(0, len(s), 2)}
        self.texts = _unicode(font)
        if not self.texts and self.codes:
            raise ValueError("codes may be all that says what is shown")
        self.widths = _listed(self.inner.get("/W"), 1)
        self.metrics = _listed(self.inner.get("/W2"), 3)

    def glyphs(self, program: _Program) -> dict[int, int]:
        """Glyph index by code."""
        mapping = self.inner.get("/CIDToGIDMap")
        if isinstance(mapping, pikepdf.Stream) and program.is_true_type:
            table = mapping.read_bytes()
            found = {code: int.from_bytes(table[2 * code : 2 * code + 2], "big") for code in self.codes}
        else:
            found = {code: program.cids[code] for code in self.codes if code}
        if any(not 0 <= glyph < program.count for glyph in found.values()) or found.get(0, 0):
            raise ValueError("codes without a glyph")
        return found

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
            self.digest, self.cids = self.sfnt.digest, {glyph: glyph for glyph in range(self.sfnt.count)}
        else:
            bare = self.sfnt.tables[b"CFF "] if self.sfnt else self.data
            self.cids, self.digest = programs.cff_glyphs(programs.read_cff(bare))
        self.count = self.sfnt.count if self.sfnt else len(self.cids)

    def reordered(self, order: list[int]) -> bytes:
        """The program with these glyphs in this order."""
        if self.sfnt is None:
            return programs.reordered_cff(self.data, order)
        if self.is_true_type:
            order = programs.with_parts(self.sfnt, order)
        return programs.reordered_sfnt(self.sfnt, order)


def _composite(pdf: pikepdf.Pdf, users: Sequence[pikepdf.Object], shown: ShownText) -> _Change | None:
    """Type 0 fonts: new CIDs, which are the new glyph indices too."""
    stream, subtypes = _program(users[0]), {str(descendant(font).get("/Subtype")) for font in users}
    if stream is None or len(subtypes) != 1:
        return None
    program = _Program(stream, subtypes.pop())
    fonts = [_Composite(font, shown) for font in users]
    slots = {
        (number, code): font.slot(code, glyph, program)
        for number, font in enumerate(fonts)
        for code, glyph in font.glyphs(program).items()
        if code
    }
    order = sorted(set(slots.values()))
    if _says_nothing([(slot, code) for (_, code), slot in slots.items()]):
        return None
    place = {slot: at for at, slot in enumerate(order, start=1)}
    change = _Change()
    change.program(stream, program.reordered([0, *(slot.glyph for slot in order)]))
    widths: dict[Key, tuple[dict[int, Any], dict[int, Any]]] = defaultdict(lambda: ({}, {}))
    for number, font in enumerate(fonts):
        new = {code: place[slots[number, code]] if code else 0 for code in font.codes}
        change.strings[font.font.objgen] = partial(_pairs, new)
        texts = {new[code]: text for code, text in font.texts.items() if code in new}
        change.put(font.font, "/ToUnicode", _unicode_stream(pdf, texts, 2))
        for gathered, given in zip(widths[font.inner.objgen], (font.widths, font.metrics), strict=True):
            gathered.update((new[code], values) for code, values in given.items() if code in new)
    for font in fonts:
        _put_metrics(change, font, widths[font.inner.objgen], program.is_true_type)
    return change


def _put_metrics(change: _Change, font: _Composite, widths: tuple[Mapping[int, Any], ...], mapped: bool) -> None:
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


def _translated(table: bytes, string: bytes) -> bytes:
    return string.translate(table)


def _listed(given: Any, step: int) -> dict[int, list[Any]]:
    """/W or /W2 by CID, in the one form that cleaning writes."""
    if given is None:
        return {}
    items = list(given)
    found = {int(cid): list(values) for cid, values in zip(items[::2], items[1::2], strict=True)}
    if any(len(values) != step for values in found.values()):
        raise ValueError("widths in another form")
    return found


def _new_codes(shown: ShownText, strings: set[bytes], texts: Mapping[int, str], fixed: set[int]) -> CharMap:
    """A permutation of the codes of a one-byte font in the order of what they show; {} when they stay."""
    codes = {code for string in strings for code in string} - fixed
    if shown.spaced:
        codes.discard(SPACE)
    if not codes <= texts.keys():
        raise ValueError("codes that show nothing known")
    if any(all(_coded(texts[code], coding) == bytes([code]) for code in codes) for coding in _FIXED_CODINGS):
        return {}
    sorted_codes = sorted(codes, key=lambda code: (not texts[code], texts[code], code))
    new = dict(zip(sorted_codes, sorted(codes), strict=True))
    return new if any(old != code for old, code in new.items()) else {}


def _coded(text: str, coding: str) -> bytes:
    return text.encode(coding, "replace") if text else b""


def _move_codes(pdf: pikepdf.Pdf, change: _Change, font: pikepdf.Object, new: CharMap) -> None:
    """What a one-byte font says of its codes, moved along with them: strings, ToUnicode, widths."""
    change.strings[font.objgen] = partial(_translated, bytes(new.get(code, code) for code in range(256)))
    texts = _unicode(font)
    if texts:
        moved = {new.get(code, code): text for code, text in texts.items()}
        change.put(font, "/ToUnicode", _unicode_stream(pdf, moved, 1))
    first, widths = font.get("/FirstChar"), font.get("/Widths")
    if first is None and widths is None:
        return
    known = {int(first) + step: width for step, width in enumerate(widths)}
    moved_widths = {new.get(code, code): width for code, width in known.items()}
    if len(moved_widths) != len(known) or not new.keys() <= known.keys():
        raise ValueError("codes without a width")
    change.put(font, "/Widths", Array([moved_widths[code] for code in sorted(known)]))


def _by_name(pdf: pikepdf.Pdf, font: pikepdf.Object, shown: ShownText) -> _Change | None:
    """Type 1 and Type 3 fonts whose /Differences name each code's glyph: the names get other codes."""
    encoding = font.get("/Encoding")
    is_type3 = font.get("/Subtype") == Name.Type3
    if not isinstance(encoding, pikepdf.Dictionary) or (_program(font) is None and not is_type3):
        return None
    names = _differences(encoding)
    strings = shown.strings(font.objgen)
    fixed = {code for string in strings for code in string} - names.keys()
    texts = {code: toUnicode(name.removeprefix("/")) for code, name in names.items()} | _unicode(font)
    new = _new_codes(shown, strings, texts, fixed)
    change = _Change()
    if new:
        _move_codes(pdf, change, font, new)
    moved = {new.get(code, code): name for code, name in names.items()}
    if is_type3:
        moved = _renamed(change, font, moved)
    if new or is_type3:
        pairs = [part for code in sorted(moved) for part in (code, Name(moved[code]))]
        change.put(encoding, "/Differences", Array(pairs))
    return change


def _renamed(change: _Change, font: pikepdf.Object, names: Mapping[int, str]) -> dict[int, str]:
    """Names for a Type 3 font's glyphs by place: made-up ones tell the order of first use."""
    procedures = font["/CharProcs"]
    new: dict[str, str] = {}
    for code in sorted(names):
        if names[code] in procedures:
            new.setdefault(names[code], f"/a{len(new):03}")
    change.put(font, "/CharProcs", Dictionary({name: procedures[old] for old, name in new.items()}))
    return {code: new[name] for code, name in names.items() if name in new}


def _differences(encoding: pikepdf.Object) -> dict[int, str]:
    names, code = {}, 0
    for item in encoding.get("/Differences", ()):
        if isinstance(item, Name):
            names[code] = str(item)
            code += 1
        else:
            code = int(item)
    return names


def _true_type(pdf: pikepdf.Pdf, users: Sequence[pikepdf.Object], shown: ShownText) -> _Change | None:
    """TrueType fonts of one byte: new codes where codes only mean a place in the font's own map; then new places."""
    stream = _program(users[0])
    if stream is None:
        return None
    font = programs.read_sfnt(stream.read_bytes())
    maps, change = programs.read_maps(font), _Change()
    symbolic = len(users) == 1 and maps.keys() <= {(1, 0), (3, 0)} and "/Encoding" not in users[0]
    if symbolic and "/ToUnicode" in users[0]:
        strings = shown.strings(users[0].objgen)
        new = _new_codes(shown, strings, _unicode(users[0]), set())
        used = {code for string in strings for code in string}
        maps = {kind: _moved_map(mapping, new, used) for kind, mapping in maps.items()}
        if new:
            _move_codes(pdf, change, users[0], new)
    elif not all(_resolves(maps, shown.strings(user.objgen)) for user in users):
        return None
    order = _glyph_order(font, maps)
    if not change.strings and order == list(range(len(order))):
        return None
    place = {glyph: at for at, glyph in enumerate(order)}
    moved = {kind: {code: place[glyph] for code, glyph in mapping.items()} for kind, mapping in maps.items()}
    names = programs.names_table(font, order)
    change.program(stream, programs.reordered_sfnt(font, order, programs.format_maps(moved), names))
    return change


def _moved_map(mapping: CharMap, new: CharMap, used: set[int]) -> CharMap:
    """A symbolic font's map with new codes, which may stand in a block of the private area."""
    if {code & ~0xFF for code in mapping} - {0, 0xF000, 0xF100, 0xF200}:
        raise ValueError("unusual codes")
    return {
        (code & ~0xFF) | new.get(code & 0xFF, code & 0xFF): glyph
        for code, glyph in mapping.items()
        if code & 0xFF in used
    }


def _resolves(maps: Mapping[tuple[int, int], CharMap], strings: set[bytes]) -> bool:
    """Whether every code is found in the font's maps, so that no reader takes a code for a glyph's place."""
    known = {code for mapping in maps.values() for code in mapping}
    return all(
        not known.isdisjoint({code, 0xF000 + code, *map(ord, bytes([code]).decode("cp1252", "ignore"))})
        for string in strings
        for code in string
    )


def _glyph_order(font: Sfnt, maps: Mapping[tuple[int, int], CharMap]) -> list[int]:
    """Glyph 0, then the glyphs in the order of their lowest code, then nameless ones that draw something."""
    lowest: dict[int, int] = {}
    for mapping in maps.values():
        for code, glyph in mapping.items():
            bare = code & 0xFF if 0xF000 <= code <= 0xF2FF else code
            lowest[glyph] = min(lowest.get(glyph, bare), bare)
    rest = [glyph for glyph in range(1, font.count) if glyph not in lowest and font.outline(glyph)]
    order = [0, *sorted(lowest.keys() - {0}, key=lambda glyph: (lowest[glyph], glyph))]
    return [*order, *sorted(rest, key=font.digest)]
