"""Header fields of mails and invitations, own and quoted; 'Op ... schreef ...:'; fields of forms and memos."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from redact.detect.recognizers.base import Span, StructureRecognizer
from redact.detect.recognizers.people import TIMEOUT_S, function_at, initials_at, person_at, pieces


def _labels(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


MAIL = _labels(
    "van|aan|cc|bcc|c.c|b.c.c|kopie|kopie aan|afzender|ontvanger|ontvangers|geadresseerde|from|to|"
    "sender|reply-to|antwoord aan|on behalf of|verzonden door|doorgestuurd door|sent by|organizer|organiser|"
    "organisator|required|optional|attendees|vereist|verplicht|optioneel|required attendees|"
    "optional attendees|vereiste deelnemers|optionele deelnemers|genodigden|wie|who|von|an|kopie an|"
    "gesendet von|teilnehmer|organisatoren|de|à|copie|expéditeur|destinataire|uitgenodigd|invitees|"
    "verstuurd door|gedeeld door|shared by|made by|ter kennisname|t.k.n|namens"
)
FORM = _labels(
    "naam|namen|voornaam|achternaam|voornamen|roepnaam|voorletters|geslachtsnaam|tussenvoegsel|"
    "contactpersoon|contact|contactpersonen|behandeld door|behandelaar|behandelend ambtenaar|"
    "in behandeling bij|opgesteld door|opsteller|steller|auteur|auteurs|melder|gemeld door|indiener|"
    "verzoeker|aanvrager|klager|betrokkene|ter attentie van|t.a.v|tav|medewerker|leidinggevende|"
    "dossierhouder|projectleider|notulist|voorzitter|secretaris|verslag|verslaglegging|verslaglegger|"
    "ondertekend door|gesprekspartner|spreker|sprekers|eigenaar|actiehouder|vervanger|partner|ouder|cliënt|"
    "patiënt|werknemer|naam medewerker|naam aanvrager|naam melder|naam cliënt|naam patiënt|naam leerling|"
    "naam ouder|naam kind|aangemaakt door|toegewezen aan|gewijzigd door|host|gastheer|gastvrouw|directeur|"
    "inlichtingen bij|inlichtingen|informatie|nadere informatie|meer informatie|aanspreekpunt|beheerder|"
    "functioneel beheerder|goedgekeurd door|gecontroleerd door|vastgesteld door|geaccordeerd door|"
    "laatst gewijzigd door|opgemaakt door|getekend door|review|reviewer|gereviewd door|ingediend door|"
    "ontvangen door|uitgevoerd door|gesproken met|aangenomen door|afgehandeld door|geregistreerd door|"
    "gebeld door|beoordeeld door|beoordelaar|opdrachtgever|gemachtigde|bezwaarmaker|appellant|belanghebbende|"
    "getuige|verdachte|aangever|slachtoffer|bestuurder|opsteller nota|contactpersoon intern|"
    "contactpersoon extern|uw contactpersoon|onze contactpersoon|naam en functie|deelnemer|begeleider|mentor|"
    "docent|leerling|student|kandidaat|verwijzer|aanmelder|wijkagent|huisgenoot|bewoner|huurder|kind|"
    "vader|moeder|voogd|contactpersoon school|verzorger|echtgenoot|projectmanager|programmamanager|"
    "procesmanager|teamleider|adviseur|jurist|casemanager|onderzoeker|regisseur|casusregisseur|coördinator|"
    "rapporteur|verbalisant|verbalisanten|inspecteur|toezichthouder|portefeuillehouder ambtelijk|"
    "ambtelijk opdrachtgever|trekker|verantwoordelijke|uitvoerder|bereikbaar|piket|gespreksvoerder|"
    "bemiddelaar|vertrouwenspersoon|aanwezig namens|in opdracht van|gevraagd door|locatiemanager"
)
ALONE = _labels(
    "behandeld door|contactpersoon|steller|opgesteld door|auteur|behandelaar|inlichtingen bij|uw contactpersoon"
)
"""Labels under which the name stands on the next line."""
_LINE = regex.compile(
    r"(?m)^[ \t>*|_•-]*+(?P<label>\p{L}[\p{L}.é' -]{0,24}?)(?:\([^()\n]{1,20}\))?\.?[ ]?\*?(?:[ \t]*:|\t|"
    r"[ ]{2,})[ \t*]*(?P<value>[^\n]*)"
)
_INNER = regex.compile(r"(?:[|\t]|[ ]{2})[ ]*(?P<label>\p{L}[\p{L}.é' -]{0,24}?)[ ]*:[ \t]*(?P<value>[^\n]*)")
_ALONE = regex.compile(
    r"(?im)^[ \t]*(?:" + "|".join(sorted(ALONE)) + r")[ \t]*:?[ \t]*\n[ \t]*(?P<value>[^\n\t:]{4,60})(?=\n|\t|$)"
)
_MORE = regex.compile(r"(?:(?<=[;,][ \t]*)\n[ \t>]*(?P<next>[^\n]+)|\n[ \t]+(?P<folded>\S[^\n:]*$))", regex.MULTILINE)
_REPLIES = (
    regex.compile(
        r"(?im)^[ \t>-]*op\s[^\n]{6,60}?\b(?:schreef|"
        r"heeft)\s+(?P<value>[^<:\n]+(?:\n[ \t>]*[^<:\n]+)?)[^:\n]{0,90}(?::|----)"
    ),
    regex.compile(r"(?im)^[ \t>-]*op\s[^\n]{6,50}?\d[ ]+(?P<value>[^\d<:\n+][^<:\n]{2,40}?)[ ]*<[^>\n]*>[ ]*schreef"),
    regex.compile(
        r"(?im)^[ \t>]*on\s.{6,70}?(?:\d{1,2}[:.]\d\d(?:\s?[ap]m)?|\d{4})\s?(?:uur)?,?\s+"
        r"(?P<value>[^\d<:\n][^<:\n]*?)\s*(?:<[^>]*>)?\s*wrote:"
    ),
    regex.compile(r"(?im)^[ \t>]*am\s.{6,70}?schrieb\s+(?P<value>[^<:\n]+)[^:\n]{0,80}:"),
    regex.compile(r"(?im)^[ \t>]*le\s.{6,70}?\d,?\s+(?P<value>[^\d<:\n][^<:\n]*?)\s*(?:<[^>]*>)?\s*a\s+écrit\s?:"),
    regex.compile(
        r"(?m)^[ \t>]*(?P<value>\p{L}[^<:\n\d]{2,50}?)[ ]*(?:<[^>\n]*>)?[ ]+(?:schreef|wrote|"
        r"schrieb)\b(?=[^\n]{0,40}\d)[^\n]{0,50}:?[ ]*$"
    ),
)
_IPHONE = regex.compile(r"\s+(?:het\s+volgende\s+geschreven|(?:via|namens)\s+\S+)\s*$")
_HAS_REPLY = regex.compile(r"schreef|geschreven|wrote|schrieb|écrit")
_TAIL = regex.compile(
    r"[ ]?(?:/[\w&.+-]+)+(?:@[\w.&-]+)?|[ ]*\((?:[^()\n]*)\)|[ ]?[-–][ ]?(?:[A-Z][\w&]+/?)+(?=[;,\n]|$)"
)
_BEHALF = regex.compile(r"[ ]*,?[ ]*(?:namens|on behalf of|im auftrag von|mede namens|via)[ ]+", regex.IGNORECASE)
SEPARATORS = r";|\n|[ \t]{2,}|\t|\||/(?=\s)|\s+(?:en|and|und|et|&)\s+"


class HeaderRecognizer(StructureRecognizer):
    """Senders and receivers."""

    NAME = "mailkop"
    SCORE = 0.95
    SAID = "staat in een e-mailkop"

    def spans(self, text: str) -> Iterator[Span]:
        """Names in header fields and before 'schreef'."""
        for start, end in _fields(text, MAIL):
            yield from field_values(text, start, _with_more(text, end))
        if _HAS_REPLY.search(text):
            for pattern in _REPLIES:
                for match in pattern.finditer(text, timeout=TIMEOUT_S):
                    start, end = match.span("value")
                    cut = _IPHONE.search(text, start, end)
                    yield from field_values(text, start, cut.start() if cut else end)


class FieldRecognizer(StructureRecognizer):
    """Fields of forms, memos and minutes that hold a name."""

    NAME = "formulierveld"
    SCORE = 0.91
    SAID = "staat in een veld waar een naam hoort"

    def spans(self, text: str) -> Iterator[Span]:
        """Names after 'Contactpersoon:' and the like."""
        for start, end in _fields(text, FORM):
            yield from field_values(text, start, end)
        for match in _INNER.finditer(text, timeout=TIMEOUT_S):
            if match["label"].lower().rstrip(".") in FORM:
                yield from field_values(text, *match.span("value"))
        for match in _ALONE.finditer(text, timeout=TIMEOUT_S):
            person = person_at(text, *match.span("value"))
            if person is not None:
                yield person


def _fields(text: str, labels: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The values of the lines that begin with one of the labels."""
    return ((start, end) for label, start, end in _labelled(text) if label in labels)


