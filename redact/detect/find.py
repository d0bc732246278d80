"""Pages -> hits: every window through the analyzer, every span back to its place on the page."""

from __future__ import annotations

from collections.abc import Iterable

from redact.detect.analyzer import Analyzer
from redact.detect.found import Found
from redact.detect.overlap import prune
from redact.detect.windows import Seam, Window, surroundings, windows
from redact.model import Hit, Page


def find_hits(pages: Iterable[Page], document_id: str, analyzer: Analyzer) -> list[Hit]:
    """What the rules, the language model and the structure of the text point at in one document.

    Args:
        pages: The document's pages in order; read once, at most two are held.
        document_id: Goes into each hit.
        analyzer: From `load_analyzer`.

    Returns:
        Hits without grounds, pruned (see `prune`), by page and place.
    """
    hits: list[Hit] = []
    for window in windows(pages):
        for found in analyzer.spans(window.text):
            hit = _hit(window, found, document_id)
            if hit is not None:
                hits.append(hit)
    return prune(hits)


def _hit(window: Window | Seam, found: Found, document_id: str) -> Hit | None:
    place = window.place(found.start, found.end)
    if place is None:
        return None
    return Hit(
        document_id=document_id,
        page=window.page.number,
        start=place[0],
        end=place[1],
        entity_type=found.entity_type,
        score=found.score,
        recognizer=found.recognizer,
        boxes=window.boxes(found.start, found.end),
        text=" ".join(window.text[found.start : found.end].split()),
        context=surroundings(window.text, found.start, found.end),
        proposal=found.proposal,
        reason=found.reason,
        parts=window.parts(found.start, found.end),
    )
