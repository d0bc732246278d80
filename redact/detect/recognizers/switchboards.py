"""Whether a phone number is an organisation's own: its switchboard, press line or help desk, by what stands near it.

Only numbers of a fixed line: a mobile one leads to whoever carries it.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from redact.detect.recognizers.values import as_digits, line_of

SWITCHBOARD = "algemeen nummer van een organisatie, te zien aan de woorden erbij"
_NUMBERED = r"\p{L}*(?:nummer|nr\.?|lijn|telefoon)"
_PRESS = (
    r"pers(?:woordvoer(?:der|ders|ster|ing)|voorlicht(?:er|ers|ster|ing)|vragen|contact(?:en)?|lijn|nummer|telefoon|"
    r"dienst|bureau|team)?|woordvoer(?:der|ders|ster|ing)"
)
_NAME = r"(?:(?:\p{Lu}[\p{L}'’.-]*|van|de|den|der|het|['’]t|ten|ter|el|tel\.?|van het|bij)[ ]?){0,6}"
_REACHED = (
    r"(?:is[ ])?(?:te[ ])?(?:bereikbaar|bereiken|bellen)?[ ]?(?:op|via|onder|naar)?[ ]?"
    r"(?:tel(?:efoon(?:nummer)?|\.)?|nummer|t\.?)?"
)
_PRESS_BEFORE = regex.compile(
    rf"(?<![\p{{L}}-])(?i:{_PRESS})(?!\p{{L}})[ ]?[:,(]?[ ]?{_NAME}[ ]?[,(]?[ ]?(?i:{_REACHED})[ ]?[:(]?[ ]?$"
)
_GENERAL = (
    r"receptie|(?:publieks)?balie|(?:telefoon)?centrale|hoofdnummer|alarmnummer|\p{L}*(?:meldnummer|informatienummer|"
    r"servicenummer|infolijn|klachtenlijn|hulplijn|meldlijn)|klantcontactcentrum|klantenservice|contactcenter|"
    r"contactcentrum|helpdesk|servicedesk|meldkamer|alarmcentrale|meldpunt|kcc|secretariaat|"
    rf"(?:algemeen|algemene|centraal|landelijke?)[ ]{_NUMBERED}|algemeen(?=[ ]?[:(]?[ ]{{0,3}}$)|"
    r"telefoon[ ](?:werknemers|werkgevers|burgers|inwoners|klanten|cliënten|huurders|ondernemers|particulieren)"
)
_GENERAL_BEFORE = regex.compile(rf"(?i)(?<![\p{{L}}-])(?:{_GENERAL})(?!\p{{L}})[^\n\d.,;!?|]{{0,30}}$")
_BOX = r"(?:klacht(?:en)?|info|pers|post|contact|klant(?:en)?|vragen|meldingen|gemeente|balie|helpdesk|servicedesk)"
_AFTER_BOX = regex.compile(
    rf"(?i)(?<![\p{{L}}.])(?:{_BOX}@[\p{{L}}\d.-]{{3,60}}|griffie@[\p{{L}}\d.-]{{3,60}}|support@[\p{{L}}\d.-]{{3,60}})"
    r"[ ]?(?:of|en|/|,|\|)[ ](?:via[ ]|op[ ]|telefonisch[ ]|tel(?:efoon|\.)?[ ]?|t\.?[ ])?$"
)
_BEHIND = regex.compile(
    rf"(?i)[ \t]{{0,12}}\((?:algemeen|alg\.|receptie|centrale|balie|meldkamer|secretariaat|{_PRESS})(?!\p{{L}})"
    r"[^()\n]{0,60}\)"
)
_POSTBUS = regex.compile(r"(?i)(?<!\p{L})(?:postbus|antwoordnummer)[ ]\d")
_ORGANISATION = (
    r"(?i:gemeente|provincie|waterschap|hoogheemraadschap|ministerie|veiligheidsregio|omgevingsdienst|rijksdienst|"
    r"rijkswaterstaat|inspectie|rechtbank|gerechtshof|universiteit|hogeschool|woningcorporatie)(?!\p{L})"
)
_HEADED = regex.compile(rf"[ \t>]*{_ORGANISATION}")
_FIRST_CELL = regex.compile(rf"[ \t>|]*(?:\p{{Lu}}{{3,8}}|{_ORGANISATION}[^\n|\t]{{0,40}}?)[ ]*(?=[ ]{{2}}|\t|\|)")
_EMPTY_CELL = regex.compile(r"(?:[ ]{2}|\t|\|)[ ]*[-–][ ]*(?=[ ]{2}|\t|\||$)", regex.MULTILINE)
_OFFICE_WORD = regex.compile(
    r"(?i)www\.|(?<![\p{L}.])(?:info|klant|klanten|contact|post|gemeente|secretariaat|receptie|algemeen)@"
)
_DIRECT = regex.compile(
    r"(?i)(?<!\p{L})(?:doorkies\p{L}*|direct|dir\.|rechtstreeks|toestel|tst|mob(?:iel)?|gsm)(?!\p{L})|06[- ]"
)
_ROUND = regex.compile(r"\d{5,8}(?:000|(?<!0)00)")
REACH = 90


def is_switchboard(text: str, start: int, end: int, persons: Sequence[tuple[int, int]]) -> bool:
    """Whether the number at a place belongs to an organisation and not to somebody who works there.

    Args:
        text: The text.
        start: Where the number begins.
        end: Where it ends.
        persons: Where the pipeline found names: a name between 'receptie' and a number makes it somebody's own.
    """
    digits = as_digits(text[start:end])
    if digits.startswith(("06", "316", "00316", "3106")) or not 9 <= len(digits) <= 13:
        return False
    line = line_of(text, start, end)
    before = _before(text, line[0], start)
    if _DIRECT.search(before[-40:]):
        return False
    if _PRESS_BEFORE.search(before) or _AFTER_BOX.search(before) or _BEHIND.match(text, end):
        return True
    general = _GENERAL_BEFORE.search(before)
    if general and not _named(persons, start - len(before) + general.start(), start):
        return True
    return _is_letterhead(text, line, digits, persons) or _in_row_of_nobody(text, line, persons)


def _in_row_of_nobody(text: str, line: tuple[int, int], persons: Sequence[tuple[int, int]]) -> bool:
    """A row of a list that begins with an organisation and has a dash where others have a name."""
    row = _FIRST_CELL.match(text, *line) and _EMPTY_CELL.search(text, *line)
    return bool(row) and not _DIRECT.search(text, *line) and not _named(persons, *line)


def _before(text: str, line: int, start: int) -> str:
    """What stands before a number on its line; of a number that begins one, the line above."""
    if not text[line:start].strip(" \t>("):
        line = text.rfind("\n", 0, max(0, line - 1)) + 1
    return " ".join(text[max(line, start - REACH) : start].split("\n"))


def _is_letterhead(text: str, line: tuple[int, int], digits: str, persons: Sequence[tuple[int, int]]) -> bool:
    """A line with a Postbus, no person on it, and a round number or an organisation's mailbox or site."""
    whole = text[slice(*line)]
    if not _POSTBUS.search(whole) or _DIRECT.search(whole) or _named(persons, *line):
        return False
    return bool(_ROUND.fullmatch(digits) or _OFFICE_WORD.search(whole) or _HEADED.match(whole))


def _named(persons: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(start <= first < end for first, _ in persons)
