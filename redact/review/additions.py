"""What reviewers add to the hit list: texts to redact wherever they stand, and places on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from redact.model import Box, Hit, Term
from redact.tables import one_line

BY_HAND = "BY_HAND"
"""Entity type of what a reviewer added to the list."""


@dataclass(frozen=True, slots=True)
class AddedTerm:
    """A text that a reviewer added to the list to have it redacted; `row` is the row of the file it stood in, or 0."""

    term_id: str
    text: str = field(repr=False)
    document_id: str
    """Only in this document; '' for the whole bundle."""
    page: int | None
    grounds: tuple[str, ...]
    reviewer: str
    row: int

    @property
    def identity(self) -> tuple[str, str, int | None, tuple[str, ...]]:
        """What makes two added rows the same one."""
        return self.text, self.document_id, self.page, self.grounds

    def stands_at(self, hit: Hit) -> bool:
        """Whether a hit is this very text, where the text is to be redacted."""
        wanted = self.document_id in ("", hit.document_id) and self.page in (None, hit.page)
        return wanted and one_line(hit.text) == self.text and not hit.hint


@dataclass(frozen=True, slots=True)
class AddedPlace:
    """A place on a page that a reviewer marked: a drawn box, words, a passage, or the whole page.

    `text` is what stands there when it was marked by its words, and is '' for a drawn box or a whole page. `start` and
    `end` are offsets in the page's text, equal for a drawn box.
    """

    place_id: str
    document_id: str
    page: int
    start: int
    end: int
    boxes: tuple[Box, ...]
    grounds: tuple[str, ...]
    reviewer: str
    text: str = field(default="", repr=False)
    context: str = field(default="", repr=False)

    @property
    def hit(self) -> Hit:
        """The hit that this place is in the list. Its recognizer is the place id, see `adopt`."""
        return Hit(
            self.document_id,
            self.page,
            self.start,
            self.end,
            BY_HAND,
            1.0,
            self.place_id,
            self.boxes,
            self.text,
            self.context,
            self.grounds,
        )


def search_terms(terms: Iterable[AddedTerm]) -> tuple[Term, ...]:
    """What to look for because a reviewer added it. The recognizer of such a term is its term id, see `adopt`."""
    return tuple(
        Term(added.text, BY_HAND, 1.0, added.term_id, added.grounds, added.document_id, added.page) for added in terms
    )


def term_events(terms: Iterable[AddedTerm], origin: str, versions: Mapping[str, str]) -> list[dict[str, Any]]:
    """Journal lines for added terms, without their text."""
    return [{"event": "term", "term_id": term.term_id, **_line(term, origin, versions)} for term in terms]


def place_events(places: Iterable[AddedPlace], origin: str, versions: Mapping[str, str]) -> list[dict[str, Any]]:
    """Journal lines for added places, without what stands there."""
    return [{"event": "place", "place_id": place.place_id, **_line(place, origin, versions)} for place in places]


def _line(added: AddedTerm | AddedPlace, origin: str, versions: Mapping[str, str]) -> dict[str, Any]:
    return {
        "document_id": added.document_id,
        "page": added.page,
        "grounds": list(added.grounds),
        "reviewer": added.reviewer,
        "origin": origin,
        **versions,
    }
