"""JPEG 2000 code streams (ISO 15444-1, annex A): pieces of tiles that their table leaves out break MuPDF's memory.

    head | tile 0 part 0 | tile 0 part 1 (empty) | tile 1 part 0 | end     head | tile 0 | tile 1 | end

The pieces of a tile are joined without decoding anything, since its packets follow each other as they did; tables of
lengths go.
"""

from __future__ import annotations

from collections.abc import Iterator

START = b"\xff\x4f\xff\x51"
_TILE, _DATA, _END = b"\xff\x90", b"\xff\x93", b"\xff\xd9"
_PACKED = {b"\xff\x60", b"\xff\x61", b"\xff\x5f"}
"""Heads of packets apart from their packets, and changes of order: those pieces cannot simply be joined."""
_LENGTHS = {b"\xff\x55", b"\xff\x57", b"\xff\x58"}
"""Tables of the lengths of pieces and packets, which no reader needs."""
_SOT = 12
"""Bytes of the marker that begins a piece, with its entries."""


class _Odd(ValueError):
    """Not a code stream whose pieces can be joined here."""


def joined(stream: bytes) -> bytes:
    """A code stream in which every tile is one piece and no lengths are listed; as it was where that cannot be made.

    Args:
        stream: from the marker of its start on.
    """
    if stream[:4] != START:
        return stream
    try:
        head = stream[:2] + b"".join(_kept(stream, 2, _TILE))
        at = 2 + sum(len(part) for part in _segments(stream, 2, _TILE))
        tiles: dict[bytes, tuple[bytes, list[bytes]]] = {}
        while stream[at : at + 2] == _TILE:
            length = int.from_bytes(stream[at + 6 : at + 10], "big") or len(stream) - at - len(_END)
            piece = stream[at : at + length]
            own = b"".join(_kept(piece, _SOT, _DATA))
            data = piece[_SOT + sum(len(part) for part in _segments(piece, _SOT, _DATA)) + 2 :]
            tiles.setdefault(piece[4:6], (own, []))[1].append(data)
            at += length
    except _Odd:
        return stream
    if stream[at : at + 2] != _END:
        return stream
    return head + b"".join(_piece(number, own, data) for number, (own, data) in tiles.items()) + _END


def _piece(number: bytes, own: bytes, data: list[bytes]) -> bytes:
    body = own + _DATA + b"".join(data)
    return _TILE + b"\x00\x0a" + number + (_SOT + len(body)).to_bytes(4, "big") + b"\x00\x01" + body


def _kept(stream: bytes, at: int, until: bytes) -> Iterator[bytes]:
    return (part for part in _segments(stream, at, until) if part[:2] not in _LENGTHS)


def _segments(stream: bytes, at: int, until: bytes) -> Iterator[bytes]:
    """The segments of a head, up to a marker."""
    while stream[at : at + 2] != until:
        size = 2 + int.from_bytes(stream[at + 2 : at + 4], "big")
        if stream[at : at + 1] != b"\xff" or size < 4 or at + size > len(stream) or stream[at : at + 2] in _PACKED:
            raise _Odd
        yield stream[at : at + size]
        at += size
