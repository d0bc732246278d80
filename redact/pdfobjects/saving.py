"""How MuPDF writes a document: one revision, without unused objects, equal ones joined where that is affordable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf

MOST_COMPARED = 8000
"""Objects up to which equal ones are looked for: MuPDF compares each with every other."""
_COMPACT, _JOIN_OBJECTS, _JOIN_STREAMS = 2, 3, 4


def save_compact(document: pymupdf.Document, target: Path, *, streams: bool = False, **options: Any) -> None:
    """Write what is reachable, renumbered.

    Args:
        document: open and changed in memory.
        target: where it goes; never the file it was opened from.
        streams: also join equal streams.
        options: more for MuPDF's own save.
    """
    level = _COMPACT
    if document.xref_length() <= MOST_COMPARED:
        level = _JOIN_STREAMS if streams else _JOIN_OBJECTS
    document.save(target, garbage=level, **options)
