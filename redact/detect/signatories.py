"""Who speaks for a body in writing: signatures by mandate, the college's own, judges under a ruling, press notes.

burgemeester en wethouders van X,       the body, at the end of a line
de secretaris,        de burgemeester,  offices    in any order, side by side or below each other
J. Jansen             P. de Vries       persons
Bijlagen: 2                             anything else ends it
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex

from redact.detect.acting import TIMEOUT_S, TITLES, Acting, Span

SIGNED = "heeft namens het bestuursorgaan ondertekend"
JUDGE = "heeft in het openbaar uitspraak gedaan"
MARGIN = "heeft als ambtsdrager een aantekening gemaakt"
PRESS = "is als aanspreekpunt voor de pers genoemd"

_BODY = (
    r"(?i:burgemeester\s+en\s+wethouders|b\s?(?:&|en)\s?w|gedeputeerde\s+staten|provinciale\s+staten|"
    r"(?:dagelijks|algemeen)\s+bestuur|college\s+van\s+\p{L}+|het\s+college|(?:de\s+)?gemeenteraad|"
    r"(?:de\s+)?raad\s+van|namens\s+de\s+(?:raad|staten)|(?:de\s+)?minister\s+(?:van|voor)|(?:de\s+)?staatssecretaris\s+van|"
    r"dijkgraaf\s+en\s+hoogheemraden|raad\s+van\s+bestuur|namens\s+dezen?|voor\s+dezen?|(?:krachtens|in)\s+mandaat)"
)
_TRIGGER = regex.compile(rf"(?m)^(?=[^\n]{{0,150}}$)[^\n:;?@]{{0,60}}{_BODY}(?!\p{{L}})[^\n:;.?@]{{0,90}}[,:]?[ \t]*$")
_OWN = regex.compile(
    r"(?i)^[ \t]*(?:de\s+)?(?:minister|staatssecretaris|burgemeester|commissaris\s+van\s+de\s+koning(?:in)?|dijkgraaf|"
    r"korpschef|(?:inspecteur|directeur)-generaal|hoofdingenieur-directeur|(?:rijks)?havenmeester)(?!\p{L})"
    r"[^\n:;?@]{0,90},[ \t]*$",
    regex.MULTILINE,
)
"""The office itself, over its holder's own signature."""
_ORGAN = regex.compile(r"(?im)^[ \t]*(?:hoogachtend,?[ \t]+)?namens[ \t]+[^\n:;?@]{3,80},?[ \t]*$")
_CHIEF = regex.compile(
    r"(?i)(?<!\p{L})(?:directeur-(?:bestuurder|generaal)|bestuursvoorzitter|(?:inspecteur|secretaris)-generaal|korpschef|"
    r"voorzitter\s+(?:van\s+(?:de|het)\s+)?(?:raad|college)\s+van\s+bestuur|hoofdingenieur-directeur|"
    r"rector\s+magnificus)(?!\p{L})"
)
"""Who signs for an organisation that is no public body by name: its head only."""
_FOR = regex.compile(r"(?i)(?:namens|voor)\s+dezen?|^\s*dezen?[,:]")
_LINE = regex.compile(r"[^\n]*\n?")
_CELLS = regex.compile(r"[^\t|]+?(?=\t|\||[ ]{2,}|$)|[^\t|]+")
_SENIOR = (
    r"(?i:(?:(?:de|wnd|waarnemend|loco|plv|plaatsvervangend|algemeen|concern|adjunct|gemeente|provincie|raads|staten|"
    r"secretaris|programma|afdelings|team|sector|cluster|unit|regio|districts?|vestigings)\.?[\s-]*)*"
    r"(?:secretaris(?:-(?:directeur|generaal))?|hoofdingenieur-directeur|griffier|burgemeester|voorzitter|dijkgraaf|"
    r"commissaris\s+van\s+de\s+koning(?:in)?|minister|staatssecretaris|directeur(?:-(?:generaal|bestuurder))?|hoofd|manager|"
    r"inspecteur-generaal|bestuurder|korpschef|hoofdofficier|(?:rijks)?havenmeester|rector\s+magnificus)(?![\p{L}]))"
)
_REST = r"[^\n\t:;@§]{0,70}"
_OFFICES = regex.compile(rf"{_SENIOR}{_REST}")
_HAS_OFFICE = regex.compile(_SENIOR)
_DEGREES = r"(?:,?\s*(?i:b\.?sc|m\.?sc|ll\.?m|ll\.?b|ph\.?d|mpa|mba|mpm|ra|rc|ba|ma|emia)(?!\p{L})\.?)*"
_NAMED = regex.compile(
    rf"(?:(?:{_SENIOR}[^\n\t:;@§]{{0,60}}?[,:]?\s+)?(?:\(?(?i:w\.?\s?g\.?)\)?\s*)?(?:(?i:namens\s+dezen?),?\s*)?"
    rf"{TITLES}§{_DEGREES}[\s,.]*){{1,4}}(?:{_SENIOR}{_REST})?"
)
_SKIPPED = regex.compile(
    r"(?i)[\s_.\-–—*/\\]*|namens\s+dezen?[,:.]?|(?:voor\s+)?dezen?[,:.]?|w\.?g\.?|hoogachtend,?|digitaal\s+ondertekend.*|"
    r"\[?handtekening\]?|met\s+vriendelijke\s+groet(?:en)?,?|(?:de\s+)?(?:gemeente|provincie|waterschap)\s[^.:;]{2,40},?|"
    r"(?:en\s+)?\p{L}+(?:,?\s+(?:en\s+)?\p{L}+){0,3},"
)
_MOST_LINES = 9
_BY = regex.compile(
    r"(?i)(?<!\p{L})(?:(?:(?P<plain>(?:mede)?(?:onder)?tekend|getekend)|(?P<mandate>vertegenwoordigd|genomen))"
    r"(?:\s+\p{L}+){0,3}?\s+door\s+|(?P<active>(?:onder)?tekent|mandaat\p{L}*\s+(?:is|was)(?:\s+dat)?)\s+)"
)
_TITLED = regex.compile(TITLES)
_OFFICE_BEHIND = regex.compile(rf"\s*[,(]\s*(?:\p{{L}}+\s+)?{_SENIOR}")
_MANDATE = regex.compile(r"(?i)(?:mandaat|volmacht)[^;]*$")
_NOTE = regex.compile(r"(?i)noot\s+voor\s+(?:de\s+)?(?:redacties?|pers|media)[^\n]*(?:\n(?![ \t]*\n)[^\n]+){0,5}")
_RULING = regex.compile(
    r"(?i)(?:(?P<sure>aldus|(?:uitspraak|vonnis|beschikking|arrest|beslissing)\s+(?:is|werd))\s+(?:\p{L}+\s+){0,3}?)?"
    r"(?:gedaan|gegeven|gewezen|vastgesteld|uitgesproken|beslist|genomen|besloten)\s+(?:te\s+\p{L}+\s+)?door\s+"
    r"(?P<who>[^\n]{3,300}(?:\n[^\n]+)?)"
)
_SPOKEN = regex.compile(r"(?i)gewezen|uitgesproken")
_RULING_ENDS = regex.compile(r"(?i)in\s+(?:tegenwoordigheid|aanwezigheid|bijzijn)|bijgestaan|griffier")
_SITS = regex.compile(
    rf"(?i)\s*(?:(?:,\s*en|,|en)\s+{TITLES}[^,\n]{{3,40}}?){{0,4}}\s*[,(]\s*(?:en\s+)?(?:als\s+)?"
    r"(?:(?:plv\.|plaatsvervangend|fungerend)\s+)?"
    r"(?:voorzitter|\p{L}*rechters?(?:-commissaris)?|raadshe(?:er|ren)|leden|lid|staatsra(?:ad|den))(?!\p{L})"
)
_COURT = regex.compile(
    rf"(?i:rechtbank|gerechtshof|hof|raad\s+van\s+state|centrale\s+raad\s+van\s+beroep)(?:\s+\p{{Lu}}[\p{{L}}-]+){{0,3}}"
    rf"\s*\(\s*{TITLES}$"
)
_IN_BRACKETS = regex.compile(r"\(\s*(?i:(?:(?:prof|dr)\.\s*)*mrs?)\.?\s+$")
_CASE = regex.compile(r",[^()\n]{0,30}\n?[^()\n]{0,30}ECLI:")
_MARGIN = regex.compile(
    r"(?i)(?:handgeschreven|aantekening|kanttekening|kantlijn)(?:\s+\p{L}+)?\s+(?:door|van)\s+(?:de\s+)?"
    r"(?:minister(?:-president)?|staatssecretaris|stas|burgemeester|wethouder|gedeputeerde)(?!\p{L})[^\n:\"“”]{0,40}:\s*"
    r"[\"“„](?P<note>[^\"“”]{1,500})[\"”]"
)
_REACH = 200


