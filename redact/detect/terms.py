"""Known texts (from a list, a reviewer, a hit elsewhere) found wherever they stand, in one pass over the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import ahocorasick
import regex

from redact import limits
from redact.detect.fold import Folded, fold
from redact.detect.propagate import Meant, Persons
from redact.detect.standing import Standing, standing
from redact.detect.variants import Guard, guard_of
from redact.detect.windows import Cell, Seam, Window, cells, surroundings, windows
from redact.model import Hit, Match, Page, Term, Verdict

MIN_CHARS = 3
REASONS = {
    "BY_HAND": "door een beoordelaar toegevoegd",
    "PASSAGE": "staat als passage in bundle.yaml",
    "TERM": "staat op de lijst met zoektermen",
}
REASON = "zelfde tekst als een treffer op een andere plaats"
DATE_OF_BIRTH = "DATE_OF_BIRTH"
_CLOCK_BEHIND = regex.compile(r"\]?,?[ \t]+[0-2]?\d[:.][0-5]\d(?![\d.:-])")


def search_terms(pages: Iterable[Page], document_id: str, terms: Sequence[Term]) -> list[Hit]:
    """Every place where a term stands, by the matching rule of `redact.detect.fold`, bounded and case-sensitive.

    Terms with fewer than 3 characters are not searched; a term with a document or page is found only there. Persons
    (`Match.PERSON`) are found in every way of writing, see `redact.detect.propagate`. Hits of different terms may
    overlap: see `prune`.

    Args:
        pages: The document's pages in order; read once, at most two are held.
        document_id: Of these pages.
        terms: What to look for.

    Returns:
        Hits by page and place, with the term's type, recognizer and grounds.
    """
    known = _known(tuple(terms))
    longest = max(known.longest, known.persons.longest)
    if longest == 0:
        return []
    reach = max(limits.SEAM_CHARS, 2 * longest)
    hits = {
        hit: None
        for window in _windows(pages, reach)
        for meant in known.meant(window.text, document_id)
        for hit in _hits(window, meant, document_id)
    }
    return sorted(hits, key=lambda hit: (hit.page, hit.start, hit.end, hit.entity_type, hit.recognizer))


def _windows(pages: Iterable[Page], reach: int) -> Iterator[Window | Seam | Cell]:
    for window in windows(pages, size=None, reach=reach):
        yield window
        if isinstance(window, Window):
            yield from cells(window.page)


class _Known:
    """Terms ready to be looked for: an automaton over what is sought literally, and the persons."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self.persons = Persons(term for term in terms if term.match is Match.PERSON)
        needles: dict[str, list[tuple[Term, Guard]]] = {}
        for term in terms:
            needle = fold(term.text).text.strip(" ")
            if len(needle) >= MIN_CHARS and term.match is not Match.PERSON:
                guard = guard_of(needle) if term.match is Match.NAME else Guard.FREE
                needles.setdefault(needle, []).append((term, guard))
        self._automaton = ahocorasick.Automaton()
        for needle, same in needles.items():
            self._automaton.add_word(needle, (len(needle), same))
        if needles:
            self._automaton.make_automaton()
        self.longest = max((len(term.text) for same in needles.values() for term, _ in same), default=0)

    def meant(self, text: str, document_id: str) -> Iterator[Meant]:
        """Every place in a text where a term is found."""
        yield from self.persons.meant(text, document_id)
        if not self.longest:
            return
        folded = fold(text)
        for term, guard, start, end in _matches(folded, self._automaton):
            stands = _standing(text, start, end, term, guard, document_id)
            if stands is not Standing.UNSURE:
                reason = stands.value or term.reason or REASONS.get(term.entity_type, REASON)
                proposal = Verdict.KEEP if stands.value else Verdict.REDACT
                yield Meant(start, end, term, term.score, reason, proposal)


@lru_cache(maxsize=2)
def _known(terms: tuple[Term, ...]) -> _Known:
    return _Known(terms)


def _standing(text: str, start: int, end: int, term: Term, guard: Guard, document_id: str) -> Standing:
    if term.entity_type == DATE_OF_BIRTH and _CLOCK_BEHIND.match(text, end):
        return Standing.STAMP
    if term.match is not Match.NAME:
        return Standing.NAME
    return standing(text, start, end, guard, home=document_id in term.documents)


def _matches(folded: Folded, automaton: Any) -> Iterator[tuple[Term, Guard, int, int]]:
    text = folded.text
    for last, (length, terms) in automaton.iter(text):
        first = last + 1 - length
        if _bounded(text, first, last):
            for term, guard in terms:
                yield term, guard, folded.starts[first], folded.ends[last]


def _bounded(text: str, first: int, last: int) -> bool:
    before = first > 0 and text[first - 1].isalnum() and text[first].isalnum()
    after = last + 1 < len(text) and text[last + 1].isalnum() and text[last].isalnum()
    return not before and not after


def _hits(window: Window | Seam | Cell, meant: Meant, document_id: str) -> Iterator[Hit]:
    term, start, end = meant.term, meant.start, meant.end
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
        score=meant.score,
        recognizer=term.recognizer,
        boxes=window.boxes(start, end),
        text=" ".join(window.text[start:end].split()),
        context=surroundings(window.text, start, end),
        grounds=term.grounds,
        proposal=meant.proposal,
        reason=meant.reason,
        parts=window.parts(start, end),
    )
