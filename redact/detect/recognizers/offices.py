"""Whether an address is that of an office: a visiting address, a letterhead, the place of a meeting."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from redact.detect.recognizers.values import line_of

LIVES = regex.compile(
    r"(?i)(?<!\p{L})(?:p/a|woonadres|huisadres|privé-?adres|thuisadres|(?<!bezoek|post|kantoor|vestigings)adres|wonend|"
    r"wonende|woont|wonen|woonde|woonachtig|woonplaats|"
    r"ingeschreven|verblij(?:ft|ven|vende)|verhuis(?:d|t|en)|bewoners?|woning|familie|fam\.|buren|buurman|buurvrouw|"
    r"thuis|"
    r"straat|straatnaam)(?!\p{L})[^\n\d]{0,30}(?:\n[ \t>]*)?$"
)
_PERSON = r"(?:heer|heren|mevrouw|mevr|mw|dhr|fam|familie|bewon|buur|buren|gezin|echtpaar|weduwe|eigenaar|eenmans)"
BEHIND = regex.compile(
    r"(?i)(?<!\p{L})(?:de heer|heer|mevrouw|mevr\.?|mw\.?|dhr\.?|fam\.?|familie|echtpaar) [^\n\d,;:()]{2,40}(?:,|"
    r" \() ?$"
)
"""A person stands right before: 'mw. X, ', 'de heer Y ('."""
_PRIVATE = regex.compile(rf"(?i)(?<!\p{{L}}){_PERSON}|\p{{L}}bewoner")
_ORGANISATION = regex.compile(
    r"(?<![\p{L}-])(?:(?i:bezoek-?adres|post-?adres|vestigings-?adres|kantoor-?adres|correspondentie-?adres|"
    r"factuur-?adres|"
    r"bezoekers|locatie|vergaderlocatie|gevestigd|kantoor(?:houdende?)?|hoofdkantoor|\p{L}*kantoor|stadhuis|"
    r"gemeentehuis|provinciehuis|"
    r"raadhuis|waterschapshuis|stadsdeelhuis|politiebureau|bureau|paleis van justitie|gerechtsgebouw|\p{L}*gebouw|"
    r"ministerie|"
    r"gemeente|provincie|waterschap|hoogheemraadschap|veiligheidsregio|omgevingsdienst|(?:belasting|dienst)\b|"
    r"directie|afdeling|rechtbank|"
    r"gerechtshof|inspectie|autoriteit|ziekenhuis|\p{L}*school|universiteit|university|institute|faculty|department|ministry|hogeschool|college|sporthal|sportpark|"
    r"wijkcentrum|"
    r"buurthuis|dorpshuis|gezondheidscentrum|zaal|hotel|restaurant|café|kerk|museum|bibliotheek|theater|stichting|"
    r"vereniging|"
    r"unie van|coöperatie|advocaten|notaris(?:sen)?|makelaars?|apotheek|huisartsenpraktijk|praktijk|winkel|filiaal|"
    r"magazijn|loods|"
    r"routebeschrijving|parkeergarage|station|receptie|ingang|vergadering|bijeenkomst|agentschap|ambassade|consulaat|"
    r"GGD|GGZ|RIVM|UWV|SVB|IND|COA|NCTV|NCSC|DUO|RVO|NVWA|ILT|KCC)|B\.?V\b|N\.?V\b|GmbH|Rijkswaterstaat|Rijksdienst|"
    r"Rijksvastgoedbedrijf|Politie)(?!\p{L})"
)
_AFTER = regex.compile(
    r"(?i)[^\n]{0,40}(?:postbus|antwoordnummer|www\.|(?<!\d)14 ?0\d|(?:,|\() ?(?:kamer|zaal|vergaderzaal|verdieping|"
    r"etage|receptie|ingang)\b)"
)
_GENERAL = regex.compile(
    r"(?i)(?<!\d)14[ ]?0\d{2,3}|(?<![\p{L}.])(?:info|gemeente|post|postbus)@|(?:Postbus|Antwoordnummer) \d"
)
_TOWN_HALLS = regex.compile(
    r"(?i)(?:raadhuis|stadhuis|gemeentehuis|provinciehuis|stadskantoor|burgemeestersplein)[- ]?(?:plein|laan|"
    r"straat(?= 1\b))?"
)
_GOVERNMENT = regex.compile(
    r"(?:Turfmarkt 147|Rijnstraat (?:8|50)|Bezuidenhoutseweg (?:20|30|67|73|74)|Parnassusplein 5|Korte Voorhout 7|"
    r"Lange Voorhout (?:7|8|34)|"
    r"Binnenhof \d|Plein (?:2|4|23)|Prinses Beatrixlaan 116|Kalvermarkt (?:32|53)|Plesmanweg 1|Koningskade 4|"
    r"Koningskade 40|Muzenstraat (?:41|97)|"
    r"Croeselaan 15|Griffioenlaan 2|Oranjebuitensingel (?:6|25)|Prins Clauslaan (?:8|20|60)|Kneuterdijk (?:1|20|22)|"
    r"Zurichtoren|"
    r"Juliana van Stolberglaan 4|Wilhelmina van Pruisenweg (?:52|104)|Schedeldoekshaven (?:100|101|131|200)|"
    r"Nieuwe Uitleg 1|Catsheuvel 85)(?!\d)"
)  # fmt: skip
_INVITED = regex.compile(
    r"(?i)(?<!\p{L})(?:u|jij|je|jullie)(?!\p{L})(?:[^.!?]|\.(?=\d)){0,60}(?<!\p{L})(?:verwacht|uitgenodigd|welkom|melden)"
    r"(?!\p{L})(?:[^.!?]|\.(?=\d)){0,60}$"
)
"""Somebody is asked to come: 'u wordt verwacht bij ..., aan de'."""
REACH = 70
WIDE = 160
LETTERHEAD = 60


def is_office(text: str, start: int, end: int, persons: Sequence[tuple[int, int]]) -> bool:
    """Whether an address belongs to an organisation, by what stands before it, behind it, above and below it.

    Args:
        text: The text.
        start: Where the address begins.
        end: Where it ends.
        persons: Where the pipeline found names: a name between an organisation and an address makes it a home.
    """
    if _GOVERNMENT.match(text, start):
        return True
    line = line_of(text, start, end)
    before = text[max(line[0], start - REACH) : start]
    alone = not before.strip(" \t>*•|-")
    if alone and _postbus_below(text, line[1]):
        return True
    if LIVES.search(before):
        return False
    if _INVITED.search(text, max(0, start - WIDE), start):
        return True
    if _names_somebody(before, start, persons):
        return False
    if _TOWN_HALLS.match(text, start) or _said_before(before, start, persons) or _AFTER.match(text, end, line[1]):
        return True
    if _GENERAL.search(text, max(line[0], start - WIDE), min(line[1], end + WIDE)):
        return True
    return alone and _in_letterhead(text, line, persons)


def _names_somebody(before: str, start: int, persons: Sequence[tuple[int, int]]) -> bool:
    """Whether a person stands right before the address: 'de heer X, ...', 'X (...'."""
    piece = before[-40:]
    close = any(0 <= start - last <= min(4, len(before)) for _, last in persons)
    return close or (bool(_PRIVATE.search(piece)) and not _ORGANISATION.search(piece, _last(_PRIVATE, piece)))


def _last(pattern: regex.Pattern[str], text: str) -> int:
    return max((found.end() for found in pattern.finditer(text)), default=0)


def _said_before(before: str, start: int, persons: Sequence[tuple[int, int]]) -> bool:
    """Whether the sentence names an organisation before the address and no person between them."""
    sentence = regex.split(r"(?<=\p{L}{2}[.;!?])\s|\t| {3,}", before)[-1]
    found = list(_ORGANISATION.finditer(sentence))
    if not found:
        return False
    place = start - len(sentence) + found[-1].end()
    return not any(place <= first < start for first, _ in persons)


def _postbus_below(text: str, end: int) -> bool:
    """Whether one of the two lines below speaks of a Postbus."""
    return "postbus" in "\n".join(text[end + 1 : end + 160].split("\n")[:2]).lower()


def _in_letterhead(text: str, line: tuple[int, int], persons: Sequence[tuple[int, int]]) -> bool:
    """Whether a line of its own stands under an organisation's name."""
    end = line[0] - 1
    for _ in range(2):
        if end <= 0:
            return False
        begin = text.rfind("\n", 0, end) + 1
        above = text[begin:end]
        if not above.strip() or _PRIVATE.search(above) or regex.search(r"(?i)t\.?a\.?v\.?", above):
            return False
        if _GENERAL.search(above) or _is_letterhead(above.strip()):
            return True
        if any(begin <= first < end for first, _ in persons):
            return False
        end = begin - 1
    return False


def _is_letterhead(line: str) -> bool:
    """Whether a line names an organisation and is no sentence."""
    named = _ORGANISATION.search(line)
    return bool(named) and named.start() < LETTERHEAD // 2 and len(line) <= LETTERHEAD and line[-1] not in ".:;"
