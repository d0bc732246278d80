"""The ledger of the raw walk."""

from __future__ import annotations

from collections import defaultdict

from redact.model import Leak
from redact.verify.text import Found, Matcher

ENGINE = "pikepdf"


class Findings:
    """What is wrong so far, and the texts of each kind of place, to be searched together at the end."""

    def __init__(self, file: str, matcher: Matcher) -> None:
        self._file = file
        self._matcher = matcher
        self._whats: dict[str, None] = {}
        self._found: list[tuple[str, Found]] = []
        self._texts: dict[tuple[str, int, bool], list[str]] = defaultdict(list)

    def wrong(self, what: str) -> None:
        """Something that may not be there, whatever it says."""
        self._whats[what] = None

    def text(self, what: str, *readings: str, only_long: bool = False) -> None:
        """One text in one kind of place ('string', 'name', ...), in the ways it can be read."""
        for way, reading in enumerate(readings):
            self._texts[what, way, only_long].append(reading)

    def glyph_order(self, letters: str) -> None:
        """The letters of one font."""
        if letters:
            self._found += [("glyph order", found) for found in self._matcher.in_glyph_order(letters)]

    def leaks(self) -> list[Leak]:
        """Everything found."""
        for (what, _, only_long), texts in self._texts.items():
            counts = self._matcher.in_texts(texts, only_long=only_long)
            self._found += [(what, found) for found in self._matcher.over(counts)]
        pairs = dict.fromkeys((what, hit_id) for what, found in self._found for hit_id in found.hit_ids)
        return [Leak(self._file, ENGINE, what) for what in self._whats] + [
            Leak(self._file, ENGINE, what, hit_id=hit_id) for what, hit_id in pairs
        ]
