"""Senders in the export of a chat: '[12-03-2021 14:03] Jan: ...', '12-03-21 14:03 - Jan: ...', '14:03 Jan: ...'.

And what the program itself says: 'Jan heeft Fatima toegevoegd'.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.detect.recognizers.base import PERSON, Span, StructureRecognizer
from redact.detect.recognizers.keywords import lines_with
from redact.detect.recognizers.people import TIMEOUT_S, person_at, pieces

DATE = (
    r"(?:\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{2,4})?|\d{1,2}[ ](?:jan|feb|mrt|maa|apr|mei|jun|jul|aug|sep|okt|oct|nov|"
    r"dec)\p{L}*\.?(?:[ ]\d{4})?)"
)
CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s?u(?:ur)?(?!\p{L}))?"
_DATED = regex.compile(
    rf"(?i)[ \t\u200e>*]*\[?(?:{DATE},?\s+(?:om\s+|at\s+)?{CLOCK}|{CLOCK},?\s+{DATE})\]?[ \t]*(?:[-–|"
    rf"][ \t]*)?[~@]?[ \t]*"
    r"(?P<sender>[^:\n\[\]]{2,40}?)[ \t]*:(?!\d)"
)
_TIMED = regex.compile(
    rf"(?i)[ \t>*]*[\[(]?{CLOCK}[\])]?[ \t]*(?:[-–|][ \t]*)?[~@]?(?P<sender>[^:\n\[\]]{{2,40}}?)[ \t]*(?::(?!\d)|$)"
)
_NAME_FIRST = regex.compile(
    r"(?i)[ \t>*]*@?(?P<sender>\p{L}[^:\n\[\]()0-9]{1,40}?)[ \t]*(?:[,(\[|–-]|[ ]{2}|\t|(?<=\p{L}))[ \t]*"
    rf"(?:(?:{DATE}|gisteren|vandaag|ma|di|wo|do|vr|za|zo),?[ \t]+)?{CLOCK}(?:,?[ \t]+{DATE})?[ \t]*[)\]]?[ \t]*(?::|$)"
)
_SYSTEM = regex.compile(
    r"(?im)(?:^|[-–\]][ ])[ \t\u200e]*~?(?P<who>\p{L}[\p{L}\p{M}'’. -]{1,40}?)[ ]"
    r"(?:heeft|hebt|added|created|removed|changed|left|joined|werd|is|nam|verliet|"
    r"neemt)(?:[ ](?P<whom>[^\n:]{2,80}?))?[ ]?"
    r"(?:toegevoegd|verwijderd|uitgenodigd|de groep (?:verlaten|gemaakt|aangemaakt|hernoemd)|het onderwerp|(?:de|"
    r"het) groeps\p{L}+|"
    r"dit bericht verwijderd|deelgenomen|de groep|to the (?:group|chat|channel)|the group|via de uitnodigingslink|"
    r"(?:het|de) (?:gesprek|chat|vergadering|kanaal) (?:verlaten|gestart)|deel aan)"
)
_CLOCK = regex.compile(r"\d[:.]\d\d(?![\d])")
_MAY_BE_SYSTEM = regex.compile(
    r"toegevoegd|verwijderd|uitgenodigd|groep|onderwerp|the (?:group|chat|channel)|uitnodigingslink|gesprek|kanaal"
)
_LETTERS = regex.compile(r"[\p{L}\p{M}\d_'’. -]*\p{L}[\p{L}\p{M}\d_'’. -]*")
NOBODY = frozenset(
    (
        *(
            "systeem",
            "system",
            "signal",
            "whatsapp",
            "teams",
            "jij",
            "ik",
            "u",
            "you",
            "admin",
            "uur",
            "bijlage",
            "afbeelding",
            "media",
        ),
        *(
            "betreft",
            "onderwerp",
            "je",
            "iedereen",
            "alarm",
            "melding",
            "bericht",
            "log",
            "error",
            "info",
            "warning",
            "start",
            "einde",
        ),
        *("aanvang", "pauze", "opening", "sluiting", "noot", "opmerking", "actie", "status", "update"),
    )
)
_ORDINARY = regex.compile(r"(?:[^\s]+\s+){4}")


class ChatRecognizer(StructureRecognizer):
    """Who said it."""

    NAME = "chat"
    SCORE = 0.94
    SAID = "staat als afzender in een chatgesprek"

    def spans(self, text: str) -> Iterator[Span]:
        """Whatever stands as sender after a date; after a clock time alone only what has the shape of a name."""
        for start, end in lines_with(text, (clock.start() for clock in _CLOCK.finditer(text))):
            yield from _senders(text, start, end)
        if _MAY_BE_SYSTEM.search(text):
            for match in _SYSTEM.finditer(text, timeout=TIMEOUT_S):
                yield from _named_by_system(text, match)


def _senders(text: str, start: int, end: int) -> Iterator[Span]:
    """The sender in a line that holds a clock time."""
    match = _DATED.match(text, start, end, timeout=TIMEOUT_S)
    if match:
        name = _LETTERS.match(text, *match.span("sender"))
        if name and name.group().strip().lower() not in NOBODY and not _ORDINARY.match(name.group()):
            yield Span(name.start(), name.start() + len(name.group().rstrip(" -.")), PERSON)
    for pattern in (_TIMED, _NAME_FIRST):
        match = pattern.match(text, start, end, timeout=TIMEOUT_S)
        person = person_at(text, *match.span("sender"), listed=True, lower=True) if match else None
        if match and person and person.end == match.end("sender"):
            yield person


def _named_by_system(text: str, match: regex.Match[str]) -> Iterator[Span]:
    """Who did something in a chat, and with whom."""
    for group in ("who", "whom"):
        if match[group] is None:
            continue
        for first, last in pieces(text, match.start(group), match.end(group), r",|\s+(?:en|and)\s+"):
            person = person_at(text, first, last, listed=True, lower=True)
            if person and not text[person.end : last].strip():
                yield person
