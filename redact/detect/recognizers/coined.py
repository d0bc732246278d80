"""Words coined for software: what they look like, and those that need nothing around them.

'ZaakPortaal', 'Key2Iets', 'Roosterboek Pro'; and, where the text speaks of systems, 'in XYZ'.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from itertools import pairwise
from typing import Any

import regex

import redact.detect.vocabulary as vocab
from redact.detect import products
from redact.detect.common import is_word
from redact.detect.lexicon import shipped_lexicon
from redact.detect.recognizers.values import TIMEOUT_S, Value

SYSTEM_NAME = "SYSTEM_NAME"
COINED = "woord dat voor software gemaakt lijkt"
SPOKEN_OF = "naam in hoofdletters waar over systemen wordt gesproken"
AROUND = 120
_FUSED = regex.compile(
    r"(?<![\p{L}\d@/\\._-])(?=\p{L}*(?:\p{Ll}\p{Lu}|\p{L}[24]\p{L}))"
    r"(?P<word>(?:\p{Lu}\p{Ll}+|\p{Ll}{1,2}|\p{Lu}{2,4})(?:[24]?\p{Lu}\p{Ll}+|"
    r"[24]\p{Ll}{3,}){1,3}(?:\p{Lu}{2,4})?)\+?(?![\p{L}\d@_]|[.-][\p{L}\d])"
)
_PARTS = regex.compile(
    r"(?:App|Portaal|Portal|Net|Web|Mobiel|Mobile|Plein|Base|Desk|Flow|Docs?|Suite|Connect|Link|Manager|Views?|Viewer|"
    r"Track|Tracker|Box|Hub|Cloud|Soft|Ware|Data|Online|Plus|Point|Sys|Tools?|Zaak|Zaken|"
    r"Dossier|Burger|Loket|Mail|Safe|Scan|Print|Sync|Works?|Space|Board|Forms?|Insight|Control|Monitor|Planner|Rooster|"
    r"Server|Shield|Guard|Proxy|Log|Logger|Vault|Key|Gate|Gateway|Bridge|Broker|Index|"
    r"Stat|Calc|Time|Pay|Book|Boek|Register|Archief|Archive|Store|Share|File|Files|Pass|Sign|Auth|Admin|Check|Test|"
    r"Chain|Map|Maps|Geo|Gis|Tax|Work|Case|Ticket|Call|Meet|Kaart|Balie)"
)
_EDITION = regex.compile(
    r"(?<![\p{L}\d@/\\._-])(?P<name>\p{Lu}[\p{L}\d]{2,24})[ ](?:Pro|Enterprise|Webclient|Connect|Suite|Studio|Lite|NG|"
    r"365|360|Client|Manager|Server|"
    r"Agent|Console|Gateway|Cloud)(?:[ ]v?\d[\d.]{0,8}\d|[ ]\d)?(?![\p{L}\d@-])"
)
_IN_CAPITALS = regex.compile(
    r"(?<!\p{L})(?i:in|via|uit|op|met|naar|vanuit)[ ](?P<name>\p{Lu}[\p{Lu}\d]{2,9}(?:-[\p{Lu}\d]{1,6})?)(?![\p{L}\d]|"
    r"[-/.:][\p{L}\d])"
)
_SPEAKS_OF_SYSTEMS = regex.compile(
    r"(?i)(?<!\p{L})(?:\p{L}{0,20}(?:systeem|systemen|applicatie|applicaties|software|database|portaal|server|servers|"
    r"logging|logboek|wachtwoord)|inlog\p{L}*|ingelogd|login|log|logs|accounts?|"
    r"helpdesk|servicedesk|foutmelding|storing|export|import|uitdraai|autorisaties?|bevrag\p{L}*|geraadpleegd|"
    r"raadple\p{L}*|gebruikersnaam|schermafdruk|screenshot|updates?|patch\p{L}*|migratie|"
    r"koppeling(?:en)?|back-?up|ict|leverancier|hosting|beheerder|verbinding|scherm|opgezocht|gemuteerd|geregistreerd|"
    r"ingevoerd|module|webapp)(?!\p{L})"
)


class Shape(IntEnum):
    """How much a word looks like the name of a system, less to more."""

    NONE = 0
    WORD = 1
    """Capitalised, and a word of Dutch."""
    UNKNOWN = 2
    """Capitalised, and no word."""
    CAPITALS = 3
    STRONG = 4
    """Capitals in the middle, letters with digits, a point between two parts."""


def coined_in(text: str) -> Iterator[Value]:
    """Words that look made for software, wherever they stand."""
    for match in _FUSED.finditer(text, timeout=TIMEOUT_S):
        word = match["word"]
        odd = _is_strong(word) and word not in products.NO_SYSTEMS and not is_named(word)
        if odd and (_PARTS.search(word) or _is_about_systems(text, *match.span())):
            yield value_of(match, SYSTEM_NAME, 0.42, COINED)
    for match in _EDITION.finditer(text, timeout=TIMEOUT_S):
        if shape(match["name"]) >= Shape.UNKNOWN and not is_named(match["name"]):
            yield value_of(match, SYSTEM_NAME, 0.48, COINED)
    for match in _IN_CAPITALS.finditer(text, timeout=TIMEOUT_S):
        if shape(match["name"]) is Shape.CAPITALS and _is_about_systems(text, *match.span()):
            yield value_of(match, SYSTEM_NAME, 0.4, SPOKEN_OF, "name")


def value_of(match: Any, kind: str, score: float, reason: str, group: int | str = 0) -> Value:
    """The stretch of a match, or of one of its groups, as a value."""
    start, end = match.span(group)
    return Value(start, end, kind, score, reason)


def _is_about_systems(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return bool(
        _SPEAKS_OF_SYSTEMS.search(before, timeout=TIMEOUT_S) or _SPEAKS_OF_SYSTEMS.search(after, timeout=TIMEOUT_S)
    )


def is_named(word: str) -> bool:
    """Whether somebody can be called so."""
    lexicon = shipped_lexicon()
    return word in lexicon.first_names or word in lexicon.surnames


def shape(word: str) -> Shape:
    """How much a word looks like the name of a system."""
    if word in products.NO_SYSTEMS or not any(map(str.isalpha, word)):
        return Shape.NONE
    if word.isupper():
        parts = regex.split(r"[-./&+_]", word)
        known = all(part in products.PUBLIC_CODES or part.isdecimal() or len(part) < 2 for part in parts)
        return Shape.NONE if known or not 2 < len(word) <= 16 else Shape.CAPITALS
    if _is_strong(word):
        return Shape.STRONG
    if not word[0].isupper():
        return Shape.NONE
    first, _, rest = word.partition("-")
    if len(first) > 1 and first.isupper() and rest[:1].isupper() and first not in products.PUBLIC_CODES:
        return Shape.CAPITALS
    return Shape.WORD if is_word(word.lower()) or word.lower() in vocab.PLACES else Shape.UNKNOWN


def _is_strong(word: str) -> bool:
    letters = sum(map(str.isalpha, word))
    if any(map(str.isdecimal, word)):
        return letters >= 4 and not word[0].isdecimal() and "." not in word
    inner = any(low.islower() and high.isupper() for low, high in pairwise(word))
    dotted = "." in word and word[0].isupper() and all(len(part) > 1 and part[0].isupper() for part in word.split("."))
    headed = regex.fullmatch(r"\p{Lu}{2,}\p{Lu}\p{Ll}{3,}(?<!ers|jes|tje|sen)", word) is not None
    return headed or (inner and not word.startswith(("Mc", "Mac", "De", "Van", "Ten", "Ter"))) or dotted
