"""PDF object work that more than one stage needs: cleaning by whitelist, glyph places.

Imports nothing of the stages.
"""

from __future__ import annotations

from redact.pdfobjects.clean import Cleaned, clean
from redact.pdfobjects.covered import covered_glyphs
from redact.pdfobjects.damaged import mend_pictures
from redact.pdfobjects.glyphs import (
    drawn_glyphs,
    erase_glyphs,
    inked_glyphs,
    middles,
    page_frame,
    page_glyphs,
    set_redactions,
)
from redact.pdfobjects.glyphtable import ASLANT, DrawnGlyph, Glyphs, Numbers, columns
from redact.pdfobjects.refuse import ADVICE, LOCKED, refusing
from redact.pdfobjects.repair import mend_with_mupdf, mend_with_pikepdf, unpack_contents
from redact.pdfobjects.saving import save_changed, save_joined
from redact.pdfobjects.workload import Work, page_work

__all__ = [
    "ADVICE",
    "ASLANT",
    "LOCKED",
    "Cleaned",
    "DrawnGlyph",
    "Glyphs",
    "Numbers",
    "Work",
    "clean",
    "columns",
    "covered_glyphs",
    "drawn_glyphs",
    "erase_glyphs",
    "inked_glyphs",
    "mend_pictures",
    "mend_with_mupdf",
    "mend_with_pikepdf",
    "middles",
    "page_frame",
    "page_glyphs",
    "page_work",
    "refusing",
    "save_changed",
    "save_joined",
    "set_redactions",
    "unpack_contents",
]