def by_signature(text: str, persons: Sequence[Span]) -> Iterator[Acting]:
    """The persons who sign for a body, judge, or speak to the press.

    Args:
        text: A text.
        persons: Where persons stand in it, in order, none over another.
    """
    for trigger in _TRIGGER.finditer(text, timeout=TIMEOUT_S):
        yield from _block(text, persons, trigger.end(), own=False)
    for trigger in _OWN.finditer(text, timeout=TIMEOUT_S):
        yield from _block(text, persons, trigger.end(), own=not _FOR.search(trigger.group()))
    for trigger in _ORGAN.finditer(text, timeout=TIMEOUT_S):
        yield from _block(text, persons, trigger.end(), own=False, needed=_CHIEF)
    yield from _in_words(text, persons)
    for note in _NOTE.finditer(text, timeout=TIMEOUT_S):
        yield from (Acting(*person, PRESS) for person in _within(persons, *note.span()))
    for ruling in _RULING.finditer(text, timeout=TIMEOUT_S):
        if ruling["sure"] or _SPOKEN.match(ruling.group()):
            yield from _judges(text, persons, *ruling.span("who"))
    yield from (Acting(*person, JUDGE) for person in persons if _is_of_court(text, *person))
    for note in _MARGIN.finditer(text, timeout=TIMEOUT_S):
        yield from _at_end(text, persons, *note.span("note"))


