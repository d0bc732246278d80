"""Dates of birth: a day after or before a word for birth, or in brackets behind a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from redact.checks import elfproef
from redact.detect.recognizers.values import TIMEOUT_S, D, Value, ValueRecognizer, as_digits, digit_count, value

DATE_OF_BIRTH = "DATE_OF_BIRTH"
AFTER_WORD = "datum na een woord voor geboorte"
IN_ROW = "datum in een regel die met een burgerservicenummer begint"
BEHIND_NAME = "datum tussen haakjes achter een persoonsnaam"
BY_BSN = "datum vlak bij het woord voor een burgerservicenummer"
SAID_TO_BE_OF = "datum waarvan staat dat iemand ervan is"
_MONTHS = "jan feb maa mar mrt apr mei may jun jui jul aug sep okt oct nov dec"
MONTH = r"(?P<month>\p{L}{3,9}(?:-\n[ \t>]*\p{L}{1,8})?)\.?"
SEP = r"[ ]?(?:[-–./][ ]?(?:\n[ \t>]*)?|[ ])"
YEAR = rf"(?:[1l]9|2[0Oo]){D}{{2}}(?!{D})|['’]?{D}{{2}}(?!{D})"
DAY = (
    rf"(?:{D}{{1,2}}(?:e|ste|de)?[ \n-]{{1,2}}{MONTH}(?:[ \n,-]{{1,3}}[ \t>]*(?:{YEAR}))?"
    rf"|(?:19|20)\d\d[-./]{D}{{1,2}}[-./]{D}{{1,2}}"
    rf"|{D}{{1,2}}{SEP}{D}{{1,2}}{SEP}(?:{YEAR}))"
)
_DAY = regex.compile(rf"(?<![\p{{L}}\d]){DAY}(?![\p{{L}}\d])")
_BARE = regex.compile(
    r"(?:(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|"
    r"20)\d{2})(?!\d)"
)
_MONTH_YEAR = regex.compile(
    r"(?i)(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december) (?:19|20)\d\d"
)
_PLACE_IN = regex.compile(r"(?:te|in) [\p{L}' -]{2,30} in")
_YEAR = regex.compile(r"['’]?(?:19|20)\d{2}(?![\d-])")
_WORD = regex.compile(
    r"(?<![\p{L}\d])(?i:geb(?:oren|oorte(?:[ -]?(?:dat(?:um|\.)|dag|jaar|gegevens)|d\.)?|\.[ ]?(?:dat(?:um|\.)?|dd\.?)|"
    r"dat(?:um|\.)?|\.)?(?![\p{L}\d])"
    r"|gb[. ]?dt?\.?:|d\.?o\.?b\.?(?![\p{L}\d])|date[ ]of[ ]birth|birth[ -]?date|born|n[ée]e?[ ]le|geburtsdatum|"
    r"geboren[ ]am|date[ ]de[ ]naissance)"
    r"|(?<![\p{L}\d*])\*(?=[ ]?\d)"
)
_ONWARD = regex.compile(
    r"(?:[^\d\n.;!?*]|[;:(,] ?|\([djmyDJMY /.-]{4,12}\)|(?<=\b(?:St|Ste|gem|prov|Kon))\.|\.(?!\s+\p{Lu})|"
    r"\n(?![ \t]*\n)[ \t>]*)*+"
)
_ROW = regex.compile(r"(?<![\p{L}\d])(?P<bsn>\d{9})(?=[;,\t|])[^\n]*")
_TRAILING = regex.compile(r"[ ]?[(\[]?(?i:geboortedatum|geboren|geb\.)")
_BRACKETS = regex.compile(rf"[ ]?\((?:°|\*)?[ ]?(?P<day>{DAY}|\d{{4}})(?=[),;])")
_BEHIND_COMMA = regex.compile(rf",[ ](?P<day>{DAY})(?=[ ]?(?:[.,;)\n]|$))")
_IS_OF = regex.compile(
    rf"(?i)(?<!\p{{L}})(?:hij|zij|ze|ik|moeder|vader|oma|opa|zus|broer|zoon|dochter|partner|man|vrouw)[ ](?:is|ben)"
    rf"[ ]van[ ](?P<day>{DAY})(?![\p{{L}}\d])"
)
_STAMPED = regex.compile(r",?[ \t]+[0-2]?\d[:.][0-5]\d(?!\d)")
"""A time of day behind a date: of a message, not of somebody's birth."""
_BSN_BEHIND = regex.compile(r"[ ]?[;,/|(][ ]?(?:met[ ])?(?i:bsn|burgerservicenummer|sofinummer)(?!\p{L})")
_CHILD_WORD = (
    r"(?i)(?<!\p{L})(?:zusje|broertje|zus|broer|zoon(?:tje)?|dochter(?:tje)?|kind(?:je)?|kinderen|baby|tweeling|peuter|"
    r"kleuter|leerling|pupil|jongen|meisje|minderjarige|pleegkind|kleinkind|kleinzoon|kleindochter)(?!\p{L})"
)
_CHILD = regex.compile(_CHILD_WORD + r"[^.;!?]{0,60}$")
_CHILD_RIGHT_BEFORE = regex.compile(_CHILD_WORD + r"\s{1,20}$")
LAST_ADULT_YEAR = 2006
LAST_SURE_YEAR = 1999
REACH = 70
BEFORE_YEAR = ("", "in", "anno", "ca", "circa", "omstreeks", "in het jaar", "rond", "uit")


