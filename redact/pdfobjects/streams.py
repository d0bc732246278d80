"""What hides inside binary streams: profile names, font names, program comments.

Every function takes bytes and gives bytes that render the same; bytes that cannot be understood come back as they were.
"""

from __future__ import annotations

import re
import struct
from itertools import pairwise

from redact.pdfobjects.operators import listed

SFNT_KEPT = frozenset(
    tag.ljust(4).encode() for tag in listed("head hhea maxp hmtx cmap loca glyf cvt fpgm prep post CFF vhea vmtx VORG")
)
PROGRAM_WORDS = frozenset(
    listed(
        "abs add atan ceiling cos cvi cvr div exp floor idiv ln log mod mul neg round sin sqrt sub truncate "
        "and bitshift eq false ge gt le lt ne not or true xor if ifelse copy dup exch index pop roll { }"
    )
)
CFF_TEXTS = frozenset({0, 1, 2, 3, 4, 1200, 1221, 1222, 1238})
CFF_STANDARD_STRINGS = 391
PROFILE_KEPT = frozenset(
    tag.ljust(4).encode() for tag in listed("curv para XYZ sf32 mft1 mft2 mAB mBA mpet meas view chrm sig cicp")
)
"""Types of profile data that say something of colours. All others are texts, names, dates or a maker's own."""


def strip_profile(data: bytes) -> bytes:
    """An ICC profile with its texts blanked and every byte outside its tags zeroed."""
    if len(data) < 132 or data[36:40] != b"acsp":
        return data
    count = int.from_bytes(data[128:132], "big")
    table = 132 + 12 * count
    if count > 200 or table > len(data):
        return data
    out = bytearray(len(data))
    out[:84] = data[:84]
    out[48:56] = bytes(8)
    out[80:84] = bytes(4)
    out[128:table] = data[128:table]
    for entry in range(132, table, 12):
        offset, size = struct.unpack(">II", data[entry + 4 : entry + 12])
        if offset < table or offset + size > len(data):
            return data
        body = data[offset : offset + size]
        out[offset : offset + size] = _blank_text(body) if body[:4] not in PROFILE_KEPT else body
    return bytes(out)


def _blank_text(body: bytes) -> bytes:
    return b"text\0\0\0\0"[: len(body)] + b" " * max(0, len(body) - 9) + b"\0" * min(1, max(0, len(body) - 8))


def strip_font(data: bytes, clear_length: int) -> bytes:
    """An embedded font program without names, notices and signatures.

    Args:
        data: TrueType, OpenType, bare CFF or Type 1; anything else comes back as it is.
        clear_length: /Length1, the length of a Type 1 program's clear part.
    """
    if data[:4] in (b"\0\1\0\0", b"true", b"OTTO"):
        return strip_sfnt(data)
    if data[:2] == b"%!":
        return strip_type1(data, clear_length)
    return strip_cff(data) if data[:1] == b"\1" else data


def strip_cff(data: bytes) -> bytes:
    """A bare CFF program with its names and the texts of its Top DICT blanked, length unchanged."""
    out = bytearray(data)
    try:
        names, end = _cff_index(data, data[2])
        dicts, end = _cff_index(data, end)
        strings, _ = _cff_index(data, end)
        texts = [string for top in dicts for string in _cff_texts(data[slice(*top)])]
        blank = [*names, *(strings[sid] for sid in texts if 0 <= sid < len(strings))]
    except (IndexError, ValueError):
        return data
    for low, high in blank:
        out[low:high] = b"A" * (high - low)
    return bytes(out)


def _cff_index(data: bytes, at: int) -> tuple[list[tuple[int, int]], int]:
    """Start and end of each item of a CFF INDEX, and where the INDEX ends."""
    count = int.from_bytes(data[at : at + 2], "big")
    if count == 0:
        return [], at + 2
    size = data[at + 2]
    edges = [int.from_bytes(data[at + 3 + size * i : at + 3 + size * (i + 1)], "big") for i in range(count + 1)]
    base = at + 2 + size * (count + 1)
    if edges != sorted(edges) or base + edges[-1] > len(data):
        raise ValueError("damaged INDEX")
    return [(base + low, base + high) for low, high in pairwise(edges)], base + edges[-1]


