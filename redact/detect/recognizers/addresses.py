"""Where people live: street and house number with what belongs to it, postcode and place, parcels of the land register.

A house number is looked for first and the street before it read backwards: 'Burg. van Voorbeeldlaan <- 12a'. Addresses
of offices are found as well and proposed to stay readable (see `offices`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import regex

import redact.detect.vocabulary as vocab
from redact.detect.common import is_word
from redact.detect.recognizers.offices import BEHIND, LIVES, is_office
from redact.detect.recognizers.streets import Street, street_before
from redact.detect.recognizers.values import TIMEOUT_S, Value, ValueRecognizer, value

ADDRESS = "ADDRESS"
STREET = "straat met huisnummer"
POSTCODE = "postcode met plaats"
PARCEL = "kadastrale aanduiding"
OFFICE = "bezoek- of postadres van een organisatie"

_GAP = r"[ ]{0,2}(?:,|\||•|·|/|\t|[-–](?=[ ]))?(?:[ \t]{0,60}\n)?[ \t>]{0,120}"
CODE = r"[1-9][\dlIO]{3}[ ]{0,2}[A-Z]{2}(?![\p{L}\d])"
LOWER_CODE = (
    r"[1-9]\d{3}[ ]?(?!at|on|by|to|it|en|of|in|is|op|te|de|om|al|er|ik|je|we|ze|na|uw|zo|nu|kg|km|cm|mm|st|ex|pp|ff)"
    r"[a-z]{2}(?![\p{L}\d])"
)
PLACE = (
    r"(?:(?:['’]s[ -]|[Dd]en |DEN |[Dd]e |DE |[Ss]int[ -]|[Ss]t\. ?|Oud |Nieuw |Noord |Zuid |Ter |Berg |Bad |Hoek |"
    r"Alphen |Capelle |Wijk |Bergen )"
    r"(?=[\p{Lu}v]))?(?:\p{Lu}|0(?=\p{Ll}))[\p{L}'’-]{1,30}(?:-\n[ \t>]*\p{Ll}{2,20})?"
    r"(?:[ ](?:aan|a/d|a\.d\.|op|bij|over|van)(?:[ ](?:den?|het|['’]t))?[ ]\p{Lu}[\p{L}'’-]{1,20})?"
)
LOWER_PLACE = r"[\p{L}'’-]{2,30}"
NUMBER = (
    r"(?P<number>[lI]?\d[\dlIO]{0,3}|[lI]\d{0,3}(?=[,\n ]))"
    r"(?P<addition>[ ]?[-/–][ ]?(?:\n[ ]*)?(?:\d{1,2} ?hoog|\d{1,4}|[A-Za-z]{1,2}|hs|bis|huis|I{1,3})(?![\p{L}\d])|"
    r"(?:[a-zA-Z]{1,2}\d?|hs|bis)(?![\p{L}\d])"
    r"|[ ]\((?:[A-H]|bis|hs|huis|I{1,3}|boven|beneden|bg|\d ?(?:hoog|hg))\)"
    r"|[ ][A-H][ ]\d{1,3}(?![\p{L}\d:/-]|[.,]\d)|"
    r"[ ](?:[A-H](?![.])|bis|hs|huis|I{1,3}|IV|rood|zwart|wit|zw|rd|boven|bg|"
    r"\d ?(?:hoog|hg))(?![\p{L}\d]))?(?:,? (?:app(?:artement|\.)?|"
    r"kamer(?= ?\d+,? [1-9]\d{3})|bus|huis) ?\d{1,4}[a-z]?)?"
)
_HOUSE = regex.compile(
    rf"(?<=[\p{{L}}.'’)](?:[ ]{{1,3}}|,?[ ](?:nr\.?|nummer|huisnr\.?)[ ]|"
    rf"[ ]?\n[ \t>]{{0,60}})|straat|laan|plein|kade|gracht|singel){NUMBER}(?![\p{{L}}\d]|[.,:/-][\d]|[ ]?[%€°])"
)
_TOWN = regex.compile(
    rf"{_GAP}(?:{CODE}(?:,?[ ]{{1,3}}(?:te[ ])?(?:\n[ \t>]*)?(?P<place>{PLACE})|,?\n[ \t>]*(?P<below>{PLACE}))?|"
    rf"(?:[A-Z]{{1,2}}-)?[1-9]\d{{3,4}}[ ]{{1,2}}(?P<abroad>{PLACE}))"
)
_CODE = regex.compile(CODE)
_LOWER_TOWN = regex.compile(rf",?[ ]?(?:\n[ \t]*)?{LOWER_CODE}(?:,?[ ]{LOWER_PLACE})?")
_NEAR_TOWN = regex.compile(
    rf"(?:,[ ]?(?:te )?|[ ](?:te|in)[ ]|[ ]\((?:te[ ])?)(?P<place>{PLACE})(?![\p{{L}}\d]|[ ]\p{{Lu}}\p{{Ll}}+[ ]\d)"
)
_BARE_TOWN = regex.compile(r"[ ](?P<place>[\p{L}'’-]{3,30})(?![\p{L}\d-])")
_TOWN_BEFORE = regex.compile(
    rf"(?:(?<=\b(?:te|in|wonende|woonachtig|woonplaats|adres)[ :]{{1,3}})|(?<=[(\t:][ ]?)|"
    rf"^[ \t>]*(?!\p{{Lu}}{{2,4}}, )){PLACE}, ?$",
    regex.MULTILINE,
)
_TOWN_OUTSIDE = regex.compile(rf"(?<=\b(?:te|in|naar|uit|woonplaats|adres)[ :]{{1,3}}){PLACE} \($")
_POSTCODE = regex.compile(
    rf"(?<![\p{{L}}\d€/.,-]|[\d][ ]){CODE}(?:(?:,?[ ]{{1,3}}(?:te[ ])?|[ ]?\t|"
    rf",?\n[ \t>]{{0,80}})(?P<place>{PLACE})(?![\d@.]\p{{L}})|,? (?:nr\.? ?|huisnummer )?\d{{1,4}}(?![\d.]))?"
)
_POSTCODE_WORD = regex.compile(r"(?i)(?:postcode|pc\b)[^\n\d]{0,24}$")
_NOT_CODES = frozenset(
    [
        "EU",
        "NL",
        "BV",
        "NV",
        "KB",
        "MB",
        "GB",
        "TB",
        "MW",
        "KW",
        "GW",
        "EN",
        "IN",
        "OP",
        "OF",
        "SA",
        "SD",
        "SS",
        "UU",
        "VN",
        "EG",
        "KM",
        "CM",
        "MM",
        "EC",
        "AV",
    ]
)
_PARCEL = regex.compile(
    r"(?i)(?<![\p{L}\d])(?:(?:kadastra(?:al|le)[ \n](?:bekend|aanduiding|perceel)?[^\n.;\d]{0,12}?[\s:]\s*)\K)?"
    r"(?:gemeente[ \n])?(?:[\p{L}'-]{2,25},?[ \n])?sectie[ \n][A-Z]{1,2},?[ \n](?:(?:nummers?|nrs?\.?|perce(?:el|"
    r"len)|onder nummer)[ \n])?\d{1,5}(?:(?:,| en) \d{3,5})*(?!\d)"
)
_ABROAD = regex.compile(
    r"(?<![\p{L}\d])\d{1,4}(?: ?bis)?,? (?:(?i:rue|avenue|boulevard|chemin|allée|place)(?: (?:d[eu]s?|la|le|l['’]|"
    r"[\p{L}'’-]{2,20})){1,4}|(?:\p{Lu}\p{Ll}{2,15} ){1,3}(?:Street|Road|Lane|Drive|Square|Court|Avenue|Crescent)\b)"
    rf"(?:, (?:[A-Z]{{1,2}}-)?\d{{4,5}} {PLACE})?"
)
_DAY = regex.compile(r"[0-3]?\d[ ]?[-/][ ]?[01]?\d")
_YEAR = regex.compile(r"(?:19|20)\d\d")
_UNIT = regex.compile(
    r"(?i)[ ](?:jan|feb|mrt|maart|apr|mei|juni|juli|aug|sep|okt|nov|dec|uur|keer|dagen|weken|maanden|jaar|euro|km|"
    r"meter|m2|personen|mensen|stuks|pagina|x\b|procent|graden|minuten|april|[a-z]+en\b(?<=kinderen|woningen|leden|"
    r"huizen|bomen|plaatsen))"
)
_WHERE = regex.compile(r"(?<!\p{L})(?:aan|op|in|naar|bij|adres)(?:[ ](?:de|het))?[ ]$")
"""What leads to a street in the middle of a sentence."""
_DONE = regex.compile(r"(?:\p{L}{2,5})?(?:ge|ver|be|ont)\p{L}+[dt]")
LONGEST_SHORT_WORD = 5
NEAR = 60


class AddressRecognizer(ValueRecognizer):
    """Addresses of people, and of offices as what may stay readable."""

    NAME = "adres"
    KINDS = (ADDRESS,)

    def values(self, text: str, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
        """Houses first; postcodes that belong to none of them; parcels."""
        houses = sorted((*_houses(text), *_foreign(text)))
        for start, end in houses:
            yield _judged(text, start, end, persons, STREET)
        for start, end in _postcodes(text):
            place = bisect_right(houses, (start, len(text)))
            if not place or houses[place - 1][1] <= start:
                yield _judged(text, start, end, persons, POSTCODE)
        for parcel in _PARCEL.finditer(text, timeout=TIMEOUT_S):
            yield value(parcel.span(), ADDRESS, 0.6, PARCEL)


def _judged(text: str, start: int, end: int, persons: Sequence[tuple[int, int]], reason: str) -> Value:
    if is_office(text, start, end, persons):
        return Value(start, end, ADDRESS, 0.6, OFFICE, keep=True)
    return Value(start, end, ADDRESS, 0.7, reason)


def _houses(text: str) -> Iterator[tuple[int, int]]:
    for number in _HOUSE.finditer(text, timeout=TIMEOUT_S):
        street = street_before(text, number.start())
        house = _house(text, street, number) if street else None
        if house:
            yield house


def _house(text: str, street: Street, number: regex.Match[str]) -> tuple[int, int] | None:
    """The address of a street and a number: what follows and what stands before it may have to prove it."""
    if _CODE.match(text, number.start()):
        return None
    town = _TOWN.match(text, number.end(), timeout=TIMEOUT_S)
    if not town and (street.lower or street.sure):
        town = _LOWER_TOWN.match(text, number.end(), timeout=TIMEOUT_S)
    year = _YEAR.fullmatch(number.group())
    if not town and (year or _UNIT.match(text, number.end())):
        return None
    start = street.start
    before = text[max(0, start - NEAR) : start]
    near = None if town else _near_town(text, number.end(), street) or _bare_town(text, number.end(), street)
    lives = bool(LIVES.search(before.rsplit("\n\n", 1)[-1])) or (not street.lower and bool(BEHIND.search(before)))
    if not (
        street.sure
        or town
        or lives
        or (near and _bracketed(text, start) and not street.lower and _capital(text, street))
    ):
        return None
    first = _TOWN_BEFORE.search(text, max(0, start - 40), start, timeout=TIMEOUT_S)
    if "\n" in text[street.end : number.start()] and not (
        (street.plain and (_closes(text, number.end()) or _WHERE.search(before)))
        or (first and street.sure and text[number.end() : number.end() + 1] in (",", ".", ";", ")"))
    ):
        return None
    if street.sure and not street.plain and not town and _DAY.fullmatch(number.group()):
        return None
    outside = _TOWN_OUTSIDE.search(text, max(0, start - 40), start, timeout=TIMEOUT_S)
    end = (town or near or number).end()
    if outside and text[end : end + 1] == ")":
        return outside.start(), end + 1
    return first.start() + _blank(first.group()) if first else start, end


def _near_town(text: str, place: int, street: Street) -> regex.Match[str] | None:
    """A place after the number without a postcode: ', Delft', ' te Delft', ' (Delft'."""
    found = _NEAR_TOWN.match(text, place, timeout=TIMEOUT_S)
    if not found:
        return None
    words = found.group("place").lower().split()
    known = words[0].strip("'’") in vocab.PLACES or words[-1] in vocab.PLACES
    other = any(word in vocab.NO_NAMES or word in vocab.MONTHS_AND_DAYS or word in vocab.TITLES for word in words)
    closed = text[found.end() : found.end() + 1] in ("", ")", ".", ",", ";", ":", "\n", " ", "\t", "]")
    return found if known or (not other and closed and not words[0].endswith(tuple(vocab.FUNCTION_WORDS))) else None


def _bare_town(text: str, place: int, street: Street) -> regex.Match[str] | None:
    """A place right behind the number: a known one, or behind a street what is no word: 'Voorbeeldstraat 4 utrecht'."""
    found = _BARE_TOWN.match(text, place)
    if not found or not street.sure:
        return None
    word = found.group("place")
    unknown = word.islower() and len(word) > LONGEST_SHORT_WORD and not is_word(word) and not _DONE.fullmatch(word)
    return found if unknown or word.lower() in vocab.PLACES else None


def _capital(text: str, street: Street) -> bool:
    """Whether the last word of a street's name has a capital: 'Lange Heg', not 'Let op vak'."""
    return text[street.start : street.end].split()[-1][:1].isupper()


