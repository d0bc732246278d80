"""What an engine gives when it reads a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from redact.verify.place import Areas, Glyph


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine read. `glyphs` has an entry for each page with areas, counted from 1."""

    pages: tuple[str, ...] = field(repr=False)
    glyphs: Mapping[int, tuple[Glyph, ...]] = field(default_factory=dict, repr=False)
    sizes: tuple[tuple[float, float], ...] = ()
    """Width and height of each page as shown, in PDF units; empty where the engine does not say."""


Wanted = Mapping[int, Areas]
"""The areas to look for glyphs in, by page."""
Reader = Callable[[Path, Wanted], Reading]