def _within(persons: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    first = bisect_left(persons, (start, start))
    return [person for person in persons[first : bisect_left(persons, (end, end))] if person[1] <= end]


def _block(
    text: str, persons: Sequence[Span], start: int, *, own: bool, needed: regex.Pattern[str] | None = None
) -> Iterator[Acting]:
    """The persons right under the body's name, if an office of theirs stands there or the line above is their own."""
    named: list[Span] = []
    office = own
    place, lines = start, 0
    while place < len(text) and lines < _MOST_LINES:
        line = _LINE.match(text, place)
        if line is None:
            break
        if line.group().strip():
            lines += 1
            found = _line(text, persons, line.start(), line.end())
            if found is None:
                break
            named += found[0]
            office = found[1] or (office and not _FOR.search(line.group()))
        place = line.end()
    if office and (needed is None or needed.search(text, start, place)):
        yield from (Acting(*person, SIGNED) for person in named)


def _line(text: str, persons: Sequence[Span], start: int, end: int) -> tuple[list[Span], bool] | None:
    """The persons in a line of a signature block and whether it names an office; None for another kind of line."""
    named: list[Span] = []
    office = False
    for cell in _CELLS.finditer(text, start, end):
        within = _within(persons, *cell.span())
        words = _masked(text, within, *cell.span()).strip()
        if within:
            if not _NAMED.fullmatch(words, timeout=TIMEOUT_S):
                return None
            named += within
            office = office or bool(_HAS_OFFICE.search(words))
        elif _OFFICES.fullmatch(words):
            office = True
        elif not _SKIPPED.fullmatch(words):
            return None
    return named, office


def _masked(text: str, persons: Sequence[Span], start: int, end: int) -> str:
    """The text with '§' for every person."""
    parts, place = [], start
    for first, last in persons:
        parts += [text[place:first], "§"]
        place = last
    return "".join([*parts, text[place:end]])


def _in_words(text: str, persons: Sequence[Span]) -> Iterator[Acting]:
    """'Ondertekend door X, directeur', 'krachtens mandaat vertegenwoordigd door X, hoofd ...'."""
    for match in _BY.finditer(text, timeout=TIMEOUT_S):
        titled = _TITLED.match(text, match.end())
        first = bisect_left(persons, (match.end(), 0))
        person = persons[first] if first < len(persons) else None
        if titled is None or person is None or person[0] > titled.end():
            continue
        behind = _OFFICE_BEHIND.match(text, person[1])
        if behind and (
            match["plain"] or match["active"] or _MANDATE.search(text, max(0, match.start() - _REACH), match.start())
        ):
            yield Acting(*person, SIGNED)


def _judges(text: str, persons: Sequence[Span], start: int, end: int) -> Iterator[Acting]:
    stop = _RULING_ENDS.search(text, start, end)
    for person in _within(persons, start, stop.start() if stop else end):
        if _SITS.match(text, person[1]):
            yield Acting(*person, JUDGE)


def _is_of_court(text: str, start: int, end: int) -> bool:
    """Whether a name in brackets is that of a judge: 'de rechtbank (mr. X)', '(mr. X, ECLI:NL:...)'."""
    before = max(0, start - _REACH)
    if text[end : end + 1] == ")" and _COURT.search(text, before, start):
        return True
    return bool(_CASE.match(text, end) and _IN_BRACKETS.search(text, before, start))


def _at_end(text: str, persons: Sequence[Span], start: int, end: int) -> Iterator[Acting]:
    """The last person of a note in the margin, where nothing stands behind: who wrote it."""
    for person in _within(persons, start, end)[-1:]:
        if not text[person[1] : end].strip(" ."):
            yield Acting(*person, MARGIN)
