"""Pages -> hits: every window read and put through the analyzer, every span back to its place on the page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from redact.detect.analyzer import Analyzer
from redact.detect.found import Found
from redact.detect.hints import one_a_paragraph
from redact.detect.overlap import prune
from redact.detect.public import public_in, stay_visible
from redact.detect.reading import Reading, read
from redact.detect.windows import Cells, Seam, Window, surroundings, windows, wrapped_cells
from redact.model import Hit, Page


def find_hits(
    pages: Iterable[Page], document_id: str, analyzer: Analyzer, date: datetime.date | None = None
) -> list[Hit]:
    """What the rules, the language model and the structure of the text point at in one document.

    Args:
        pages: The document's pages in order; read once, at most two are held.
        document_id: Goes into each hit.
        analyzer: From `load_analyzer`.
        date: The document's, if known: a minister is in the public eye for the term of office and some time after.

    Returns:
        Hits without grounds, pruned (see `prune`), by page and place.
    """
    hits: list[Hit] = []
    for window in _looked_at(pages):
        reading = read(window.text, window.column_ends() if isinstance(window, Window) else ())
        spans = one_a_paragraph(reading.text, analyzer.spans(reading.text))
        for found in (*spans, *public_in(reading.text, spans, analyzer.roster, date)):
            hit = _hit(window, reading, found, document_id)
            if hit is not None and (isinstance(window, Window) or not hit.hint):
                hits.append(hit)
    return stay_visible(prune(hits))


def _looked_at(pages: Iterable[Page]) -> Iterator[Window | Seam | Cells]:
    for window in windows(pages):
        yield window
        if isinstance(window, Window) and window.start == 0:
            yield from wrapped_cells(window.page)


def _hit(window: Window | Seam | Cells, reading: Reading, found: Found, document_id: str) -> Hit | None:
    start, end = reading.span(found.start, found.end)
    place = window.place(start, end)
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
        boxes=window.boxes(start, end),
        text=" ".join(reading.written(found.start, found.end).split()),
        context=surroundings(window.text, start, end),
        proposal=found.proposal,
        reason=found.reason,
        parts=window.parts(start, end),
        hint=found.hint,
    )
