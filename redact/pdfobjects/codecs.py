"""What hides inside coded pictures: comments, EXIF and XMP, thumbnails, second pictures behind the end.

Every function takes bytes and gives bytes that decode to the same picture; bytes that cannot be understood come back as
they were.
"""

from __future__ import annotations

from collections.abc import Iterator

from redact.pdfobjects import jpeg2000

JPEG_KEPT = frozenset({0xE0, 0xEE})
"""APP0 (JFIF) and APP14 (Adobe): they say how colours are coded."""
JP2_KEPT = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
JP2_HEADER_KEPT = frozenset({b"ihdr", b"bpcc", b"colr", b"pclr", b"cmap", b"cdef"})
_START, _END, _SCAN, _COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
_J2K_SCAN, _J2K_TILE, _J2K_COMMENT = 0x93, 0x90, 0x64
_JBIG2_EXTENSION = 62
_JBIG2_SHORT, _JBIG2_LONG = 4, 0xE0000000


def strip_jpeg(data: bytes) -> bytes:
    """A JPEG without comments, EXIF, XMP, thumbnails or bytes after its end, which it gets where it has none."""
    if data[:2] != b"\xff\xd8":
        return data
    out, at = [b"\xff\xd8"], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == _END:
            return b"".join([*out, b"\xff\xd9"])
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            end = _scan_end(data, end)
        segment = data[at:end]
        if marker in JPEG_KEPT:
            out.append(_plain_application(marker, segment))
        elif marker != _COMMENT and not 0xE0 <= marker <= 0xEF:
            out.append(segment)
        at = end
    scans = b"\xff\xda" in b"".join(out)
    return b"".join([*out, b"\xff\xd9"]) if scans else data


def _scan_end(data: bytes, at: int) -> int:
    """Where the coded data that starts here ends: at the next marker that is no restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in {0x00, 0xFF} and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    return len(data)


def _plain_application(marker: int, segment: bytes) -> bytes:
    """APP0 and APP14 cut to their fixed part: no thumbnail, no extension, no rider."""
    if marker == 0xE0:
        if segment[4:9] != b"JFIF\0" or len(segment) < 18:
            return b""
        return b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0"
    return b"\xff\xee\x00\x0e" + segment[4:16] if segment[4:9] == b"Adobe" and len(segment) >= 16 else b""


def strip_jpeg2000(data: bytes) -> bytes:
    """A JPEG 2000 picture without XML, UUID and other boxes that do not render, and with blank comments.

    What could break MuPDF's memory is coded anew.
    """
    if data[:4] == jpeg2000.START:
        return _blank_comments(jpeg2000.joined(data))
    if data[4:8] != b"jP  ":
        return data
    out = []
    for kind, start, body, end in _boxes(data, 0, len(data)):
        if kind == b"jp2h":
            header = [data[low:high] for inner, low, _, high in _boxes(data, body, end) if inner in JP2_HEADER_KEPT]
            out.append(_box(kind, b"".join(header)))
        elif kind == b"jp2c":
            stream = jpeg2000.joined(data[body:end])
            whole = stream == data[body:end]
            out.append((data[start:body] if whole else _head(kind, stream)) + _blank_comments(stream))
        elif kind in JP2_KEPT:
            out.append(data[start:end])
    return b"".join(out)


def _boxes(data: bytes, at: int, stop: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Kind, start, start of the contents and end of each box."""
    while at + 8 <= stop:
        size, kind, body = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        end = stop if size == 0 else min(stop, at + size)
        if end < body:
            return
        yield kind, at, body, end
        at = end


def _box(kind: bytes, body: bytes) -> bytes:
    return _head(kind, body) + body


def _head(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind


def _blank_comments(data: bytes) -> bytes:
    """A code stream with the texts of its comments blanked, length unchanged, and nothing behind its end."""
    out, at = bytearray(data), 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _J2K_COMMENT:
            out[at + 6 : at + 2 + size] = b" " * max(0, min(len(data), at + 2 + size) - at - 6)
        if marker == _J2K_TILE:
            length = int.from_bytes(data[at + 6 : at + 10], "big")
            _blank_tile(out, at, at + length if length else len(data))
            at = at + length if length else len(data)
        else:
            at += 2 + size
    ended = data[at : at + 2] == b"\xff\xd9"
    return bytes(out[: at + 2]) if ended else bytes(out)


def _blank_tile(out: bytearray, at: int, end: int) -> None:
    """Blank the comments in the head of one part of the picture."""
    while at + 4 <= end and out[at] == 0xFF and out[at + 1] != _J2K_SCAN:
        size = int.from_bytes(out[at + 2 : at + 4], "big")
        if out[at + 1] == _J2K_COMMENT:
            low, high = at + 6, min(len(out), at + 2 + size)
            out[low:high] = b" " * max(0, high - low)
        at += 2 + size


def strip_jbig2(data: bytes) -> bytes:
    """JBIG2 data as PDF holds it, without comments and other extensions, and without bytes behind its last segment."""
    out: list[bytes] = []
    at = 0
    while at < len(data):
        found = _segment(data, at)
        if found is None:
            return data if not out else b"".join(out)
        kind, end = found
        if kind != _JBIG2_EXTENSION:
            out.append(data[at:end])
        at = end
    return b"".join(out)


def _segment(data: bytes, at: int) -> tuple[int, int] | None:
    """Type and end of the segment that starts here; None where there is none, or its length is not said."""
    if at + 11 > len(data):
        return None
    number, flags = int.from_bytes(data[at : at + 4], "big"), data[at + 4]
    referred, place = data[at + 5] >> 5, at + 6
    if referred == 7:
        referred = int.from_bytes(data[at + 5 : at + 9], "big") & ~_JBIG2_LONG
        place = at + 9 + (referred + 8) // 8
    width = 1 if number <= 256 else 2 if number <= 65536 else 4
    place += referred * width + (_JBIG2_SHORT if flags & 0x40 else 1)
    if place + 4 > len(data):
        return None
    length = int.from_bytes(data[place : place + 4], "big")
    end = place + 4 + length
    return (flags & 0x3F, end) if length != 0xFFFFFFFF and end <= len(data) else None
