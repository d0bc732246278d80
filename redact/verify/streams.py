"""What the streams of a file say, each kind read in its own way; font programs, profiles and pixels say nothing."""

from __future__ import annotations

import zlib
from typing import Any

import pikepdf

from redact.verify import names
from redact.verify.drawing import CodeMap, code_map, drawing
from redact.verify.findings import Findings
from redact.verify.metadata import foreign_namespaces, jpeg_texts, xmp_texts
from redact.verify.syntax import name_text, spellings

_SILENT_ROLES = {"FontFile", "FontFile2", "FontFile3", "ICCBased", "DestOutputProfile"}
_SILENT_TYPES = {"/XRef", "/ObjStm", "/CMap"}
_TEXT_BYTES = bytes({7, 8, 9, 10, 12, 13, 27, *range(0x20, 0x7F)})


def judge_stream(stream: Any, roles: set[str], holders: set[str], found: Findings) -> None:
    """Search one stream.

    Args:
        stream: the pikepdf stream.
        roles: keys under which it is referred to ('Contents', 'ToUnicode', ...).
        holders: keys of the dictionaries around those ('CharProcs', ...).
        found: where to write it down.
    """
    kind, subtype = stream.get("/Type"), stream.get("/Subtype")
    if roles & _SILENT_ROLES or (kind in _SILENT_TYPES and "ToUnicode" not in roles):
        return
    try:
        if subtype == "/Image":
            _image(stream, found)
        elif kind == "/Metadata" or "Metadata" in roles:
            _metadata(stream.read_bytes(), roles, found)
        elif "ToUnicode" in roles:
            found.glyph_order(code_map(stream.read_bytes()).in_order())
        elif subtype == "/Form" or "/PatternType" in stream or "Contents" in roles or "CharProcs" in holders:
            _content(stream, "Contents" in roles, found)
        else:
            _loose(stream.read_bytes(), found)
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, OverflowError, zlib.error):
        found.wrong("unreadable stream")


def _image(stream: Any, found: Findings) -> None:
    filters = stream.get("/Filter", [])
    names_of_filters = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
    if "/DCTDecode" not in names_of_filters:
        return
    data = stream.read_raw_bytes()
    for name in names_of_filters[: names_of_filters.index("/DCTDecode")]:
        if name != "/FlateDecode":
            raise ValueError("a JPEG inside an unusual filter")
        data = zlib.decompress(data)
    for text in jpeg_texts(data):
        found.text("image header", text, only_long=not _is_text(text.encode("latin-1")))


def _metadata(data: bytes, roles: set[str], found: Findings) -> None:
    if foreign_namespaces(data, names.XMP_NAMESPACES):
        found.wrong("foreign metadata")
    for text in xmp_texts(data):
        found.text("metadata", text)


def _content(stream: Any, is_page: bool, found: Findings) -> None:
    """Strings, names and comments of drawing instructions.

    What a page shows is read by three engines. What forms, patterns and glyph procedures show is read here too, because
    no engine draws all of them. Codes whose font is not known are only believed for long texts.
    """
    parts = drawing(stream.read_bytes())
    for raw in parts.strings:
        found.text("string", *spellings(raw))
    for raw in parts.comments:
        found.text("comment", *spellings(raw))
    for name in {name_text(token) for token in set(parts.names)} - names.STANDARD:
        found.text("name", name)
    for text in parts.raw_texts():
        found.text("stream", text, only_long=True)
    if not is_page:
        lines = parts.texts(_fonts(stream))
        found.text("stream", " \n".join(lines), "".join(lines))


def _fonts(stream: Any) -> dict[str, CodeMap]:
    fonts = {}
    for name, font in dict(stream.get("/Resources", {}).get("/Font", {})).items():
        width = 2 if font.get("/Subtype") == "/Type0" else 1
        cmap = font.get("/ToUnicode")
        data = cmap.read_bytes() if isinstance(cmap, pikepdf.Stream) else b""
        fonts[name[1:]] = code_map(data, width)
    return fonts


def _loose(data: bytes, found: Findings) -> None:
    """A stream of unknown use: all of it."""
    found.text("stream", *spellings(data), only_long=not _is_text(data))


def _is_text(data: bytes) -> bool:
    """Whether bytes look like text in any encoding rather than like pixels or tables."""
    plain = len(data) - len(data.translate(None, _TEXT_BYTES + b"\x00"))
    return plain >= 0.9 * len(data)
