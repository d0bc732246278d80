"""TrueType and OpenType programs with their glyphs in a new order, table by table.

Glyph outlines are copied byte for byte, so they render as before. A program that cannot be understood raises
ValueError (or another error of `BROKEN`) and must be left as it is.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from redact.burn.reorder_cff import reordered_cff

BROKEN = (ValueError, LookupError, TypeError, AttributeError, AssertionError, struct.error, OverflowError, EOFError)
"""What reading a damaged program may raise, in our code or in fontTools."""

_MOVED = (b"glyf", b"loca", b"hmtx", b"vmtx", b"cmap", b"post", b"VORG", b"CFF ")
_HAS_WORDS, _HAS_SCALE, _MORE, _HAS_PAIR, _HAS_MATRIX = 0x01, 0x08, 0x20, 0x40, 0x80

CharMap = dict[int, int]
"""Character code to glyph index."""


@dataclass(slots=True)
class Sfnt:
    """The tables of a TrueType or OpenType font program."""

    version: bytes
    tables: dict[bytes, bytes] = field(repr=False)
    count: int
    """Number of glyphs."""
    offsets: tuple[int, ...] = field(repr=False)

    def outline(self, glyph: int) -> bytes:
        """The bytes of a TrueType glyph, empty for one that draws nothing."""
        if not 0 <= glyph < self.count:
            raise ValueError("no such glyph")
        start, end = self.offsets[glyph], self.offsets[glyph + 1]
        data = self.tables[b"glyf"]
        if start >= end or start >= len(data):
            return b""
        if end > len(data):
            raise ValueError("glyph outside its table")
        return data[start:end]

    def digest(self, glyph: int) -> bytes:
        """What orders glyphs that no text orders."""
        return sha256(self.outline(glyph)).digest()


def read_sfnt(data: bytes) -> Sfnt:
    """Take a font program apart."""
    if data[:4] not in (b"\0\1\0\0", b"true", b"OTTO"):
        raise ValueError("not a TrueType font")
    tables: dict[bytes, bytes] = {}
    for at in range(12, 12 + 16 * struct.unpack(">H", data[4:6])[0], 16):
        tag, _, offset, length = struct.unpack(">4sLLL", data[at : at + 16])
        if offset + length > len(data) or tag in tables:
            raise ValueError("table outside the file")
        tables[tag] = data[offset : offset + length]
    count = struct.unpack(">H", tables[b"maxp"][4:6])[0]
    if b"glyf" not in tables:
        return Sfnt(data[:4], tables, count, ())
    is_long = struct.unpack(">h", tables[b"head"][50:52])[0] == 1
    size = len(tables[b"loca"]) // (4 if is_long else 2)
    raw = struct.unpack(f">{size}{'L' if is_long else 'H'}", tables[b"loca"][: size * (4 if is_long else 2)])
    return Sfnt(data[:4], tables, min(count, size - 1), raw if is_long else tuple(2 * item for item in raw))


def _parts(outline: bytes) -> Iterator[tuple[int, int]]:
    """Place and glyph index of each component of a composite glyph."""
    if len(outline) < 10 or struct.unpack(">h", outline[:2])[0] >= 0:
        return
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack(">HH", outline[at : at + 4])
        yield at + 2, glyph
        at += 8 if flags & _HAS_WORDS else 6
        at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_PAIR else 8 if flags & _HAS_MATRIX else 0


def with_parts(font: Sfnt, glyphs: Sequence[int]) -> list[int]:
    """The glyphs, then those that they are composed of."""
    order, seen = list(glyphs), set(glyphs)
    for glyph in order:
        found = {part for _, part in _parts(font.outline(glyph))} - seen
        seen |= found
        order += sorted(found, key=font.digest)
    return order


def reordered_sfnt(font: Sfnt, order: Sequence[int], maps: bytes | None = None, names: bytes | None = None) -> bytes:
    """The program with glyph `order[i]` at place i.

    Args:
        font: the program as it is.
        order: old glyph indices, 0 first; one may stand at several places.
        maps: the new cmap table; without it the font gets none.
        names: the new post table; without it the font keeps no glyph names.
    """
    tables = {tag: data for tag, data in font.tables.items() if tag not in _MOVED}
    if b"glyf" in font.tables:
        tables[b"glyf"], tables[b"loca"] = _outlines(font, order)
        head = bytearray(tables[b"head"])
        head[50:52] = b"\0\1"
        tables[b"head"] = bytes(head)
    else:
        tables[b"CFF "] = reordered_cff(font.tables[b"CFF "], order)
    for metrics, header in ((b"hmtx", b"hhea"), (b"vmtx", b"vhea")):
        if metrics in font.tables:
            tables[metrics] = _metrics(font.tables[metrics], font.tables[header], order)
            tables[header] = tables[header][:34] + struct.pack(">H", len(order)) + tables[header][36:]
    tables[b"maxp"] = tables[b"maxp"][:4] + struct.pack(">H", len(order)) + tables[b"maxp"][6:]
    if b"post" in font.tables:
        tables[b"post"] = names if names is not None else b"\0\3\0\0" + font.tables[b"post"][4:32]
    if maps is not None:
        tables[b"cmap"] = maps
    return _assemble(font.version, tables)


def _outlines(font: Sfnt, order: Sequence[int]) -> tuple[bytes, bytes]:
    new = {old: place for place, old in reversed(list(enumerate(order)))}
    data, places = bytearray(), [0]
    for old in order:
        outline = bytearray(font.outline(old))
        for at, part in list(_parts(bytes(outline))):
            outline[at : at + 2] = struct.pack(">H", new[part])
        data += outline + b"\0" * (-len(outline) % 4)
        places.append(len(data))
    return bytes(data), struct.pack(f">{len(places)}L", *places)


def _metrics(table: bytes, header: bytes, order: Sequence[int]) -> bytes:
    """Advance and bearing of each glyph, read as FreeType reads a table that is too short."""
    full = min(struct.unpack(">H", header[34:36])[0], len(table) // 4)
    if not full:
        raise ValueError("no metrics")
    out = []
    for glyph in order:
        if glyph < full:
            out.append(table[4 * glyph : 4 * glyph + 4])
        else:
            at = 4 * full + 2 * (glyph - full)
            bearing = table[at : at + 2]
            out.append(table[4 * full - 4 : 4 * full - 2] + (bearing if len(bearing) == 2 else b"\0\0"))
    return b"".join(out)


def _checksum(data: bytes) -> int:
    padded = data + b"\0" * (-len(data) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) & 0xFFFFFFFF


def _assemble(version: bytes, tables: Mapping[bytes, bytes]) -> bytes:
    power = max(len(tables), 1).bit_length() - 1
    head = [version, struct.pack(">4H", len(tables), 16 << power, power, 16 * len(tables) - (16 << power))]
    at, body = 12 + 16 * len(tables), []
    for tag, given in sorted(tables.items()):
        data = given[:8] + b"\0\0\0\0" + given[12:] if tag == b"head" else given
        head.append(struct.pack(">4sLLL", tag, _checksum(data), at, len(data)))
        body.append(data + b"\0" * (-len(data) % 4))
        at += len(body[-1])
    whole = bytearray(b"".join(head + body))
    for place in range(12, 12 + 16 * len(tables), 16):
        if whole[place : place + 4] == b"head":
            start = struct.unpack(">L", whole[place + 8 : place + 12])[0]
            whole[start + 8 : start + 12] = struct.pack(">L", (0xB1B0AFBA - _checksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def read_maps(font: Sfnt) -> dict[tuple[int, int], CharMap]:
    """The cmap table: what each subtable says, by platform and encoding."""
    data = font.tables[b"cmap"]
    found: dict[tuple[int, int], CharMap] = {}
    for at in range(4, 4 + 8 * struct.unpack(">H", data[2:4])[0], 8):
        platform, encoding, offset = struct.unpack(">HHL", data[at : at + 8])
        if (platform, encoding) in found:
            raise ValueError("two maps of one kind")
        found[platform, encoding] = _read_map(data[offset:])
    return found


def _read_map(data: bytes) -> CharMap:
    kind = struct.unpack(">H", data[:2])[0]
    if kind == 0:
        return {code: glyph for code, glyph in enumerate(data[6:262]) if glyph}
    if kind == 4:
        return _read_segments(data)
    if kind == 6:
        first, count = struct.unpack(">HH", data[6:10])
        glyphs = struct.unpack(f">{count}H", data[10 : 10 + 2 * count])
        return {first + step: glyph for step, glyph in enumerate(glyphs) if glyph}
    if kind == 12:
        (count,) = struct.unpack(">L", data[12:16])
        groups = struct.iter_unpack(">LLL", data[16 : 16 + 12 * count])
        return {low + n: glyph + n for low, high, glyph in groups for n in range(min(high - low + 1, 0x10000))}
    raise ValueError("unusual cmap")


def _read_segments(data: bytes) -> CharMap:
    count = struct.unpack(">H", data[6:8])[0] // 2
    rows = [struct.unpack(f">{count}H", data[at : at + 2 * count]) for at in range(14, 14 + 2 * count, 2 * count)]
    base = 16 + 2 * count
    rows += [struct.unpack(f">{count}H", data[at : at + 2 * count]) for at in range(base, base + 6 * count, 2 * count)]
    found: CharMap = {}
    for number, (end, start, delta, offset) in enumerate(zip(*rows, strict=True)):
        for code in range(start, end + 1):
            glyph = code
            if offset:
                at = base + 4 * count + 2 * number + offset + 2 * (code - start)
                (glyph,) = struct.unpack(">H", data[at : at + 2]) if at + 2 <= len(data) else (0,)
                if not glyph:
                    continue
            glyph = (glyph + delta) & 0xFFFF
            if glyph:
                found[code] = glyph
    return found


def format_maps(maps: Mapping[tuple[int, int], CharMap]) -> bytes:
    """A cmap table."""
    head, body, at = [struct.pack(">HH", 0, len(maps))], [], 4 + 8 * len(maps)
    for (platform, encoding), mapping in sorted(maps.items()):
        data = _trimmed(mapping) if platform == 1 else _segments(mapping)
        head.append(struct.pack(">HHL", platform, encoding, at))
        body.append(data)
        at += len(data)
    return b"".join(head + body)


def _trimmed(mapping: CharMap) -> bytes:
    first, last = min(mapping, default=0), max(mapping, default=-1)
    glyphs = [mapping.get(code, 0) for code in range(first, last + 1)]
    return struct.pack(f">5H{len(glyphs)}H", 6, 10 + 2 * len(glyphs), 0, first, len(glyphs), *glyphs)


def _segments(mapping: CharMap) -> bytes:
    codes = sorted(code for code in mapping if code < 0xFFFF)
    if len(codes) < len(mapping) or len(codes) > 8000:
        raise ValueError("too much for a plain map")
    ends = [*codes, 0xFFFF]
    deltas = [*((mapping[code] - code) & 0xFFFF for code in codes), 1]
    count = len(ends)
    power = count.bit_length() - 1
    head = struct.pack(">7H", 4, 16 + 8 * count, 0, 2 * count, 2 << power, power, 2 * count - (2 << power))
    row = f">{count}H"
    return b"".join(
        [
            head,
            struct.pack(row, *ends),
            b"\0\0",
            struct.pack(row, *ends),
            struct.pack(row, *deltas),
            bytes(2 * count),
        ]
    )


def names_table(font: Sfnt, order: Sequence[int]) -> bytes | None:
    """The post table with its glyph names in the new order; None when there are none."""
    data = font.tables.get(b"post", b"\0\3\0\0")
    if data[:4] == b"\0\3\0\0":
        return None
    if data[:4] != b"\0\2\0\0":
        raise ValueError("unusual glyph names")
    (count,) = struct.unpack(">H", data[32:34])
    numbers = struct.unpack(f">{count}H", data[34 : 34 + 2 * count])
    names, at = [], 34 + 2 * count
    while at < len(data):
        names.append(data[at : at + 1 + data[at]])
        at += 1 + data[at]
    new_numbers, new_names = [], []
    for glyph in order:
        number = numbers[glyph] if glyph < count else 0
        if number >= 258:
            new_names.append(names[number - 258])
            number = 257 + len(new_names)
        new_numbers.append(number)
    return data[:32] + struct.pack(f">{len(order) + 1}H", len(order), *new_numbers) + b"".join(new_names)