def _closes(text: str, place: int) -> bool:
    """Whether no table goes on behind a number that stands on the line below its street."""
    return not regex.compile(r"[ ]{2}|\t|[ ]\d|[.)][ ]").match(text, place)


def _bracketed(text: str, start: int) -> bool:
    return text[max(0, start - 1) : start] in ("(", "\t", "") or text[max(0, start - 2) : start] in (": ", "; ")


def _blank(text: str) -> int:
    return len(text) - len(text.lstrip(" \t>"))


def _postcodes(text: str) -> Iterator[tuple[int, int]]:
    """Postcodes: alone only where no other thing is written so; never one of a Postbus."""
    for found in _POSTCODE.finditer(text, timeout=TIMEOUT_S):
        digits, letters = found.group()[:4], regex.sub(r"[^A-Z]", "", found.group()[4:8])[:2]
        labelled = _POSTCODE_WORD.search(text, max(0, found.start() - 40), found.start())
        alone = found.group("place") is None
        if (letters in _NOT_CODES or _YEAR.match(digits)) and (alone or letters in _NOT_CODES) and not labelled:
            continue
        if sum(map(str.isdecimal, digits)) < 3:
            continue
        stop = found.end()
        if found.group("place") and "\n" in found.group() and not _is_place_line(text, found):
            stop = found.start("place")
            stop = found.start() + len(text[found.start() : stop].rstrip(" ,\n\t>"))
        yield found.start(), stop


def _is_place_line(text: str, found: regex.Match[str]) -> bool:
    """Whether a place on the line below the postcode stands there alone."""
    end = text.find("\n", found.end())
    return not text[found.end() : len(text) if end < 0 else end].strip(" .,")


def _foreign(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _ABROAD.finditer(text, timeout=TIMEOUT_S))
