"""PDF -> Page: text as people read it, glyph boxes, and which letter stands where."""

from __future__ import annotations

from redact.extract.pages import extract, page_count

__all__ = ["extract", "page_count"]
