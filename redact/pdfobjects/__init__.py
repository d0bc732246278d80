"""PDF object work that more than one stage needs: cleaning by whitelist, glyph places.

Imports nothing of the stages.
"""

from __future__ import annotations

from redact.pdfobjects.clean import Cleaned, clean
from redact.pdfobjects.glyphs import DrawnGlyph, erase_glyphs, page_frame, page_glyphs, set_redactions
from redact.pdfobjects.refuse import ADVICE, LOCKED, refusing

__all__ = [
    "ADVICE",
    "LOCKED",
    "Cleaned",
    "DrawnGlyph",
    "clean",
    "erase_glyphs",
    "page_frame",
    "page_glyphs",
    "refusing",
    "set_redactions",
]
