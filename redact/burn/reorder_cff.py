"""CFF programs with their glyphs in a new order. Glyph procedures are copied byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from types import SimpleNamespace

from fontTools.cffLib import CFFFontSet, cffStandardStrings


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
    """The CFF program with glyph `order[i]` at place i; where glyphs have CIDs, that is its CID too."""
    fonts = read_cff(data)
    top = fonts[0]
    old, is_keyed = list(top.charset), hasattr(top, "ROS")
    index = top.CharStrings.charStringsIndex
    programs = [index[glyph] for glyph in order]
    names = _keyed_names(len(order)) if is_keyed else _plain_names(old, order)
    index.items = programs
    for gone in ("file", "offsets"):
        index.__dict__.pop(gone, None)
    if hasattr(top, "FDSelect"):
        top.FDSelect.format = None
        top.FDSelect.gidArray = [top.FDSelect.gidArray[glyph] for glyph in order]
    top.CharStrings.charStrings = {name: place for place, name in enumerate(names)}
    top.charset, top.numGlyphs = names, len(names)
    if is_keyed:
        top.CIDCount = len(names)
    out = BytesIO()
    codes = [_program(program) for program in programs]
    fonts.compile(out, SimpleNamespace(recalcBBoxes=False))
    written = read_cff(out.getvalue())[0].CharStrings.charStringsIndex
    if [_program(written[place]) for place in range(len(names))] != codes:
        raise ValueError("the program came out different")
    return out.getvalue()


def _keyed_names(count: int) -> list[str]:
    return [".notdef", *(f"cid{place:05}" for place in range(1, count))]


def _plain_names(old: Sequence[str], order: Sequence[int]) -> list[str]:
    """Standard names stay, because accented letters refer to them; others may say when a glyph was first used."""
    names: list[str] = []
    for place, glyph in enumerate(order):
        name = old[glyph]
        names.append(name if name in cffStandardStrings and name not in names else f"g{place}")
    return names
