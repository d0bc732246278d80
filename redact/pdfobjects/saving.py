"""How MuPDF writes documents that it changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf

MOST_COMPARED = 8000
"""Objects up to which equal ones are looked for: MuPDF compares each with every other."""
_REACHABLE, _RENUMBERED, _JOINED = 1, 2, 4


def save_changed(document: pymupdf.Document, target: Path, **options: Any) -> None:
    """Write what is reachable, under the numbers it has.

    MuPDF puts one array or dictionary in two places, as when it gives a page its own copy of a form; were objects
    renumbered, the references in it would be changed twice and point at something else.

    Args:
        document: open and changed in memory.
        target: where it goes; never the file it was opened from.
        options: more for MuPDF's own save.
    """
    document.save(target, garbage=_REACHABLE, **options)


def save_joined(document: pymupdf.Document, target: Path) -> None:
    """Write what is reachable, renumbered, equal objects joined.

    Args:
        document: opened from a file, and since then changed within single objects only.
        target: where it goes; never the file it was opened from.
    """
    document.save(target, garbage=_JOINED if document.xref_length() <= MOST_COMPARED else _RENUMBERED)
