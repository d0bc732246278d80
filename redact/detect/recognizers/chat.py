"""Senders in the export of a chat: '[12-03-2021 14:03] Jan: ...', '12-03-21 14:03 - Jan: ...', '14:03 Jan: ...'."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.detect.recognizers.base import PERSON, Span, StructureRecognizer
from redact.detect.recognizers.people import TIMEOUT_S, person_at

DATE = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}"
CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?"
_DATED = regex.compile(
    rf"(?im)^[ \t\u200e>]*\[?(?:{DATE},?\s+{CLOCK}|{CLOCK},?\s+{DATE})\]?[ \t]*(?:[-–][ \t]*)?[~@]?[ \t]*"
    r"(?P<sender>[^:\n\[\]]{2,40}?)[ \t]*:(?!\d)"
)
_TIMED = regex.compile(
    rf"(?im)^[ \t>]*[\[(]?{CLOCK}[\])]?[ \t]*(?:[-–|][ \t]*)?(?P<sender>[^:\n\[\]]{{2,40}}?)[ \t]*:(?!\d)"
)
_NAME_FIRST = regex.compile(
    r"(?im)^[ \t>]*(?P<sender>\p{L}[^:\n\[\]()0-9]{1,40}?)[ \t]*[,(\[][ \t]*"
    rf"(?:{DATE},?[ \t]+)?{CLOCK}(?:,?[ \t]+{DATE})?[ \t]*[)\]]?[ \t]*(?::|$)"
)
_LETTERS = regex.compile(r"\p{L}[\p{L}\p{M}'’. -]*")
NOBODY = frozenset(
    (
        "systeem",
        "system",
        "signal",
        "whatsapp",
        "teams",
        "jij",
        "ik",
        "u",
        "admin",
        "uur",
        "bijlage",
        "afbeelding",
        "media",
        "betreft",
        "onderwerp",
    )
)


class ChatRecognizer(StructureRecognizer):
    """Who said it."""

    NAME = "chat"
    SCORE = 0.94
    SAID = "staat als afzender in een chatgesprek"

    def spans(self, text: str) -> Iterator[Span]:
        """Whatever stands as sender after a date; after a clock time alone only what has the shape of a name."""
        for match in _DATED.finditer(text, timeout=TIMEOUT_S):
            name = _LETTERS.search(text, *match.span("sender"))
            if name and name.group().strip().lower() not in NOBODY:
                yield Span(name.start(), name.start() + len(name.group().rstrip(" -.")), PERSON)
        for pattern in (_TIMED, _NAME_FIRST):
            for match in pattern.finditer(text, timeout=TIMEOUT_S):
                person = person_at(text, *match.span("sender"), listed=True, lower=True)
                if person and person.end == match.end("sender"):
                    yield person
