"""Phone numbers that the rule book's patterns leave: badly scanned, broken over lines, foreign, short internal ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import phonenumbers
import regex

from redact.checks import phone
from redact.detect.recognizers.switchboards import SWITCHBOARD, is_switchboard
from redact.detect.recognizers.values import (
    TIMEOUT_S,
    D,
    Value,
    ValueRecognizer,
    as_digits,
    before_numbers,
    digit_count,
    is_date,
    value,
)

PHONE_NUMBER, GENERAL_NUMBER = "PHONE_NUMBER", "GENERAL_NUMBER"
SHAPE = "heeft de vorm van een telefoonnummer"
AFTER_WORD = "nummer achter een woord voor telefoon"
_BREAK = r"[ ]{0,2}(?:[-–./)(_*][ ]{0,2})?(?:\n[ \t>]{0,60})?[ ]?"
_STRETCH = regex.compile(
    rf"(?<![\p{{L}}\d+.,/€$-]|\d[ ]|€[ ]|[\dlIO][ ]?\p{{Lu}}{{4}}[ ])\(?(?:\+[ ]?[1-9]|[0Oo](?=[^\n\p{{L}}]|"
    rf"[Oo]))(?:{_BREAK}\(?{D}){{7,13}}(?![\p{{L}}\d%]|[.,:-]\d|/(?!0[1-9])\d)"
)
_LABEL = regex.compile(
    r"(?<![\p{L}\d])(?i:tel(?:efoon|\.)?[- ]?(?:nummer|nr)?|telefonisch|telnr|mobiel(?:nummer)?|mob|gsm|06|fax|phone|"
    r"mobile|cell|"
    r"(?:tst|toestel(?:nummer|nr)?|ext(?:ension|ensie)?|doorkies(?:nummer|nr)?|kies(?:nummer|nr)|piket(?:nummer|nr|"
    r"telefoon)?|intern(?:nummer)?|lijn|"
    r"whatsapp|signal|app|noodnummer|contactnummer|privénummer|privé|thuis|nummer|bereikbaar|bel(?:len|t|de)?|gebeld|"
    r"sms)|[tmf])(?![\p{L}\d])"
    r"|☎|📞|✆"
)
_GAP = regex.compile(
    r"(?i)(?:[ \t]*+(?:\([^()\n\d]{1,12}\)|[.:=|,(/]|nummer\b|nr\b|nrs\b|op\b|is\b|via\b|onder\b|intern\b|toestel\b|"
    r"tst\b|vast\b|werk\b|"
    r"privé\b|mobiel\b|het\b|met\b|"
    r"[-–](?=\s)|\([^()\n\d]{1,12}\)))*+[ \t]*+(?:\n[ \t>]*+)?"
)
_NUMBER = regex.compile(rf"(?:\+[ ]?|\(\+?)?{D}(?:{_BREAK}\(?{D}){{5,13}}(?![\p{{L}}\d%]|[.,:-]\d|/(?!0[1-9])\d)")
_SHORT = regex.compile(
    r"(?:[*#]?\d{1,2}[ ]?-[ ]?)?[*#]?\d{3,5}(?!\d|[-./,]\d|[ ]?(?:%|[xX]|euro|uur|keer|dagen|jaar|m2|km|kilometer|"
    r"meter|x\b|personen|mensen|inwoners))(?!\p{L})"
)
_OTHER_SHORT = regex.compile(r"[ ]?(?:/|of|en|,)[ ]?(?=\d{4})")
_STROKE = regex.compile(r"[ ]?/[ ]?")
_ALSO = regex.compile(r"[ ]?/[ ]?(?P<more>\d{2,4}(?:[ ]?\d{2}){0,3})(?!\d|[-./]\d)")
_CALL = regex.compile(
    r"(?<!\p{L})(?i:bel(?:len)?)(?!\p{L})[^\n\d.,;:!?]{2,28}[ ](?P<short>\d{4})(?=[\s\"'”’.,;)!?]|"
    r"$)(?!\.\d)(?![ ]\p{L}{3,})"
)
_SURE = frozenset(
    [
        "tst",
        "toestel",
        "toestelnummer",
        "toestelnr",
        "ext",
        "extension",
        "extensie",
        "doorkies",
        "doorkiesnummer",
        "doorkiesnr",
        "kiesnummer",
        "kiesnr",
        "tel",
        "telefoon",
        "telefoonnummer",
        "telnr",
    ]
)
_WORDS_ONLY = frozenset(
    [
        "intern",
        "lijn",
        "nummer",
        "bereikbaar",
        "bel",
        "bellen",
        "belt",
        "belde",
        "gebeld",
        "thuis",
        "privé",
        "app",
        "signal",
        "t",
        "m",
        "f",
        "06",
    ]
)
_YEAR = regex.compile(r"(?:19|20)\d\d")
_CLOCKS = regex.compile(r"[0-2]\d[.:][0-5]\d[ ]?[-–]?[ ]?[0-2]\d[.:][0-5]\d")
_SERVICE = ("0800", "0900", "0906", "0909", "112", "1400")
WORD_AND_GAP = 56
LABELLED_DIGITS = (7, 15)


class PhoneRecognizer(ValueRecognizer):
    """Numbers to call somebody."""

    NAME = "telefoon"
    KINDS = (PHONE_NUMBER, GENERAL_NUMBER)

    def values(self, text: str, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
        """Stretches of digits that can be dialled, and what stands after 'tel.', 'toestel', 'bel'."""
        for found in map(partial(_trimmed, text), _numbers(text)):
            if is_switchboard(text, found.start, found.end, persons):
                yield found._replace(entity_type=GENERAL_NUMBER, score=0.98, reason=SWITCHBOARD, keep=True)
            else:
                yield found


def _trimmed(text: str, found: Value) -> Value:
    """Without a bracket that is not closed in it, and a stroke between columns behind it."""
    written = text[found.start : found.end]
    opened = written.startswith("(") and ")" not in written
    return found._replace(start=found.start + opened, end=found.start + len(written.rstrip("| \t")))


def _numbers(text: str) -> Iterator[Value]:
    for found in _STRETCH.finditer(text, timeout=TIMEOUT_S):
        if can_be_dialled(found.group()):
            yield value(found.span(), PHONE_NUMBER, 0.65, SHAPE)
            yield from _also(text, found.end())
    for stretch in before_numbers(text, WORD_AND_GAP):
        for label in _LABEL.finditer(text, *stretch, timeout=TIMEOUT_S):
            yield from _labelled(text, label)
    for call in _CALL.finditer(text, timeout=TIMEOUT_S):
        if not _YEAR.fullmatch(call.group("short")) and call.group("short") not in _SERVICE:
            yield value(call.span("short"), PHONE_NUMBER, 0.5, AFTER_WORD)


def can_be_dialled(text: str) -> bool:
    """Whether a stretch is a phone number as people group it, even with an area code that does not exist."""
    plain = " ".join(text.split())
    if digit_count(text) < 6 or _CLOCKS.fullmatch(plain):
        return False
    country = "+" if "+" in plain[:2] else ""
    digits = as_digits(plain.replace("(0)", "") if country or plain.startswith("00") else plain)
    if digits.startswith(_SERVICE):
        return False
    if phone(country + digits):
        return not is_date(plain[:10])
    if country:
        return _is_possible("+" + digits)
    return _grouped(plain, digits)


def _grouped(plain: str, digits: str) -> bool:
    """A Dutch or Belgian number at home: the area code stands apart by a dash, slash or brackets."""
    first = regex.match(r"\(?([\dOo][\dOolI|]{1,3})\)?[ ]?(?:[-–/)]|(?<=06)[ .])", plain)
    if not first or not 9 <= len(digits) <= 10 or digits.startswith("00"):
        return False
    return len(digits) == 10 or "/" in plain or digits.startswith("06")


def _is_possible(number: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def is_phone_cell(text: str) -> bool:
    """Whether a cell in a column of phone numbers holds one; short internal ones count."""
    digits = as_digits(text)
    plain = not regex.search(r"(?![OolI|])\p{L}", text)
    return plain and (bool(_SHORT.fullmatch(text)) or 7 <= len(digits) <= 15) and not digits.startswith(_SERVICE)


def _also(text: str, end: int) -> Iterator[Value]:
    """'070-340 12 34 / 35': the other way to end the number before it."""
    stroke = _STROKE.match(text, end)
    other = _NUMBER.match(text, stroke.end()) if stroke else None
    if other and can_be_dialled(other.group()):
        yield value(other.span(), PHONE_NUMBER, 0.65, SHAPE)
        return
    more = _ALSO.match(text, end)
    if more and not _YEAR.fullmatch(more.group("more")):
        yield value(more.span("more"), PHONE_NUMBER, 0.6, SHAPE)


def _labelled(text: str, label: regex.Match[str]) -> Iterator[Value]:
    word = label.group().lower().rstrip(".")
    gap = _GAP.match(text, label.end(), timeout=TIMEOUT_S)
    place = gap.end() if gap else label.end()
    between = text[label.end() : place]
    if len(word) == 1 and not between.strip(" ") and text[label.start()] != word.upper():
        return
    number = _NUMBER.match(text, place, timeout=TIMEOUT_S)
    if number and _is_labelled(number.group(), word):
        yield value(number.span(), PHONE_NUMBER, 0.75, AFTER_WORD)
        yield from _also(text, number.end())
        return
    short = _SHORT.match(text, place, timeout=TIMEOUT_S)
    while short and _is_short(short.group(), word, between):
        yield value(short.span(), PHONE_NUMBER, 0.6, AFTER_WORD)
        more = _OTHER_SHORT.match(text, short.end()) if word in _SURE else None
        short = _SHORT.match(text, more.end()) if more else None


def _is_labelled(number: str, word: str) -> bool:
    digits, least = as_digits(number), LABELLED_DIGITS[0]
    if digit_count(number) < least - 2 or not least <= len(digits) <= LABELLED_DIGITS[1]:
        return False
    if digits.startswith(_SERVICE) or is_date(" ".join(number.split())[:10]):
        return False
    return word not in _WORDS_ONLY or digits[0] == "0" or number[0] in "+("


def _is_short(number: str, word: str, between: str) -> bool:
    """A number inside the house: after 'toestel' always; after 'bel' or 'intern' with four digits that are no year."""
    digits = as_digits(number)
    if digits in _SERVICE or (_YEAR.fullmatch(number) and word not in ("tst", "toestel", "toestelnummer")):
        return False
    if word in _SURE:
        return True
    return (
        word in ("intern", "lijn", "bereikbaar", "bel", "bellen", "t")
        and len(digits) in (4, 5)
        and (word in ("intern", "lijn") or "op" in between or word in ("bel", "t"))
    )
