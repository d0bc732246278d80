"""Fonts keep what the text that is left needs: neutral names, widths and mappings of used codes only.

A width, a ToUnicode line or a glyph name that stays for a character that no longer stands on any page would tell
which letters were taken away.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pikepdf
from pdfminer.cmapdb import CMapDB
from pikepdf import Array, Dictionary, Name, String

import redact.pdfobjects.cmaps as cmaps
from redact.pdfobjects.cmaps import CMap, Code
from redact.pdfobjects.fontnames import Hints, neutral
from redact.pdfobjects.operators import is_number, spelt

FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
IDENTITY = ("/Identity-H", "/Identity-V")
ENCODINGS = frozenset({"/WinAnsiEncoding", "/MacRomanEncoding", "/MacExpertEncoding", "/StandardEncoding"})
COLLECTIONS = frozenset({"Japan1", "GB1", "CNS1", "Korea1", "KR", "Identity", "UCS"})
MAX_CODE_BYTES = 4


def descendant(font: pikepdf.Object) -> pikepdf.Object:
    """The CIDFont of a Type 0 font, the font itself for others."""
    parts = font.get("/DescendantFonts")
    if isinstance(parts, pikepdf.Dictionary):
        return parts
    if isinstance(parts, Array) and len(parts) and isinstance(parts[0], pikepdf.Dictionary):
        return parts[0]
    return font


def rename(font: pikepdf.Object, number: int) -> None:
    """Give a font, its descendant and its descriptor one neutral name."""
    inner = descendant(font)
    descriptor = inner.get("/FontDescriptor")
    known = descriptor if isinstance(descriptor, pikepdf.Dictionary) else Dictionary()
    embedded = any(isinstance(known.get(key), pikepdf.Stream) for key in FONT_FILES)
    flags = known.get("/Flags", 0)
    ordering = _ordering(inner.get("/CIDSystemInfo"))
    given = spelt(font.get("/BaseFont", "/"))
    name = Name(neutral(given, number, embedded, Hints(flags if isinstance(flags, int) else 0, ordering)))
    for part in (font, inner):
        if "/BaseFont" in part:
            part["/BaseFont"] = name
    if "/FontName" in known:
        known["/FontName"] = name


def _embedded_cmap(encoding: Any) -> CMap | None:
    if not isinstance(encoding, pikepdf.Stream):
        return None
    cmap = cmaps.parse(encoding.read_bytes())
    base = encoding.get("/UseCMap")
    cmap.base = spelt(base) if isinstance(base, Name) else cmap.base
    cmap.vertical = cmap.vertical or encoding.get("/WMode") == 1
    return cmap


def _pairs(strings: Iterable[bytes]) -> set[Code]:
    return {(2, int.from_bytes(s[i : i + 2], "big")) for s in strings for i in range(0, len(s) - 1, 2)}


def _every_run(strings: Iterable[bytes]) -> set[Code]:
    """Every code that could have been meant, where the lengths of the codes are not known."""
    return {
        (length, int.from_bytes(s[i : i + length], "big"))
        for s in strings
        for length in range(1, MAX_CODE_BYTES + 1)
        for i in range(len(s) - length + 1)
    }


def trim_composite(pdf: pikepdf.Pdf, font: pikepdf.Object, strings: set[bytes]) -> set[int] | None:
    """Cut a Type 0 font's ToUnicode and encoding down to the shown strings.

    Returns:
        The CIDs shown, for `trim_cid_widths`; None when they cannot be known.
    """
    encoding = font.get("/Encoding")
    cmap = _embedded_cmap(encoding)
    cids: set[int] | None
    if isinstance(encoding, Name) and spelt(encoding) in IDENTITY:
        codes = _pairs(strings)
        cids = {value for _, value in codes}
    elif cmap is not None and cmap.spaces and not cmap.base:
        codes = {code for shown in strings for code in cmaps.split(cmap, shown)}
        cmap.cids = {code: cid for code, cid in cmap.cids.items() if code in codes}
        cids = set(cmap.cids.values()) | {0}
        _write_encoding(pdf, font, cmap)
    else:
        codes = _every_run(strings)
        cids = _predefined(encoding, cmap, strings)
    _trim_unicode(pdf, font, codes)
    return cids


def trim_cid_widths(font: pikepdf.Object, cids: set[int]) -> None:
    """Cut the widths of a CIDFont, which several Type 0 fonts may share, down to these CIDs."""
    for key, step in (("/W", 1), ("/W2", 3)):
        _trim_cid_widths(font, key, step, cids)


def say_glyph_map(font: pikepdf.Object) -> None:
    """Write down that CIDs are glyph numbers where an embedded TrueType CIDFont leaves that unsaid, as PDF/UA asks."""
    descriptor = font.get("/FontDescriptor")
    embedded = isinstance(descriptor, pikepdf.Dictionary) and any(key in descriptor for key in FONT_FILES)
    if embedded and font.get("/Subtype") == Name.CIDFontType2 and "/CIDToGIDMap" not in font:
        font["/CIDToGIDMap"] = Name.Identity


def trim_glyph_map(font: pikepdf.Object, cids: set[int]) -> None:
    """Cut the map from CIDs to glyphs of a CIDFont down to these CIDs."""
    given = font.get("/CIDToGIDMap")
    if not isinstance(given, pikepdf.Stream):
        return
    old = given.read_bytes()
    new = bytearray(2 * (max(cids, default=0) + 1))
    for cid in cids:
        new[2 * cid : 2 * cid + 2] = old[2 * cid : 2 * cid + 2].ljust(2, b"\0")
    given.write(bytes(new))


def _write_encoding(pdf: pikepdf.Pdf, font: pikepdf.Object, cmap: CMap) -> None:
    stream = pdf.make_stream(cmaps.format_cids(cmap))
    stream["/Type"] = Name.CMap
    stream["/CMapName"] = Name("/Adobe-Identity-UCS")
    stream["/CIDSystemInfo"] = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    if cmap.vertical:
        stream["/WMode"] = 1
    font["/Encoding"] = stream


def is_predefined(name: str) -> bool:
    """Whether a name is that of one of Adobe's predefined CMaps."""
    try:
        return name in IDENTITY or CMapDB.get_cmap(name.removeprefix("/")) is not None
    except (CMapDB.CMapNotFound, OSError, ValueError):
        return False


