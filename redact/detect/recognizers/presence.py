"""Who was there, who was not, and who gets a copy: 'Aanwezig:', 'Afwezig:', 'Afschrift aan:', 'Deelnemers:'."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.detect.recognizers.base import Span, StructureRecognizer
from redact.detect.recognizers.people import TIMEOUT_S, function_at, person_at, pieces

LABELS = (
    r"(?:tevens\s+|mede\s+|digitaal\s+|ook\s+)?aanwezig(?:en|e)?|afwezig(?:en)?(?:\s+met\s+kennisgeving)?|afgemeld|afmeldingen|verhinderd|met\s+kennisgeving\s+afwezig|"
    r"deelnemers|genodigden|aanwezige\s+leden|(?:een\s+)?afschrift(?:en)?\s+(?:aan|is\s+gezonden\s+aan)|kopie\s+aan|verzendlijst|presentielijst|gasten|gast|leden|namen\s+deelnemers|"
    r"toehoorders|gespreksdeelnemers|present|attendees|participants|absent|c\.?c\.?"
)
_LABEL = regex.compile(
    rf"(?im)^[ \t>*•-]*(?:{LABELS})[^\n:]{{0,30}}:[ \t]*"
    r"(?P<value>[^\n]*(?:\n(?![^\n]{0,40}:(?:[ \t]|$)|[ \t]*\n)[^\n]+){0,40})"
)
SEPARATORS = r"[;,\n\t]|\s{2,}|\s+(?:en|and)\s+|(?<=\))\s*"


class PresenceRecognizer(StructureRecognizer):
    """Names in lists of people."""

    NAME = "aanwezigen"
    SCORE = 0.89
    SAID = "staat in een lijst van aanwezigen, afwezigen of ontvangers van een afschrift"

    def spans(self, text: str) -> Iterator[Span]:
        """The persons after a label, until an empty line or the next label; with the function given beside a name."""
        for match in _LABEL.finditer(text, timeout=TIMEOUT_S):
            named = False
            for first, last in pieces(text, match.start("value"), match.end("value"), SEPARATORS):
                person = person_at(text, first, last, listed=True)
                if person is not None:
                    yield person
                    named = True
                function = function_at(text, person.end if person else first, last) if named else None
                if function is not None:
                    yield function
