"""How large streams become when unpacked, found without keeping what is unpacked: a bomb costs time, not memory."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
from pikepdf import Name

from redact.pdfobjects.filters import BASE85, FLATE, HEX, LZW, PICTURE, RUN_LENGTH, coding

CHUNK = 1 << 20


class TooLarge(Exception):
    """A stream unpacks to more than it may."""


class UnknownFilter(Exception):
    """A stream is coded in a way that this program cannot read."""


def _inflate(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Unpacked pieces of at most CHUNK bytes; stops where the data is damaged, as renderers do."""
    unpacker = zlib.decompressobj()
    for chunk in chunks:
        waiting = chunk
        while waiting and not unpacker.eof:
            try:
                piece = unpacker.decompress(waiting, CHUNK)
            except zlib.error:
                return
            yield piece
            waiting = unpacker.unconsumed_tail


def _expand_runs(chunks: Iterable[bytes]) -> Iterator[bytes]:
    data = b"".join(chunks)
    at = 0
    while at < len(data) and data[at] != 128:
        length = data[at]
        if length < 128:
            yield data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            yield data[at + 1 : at + 2] * (257 - length)
            at += 2


def _from_text(name: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    data = re.sub(rb"\s", b"", b"".join(chunks))
    try:
        if name == HEX:
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", data.split(b">")[0])
            yield bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
        else:
            yield base64.a85decode(data.split(b"~>")[0].removeprefix(b"<~"))
    except ValueError:
        return


def _lzw_pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Blank pieces as long as what LZW data unpacks to; only their length means something."""
    data = b"".join(chunks)
    lengths, last, bits, held, width = [1] * 258, 0, 0, 0, 9
    for byte in data:
        held, bits = (held << 8 | byte) & 0xFFFFFF, bits + 8
        if bits < width:
            continue
        bits -= width
        code = held >> bits & (1 << width) - 1
        if code == 257:
            return
        if code == 256:
            lengths, last, width = [1] * 258, 0, 9
            continue
        size = lengths[code] if code < len(lengths) else last + 1
        if last and len(lengths) < 4096:
            lengths.append(last + 1)
            width = min(12, (len(lengths) + 1).bit_length())
        last = size
        yield bytes(size)


def is_picture_coded(stream: pikepdf.Object) -> bool:
    """Whether a stream is coded as only a picture can be; content so coded is no content but a trap for its reader."""
    return any(name in PICTURE for name in coding(stream))


def unpacked_size(stream: pikepdf.Object, limit: int) -> int:
    """Bytes a stream unpacks to; for a picture's own coding, the packed bytes.

    Raises:
        TooLarge: it is more than `limit`.
        UnknownFilter: a filter that is not in the standard, or encryption of a single stream.
    """
    raw = stream.read_raw_bytes()
    pieces: Iterable[bytes] = (raw[at : at + CHUNK] for at in range(0, len(raw), CHUNK))
    for name in coding(stream):
        if name == FLATE:
            pieces = _inflate(pieces)
        elif name == RUN_LENGTH:
            pieces = _expand_runs(pieces)
        elif name in {HEX, BASE85}:
            pieces = _from_text(name, pieces)
        elif name == LZW:
            pieces = _lzw_pieces(pieces)
            break
        elif name in PICTURE:
            break
        else:
            raise UnknownFilter(name)
    return _total(pieces, limit)


def _total(pieces: Iterable[bytes], limit: int) -> int:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise TooLarge
    return total


_PACKED_OBJECTS = re.compile(rb"/(?:ObjStm|XRef)\b.{0,2000}?stream\r?\n", re.S)


def check_object_streams(path: Path, limit: int) -> None:
    """Look for bombs among the streams that qpdf unpacks when it opens a file, before it does.

    Raises:
        TooLarge: one of them unpacks to more than `limit` bytes.
    """
    data = path.read_bytes()
    for match in _PACKED_OBJECTS.finditer(data):
        _total(_inflate([data[match.end() :]]), limit)


def picture_pixels(stream: pikepdf.Object) -> int:
    """Width times height of an image, 0 for other streams."""
    if stream.get("/Subtype") != Name.Image:
        return 0
    width, height = stream.get("/Width", 0), stream.get("/Height", 0)
    return width * height if isinstance(width, int) and isinstance(height, int) else 0
