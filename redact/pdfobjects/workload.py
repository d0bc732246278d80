"""How much work a page is, counted before anybody does it: the same count on every machine, whatever its speed.

    page       3 instructions, /X1 Do /X1 Do     written 3 + 2 + 100         gone through by this program
    form X1    2 instructions, /X2 Do            drawn   3 + 2 * (2 + 100)   gone through by whatever shows it
    form X2    100 instructions

Counted by a pattern over the bytes, without understanding them: short words in texts count too, but are few.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Name

MAX_DEPTH = 100
"""Forms in forms that are looked into."""
_INSTRUCTION = re.compile(rb"(?<![^\s\0\])>}])[A-Za-z'\"][A-Za-z0-9*]{0,2}(?=[\s\0/\[(<%]|$)")
_USE = re.compile(rb"/([^\s\0/\[\]()<>{}%]+)[\s\0]+(Do|gs|scn|SCN)(?![A-Za-z0-9*])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Work:
    """Instructions of a page and all that it draws: each stream counted once, and as often as it is drawn."""

    written: int
    drawn: int


def page_work(page: pikepdf.Object) -> Work:
    """Count a page's instructions.

    Args:
        page: a page dictionary, with what it draws within reach. What cannot be unpacked counts for nothing.
    """
    counting = _Counting()
    drawn = counting.drawn(_content(page), _resources(page), 0)
    return Work(counting.written, drawn)


def drawn_pictures(page: pikepdf.Object) -> set[tuple[int, int]]:
    """Object numbers of the pictures that a page and its forms draw."""
    counting = _Counting()
    counting.drawn(_content(page), _resources(page), 0)
    return counting.pictures


def _content(page: pikepdf.Object) -> bytes:
    contents = page.get("/Contents")
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(map(_bytes, parts))


def _bytes(stream: Any) -> bytes:
    try:
        return stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b""
    except (pikepdf.PdfError, RuntimeError, UnicodeDecodeError):
        return b""


def _resources(page: Any) -> Any:
    """The resources of a page, which it may have from above."""
    node = page
    for _ in range(MAX_DEPTH):
        if not isinstance(node, pikepdf.Dictionary) or "/Resources" in node:
            break
        node = node.get("/Parent")
    return node.get("/Resources") if isinstance(node, pikepdf.Dictionary) else None


class _Counting:
    """Counts what a page draws; a form that is drawn again is not read again."""

    def __init__(self) -> None:
        self.written = 0
        self.pictures: set[tuple[int, int]] = set()
        self._known: dict[tuple[int, int], int] = {}

    def drawn(self, content: bytes, resources: Any, depth: int) -> int:
        """Instructions that are carried out when some content is drawn."""
        own = sum(1 for _ in _INSTRUCTION.finditer(content))
        self.written += own
        used = Counter(_USE.findall(content))
        return own + sum(
            times * self._inner(_stream(resources, name, operator), resources, depth)
            for (name, operator), times in used.items()
        )

    def _inner(self, stream: Any, resources: Any, depth: int) -> int:
        if not isinstance(stream, pikepdf.Stream) or depth > MAX_DEPTH:
            return 0
        if stream.get("/Subtype") == Name.Image:
            self.pictures.add(stream.objgen)
            return 0
        if stream.objgen not in self._known:
            self._known[stream.objgen] = 0
            own = stream.get("/Resources", resources)
            self._known[stream.objgen] = self.drawn(_bytes(stream), own, depth + 1)
        return self._known[stream.objgen]


def _stream(resources: Any, name: bytes, operator: bytes) -> Any:
    """The form, pattern or mask that an instruction draws or sets, by its name in the resources."""
    category = {b"Do": "/XObject", b"gs": "/ExtGState"}.get(operator, "/Pattern")
    entries = resources.get(category) if isinstance(resources, pikepdf.Dictionary) else None
    key = "/" + _ESCAPED.sub(lambda m: bytes([int(m[1], 16)]), name).decode("utf-8", "replace")
    found = entries.get(key) if isinstance(entries, pikepdf.Dictionary) else None
    if category != "/ExtGState":
        return found
    mask = found.get("/SMask") if isinstance(found, pikepdf.Dictionary) else None
    return mask.get("/G") if isinstance(mask, pikepdf.Dictionary) else None