class BirthRecognizer(ValueRecognizer):
    """When somebody was born."""

    NAME = "geboortedatum"
    KINDS = (DATE_OF_BIRTH,)

    def values(self, text: str, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
        """Days near words for birth, and old days in brackets behind a name."""
        for word in _WORD.finditer(text, timeout=TIMEOUT_S):
            span = _after(text, word) or _before(text, word.start())
            if span:
                yield value(span, DATE_OF_BIRTH, 0.85, AFTER_WORD)
        for row in _ROW.finditer(text, timeout=TIMEOUT_S):
            if elfproef(row.group("bsn")):
                yield from _in_row(text, row)
        yield from _behind_names(text, persons)
        for found in _IS_OF.finditer(text, timeout=TIMEOUT_S):
            if _old(found.group("day")):
                yield value(found.span("day"), DATE_OF_BIRTH, 0.7, SAID_TO_BE_OF)
        for found in _DAY.finditer(text, timeout=TIMEOUT_S):
            if _BSN_BEHIND.match(text, found.end()) and _possible(found) and digit_count(found.group()) > 2:
                yield value(found.span(), DATE_OF_BIRTH, 0.7, BY_BSN)


def _behind_names(text: str, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
    """Old days in brackets or after a comma behind a name, and any whole day in brackets behind that of a child."""
    for start, end in persons:
        found = _BRACKETS.match(text, end)
        if found and (_old(found.group("day")) or _of_child(text, found, text[start:end])):
            yield value(found.span("day"), DATE_OF_BIRTH, 0.6, BEHIND_NAME)
        loose = _BEHIND_COMMA.match(text, end)
        if loose and _old(loose.group("day"), LAST_SURE_YEAR):
            yield value(loose.span("day"), DATE_OF_BIRTH, 0.6, BEHIND_NAME)


def _of_child(text: str, found: regex.Match[str], name: str) -> bool:
    """Whether a word for a child stands before a name with a whole day in brackets, or before where it is met first."""
    if _DAY.fullmatch(found.group("day")) is None:
        return False
    first = max(0, text.find(name))
    return bool(
        _CHILD.search(text, max(0, found.start() - REACH - 20), found.start())
        or _CHILD_RIGHT_BEFORE.search(text, max(0, first - REACH), first)
    )


def _in_row(text: str, row: regex.Match[str]) -> Iterator[Value]:
    """The day in a row of an export that begins with a BSN."""
    for cell in regex.finditer(r"[^;,\t|]+", text, pos=row.start(), endpos=row.end()):
        if _DAY.fullmatch(cell.group().strip()):
            yield value(cell.span(), DATE_OF_BIRTH, 0.75, IN_ROW)


def is_day(text: str) -> bool:
    """Whether a cell holds nothing but a day or a year of birth."""
    found = _DAY.fullmatch(text)
    return bool(found and _possible(found)) or bool(_BARE.fullmatch(text) or _YEAR.fullmatch(text))


def _after(text: str, word: regex.Match[str]) -> tuple[int, int] | None:
    """The first day after a word; a year alone only right after it ('geboren in 1980')."""
    limit = min(len(text), word.end() + REACH)
    for pattern in (_DAY, _BARE, _MONTH_YEAR, _YEAR):
        found = pattern.search(text, word.end(), limit)
        if found and pattern is _DAY and (not _possible(found) or _is_stamp(text, word.end(), found)):
            found = None
        if found and _ONWARD.fullmatch(text, word.end(), found.start(), timeout=TIMEOUT_S):
            near = text[word.end() : found.start()].strip(" \t\n:=|(.").lower()
            close = pattern in (_DAY, _BARE) or near in BEFORE_YEAR or _PLACE_IN.fullmatch(near)
            return (found.start(), found.end()) if close else None
    return None


def _is_stamp(text: str, word: int, found: regex.Match[str]) -> bool:
    """Whether a day on a line below the word, or in square brackets, is that of a message: a time stands behind it."""
    apart = "\n" in text[word : found.start()] or text[found.start() - 1 : found.start()] == "["
    return apart and _STAMPED.match(text, found.end()) is not None


def _before(text: str, start: int) -> tuple[int, int] | None:
    """A day right before the word: '12-03-1980 (geboortedatum)'."""
    begin = max(0, start - 24)
    for found in _DAY.finditer(text, begin, start):
        if _possible(found) and _TRAILING.match(text, found.end()) and text[found.end() : start].strip(" ([") == "":
            return found.start(), found.end()
    return None


def _possible(found: regex.Match[str]) -> bool:
    month = found.group("month")
    if month is not None:
        return "".join(month.replace("-\n", "").split()).lower()[:3] in _MONTHS.split()
    return digit_count(found.group()) >= 3


def _old(day: str, last: int = LAST_ADULT_YEAR) -> bool:
    years = regex.findall(r"(?:19|20)\d\d", day)
    return bool(years) and int(years[-1]) <= last and as_digits(day) != years[-1]
