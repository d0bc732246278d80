"""Where decisions came from, as the journal tells: a file, the web page, or no person at all."""

from __future__ import annotations

from functools import cached_property

from redact.journal import Journal
from redact.review import AddedPlace, AddedTerm

FILES = {"csv": "hits.csv", "xlsx": "hits.xlsx"}
"""The reviewer's file by its origin in the journal."""
WEB = "web"
BUNDLE = "bundle"

_PLACES = {
    **{origin: f"in {name}" for origin, name in FILES.items()},
    WEB: "in de webpagina",
    "twin": "bij het dubbele document",
    "machine": "",
    BUNDLE: "",
}


class Origins:
    """Where each hit was last decided and each text or place added; the journal is read when first asked."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @cached_property
    def _last(self) -> dict[str, tuple[int, str]]:
        """Number and origin of the last line on each; ids of hits, texts and places begin with letters of their own."""
        return {
            str(entry.get("hit_id") or entry.get("term_id") or entry.get("place_id")): (
                int(entry["seq"]),
                str(entry.get("origin", "")),
            )
            for entry in self._journal.entries()
            if "new_verdict" in entry or "term_id" in entry or "place_id" in entry
        }

    def where(self, hit_id: str) -> str:
        """In Dutch, where a hit was last decided: 'in de webpagina'; '' where no person did."""
        return _PLACES.get(self._last.get(hit_id, (0, ""))[1], "elders")

    def file(self, term_id: str) -> str:
        """The file that a term was added in."""
        return FILES.get(self._last.get(term_id, (0, ""))[1], FILES["csv"])

    def of(self, added: AddedTerm | AddedPlace) -> str:
        """The origin of what a reviewer added: 'csv', 'xlsx' or 'web'."""
        if isinstance(added, AddedPlace) or not added.row:
            return WEB
        return self._last.get(added.term_id, (0, "csv"))[1]

    def later(self, hit_id: str, term_id: str) -> bool:
        """Whether a hit was last decided after a text was added; not so where the journal does not tell."""
        decided, added = self._last.get(hit_id), self._last.get(term_id)
        return decided is not None and added is not None and decided[0] > added[0]