def _cff_texts(top: bytes) -> list[int]:
    """Places in the String INDEX of version, notice, full name, family, weight, copyright and the like."""
    found, operands, at = [], [0], 0
    while at < len(top):
        first = top[at]
        if first <= 21:
            operator, at = (first, at + 1) if first != 12 else (1200 + top[at + 1], at + 2)
            if operator in CFF_TEXTS:
                found.append(operands[-1] - CFF_STANDARD_STRINGS)
            operands = [0]
            continue
        value, at = _cff_number(top, at)
        operands.append(value)
    return found


def _cff_number(top: bytes, at: int) -> tuple[int, int]:
    first = top[at]
    if first == 28:
        return int.from_bytes(top[at + 1 : at + 3], "big"), at + 3
    if first == 29:
        return int.from_bytes(top[at + 1 : at + 5], "big"), at + 5
    if first == 30:
        end = at + 1
        while top[end] & 0xF != 0xF and top[end] >> 4 != 0xF:
            end += 1
        return 0, end + 1
    if first < 247:
        return first - 139, at + 1
    return (first - 247) * 256 + top[at + 1] + 108, at + 2


def strip_sfnt(data: bytes) -> bytes:
    """A TrueType or OpenType font with only the tables that drawing needs (so without names, signatures, metadata)."""
    if data[:4] not in (b"\0\1\0\0", b"true", b"OTTO") or len(data) < 12:
        return data
    count = int.from_bytes(data[4:6], "big")
    entries = [
        struct.unpack(">4sIII", data[12 + 16 * i : 28 + 16 * i]) for i in range(count) if 28 + 16 * i <= len(data)
    ]
    kept = [entry for entry in entries if entry[0] in SFNT_KEPT and entry[2] < len(data)]
    if not kept:
        return data
    offset = 12 + 16 * len(kept)
    directory, bodies = [], []
    for tag, checksum, start, size in kept:
        body = data[start : start + size]
        if tag == b"CFF ":
            body = strip_cff(body)
        directory.append(struct.pack(">4sIII", tag, checksum, offset, len(body)))
        body += b"\0" * (-len(body) % 4)
        bodies.append(body)
        offset += len(body)
    power = len(kept).bit_length() - 1
    head = struct.pack(">4sHHHH", data[:4], len(kept), 16 << power, power, 16 * len(kept) - (16 << power))
    return b"".join([head, *directory, *bodies])


_TYPE1_TEXT = re.compile(
    rb"/(?:Notice|FullName|FamilyName|Weight|[vV]ersion|Copyright)\s*\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)|/FontName\s*/([^\s/]+)|%(?!!)([^\r\n]*)"
)
_TYPE1_HEAD = re.compile(rb"\A(%!(?:PS-AdobeFont|FontType1)-?[\d.]*:?)([^\r\n]*)")


def strip_type1(data: bytes, clear_length: int) -> bytes:
    """A Type 1 font with the texts of its clear part blanked, length unchanged."""
    clear = data[:clear_length]
    clear = _TYPE1_HEAD.sub(lambda m: m[1] + b" " * len(m[2]), clear)
    return _TYPE1_TEXT.sub(_blank_groups, clear) + data[clear_length:]


def _blank_groups(match: re.Match[bytes]) -> bytes:
    whole, start = match.group(), match.start()
    for group, filler in ((1, b" "), (2, b"A"), (3, b" ")):
        if match.group(group) is not None:
            low, high = match.start(group) - start, match.end(group) - start
            return whole[:low] + filler * (high - low) + whole[high:]
    return whole


def strip_program(data: bytes) -> bytes:
    """A PostScript calculator function without comments or unknown words."""
    code = re.sub(rb"%[^\r\n]*", b" ", data).decode("latin-1")
    words = re.findall(r"[{}]|[^\s{}]+", code)
    number = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|\d+#[0-9A-Za-z]+")
    return " ".join(word for word in words if word in PROGRAM_WORDS or number.fullmatch(word)).encode()
