"""What is to happen to a font, gathered first and done only when all of it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pikepdf

from redact.burn.reorder_content import Key
from redact.pdfobjects import cmaps
from redact.pdfobjects.fonts import FONT_FILES, descendant


@dataclass(slots=True)
class Change:
    """What happens to one font program and the fonts that use it, once all of it is known."""

    strings: dict[Key, Callable[[bytes], bytes]] = field(default_factory=dict)
    actions: list[Callable[[], None]] = field(default_factory=list)

    def carry_out(self) -> dict[Key, Callable[[bytes], bytes]]:
        """Do it; what happens to the strings of each font is for the caller to do."""
        for action in self.actions:
            action()
        return self.strings

    def put(self, holder: pikepdf.Object, key: str, value: Any) -> None:
        """Write an entry of a dictionary, later."""
        self.actions.append(partial(holder.__setitem__, key, value))

    def program(self, stream: pikepdf.Object, data: bytes) -> None:
        """Write a font program, later."""
        self.actions.append(partial(_write_program, stream, data))


def program_stream(font: pikepdf.Object) -> pikepdf.Object | None:
    """The stream of a font's embedded program."""
    descriptor = descendant(font).get("/FontDescriptor")
    if isinstance(descriptor, pikepdf.Dictionary):
        for key in FONT_FILES:
            if isinstance(descriptor.get(key), pikepdf.Stream):
                return descriptor[key]
    return None


def unicode_texts(font: pikepdf.Object) -> dict[int, str]:
    """What each code shows, as far as /ToUnicode says."""
    given = font.get("/ToUnicode")
    if not isinstance(given, pikepdf.Stream):
        return {}
    return {code: text for (_, code), text in cmaps.parse(given.read_bytes()).unicode.items()}


def _write_program(stream: pikepdf.Object, data: bytes) -> None:
    stream.write(data)
    if "/Length1" in stream:
        stream["/Length1"] = len(data)


def unicode_stream(pdf: pikepdf.Pdf, texts: Mapping[int, str], length: int) -> pikepdf.Object:
    """A new /ToUnicode for codes of this many bytes."""
    return pdf.make_stream(cmaps.format_unicode({(length, code): text for code, text in texts.items()}))
