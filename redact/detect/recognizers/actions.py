"""Who is to do something: 'Actie: JdV', 'Actie Jan en Fatima:', '(actie Jan)', '-> Jan'."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.detect.recognizers.base import Span, StructureRecognizer
from redact.detect.recognizers.people import TIMEOUT_S, person_at, pieces

_ACTION = regex.compile(
    r"(?<!\p{L})(?i:actie(?:punt)?(?:houder)?s?|act\.|to[ -]?do|afspraak|trekker|pakt\s+op|uitgezet\s+bij|belegd\s+bij)"
    r"(?i:[ ](?:voor|door|van|bij|ligt\s+bij))?(?:[ \t]*:[ \t]*|[ \t]+(?=\p{Lu}))(?P<value>[^\n.;:()\]]{2,60})"
)
_ARROW = regex.compile(r"(?:->|→|=>)[ \t]*(?P<value>[^\n.;:()\]]{2,60})")
_DATE = r"(?:[ ,(]*(?:uiterlijk|voor|vóór|per|z\.?s\.?m\.?|asap|week|wk|d\.?d\.?|\d)[^\n]*)?"
_ONLY = regex.compile(rf"[ \t]*(?:$|[,;.)\]:–-]|{_DATE}$|\t|[ ]{{2}}|\p{{Ll}})")


class ActionRecognizer(StructureRecognizer):
    """Names and initials of those who have an action."""

    NAME = "actiehouder"
    SCORE = 0.82
    SAID = "staat bij een actie of afspraak als degene die het doet"

    def spans(self, text: str) -> Iterator[Span]:
        """The persons right after the word, up to a mark or a verb."""
        for pattern in (_ACTION, _ARROW):
            for match in pattern.finditer(text, timeout=TIMEOUT_S):
                yield from _holders(text, *match.span("value"))


def _holders(text: str, start: int, end: int) -> Iterator[Span]:
    for first, last in pieces(text, start, end, r",|/|\+|&|\s+(?:en|and|i\.s\.m\.|ism|met)\s+"):
        person = person_at(text, first, last, listed=True, lower=True, initials=True)
        if person is None or not _ONLY.match(text, person.end, last):
            return
        yield person
