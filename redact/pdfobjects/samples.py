"""How many bytes a picture, palette or sampled function has; what follows them is shown to nobody."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import pikepdf
from pikepdf import Array, Name, String

from redact.pdfobjects.operators import is_number, spelt

_COMPONENTS = {
    "/DeviceGray": 1, "/CalGray": 1, "/Indexed": 1, "/I": 1, "/Separation": 1, "/G": 1,
    "/DeviceRGB": 3, "/CalRGB": 3, "/Lab": 3, "/RGB": 3, "/DeviceCMYK": 4, "/CMYK": 4,
}  # fmt: skip


def components(space: Any) -> int:
    """Numbers that make a colour in a colour space; 0 where that is not known."""
    if isinstance(space, Name):
        return _COMPONENTS.get(spelt(space), 0)
    if not isinstance(space, Array) or len(space) == 0:
        return 0
    family = spelt(space[0])
    if family == "/ICCBased" and len(space) > 1 and isinstance(space[1], pikepdf.Stream):
        return _whole(space[1].get("/N"))
    if family == "/DeviceN" and len(space) > 1 and isinstance(space[1], Array):
        return len(space[1])
    return _COMPONENTS.get(family, 0)


def picture_size(image: Any) -> int:
    """Bytes of a picture's pixels without any coding; 0 where that is not known."""
    width, height = _whole(image.get("/Width")), _whole(image.get("/Height"))
    if image.get("/ImageMask") is True:
        return (width + 7) // 8 * height
    bits = components(image.get("/ColorSpace")) * _whole(image.get("/BitsPerComponent"))
    return (width * bits + 7) // 8 * height


def function_size(function: Any) -> int:
    """Bytes of a sampled function's table; 0 where that is not known."""
    sizes, given = function.get("/Size"), function.get("/Range")
    if not isinstance(sizes, Array) or not isinstance(given, Array):
        return 0
    bits = prod(_whole(size) for size in sizes) * (len(given) // 2) * _whole(function.get("/BitsPerSample"))
    return (bits + 7) // 8


def fitted_palette(space: Sequence[Any]) -> Any:
    """The table of an indexed colour space (/Indexed, base, highest index, table), no longer than its colours."""
    _, base, highest, table = space[:4]
    size = components(base) * (_whole(highest) + 1)
    if isinstance(table, pikepdf.Stream):
        fit(table, size)
    elif size and isinstance(table, String) and len(bytes(table)) > size:
        return String(bytes(table)[:size])
    return table


def fit(stream: pikepdf.Object, size: int) -> None:
    """Cut a stream without a picture's own coding down to `size` bytes; nothing happens where that is 0."""
    if size:
        data = stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
        if len(data) > size:
            stream.write(data[:size])


def _whole(value: Any) -> int:
    return max(0, int(value)) if is_number(value) else 0
