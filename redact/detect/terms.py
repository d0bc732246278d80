"""Known texts (from a list, a reviewer, a hit elsewhere) found wherever they stand, in one pass over the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import ahocorasick

from redact import limits
from redact.detect.fold import Folded, fold
from redact.detect.windows import Cell, Seam, Window, cells, surroundings, windows
from redact.model import Hit, Page, Term

MIN_CHARS = 3
REASONS = {
    "BY_HAND": "door een beoordelaar toegevoegd",
    "PASSAGE": "staat als passage in bundle.yaml",
    "TERM": "staat op de lijst met zoektermen",
}
REASON = "zelfde tekst als een treffer op een andere plaats"


def search_terms(pages: Iterable[Page], document_id: str, terms: Sequence[Term]) -> list[Hit]:
    """Every place where a term stands, by the matching rule of `redact.detect.fold`, bounded and case-sensitive.

    Terms with fewer than 3 characters are not searched; a term with a document or page is found only there. Hits of
    different terms may overlap: see `prune`.

    Args:
        pages: The document's pages in order; read once, at most two are held.
        document_id: Of these pages.
        terms: What to look for.

    Returns:
        Hits by page and place, with the term's type, score, recognizer and grounds.
    """
    automaton, longest = _automaton(tuple(terms))
    if longest == 0:
        return []
    reach = max(limits.SEAM_CHARS, 2 * longest)
    hits = {
        hit: None
        for window in _windows(pages, reach)
        for term, start, end in _matches(fold(window.text), automaton)
        for hit in _hits(window, start, end, term, document_id)
    }
    return sorted(hits, key=lambda hit: (hit.page, hit.start, hit.end, hit.entity_type, hit.recognizer))


def _windows(pages: Iterable[Page], reach: int) -> Iterator[Window | Seam | Cell]:
    for window in windows(pages, size=None, reach=reach):
        yield window
        if isinstance(window, Window):
            yield from cells(window.page)


@lru_cache(maxsize=2)
def _automaton(terms: tuple[Term, ...]) -> tuple[Any, int]:
    """The automaton over the folded terms, and the longest one's length in its own writing; 0 where there is none."""
    needles: dict[str, list[Term]] = {}
    for term in terms:
        needle = fold(term.text).text.strip(" ")
        if len(needle) >= MIN_CHARS:
            needles.setdefault(needle, []).append(term)
    automaton = ahocorasick.Automaton()
    for needle, same in needles.items():
        automaton.add_word(needle, (len(needle), same))
    if needles:
        automaton.make_automaton()
    return automaton, max((len(term.text) for same in needles.values() for term in same), default=0)


def _matches(folded: Folded, automaton: Any) -> Iterator[tuple[Term, int, int]]:
    text = folded.text
    for last, (length, terms) in automaton.iter(text):
        first = last + 1 - length
        if _bounded(text, first, last):
            for term in terms:
                yield term, folded.starts[first], folded.ends[last]


def _bounded(text: str, first: int, last: int) -> bool:
    before = first > 0 and text[first - 1].isalnum() and text[first].isalnum()
    after = last + 1 < len(text) and text[last + 1].isalnum() and text[last].isalnum()
    return not before and not after


def _hits(window: Window | Seam | Cell, start: int, end: int, term: Term, document_id: str) -> Iterator[Hit]:
    place = window.place(start, end)
    number = window.page.number
    if place is None or term.document_id not in ("", document_id) or term.page not in (None, number):
        return
    yield Hit(
        document_id=document_id,
        page=number,
        start=place[0],
        end=place[1],
        entity_type=term.entity_type,
        score=term.score,
        recognizer=term.recognizer,
        boxes=window.boxes(start, end),
        text=" ".join(window.text[start:end].split()),
        context=surroundings(window.text, start, end),
        grounds=term.grounds,
        reason=REASONS.get(term.entity_type, REASON),
        parts=window.parts(start, end),
    )
