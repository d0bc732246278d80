"""PDF -> Page: text as people read it, glyph boxes, and which letter stands where."""

from __future__ import annotations

from redact.extract.pages import Reader, extract, page_count, reading

__all__ = ["Reader", "extract", "page_count", "reading"]
