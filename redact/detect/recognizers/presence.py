"""Who was there, who was not, and who gets a copy: 'Aanwezig:', 'Afwezig:', 'Afschrift aan:', 'Deelnemers:'."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.detect.recognizers.base import Span, StructureRecognizer
from redact.detect.recognizers.people import TIMEOUT_S, function_at, initials_at, person_at, pieces

LABELS = (
    r"(?:tevens\s+|mede\s+|digitaal\s+|ook\s+|online\s+|fysiek\s+)?aanwezig(?:en|e)?(?:\s+(?:namens|vanuit|leden|"
    r"waren|zijn)[^\n:]{0,40})?|"
    r"afwezig(?:en)?(?:\s+(?:met\s+kennisgeving|m\.?\s?k\.?))?|a\.?m\.?k\.?|afgemeld|afmeldingen|afmelding|"
    r"bericht\s+van\s+verhindering|verhinderd|"
    r"met\s+kennisgeving\s+afwezig|met\s+kennisgeving|m\.k\.|deelnemers|deelnemerslijst|genodigden|aanwezige\s+leden|"
    r"(?:een\s+)?afschrift(?:en)?\s+(?:aan|is\s+gezonden\s+aan)|afschrift|i\.?a\.?a\.?|kopie\s+aan|kopie|"
    r"verzendlijst|distributie(?:lijst)?|verspreid(?:ing|ingslijst)|presentielijst|"
    r"gasten|gast|leden|vaste\s+leden|samenstelling|bezetting|projectteam|projectgroep|werkgroep|kernteam|"
    r"stuurgroep|namen\s+deelnemers|te\s+gast|"
    r"toehoorders|gespreksdeelnemers|gesprekspartners|present|attendees|participants|absent|apologies|c\.?c\.?|"
    r"anwesend|abwesend|teilnehmer|présents|absents|"
    r"contactpersonen|aanspreekpunten|namens\s+[^\n:]{2,40}|vanuit\s+[^\n:]{2,40}|rondgang|dienst(?:doend)?|piket"
)
_LABEL = regex.compile(
    rf"(?im)^[ \t>*•-]*(?:{LABELS})[^\n:\t]{{0,30}}(?::|\t|[ ]{{2,}})[ \t]*"
    r"(?P<value>[^\n]*(?:\n(?![^\n\t]{0,40}:(?:[ \t]|$)|[ \t]*\n)[^\n]+){0,40})"
)
_LIST = regex.compile(
    r"(?im)^[ \t>*•#\d.-]*(?:aanwezig(?:en)?|afwezig(?:en)?|deelnemers|deelnemerslijst|presentielijst|verzendlijst|"
    r"distributielijst|genodigden|attendees|participants|afmeldingen)"
    r"[ \t]*:?[ \t]*\n(?:[ \t=_-]*\n){0,2}(?P<value>[^\n]+(?:\n(?![ \t]*\n)[^\n]+){0,60})"
)
SEPARATORS = r"[;\n\t|•·●▪]|,(?!\s*(?:\p{Lu}\.){1,5})|\s{2,}|\s+(?:en|and)\s+|(?<=\))\s*|\s[–—-]\s"
_BULLET = regex.compile(r"[ \t]*(?:\d{1,2}[.)]|[-–*•·●▪o]|\[[ xX]?\])[ \t]+")


class PresenceRecognizer(StructureRecognizer):
    """Names in lists of people."""

    NAME = "aanwezigen"
    SCORE = 0.89
    SAID = "staat in een lijst van aanwezigen, afwezigen of ontvangers van een afschrift"

    def spans(self, text: str) -> Iterator[Span]:
        """The persons after a label, until an empty line or the next label; with the function given beside a name."""
        for pattern in (_LABEL, _LIST):
            for match in pattern.finditer(text, timeout=TIMEOUT_S):
                yield from listed_persons(text, *match.span("value"))


def listed_persons(text: str, start: int, end: int) -> Iterator[Span]:
    """The persons of a list in any layout, with their initials in brackets and their functions."""
    named = False
    for first, last in pieces(text, start, end, SEPARATORS):
        bullet = _BULLET.match(text, first, last)
        first = bullet.end() if bullet else first
        person = person_at(text, first, last, listed=True)
        if person is not None and not _is_entry(text, person.end, last):
            person = None
        if person is not None:
            yield person
            named = True
            initials = initials_at(text, person, last)
            if initials is not None:
                yield initials
        function = function_at(text, person.end if person else first, last) if named else None
        if function is not None:
            yield function


def _is_entry(text: str, start: int, end: int) -> bool:
    """Whether what follows a name in a list can: not a sentence."""
    rest = text[start:end].strip()
    return (
        not rest[:1].islower()
        or rest.startswith(("van ", "namens ", "vanaf ", "tot ", "bij "))
        or function_at(text, start, end) is not None
    )