@lru_cache(maxsize=2)
def _labelled(text: str) -> tuple[tuple[str, int, int], ...]:
    """The lines that begin with a label, each with the place of its value; asked for twice of every text."""
    found = _LINE.finditer(text, timeout=TIMEOUT_S)
    return tuple((match["label"].lower().rstrip(". "), *match.span("value")) for match in found)


def _with_more(text: str, end: int) -> int:
    """Where a list of receivers ends that goes on at the next lines."""
    more = _MORE.match(text, end)
    while more:
        end = more.end()
        more = _MORE.match(text, end)
    return end


def field_values(text: str, start: int, end: int) -> Iterator[Span]:
    """The persons in a field's value, and a function named after one of them."""
    for first, last in pieces(text, start, end, SEPARATORS):
        listed = _is_list(text[first:last])
        person = person_at(text, first, last, listed=listed, lower=True)
        while person is not None:
            yield person
            place = person.end
            initials = initials_at(text, person, last)
            if initials is not None:
                yield initials
            tail = _TAIL.match(text, place, last)
            place = tail.end() if tail else place
            function = function_at(text, place, last)
            if function:
                yield function
                break
            person = _next_person(text, place, last)


def _is_list(value: str) -> bool:
    """Whether commas part persons: more than one comma, and no initials behind the first."""
    return value.count(",") > 1 and not regex.search(r",\s*(?:\p{Lu}\p{Ll}{0,2}\.)", value)


def _next_person(text: str, place: int, end: int) -> Span | None:
    """The person after a comma or after 'namens'."""
    behalf = _BEHALF.match(text, place, end)
    if behalf:
        return person_at(text, behalf.end(), end)
    rest = place + len(text[place:end]) - len(text[place:end].lstrip(" ,\"'"))
    return person_at(text, rest, end, listed=True) if place < rest < end and text[place] in ",\"'" else None
