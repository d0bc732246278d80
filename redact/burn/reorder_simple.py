"""New codes and glyph orders for fonts of one byte: TrueType, Type 1, bare CFF, Type 3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import pikepdf
from fontTools.agl import toUnicode
from pikepdf import Array, Dictionary, Name

import redact.burn.reorder_programs as programs
from redact.burn.reorder_cff import cff_glyphs, read_cff, reordered_named_cff
from redact.burn.reorder_change import Change, program_stream, unicode_stream, unicode_texts
from redact.burn.reorder_content import ShownText
from redact.burn.reorder_programs import CharMap, Sfnt

CharMaps = Mapping[tuple[int, int], CharMap]
FIRST_CODE = 33
SPACE = 32
"""The one code that word spacing widens, in fonts of one byte."""
_FIXED_CODINGS = ("ascii", "cp1252", "mac_roman", "latin-1")


def _translated(table: bytes, string: bytes) -> bytes:
    return string.translate(table)


def _new_codes(used: set[int], texts: Mapping[int, str], is_spaced: bool) -> CharMap:
    """Codes without gaps for the codes whose text is known, in the order of that text; {} when they stay."""
    codes = {code for code in used if texts.get(code)}
    if is_spaced:
        codes.discard(SPACE)
    if any(all(_coded(texts[code], coding) == bytes([code]) for code in codes) for coding in _FIXED_CODINGS):
        return {}
    sorted_codes = sorted(codes, key=lambda code: (texts[code], code))
    free = [code for code in range(FIRST_CODE, 256) if code not in used - codes]
    new = dict(zip(sorted_codes, free if len(free) >= len(codes) else sorted(codes), strict=False))
    return new if any(old != code for old, code in new.items()) else {}


def _coded(text: str, coding: str) -> bytes:
    return text.encode(coding, "replace")


def _used(shown: ShownText, *fonts: pikepdf.Object) -> set[int]:
    return {code for font in fonts for string in shown.strings(font.objgen) for code in string}


def _move_codes(pdf: pikepdf.Pdf, change: Change, font: pikepdf.Object, new: CharMap, used: set[int]) -> None:
    """What a one-byte font says of its codes, moved along with them: strings, ToUnicode, widths."""
    change.strings[font.objgen] = partial(_translated, bytes(new.get(code, code) for code in range(256)))
    texts = unicode_texts(font)
    if texts:
        moved = {new.get(code, code): text for code, text in texts.items()}
        change.put(font, "/ToUnicode", unicode_stream(pdf, moved, 1))
    if "/Widths" in font and used:
        known = dict(enumerate(font["/Widths"].as_list(), start=int(font["/FirstChar"])))
        widths = {new.get(code, code): known[code] for code in used}
        change.put(font, "/FirstChar", min(widths))
        change.put(font, "/LastChar", max(widths))
        change.put(font, "/Widths", Array([widths.get(code, 0) for code in range(min(widths), max(widths) + 1)]))


def by_name(pdf: pikepdf.Pdf, users: Sequence[pikepdf.Object], shown: ShownText) -> Change:
    """Type 1 and Type 3 fonts whose /Differences name each code's glyph: the names get other codes."""
    change = Change()
    for font in users:
        encoding = font.get("/Encoding")
        is_type3 = font.get("/Subtype") == Name.Type3
        if isinstance(encoding, pikepdf.Dictionary) and (is_type3 or program_stream(font) is not None):
            _move_names(pdf, change, font, shown)
    return change


def _move_names(pdf: pikepdf.Pdf, change: Change, font: pikepdf.Object, shown: ShownText) -> None:
    encoding, used, told = font["/Encoding"], _used(shown, font), unicode_texts(font)
    names = differences(encoding)
    texts = {code: told.get(code) or toUnicode(name.removeprefix("/")) for code, name in names.items()}
    new = _new_codes(used, texts, shown.is_spaced(font))
    moved = {new.get(code, code): name for code, name in names.items()}
    is_named = font.get("/Subtype") == Name.Type3 and used <= told.keys()
    if is_named:
        moved = _renamed(change, font, moved)
    if new:
        _move_codes(pdf, change, font, new, used)
    if new or is_named:
        pairs = [part for code in sorted(moved) for part in (code, Name(moved[code]))]
        change.put(font, "/Encoding", Dictionary({**dict(encoding.items()), "/Differences": Array(pairs)}))


def bare_cff(pdf: pikepdf.Pdf, users: Sequence[pikepdf.Object], shown: ShownText) -> Change:
    """Type 1 fonts with a CFF program: a new glyph order, and new codes where only the program says what they mean."""
    stream = program_stream(users[0])
    if stream is None or stream.get("/Subtype") != Name.Type1C:
        return Change()
    data, change = stream.read_bytes(), Change()
    top = (fonts := read_cff(data))[0]
    if hasattr(top, "ROS"):
        return change
    places, digest = cff_glyphs(fonts)
    charset = list(top.charset)
    given = None if isinstance(top.Encoding, str) else list(top.Encoding)
    texts = {name: toUnicode(name) for name in charset}
    for user in users:
        names = dict(enumerate(given or ())) | differences(user.get("/Encoding"))
        texts |= {names[code].removeprefix("/"): text for code, text in unicode_texts(user).items() if code in names}
    if given is not None and len(users) == 1 and "/Encoding" not in users[0]:
        used = _used(shown, users[0])
        new = _new_codes(used, unicode_texts(users[0]), shown.is_spaced(users[0]))
        if new:
            _move_codes(pdf, change, users[0], new, used)
            back = {code: old for old, code in new.items()}
            given = [given[back[code]] if code in back else _rest(given[code], code in new) for code in range(256)]
    rest = sorted(list(places.values())[1:], key=lambda at: (not texts[charset[at]], texts[charset[at]], digest(at)))
    if not change.strings and rest == sorted(rest):
        return Change()
    change.program(stream, reordered_named_cff(data, [0, *rest], given))
    return change


