"""Where decisions came from, as the journal tells: a file, the web page, or no person at all."""

from __future__ import annotations

from functools import cached_property

from redact.journal import Journal

FILES = {"csv": "hits.csv", "xlsx": "hits.xlsx"}
"""The reviewer's file by its origin in the journal."""

_PLACES = {
    **{origin: f"in {name}" for origin, name in FILES.items()},
    "web": "in de webpagina",
    "twin": "bij het dubbele document",
    "machine": "",
    "bundle": "",
}


class Origins:
    """The last origin of each hit and term; the journal is read when first asked."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @cached_property
    def _last(self) -> dict[str, str]:
        return {
            str(entry.get("hit_id") or entry["term_id"]): str(entry.get("origin", ""))
            for entry in self._journal.entries()
            if entry.get("hit_id") or entry.get("term_id")
        }

    def where(self, hit_id: str) -> str:
        """In Dutch, where a hit was last decided: 'in de webpagina'; '' where no person did."""
        return _PLACES.get(self._last.get(hit_id, ""), "elders")

    def file(self, term_id: str) -> str:
        """The file that a term was added in."""
        return FILES.get(self._last.get(term_id, ""), FILES["csv"])