def _predefined(encoding: Any, cmap: CMap | None, strings: set[bytes]) -> set[int] | None:
    """CIDs of strings under one of Adobe's predefined CMaps; None when they cannot be known."""
    name = cmap.base if cmap is not None else spelt(encoding)
    if cmap is not None and cmap.cids:
        return None
    try:
        table = CMapDB.get_cmap(name.removeprefix("/"))
        return {cid for shown in strings for cid in table.decode(shown)}
    except (CMapDB.CMapNotFound, KeyError, ValueError, TypeError, OSError):
        return None


def _trim_cid_widths(font: pikepdf.Object, key: str, step: int, cids: set[int]) -> None:
    given = font.get(key)
    if not isinstance(given, Array):
        return
    kept = [(cid, values) for cid, values in cid_widths(list(given), step) if cid in cids]
    flat: list[Any] = []
    for cid, values in dict(kept).items():
        flat += [cid, Array(values)]
    font[key] = Array(flat)


def cid_widths(items: list[Any], step: int) -> Iterable[tuple[int, list[Any]]]:
    """What a /W (step 1) or /W2 (step 3) array says of each CID."""
    at = 0
    while at + 1 < len(items):
        first, second = items[at], items[at + 1]
        if isinstance(second, Array):
            values = list(second)
            for place in range(0, len(values) - step + 1, step):
                yield int(first) + place // step, values[place : place + step]
            at += 2
            continue
        if not is_number(second) or at + 2 + step > len(items):
            return
        for cid in range(int(first), min(int(second), int(first) + 0xFFFF) + 1):
            yield cid, items[at + 2 : at + 2 + step]
        at += 2 + step