def _rest(name: str, has_moved: bool) -> str:
    return ".notdef" if has_moved else name


def _renamed(change: Change, font: pikepdf.Object, names: Mapping[int, str]) -> dict[int, str]:
    """Names for a Type 3 font's glyphs by place: made-up ones tell the order of first use."""
    procedures = font["/CharProcs"]
    new: dict[str, str] = {}
    for code in sorted(names):
        if names[code] in procedures:
            new.setdefault(names[code], f"/a{len(new):03}")
    change.put(font, "/CharProcs", Dictionary({name: procedures[old] for old, name in new.items()}))
    return {code: new[name] for code, name in names.items() if name in new}


def differences(encoding: pikepdf.Object | None) -> dict[int, str]:
    """Glyph names by code, with their slash, as an encoding's /Differences give them."""
    names: dict[int, str] = {}
    code = 0
    listed = encoding.get("/Differences") if isinstance(encoding, pikepdf.Dictionary) else None
    for item in listed if isinstance(listed, Array) else ():
        if isinstance(item, Name):
            names[code] = str(item)
            code += 1
        else:
            code = int(item)
    return names


def true_type(pdf: pikepdf.Pdf, users: Sequence[pikepdf.Object], shown: ShownText) -> Change:
    """TrueType fonts of one byte: new codes where codes only mean a place in the font's own map; then new places."""
    stream = program_stream(users[0])
    if stream is None:
        return Change()
    font, change = programs.read_sfnt(stream.read_bytes()), Change()
    maps: CharMaps = programs.read_maps(font)
    if maps.keys() <= {(1, 0), (3, 0)} and all("/ToUnicode" in user and "/Encoding" not in user for user in users):
        maps = _symbolic(pdf, change, users, shown, maps)
    elif not all(_resolves(maps, _used(shown, user)) for user in users):
        return Change()
    order = _glyph_order(font, maps)
    if not change.strings and order == list(range(len(order))):
        return Change()
    place = {glyph: at for at, glyph in enumerate(order)}
    moved = {kind: {code: place[glyph] for code, glyph in mapping.items()} for kind, mapping in maps.items()}
    names = programs.names_table(font, order)
    change.program(stream, programs.reordered_sfnt(font, order, programs.format_maps(moved), names))
    return change


def _symbolic(
    pdf: pikepdf.Pdf, change: Change, users: Sequence[pikepdf.Object], shown: ShownText, maps: CharMaps
) -> CharMaps:
    """The maps with new codes, the same for all fonts that use the program."""
    told = [unicode_texts(user) for user in users]
    texts = {code: text for each in told for code, text in each.items()}
    if any(texts[code] != text for each in told for code, text in each.items()):
        raise ValueError("one code shows two things")
    used = _used(shown, *users)
    new = _new_codes(used, texts, any(map(shown.is_spaced, users)))
    for user in users if new else ():
        _move_codes(pdf, change, user, new, _used(shown, user))
    return {kind: _moved_map(mapping, new, used) for kind, mapping in maps.items()}


def _moved_map(mapping: CharMap, new: CharMap, used: set[int]) -> CharMap:
    """A symbolic font's map with new codes, which may stand in a block of the private area."""
    if {code & ~0xFF for code in mapping} - {0, 0xF000, 0xF100, 0xF200}:
        raise ValueError("unusual codes")
    return {
        (code & ~0xFF) | new.get(code & 0xFF, code & 0xFF): glyph
        for code, glyph in mapping.items()
        if code & 0xFF in used
    }


def _resolves(maps: CharMaps, used: set[int]) -> bool:
    """Whether every code is found in the font's maps, so that no reader takes a code for a glyph's place."""
    known = {code for mapping in maps.values() for code in mapping}
    return all(
        not known.isdisjoint({code, 0xF000 + code, *map(ord, bytes([code]).decode("cp1252", "ignore"))})
        for code in used
    )


def _glyph_order(font: Sfnt, maps: CharMaps) -> list[int]:
    """Glyph 0, then the glyphs in the order of their lowest code, then nameless ones that draw something."""
    lowest: dict[int, int] = {}
    for mapping in maps.values():
        for code, glyph in mapping.items():
            bare = code & 0xFF if 0xF000 <= code <= 0xF2FF else code
            lowest[glyph] = min(lowest.get(glyph, bare), bare)
    rest = [glyph for glyph in range(1, font.count) if glyph not in lowest and font.outline(glyph)]
    order = [0, *sorted(lowest.keys() - {0}, key=lambda glyph: (lowest[glyph], glyph))]
    return [*order, *sorted(rest, key=font.digest)]
