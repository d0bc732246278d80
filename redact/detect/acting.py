"""What the rules for people in public roles share: the record of one, and the titles before a name."""

from __future__ import annotations

from typing import NamedTuple

TIMEOUT_S = 20.0
TITLES = (
    r"(?:(?i:de\s+heer|de\s+heren|mevrouw|meneer|dhr|mevr|mw|mej|drs|dr|mrs|mr|ir|ing|prof|jhr|jkvr|"
    r"het\s+lid|de\s+leden)(?!\p{L})\.?\s*)*"
)
"""Titles and forms of address before a name: 'de heer mr. drs. '; may be nothing."""

Span = tuple[int, int]


class Acting(NamedTuple):
    """A person of a text who acts in public there; why, in Dutch; and the office as the text says it, or ''."""

    start: int
    end: int
    reason: str
    office: str = ""
