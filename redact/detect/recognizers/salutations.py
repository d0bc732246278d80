"""Whom a letter, mail or chat line speaks to: 'Beste X,', 'Hoi X', 'Geachte heer X', 'Dag X en Y,', or just 'X,'."""

from __future__ import annotations

from collections.abc import Iterator

import regex

import redact.detect.vocabulary as vocab
from redact.detect.lexicon import shipped_lexicon
from redact.detect.recognizers.base import PERSON, Span, StructureRecognizer
from redact.detect.recognizers.people import TIMEOUT_S, person_at, pieces

GREETING = (
    r"(?:zeer\s+)?(?:geachte|beste|geacht|waarde|lieve|dear|hoi|hi|hai|hey|hee|hé|ha|hej|hoihoi|yo|hallo|hello|dag|"
    r"goedemorgen|goedemiddag|goedenavond|goedendag|"
    r"goeiemorgen|goeiedag|goedeavond|gm|morgen|middag|bonjour|cher|chère|moin|guten\s+tag|sehr\s+geehrter?|liebe|"
    r"lieber)"
)
_OPENING = regex.compile(
    rf"(?im)(?:^[ \t>]*|:[ \t]+|(?<=[.!?][ \t]))(?:{GREETING})[ \t]+(?:(?:alle(?:maal|n)?|die|ook|weer)[ \t]+)?"
    r"(?P<value>[^\n,!?.:;]{1,80}(?:\.[^\n,!?:;]{1,60})*)(?=[,!?.:;\n]|$)"
)
_MORE = regex.compile(r",[ \t]*(?P<value>\p{Lu}[\p{L}'-]+(?:[ ]\p{Lu}[\p{L}'-]+)?)(?=[ \t]*(?:,|\n|(?:en|&)[ \t]|/))")
_LAST = regex.compile(r"[ \t]*(?:en|&|/)[ \t]*\p{Lu}[\p{L}'-]+(?=[ \t]*[,!\n])")
_COLLEAGUES = regex.compile(
    r"(?i)[ \t]*(?:(?:lieve|geachte|beste|waarde)[ \t]+)?(?:collega['’]?s?|vrienden|team|mensen|leden|heren|"
    r"dames)(?:[ \t]+(?:van|bij)[ \t]+\S+)?[ \t]*[,:(]?[ \t]*"
)
_BY_ITSELF = regex.compile(
    r"(?m)^[ \t>]*(?P<value>\p{Lu}[\p{L}'-]+(?:[ ]?(?:,|/|&|en)[ ]?\p{Lu}[\p{L}'-]+){0,4})[ ]?(?P<mark>[,!])[ \t]*\n"
)
_APART = r",|\s+(?:en|and|und|et|&)\s+|\s*/\s*|\s*&\s*"


class SalutationRecognizer(StructureRecognizer):
    """Who is greeted."""

    NAME = "aanhef"
    SCORE = 0.86
    SAID = "staat in een aanhef"

    def spans(self, text: str) -> Iterator[Span]:
        """The persons after a greeting, up to the comma; 'Beste A, B en C,' goes on."""
        for opening in _OPENING.finditer(text, timeout=TIMEOUT_S):
            start, end = opening.span("value")
            colleagues = _COLLEAGUES.match(text, start, len(text))
            if colleagues and colleagues.end() > end:
                end = colleagues.end()
            start = colleagues.end() if colleagues else start
            yield from _persons(text, start, _with_more(text, end))
        for line in _BY_ITSELF.finditer(text, timeout=TIMEOUT_S):
            yield from _given(text, *line.span("value"))


def _with_more(text: str, end: int) -> int:
    more = _MORE.match(text, end)
    while more:
        end = more.end()
        more = _MORE.match(text, end)
    last = _LAST.match(text, end)
    return last.end() if last else end


def _persons(text: str, start: int, end: int) -> Iterator[Span]:
    for first, last in pieces(text, start, end, _APART):
        person = person_at(text, first, last, listed=True, lower=True, initials=True)
        if person is not None and not text[person.end : last].strip()[:1].islower():
            yield person


def _given(text: str, start: int, end: int) -> Iterator[Span]:
    """First names on a line of their own; if one of them is none, the line is no salutation."""
    found = [
        (
            first + len(text[first:last]) - len(text[first:last].lstrip()),
            last - len(text[first:last]) + len(text[first:last].rstrip()),
        )
        for first, last in pieces(text, start, end, _APART)
    ]
    names = shipped_lexicon().first_names
    words = [text[first:last] for first, last in found]
    if words and all(word in names and word.lower() not in vocab.NO_NAMES for word in words):
        yield from (Span(first, last, PERSON) for first, last in found)
