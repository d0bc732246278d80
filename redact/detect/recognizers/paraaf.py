"""Initials and names that sign for something: 'Paraaf: JdV', 'p.o. MvdB', 'Akkoord: J. Jansen', and routing slips.

Steller      Afd.hoofd     Directeur      roles
JdV 12/3     MvdB          P. Bakker      who signed, below or behind
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.detect.recognizers.base import Span, StructureRecognizer
from redact.detect.recognizers.keywords import lines_with, places
from redact.detect.recognizers.people import TIMEOUT_S, person_at

_SIGNED = regex.compile(
    r"(?i)(?<!\p{L})(?<!(?:eerst|laatst|eerder|vaker)[ \t]+)"
    r"(?:(?:paraa?f(?:en)?(?:lijn)?|geparafeerd(?:[ \t]+door)?|gezien(?:[ \t]+door)?|"
    r"(?:voor[ \t]+)?akkoord(?:[ \t]+(?:namens|door)[ \t]+\p{L}{2,20})?|"
    r"acc\.|accoord|get\.|w\.g\.|handtekening|medeparaaf|voor[ \t]+gezien|vrijgegeven(?:[ \t]+door)?)[ \t]*:|"
    r"geparafeerd[ \t]+door|par\.(?=[ \t]+\p{Lu})|(?:paraaf|akkoord|gezien|get\.|"
    r"acc\.)[ \t]+(?=\p{Lu}(?:\p{Ll}{0,3}\p{Lu}){1,3}(?!\p{L})|\p{L}{3,14}\.?:)|p\.o\.|p/o|b/a|i\.o\.[ \t]*v\.|"
    r"o\.b\.v\.)"
    r"[ \t]*(?P<value>[^\n]{2,80})"
)
_ROLE = regex.compile(
    r"(?i)(?:par(?:aaf|\.)[ \t]+)?(?:mt-lid|dir(?:ecteur|\.)?|(?:afd|team|cluster|sector|unit)\.?[ ]?(?:hoofd|"
    r"manager|leider)?|hoofd|secr(?:etaris)?|steller|dgl?\p{L}{0,3}|p?sg|d[A-Z])[. ]*:[ \t]*"
)
_WORDS = (
    "para",
    "par.",
    "gepara",
    "gezien",
    "akkoord",
    "voor ",
    "acc",
    "get.",
    "w.g.",
    "handtek",
    "mede",
    "vrijg",
    "p.o",
    "p/o",
    "b/a",
    "i.o",
    "o.b",
)
_LABELS = ("steller", "paraaf", "parafen", "akkoord", "afd.hoofd", "afd. hoofd", "afdelingshoofd")
_CELLS = regex.compile(r"[^\t|\n]+?(?=[ ]{2,}|\t|\||$)|[^\t|\n]+")
_NEXT = regex.compile(
    r"(?:[ \t]*(?:\(?(?:d\.?d\.?[ ]?)?\d{1,2}[-/ ]\d{1,2}(?:[-/ ]\d{2,4})?\)?))?[ \t]*(?:[/,+&|]|\ben\b|\t|"
    r"[ ]{2,})[ \t]*"
)
_ONLY_WHO = regex.compile(
    r"[ \t]*(?:\(?(?:d\.?d\.?[ ]?)?\d{1,2}[-/. ](?:\d{1,2}|\p{L}{3,9})(?:[-/. ]\d{2,4})?\)?|akk(?:oord)?\.?|gezien|"
    r"m\.?o\.?|v|x|ok|[ \t.,;-])*"
)


class ParaafRecognizer(StructureRecognizer):
    """Who signed or saw it."""

    NAME = "paraaf"
    SCORE = 0.87
    SAID = "staat bij een paraaf"

    def spans(self, text: str) -> Iterator[Span]:
        """The person or the initials right after the word, those after a stroke or comma, and those below."""
        done = 0
        for place in places(text, _WORDS):
            signed = _SIGNED.match(text, place, timeout=TIMEOUT_S) if place >= done else None
            if signed:
                done = signed.start("value")
                yield from _in_line(text, *signed.span("value"))
        for start, end in lines_with(text, places(text, _LABELS)):
            if ":" not in text[start:end] and len(_CELLS.findall(text, start, end)) > 1:
                yield from _below(text, end + 1)


def _in_line(text: str, start: int, end: int) -> Iterator[Span]:
    role = _ROLE.match(text, start, end)
    person = person_at(text, role.end() if role else start, end, listed=True, lower=True, initials=True)
    while person is not None:
        yield person
        more = _NEXT.match(text, person.end, end)
        role = _ROLE.match(text, more.end(), end) if more else None
        place = role.end() if role else more.end() if more else end
        person = person_at(text, place, end, listed=True, lower=True, initials=True) if more else None


def _below(text: str, start: int) -> Iterator[Span]:
    """The cells of the line below that hold a name or initials, a date or 'akkoord', and nothing else."""
    stop = text.find("\n", start)
    for cell in _CELLS.finditer(text, start, len(text) if stop < 0 else stop):
        person = person_at(text, *cell.span(), listed=True, lower=True, initials=True)
        if person is not None and _ONLY_WHO.fullmatch(text, person.end, cell.end()):
            yield person