def trim_simple(pdf: pikepdf.Pdf, font: pikepdf.Object, strings: set[bytes]) -> None:
    """Cut a simple or Type 3 font's ToUnicode, widths, Differences and glyph procedures down to the shown strings."""
    codes = {byte for shown in strings for byte in shown}
    _trim_unicode(pdf, font, {(1, code) for code in codes})
    names = _trim_differences(font, codes)
    _trim_widths(font, codes)
    procedures = font.get("/CharProcs")
    if isinstance(procedures, pikepdf.Dictionary):
        font["/CharProcs"] = Dictionary({name: item for name, item in procedures.items() if name in names})


def _trim_widths(font: pikepdf.Object, codes: set[int]) -> None:
    """Widths from the lowest to the highest code in use: the range alone would tell of others."""
    first, widths = font.get("/FirstChar"), font.get("/Widths")
    if not isinstance(first, int) or not isinstance(widths, Array):
        return
    known = {first + at: width for at, width in enumerate(widths) if first + at in codes}
    low, high = min(known, default=first), max(known, default=first)
    font["/FirstChar"], font["/LastChar"] = low, high
    font["/Widths"] = Array([known.get(code, 0) for code in range(low, high + 1)])


def _trim_differences(font: pikepdf.Object, codes: set[int]) -> set[str]:
    """Write /Encoding anew with the names of used codes; those names."""
    encoding = font.get("/Encoding")
    if isinstance(encoding, Name):
        if spelt(encoding) not in ENCODINGS:
            del font["/Encoding"]
        return set()
    if not isinstance(encoding, pikepdf.Dictionary):
        return set()
    listed = encoding.get("/Differences")
    kept = [(code, name) for code, name in _differences(listed) if code in codes]
    new = Dictionary(Type=Name.Encoding)
    base = encoding.get("/BaseEncoding")
    if isinstance(base, Name) and spelt(base) in ENCODINGS:
        new["/BaseEncoding"] = base
    if isinstance(listed, Array):
        new["/Differences"] = Array([item for pair in dict(kept).items() for item in pair])
    font["/Encoding"] = new
    return {spelt(name) for _, name in kept}


def _differences(listed: Any) -> Iterable[tuple[int, Name]]:
    code = 0
    for item in listed if isinstance(listed, Array) else ():
        if isinstance(item, Name):
            yield code, item
            code += 1
        elif is_number(item):
            code = int(item)


def _trim_unicode(pdf: pikepdf.Pdf, font: pikepdf.Object, codes: set[Code]) -> None:
    given = font.get("/ToUnicode")
    if isinstance(given, Name) and spelt(given) in IDENTITY:
        return
    if not isinstance(given, pikepdf.Stream):
        if given is not None:
            del font["/ToUnicode"]
        return
    by_value = {value: text for (_, value), text in cmaps.parse(given.read_bytes()).unicode.items()}
    font["/ToUnicode"] = pdf.make_stream(
        cmaps.format_unicode({code: by_value[code[1]] for code in codes if code[1] in by_value})
    )


def _ordering(given: Any) -> str:
    ordering = spelt(given.get("/Ordering", "")) if isinstance(given, pikepdf.Dictionary) else ""
    return ordering if ordering in COLLECTIONS else "Identity"


def collection(given: pikepdf.Object) -> pikepdf.Object:
    """/CIDSystemInfo reduced to one of Adobe's registered collections."""
    supplement = given.get("/Supplement", 0)
    return Dictionary(
        Registry=String("Adobe"),
        Ordering=String(_ordering(given)),
        Supplement=supplement if isinstance(supplement, int) else 0,
    )
