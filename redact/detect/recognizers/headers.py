"""Header fields of mails (of one's own and quoted), 'Op ... schreef ...:' and the fields of forms and memos."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from redact.detect.recognizers.base import Span, StructureRecognizer
from redact.detect.recognizers.people import TIMEOUT_S, function_at, person_at, pieces

MAIL = (
    "van|aan|cc|bcc|from|to|von|an|kopie|kopie aan|afzender|ontvangers?|geadresseerde|reply-to|antwoord aan|sender|"
    "verzonden door|doorgestuurd door|organizer|organisator|required|optional|attendees|vereist|verplicht|optioneel|"
    "required attendees|optional attendees"
)
FORM = (
    "naam|namen|voornaam|achternaam|voornamen|roepnaam|contactpersoon|contact|behandeld door|behandelaar|"
    "behandelend ambtenaar|opgesteld door|opsteller|steller|auteurs?|melder|gemeld door|indiener|verzoeker|aanvrager|"
    "klager|betrokkene|namens|ter attentie van|t\\.?a\\.?v\\.?|medewerker|leidinggevende|dossierhouder|projectleider|"
    "notulist|voorzitter|secretaris|verslag|verslaglegging|ondertekend door|gesprekspartner|sprekers?|eigenaar|"
    "actiehouder|vervanger|partner|ouder|cliënt|patiënt|werknemer|naam medewerker|naam aanvrager|naam melder|"
    "aangemaakt door|toegewezen aan|gewijzigd door|host|gastheer|directeur|inlichtingen bij|inlichtingen"
)
MORE = r"(?:[^\n]*[;,][ \t]*\n)*[^\n]*"
_MAIL_FIELD = regex.compile(
    rf"(?im)^[ \t>*|_]*(?:{MAIL})[ \t]*\*?(?:[ \t]*:|\t| {{2,}})[ \t*]*(?P<value>{MORE}(?:\n[ \t]+\S[^\n:]*$)*)"
)
_FORM_FIELD = regex.compile(rf"(?im)(?:^[ \t>*|•-]*|[|\t]| {{2,}})(?:{FORM})[ \t]*:[ \t]*(?P<value>[^\n]*)")
_REPLIES = (
    regex.compile(r"(?im)^[ \t>]*op\s+[^\n]{6,60}?\bschreef\s+(?P<value>[^<:\n]+(?:\n[ \t>]*[^<:\n]+)?)[^:\n]{0,80}:"),
    regex.compile(
        r"(?im)^[ \t>]*on\s.{6,70}?(?:\d{1,2}[:.]\d\d(?:\s?[ap]m)?|\d{4})\s?(?:uur)?,?\s+"
        r"(?P<value>[^\d<:\n][^<:\n]*?)\s*(?:<[^>]*>)?\s*wrote:"
    ),
    regex.compile(r"(?im)^[ \t>]*am\s.{6,70}?schrieb\s+(?P<value>[^<:\n]+)[^:\n]{0,80}:"),
)
SEPARATORS = r";|\n|[ \t]{2,}|\t|\||/(?=\s)|\s+(?:en|and|und)\s+"


class HeaderRecognizer(StructureRecognizer):
    """Senders and receivers."""

    NAME = "mailkop"
    SCORE = 0.95
    SAID = "staat in een e-mailkop"

    def spans(self, text: str) -> Iterator[Span]:
        """Names in header fields and before 'schreef'."""
        for pattern in (_MAIL_FIELD, *_REPLIES):
            for match in pattern.finditer(text, timeout=TIMEOUT_S):
                yield from field_values(text, *match.span("value"))


class FieldRecognizer(StructureRecognizer):
    """Fields of forms, memos and minutes that hold a name."""

    NAME = "formulierveld"
    SCORE = 0.91
    SAID = "staat in een veld waar een naam hoort"

    def spans(self, text: str) -> Iterator[Span]:
        """Names after 'Contactpersoon:' and the like."""
        for match in _FORM_FIELD.finditer(text, timeout=TIMEOUT_S):
            yield from field_values(text, *match.span("value"))


def field_values(text: str, start: int, end: int) -> Iterator[Span]:
    """The persons in a field's value, and a function named after one of them."""
    for first, last in pieces(text, start, end, SEPARATORS):
        person = person_at(text, first, last)
        while person is not None:
            yield person
            rest = person.end + len(text[person.end : last]) - len(text[person.end : last].lstrip(" ,\"'"))
            function = function_at(text, person.end, last)
            if function:
                yield function
                break
            person = (
                person_at(text, rest, last, listed=True) if rest > person.end and text[person.end] in ",\"'" else None
            )
