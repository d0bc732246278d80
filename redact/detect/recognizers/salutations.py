"""Whom a letter, mail or chat line speaks to: 'Beste X,', 'Hoi X', 'Geachte heer X', 'Dag X en Y,'."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.detect.recognizers.base import Span, StructureRecognizer
from redact.detect.recognizers.people import TIMEOUT_S, person_at, pieces

GREETING = (
    r"(?:zeer\s+)?(?:geachte|beste|geacht|waarde|lieve|dear|hoi|hi|hai|hey|hee|hé|ha|hallo|hello|dag|goedemorgen|goedemiddag|goedenavond|goedendag|"
    r"goeiemorgen|morgen|bonjour|moin|sehr\s+geehrter?|liebe|lieber)"
)
_OPENING = regex.compile(
    rf"(?im)(?:^[ \t>]*|:[ \t]+|(?<=[.!?][ \t]))(?:{GREETING})[ \t]+"
    r"(?P<value>[^\n,!?.:;]{2,80}(?:\.[^\n,!?:;]{1,60})*)(?=[,!?.:;\n]|$)"
)
_MORE = regex.compile(r",[ \t]*(?P<value>\p{Lu}[\p{L}-]+)(?=[ \t]*(?:,|\n|en[ \t]))")


class SalutationRecognizer(StructureRecognizer):
    """Who is greeted."""

    NAME = "aanhef"
    SCORE = 0.86
    SAID = "staat in een aanhef"

    def spans(self, text: str) -> Iterator[Span]:
        """The persons after a greeting, up to the comma; 'Beste A, B en C,' goes on."""
        for opening in _OPENING.finditer(text, timeout=TIMEOUT_S):
            start, end = opening.span("value")
            more = _MORE.match(text, end)
            while more:
                end = more.end()
                more = _MORE.match(text, end)
            for first, last in pieces(text, start, end, r",|\s+(?:en|and|und|&)\s+|\s*/\s*"):
                person = person_at(text, first, last, listed=True, lower=True)
                if person is not None:
                    yield person
