"""Ways to break a PDF, each a function of its bytes and a seeded source of chance."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from random import Random

Change = Callable[[bytes, Random], bytes]

_NUMBER = re.compile(rb"(?<![\w.#/])-?\d+(?:\.\d+)?(?![\w.])")
_NAME = re.compile(rb"/[A-Za-z][\w.+-]*")
_REFERENCE = re.compile(rb"\b\d+ 0 R\b")
_OBJECT = re.compile(rb"\b\d+ 0 obj\b.*?\bendobj\b", re.DOTALL)
_STREAM = re.compile(rb"(stream\r?\n)(.*?)(\r?\nendstream)", re.DOTALL)
_XREF = re.compile(rb"(?:xref\s.*?trailer|startxref\s+\d+|/(?:Prev|XRefStm|W|Index|Size) ?[^/>]*)", re.DOTALL)
_OPERATOR = re.compile(rb"(?<=[\s\])>])(?:q|Q|cm|Tm|Td|Tf|Tj|TJ|BT|ET|Do|gs|re|W|n|f|S|scn|cs)(?=\s)")
_EXTREMES = (b"0", b"-1", b"1", b"255", b"65536", b"2147483647", b"-2147483648", b"99999999999999", b"1e30", b"0.00001")
_OPERATORS = (
    b"q",
    b"Q",
    b"BT",
    b"ET",
    b"Tj",
    b"TJ",
    b"Do",
    b"cm",
    b"W n",
    b"f",
    b"3 Tr",
    b"7 Tr",
    b"0 Tz",
    b"EMC",
    b"BI",
)


def _spot(data: bytes, chance: Random) -> tuple[int, int]:
    """A stretch of up to 200 bytes."""
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.randrange(1, 200))


def flip(data: bytes, chance: Random) -> bytes:
    """Some bytes become others."""
    out = bytearray(data)
    for _ in range(chance.randrange(1, 30)):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def cut(data: bytes, chance: Random) -> bytes:
    """A stretch goes."""
    start, end = _spot(data, chance)
    return data[:start] + data[end:]


def double(data: bytes, chance: Random) -> bytes:
    """A stretch comes again elsewhere."""
    start, end = _spot(data, chance)
    at = chance.randrange(len(data))
    return data[:at] + data[start:end] + data[at:]


def shorten(data: bytes, chance: Random) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(len(data) // 3, len(data))]


def smear(data: bytes, chance: Random) -> bytes:
    """A stretch becomes noise."""
    start, end = _spot(data, chance)
    return data[:start] + chance.randbytes(end - start) + data[end:]


def _replaced(pattern: re.Pattern[bytes], data: bytes, chance: Random, choices: Sequence[bytes], most: int) -> bytes:
    """A few matches replaced by one of the choices."""
    places = [match.span() for match in pattern.finditer(data)]
    out = data
    for start, end in sorted(chance.sample(places, min(len(places), chance.randrange(1, most + 1))), reverse=True):
        out = out[:start] + chance.choice(choices) + out[end:]
    return out


def numbers(data: bytes, chance: Random) -> bytes:
    """Numbers become extreme."""
    return _replaced(_NUMBER, data, chance, _EXTREMES, 6)


def names(data: bytes, chance: Random) -> bytes:
    """Names become other names of the same file: keys, types, filters, fonts."""
    return _replaced(_NAME, data, chance, sorted(set(_NAME.findall(data))) or [b"/X"], 4)


def references(data: bytes, chance: Random) -> bytes:
    """References point elsewhere: cycles, wrong types, nothing."""
    found = sorted(set(_REFERENCE.findall(data)))
    return _replaced(_REFERENCE, data, chance, [*found, b"99999 0 R", b"null", b"[]", b"<<>>"], 3)


def xref(data: bytes, chance: Random) -> bytes:
    """The cross-reference table or stream lies."""
    places = [match.span() for match in _XREF.finditer(data)]
    if not places:
        return flip(data, chance)
    start, end = chance.choice(places)
    change: Change = chance.choice((numbers, flip, cut))
    return data[:start] + (change(data[start:end], chance) or b"") + data[end:]


def operators(data: bytes, chance: Random) -> bytes:
    """Drawing instructions become others."""
    return _replaced(_OPERATOR, data, chance, _OPERATORS, 8)


def streams(data: bytes, chance: Random) -> bytes:
    """The inside of one stream breaks, unpacked where it is packed."""
    places = [match.span(2) for match in _STREAM.finditer(data) if match[2]]
    if not places:
        return flip(data, chance)
    start, end = chance.choice(places)
    inside = data[start:end]
    change: Change = chance.choice((flip, cut, smear, operators, numbers, double))
    try:
        changed = zlib.compress(change(zlib.decompress(inside), chance))
    except zlib.error:
        changed = change(inside, chance)
    return data[:start] + changed + data[end:]


def objects(data: bytes, chance: Random) -> bytes:
    """One object takes another's place, or stands twice."""
    places = [match.span() for match in _OBJECT.finditer(data)]
    if len(places) < 2:
        return cut(data, chance)
    (start, end), (low, high) = chance.sample(places, 2)
    body = data[low:high].split(b"obj", 1)[1]
    head = data[start:end].split(b"obj", 1)[0]
    return data[:start] + head + b"obj" + body + data[end:]


def deep(data: bytes, chance: Random) -> bytes:
    """Something becomes nested beyond reason."""
    depth = chance.choice((50, 600, 20_000))
    opening, closing = chance.choice(((b"[", b"]"), (b"<</A ", b">>"), (b"q ", b"Q ")))
    return _replaced(_NUMBER, data, chance, [opening * depth + b"0 " + closing * depth], 1)


def revision(data: bytes, chance: Random) -> bytes:
    """A further revision is appended, of objects of this file, broken."""
    found = _OBJECT.findall(data)
    if not found:
        return shorten(data, chance)
    added = numbers(chance.choice(found), chance)
    return data + b"\n" + added + b"\ntrailer <</Root 1 0 R/Size 9>>\nstartxref\n%d\n%%%%EOF\n" % len(data)


CHANGES: tuple[Change, ...] = (
    flip,
    cut,
    double,
    shorten,
    smear,
    numbers,
    names,
    references,
    xref,
    xref,
    operators,
    operators,
    streams,
    streams,
    streams,
    objects,
    deep,
    revision,
)


def broken(data: bytes, chance: Random) -> bytes:
    """The file after one to three changes."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = chance.choice(CHANGES)(data, chance) or b"%PDF-1.7"
    return data
