"""CFF programs with their glyphs in a new order. Glyph procedures are copied byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from fontTools.cffLib import CFFFontSet, cffStandardStrings
from fontTools.encodings.StandardEncoding import StandardEncoding
from fontTools.misc.psCharStrings import T2CharString


def read_cff(data: bytes) -> CFFFontSet:
    """A bare CFF program."""
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(data), None)
    if len(fonts.fontNames) != 1:
        raise ValueError("not one font")
    return fonts


def cff_glyphs(fonts: CFFFontSet) -> tuple[dict[int, int], Callable[[int], bytes]]:
    """Glyph index by CID, and what orders glyphs that no text orders."""
    top = fonts[0]
    order = list(top.charset)
    is_keyed = hasattr(top, "ROS")
    index = top.CharStrings.charStringsIndex
    cids = {int(name[3:]) if is_keyed and place else place: place for place, name in enumerate(order)}
    return cids, lambda glyph: sha256(_program(index[glyph])).digest()


def _program(charstring: object) -> bytes:
    code = getattr(charstring, "bytecode", None)
    if not isinstance(code, bytes):
        raise ValueError("no program")
    return code


def reordered_cff(data: bytes, order: Sequence[int]) -> bytes:
    """A program for a CIDFont with glyph `order[i]` at place i, which becomes its CID too."""
    fonts = read_cff(data)
    top = fonts[0]
    if not hasattr(top, "ROS"):
        top.Encoding = "StandardEncoding"
        return _arranged(fonts, order, _plain_names(list(top.charset), order))
    top.CIDCount = len(order)
    return _arranged(fonts, order, [".notdef", *(f"cid{place:05}" for place in range(1, len(order)))])


def reordered_named_cff(data: bytes, order: Sequence[int], encoding: list[str] | None) -> bytes:
    """A program whose glyphs go by their names, with glyph `order[i]` at place i.

    Args:
        data: the program.
        order: old glyph indices, 0 first; those that are missing go.
        encoding: 256 glyph names, or None where the program refers to a standard encoding.
    """
    fonts = read_cff(data)
    top = fonts[0]
    old = list(top.charset)
    if encoding is not None:
        top.Encoding = encoding
    written = _arranged(fonts, order, [old[glyph] for glyph in order])
    if encoding is not None and list(read_cff(written)[0].Encoding) != encoding:
        raise ValueError("the encoding came out different")
    return written


def accent_parts(top: Any, kept: Iterable[str]) -> set[str]:
    """The glyphs from which some accented letters are put together, by the names that a standard encoding has."""
    index, found = top.CharStrings.charStringsIndex, set()
    for place, name in enumerate(top.charset):
        if name in kept:
            glyph = T2CharString(_program(index[place]), private=top.Private, globalSubrs=top.GlobalSubrs)
            glyph.decompile()
            numbers = glyph.program[-5:-1]
            if glyph.program[-1:] == ["endchar"] and len(numbers) == 4 and all(isinstance(n, int) for n in numbers):
                found |= {StandardEncoding[code] for code in numbers[2:] if 0 <= code < 256}
    return found


def _arranged(fonts: CFFFontSet, order: Sequence[int], names: list[str]) -> bytes:
    top = fonts[0]
    index = top.CharStrings.charStringsIndex
    index.items = [index[glyph] for glyph in order]
    for gone in ("file", "offsets"):
        index.__dict__.pop(gone, None)
    if hasattr(top, "FDSelect"):
        top.FDSelect.format = None
        top.FDSelect.gidArray = [top.FDSelect.gidArray[glyph] for glyph in order]
    top.CharStrings.charStrings = {name: place for place, name in enumerate(names)}
    top.charset, top.numGlyphs = names, len(names)
    for part in _dictionaries(top):
        # fontTools leaves out what is a default by itself, but a FontMatrix at the top counts beside one below it.
        part.defaults = {key: value for key, value in part.defaults.items() if key not in part.rawDict}
    out, codes = BytesIO(), [_program(item) for item in index.items]
    fonts.compile(out, SimpleNamespace(recalcBBoxes=False))
    written = read_cff(out.getvalue())[0].CharStrings.charStringsIndex
    if [_program(written[place]) for place in range(len(names))] != codes:
        raise ValueError("the program came out different")
    return out.getvalue()


def _dictionaries(top: Any) -> Iterator[Any]:
    yield top
    for part in getattr(top, "FDArray", ()):
        yield part
        yield part.Private
    if "Private" in top.rawDict:
        yield top.Private


def _plain_names(old: Sequence[str], order: Sequence[int]) -> list[str]:
    """Standard names stay, because accented letters refer to them; others may say when a glyph was first used."""
    names: list[str] = []
    for place, glyph in enumerate(order):
        name = old[glyph]
        names.append(name if name in cffStandardStrings and name not in names else f"g{place}")
    return names
