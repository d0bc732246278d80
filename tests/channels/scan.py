"""An own search for the secret in a file, made without `redact.verify`: bytes, streams, objects, engines, pixels."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Name
from PIL import ImageFilter

from tests.pdfmaker import traces

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.)*)\)|<([0-9A-Fa-f\s]*)>", re.DOTALL)
_DARK = 100
THICK = 25
INK = 6
"""So many dark pixels are a letter."""


def scan(path: Path, word: str, *, is_quick: bool = False) -> set[str]:
    """Where a word is still found.

    Args:
        path: any PDF.
        word: the secret.
        is_quick: stop at the first kind of place.
    """
    found = _carved(path.read_bytes(), word)
    if found and is_quick:
        return found
    found |= traces(path, word) | _inked(path)
    return found


def _carved(data: bytes, word: str) -> set[str]:
    """In the bytes, and in every stream cut out of them, whether or not an object leads to it."""
    found = {"bytes"} if _holds(data, word) else set()
    for raw in _STREAM.findall(data):
        plain = _unpacked(raw)
        if _holds(plain, word) or word.encode() in _joined(plain):
            found.add("carved stream")
    return found


def _unpacked(raw: bytes) -> bytes:
    """A stream's data, its raw bytes where they are no zlib data, and what stands behind the end of the data."""
    unpacker = zlib.decompressobj()
    try:
        return unpacker.decompress(raw) + b"\n" + unpacker.unused_data
    except zlib.error:
        return raw


def _holds(data: bytes, word: str) -> bool:
    spellings = [word.encode(), word[::-1].encode(), word.encode("utf-16-be"), word.encode("utf-16-le")]
    lower = data.lower()
    return any(each.lower() in lower or each.hex().encode() in lower for each in spellings)


def _joined(content: bytes) -> bytes:
    """Everything that strings in drawing instructions say, one after the other."""
    parts = []
    for literal, digits in _LITERAL.findall(content):
        if digits:
            even = re.sub(rb"\s", b"", digits)
            parts.append(bytes.fromhex((even + b"0" * (len(even) % 2)).decode()))
        else:
            parts.append(re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8) & 255]), literal))
    return b"".join(parts)


def _inked(path: Path) -> set[str]:
    """Whether a picture has ink in its right half, where fixtures draw the secret."""
    with pikepdf.open(path) as pdf:
        return {"pixels" for picture in _pictures(pdf) if _dark(picture)}


def _pictures(pdf: pikepdf.Pdf) -> Iterator[Any]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == Name.Image and int(item.get("/Width", 0)) > 40:
            try:
                yield pikepdf.PdfImage(item).as_pil_image().convert("L")
            except (pikepdf.PdfError, pikepdf.DependencyError, NotImplementedError, OSError, ValueError):
                continue


def _dark(picture: Any) -> bool:
    """Whether there are strokes in the right half; a block as thick as a line was put there by the burner."""
    half = picture.crop((picture.width // 2, 0, picture.width, picture.height))
    dark = half.point(lambda value: 255 * (value < _DARK))
    block = dark.filter(ImageFilter.MinFilter(THICK)).getbbox()
    if block:
        x0, y0, x1, y1 = block
        dark.paste(0, (x0 - THICK, y0 - THICK, x1 + THICK, y1 + THICK))
    return bool(dark.histogram()[255] >= INK)
