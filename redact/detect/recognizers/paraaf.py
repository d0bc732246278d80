"""Initials and names that sign for something: 'Paraaf: JdV', 'p.o. MvdB', 'Akkoord: J. Jansen'."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.detect.recognizers.base import Span, StructureRecognizer
from redact.detect.recognizers.people import TIMEOUT_S, person_at

_SIGNED = regex.compile(
    r"(?i)(?<!\p{L})(?:(?:paraaf|parafen|geparafeerd(?:[ \t]+door)?|gezien(?:[ \t]+door)?|(?:voor[ \t]+)?akkoord|"
    r"handtekening)[ \t]*:|geparafeerd[ \t]+door|p\.o\.|p/o|b/a|i\.o\.[ \t]*v\.|o\.b\.v\.)[ \t]*(?P<value>[^\n]{2,60})"
)
_NEXT = regex.compile(r"[ \t]*[/,+&|][ \t]*")


class ParaafRecognizer(StructureRecognizer):
    """Who signed or saw it."""

    NAME = "paraaf"
    SCORE = 0.87
    SAID = "staat bij een paraaf"

    def spans(self, text: str) -> Iterator[Span]:
        """The person or the initials right after the word, and those that follow after a stroke or comma."""
        for signed in _SIGNED.finditer(text, timeout=TIMEOUT_S):
            start, end = signed.span("value")
            person = person_at(text, start, end, listed=True, lower=True)
            while person is not None:
                yield person
                more = _NEXT.match(text, person.end, end)
                person = person_at(text, more.end(), end, listed=True, lower=True) if more else None
