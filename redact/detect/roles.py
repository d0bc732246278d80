"""Persons with a public office beside their name: 'wethouder X', 'X, burgemeester', 'de leden X en Y', 'rechter X'.

That somebody stands there was found before. A rule looks at the text between the word for the office and the next
person, or the one before, so that it can point at persons only.

    ... belde  wethouder  Wonen, mevrouw  Jansen  over ...
               office     gap             person
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import regex

from redact.detect.acting import TIMEOUT_S, TITLES, Acting, Span
from redact.detect.parties import STRONG

POLITICS = "treedt uit hoofde van een publieke functie in het openbaar op"
MEMBER = "treedt als volksvertegenwoordiger in het openbaar op"
JUDGE = "spreekt recht in het openbaar"
PRESS = "is woordvoerder naar de pers"
TOP = "bekleedt een functie die in het openbaar wordt uitgeoefend"
CHAIR = "zit een bestuur voor dat in het openbaar vergadert"
AUTHOR = "heeft namens de organisatie besloten"
HEAD = "staat aan het hoofd van de organisatie en treedt in het openbaar op"

_OFFICES = {
    "politics": (
        r"minister-president|ministers?|premier|vice-?premier|bewinds(?:persoon|man|vrouw)|"
        r"staatssecretaris(?:sen)?|stas\.?|burger?meesters?(?!\s+en\s+wethouders)|bgm\.?|(?:wijk)?wethoud(?:ers?|ster)|weth\.?|"
        r"(?:eiland)?gedeputeerden?(?!\s+staten)|dijkgra(?:af|ven)|(?:hoog)?heemra(?:ad|den)|gezaghebber|"
        r"commissaris(?:se)?\s+van\s+de\s+koning(?:in)?|cdk|gouverneur|rijksvertegenwoordiger|"
        r"ambts?(?:voorgang(?:st)?er|geno(?:ot|te))|portefeuille(?:houders?)?|eurocommissaris|ambassadeur"
    ),
    "member": (
        r"(?:tweede\s+|eerste\s+)?kamer(?:lid|leden)|senator(?:en)?|(?:burger|gemeente|eilands)?raads(?:lid|leden)|"
        r"staten(?:lid|leden)|(?:fractie|kamer|raads|staten|partij)(?:voorzitters?|leiders?)|europarlementari[eë]rs?"
    ),
    "judge": (
        r"(?:voorzieningen|kanton|politie|kinder|bestuurs|straf|familie)?rechters?|raadshe(?:er|ren)|"
        r"staatsra(?:ad|den)|rechter-commissaris|advocaat-generaal"
    ),
    "press": r"woordvoer(?:der|sters?|ders)|pers(?:woordvoerder|voorlichters?|officier)",
    "top": (
        r"secretaris-generaal|gemeentesecretaris|provinciesecretaris|prov\.\s?secretaris|secretaris-directeur|"
        r"(?:raads|staten)?griffier|(?:nationale?\s+|kinder)ombudsman|korpschef|commandant\s+der\s+strijdkrachten|"
        r"(?:inspecteur|procureur)-generaal|hoofdofficier\s+van\s+justitie|(?:delta|regerings)commissaris|"
        r"(?:in)?formateur|directeur\s+publieke\s+gezondheid|rector\s+magnificus"
    ),
    "head": (
        r"directeur-(?:bestuurder|generaal)|hoofdingenieur-directeur|(?:rijks)?havenmeester|bestuursvoorzitter|"
        r"(?:zorg|ziekenhuis|school|museum|corporatie)bestuurder|museumdirecteur|"
        r"(?:(?:vice-)?voorzitter|lid)\s+(?:van\s+)?(?:de\s+|het\s+)?(?:(?:raad|college)\s+van\s+bestuur|rvb|cvb)|"
        r"(?-i:DG|SG|HID|DPG)(?![ \t]*[:|\t\n]|[ ]{3})"
    ),
    "chair": r"voorzitter|vz",
    "works": r"bestuurder",
    "author": r"(?:besluit|beslissing|beschikking)\s+van\s+(?:de\s+)?(?:directeur|dir)\.?",
    "lid": r"(?:het|de)\s+(?:lid|leden)",
    "act": (
        r"(?:kamer|staten|raads)vragen\s+van|interpellatie(?:debat)?\s+(?:van|door)|"
        r"(?:motie|amendement|initiatiefvoorstel|initiatiefnota)\s+(?:van|door)|"
        r"(?:raads|staten|commissie)?vergadering\s+(?:wordt|werd)\s+voorgezeten\s+door"
        r"(?:\s+(?:de\s+)?(?:plv\.|plaatsvervangend|waarnemend)\s+voorzitter)?"
    ),
    "field": (
        r"woordvoering|perscontact|contactpersoon\s+(?:voor\s+)?(?:de\s+)?(?:pers|media)|pers(?:voorlichting|vragen)|"
        r"voor\s+de\s+pers"
    ),
}
_SAID = {
    "politics": POLITICS,
    "member": MEMBER,
    "judge": JUDGE,
    "press": PRESS,
    "top": TOP,
    "head": HEAD,
    "field": PRESS,
    "chair": CHAIR,
    "works": HEAD,
    "author": AUTHOR,
}
_OFFICE = regex.compile(
    r"(?i)(?<!\p{L})(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in _OFFICES.items()) + r")(?![\p{L}-])"
)
_SEVERAL = regex.compile(r"(?i)(?:s|leden|den|sen|ven|ren|personen)$")
_SUBJECT = (
    "wonen|volkshuisvesting|ruimte|ruimtelijke|ordening|bouwen|stedelijke|ontwikkeling|financi[eë]n|economie|"
    "economische|zaken|werk|inkomen|werkgelegenheid|sociale|sociaal|domein|zorg|langdurige|medische|welzijn|"
    "volksgezondheid|gezondheid|jeugd|gezin|onderwijs|cultuur|wetenschap|media|sport|verkeer|vervoer|mobiliteit|"
    "bereikbaarheid|infrastructuur|waterstaat|milieu|klimaat|groene|groei|energie|duurzaamheid|natuur|stikstof|"
    "landbouw|voedselkwaliteit|visserij|voedselzekerheid|innovatie|water|buitenruimte|openbare|orde|beheer|groen|"
    "dierenwelzijn|wijken|wijkaanpak|participatie|armoede|armoedebeleid|schulden|pensioenen|integratie|inburgering|"
    "asiel|migratie|opvang|vreemdelingenzaken|diversiteit|emancipatie|dienstverlening|bestuur|bestuurlijke|"
    "vernieuwing|veiligheid|handhaving|justitie|rechtsbescherming|bedrijfsvoering|personeel|organisatie|grondzaken|"
    "vastgoed|recreatie|toerisme|erfgoed|evenementen|haven|digitalisering|koninkrijksrelaties|binnenlandse|"
    "buitenlandse|europese|defensie|handel|ontwikkelingssamenwerking|ontwikkelingshulp|algemene|primair|voortgezet|"
    "rijksdienst|toeslagen|bzk|vws|jenv|j&v|v&j|venj|ienw|i&w|ienm|i&m|szw|ocw|ezk|ez|el&i|lnv|lvvn|bz|az|vro|kgg|"
    "vrom|n&s|bhos|fin"
)
_SUBJECTS = rf"(?i:(?:van|voor)\s+)?(?i:{_SUBJECT})(?:(?:\s*[,&/]\s*|\s+(?i:en)\s+|\s+)(?i:{_SUBJECT}))*(?!\p{{L}})"
_PLACE = (
    r"(?i:van|te|in)\s+(?:(?i:de\s+)?(?i:gemeente|provincie|stad)\s+)?(?:['’]s-)?"
    r"\p{Lu}[\p{L}-]+(?:[ -]\p{Lu}[\p{L}-]+)?"
)
_OF = rf"(?:\s+{_SUBJECTS}|\s+{_PLACE}|\s*\([^()\n]{{2,40}}\))?"
_AHEAD = regex.compile(rf"{_OF}(?:[ \t]+|[ \t]*\n[ \t>]*){TITLES}|[ \t]*\(\s*{TITLES}")
_FIELD = regex.compile(rf"{_OF}[ \t]*(?:[:\t|][ \t:|]*\n?|(?<=[ ]{{3}}))[ \t]*{TITLES}")
_APART = regex.compile(rf"{_OF}[ \t]*,\s+{TITLES}")
_ONWARD = regex.compile(rf" +{TITLES}")
_TURNED = regex.compile(rf"[ \t]*\n[ \t]+{TITLES}")
_FORMER = r"(?i:de|onze|als|tevens|toen|toenmalig|voormalig|demissionair|waarnemend|wnd\.|plv\.|oud-|loco-|ex-)"
_BEHIND = regex.compile(
    rf"[ \t]*(?:[,(|\t]|\n\(|[–—-][ \t]|(?<=[ ]{{3}}))\s*(?:{_FORMER}\s*)*|"
    rf"\s+(?i:is|was|als|werd|wordt)\s+(?:{_FORMER}\s*)*"
)
_BELOW = regex.compile(rf"[ \t]*,?[ \t]*\n[ \t]*(?:{_FORMER}\s*)?")
_OTHER_CELL = regex.compile(r"[\t|\n]|[ ]{3}")
_CELL_END = regex.compile(rf"{_OF}[ ,.]*(?:[\t|\n]|[ ]{{3}}|$)")
_COLUMN = regex.compile(r"[ ]{3,}|[ ]*[\t|][ \t|]*")
_MORE_OFFICE = regex.compile(r",[ ]\p{L}")
_CELL = regex.compile(r"[^\t|\n]+")
_COLON = regex.compile(r"[ \t]*:")
_APPOSED = regex.compile(r"\s*(?:[,;.)]|$)")
_NEXT = regex.compile(
    rf"\s*(?:\([^()\n]{{1,40}}\)\s*)?(?:(?P<comma>,\s*(?!en\s))|(?:,\s*)?(?i:en)\s+|&\s*|/\s*){TITLES}"
)
_STAFF = regex.compile(
    r"(?i)(?:adviseur|adviseuse|assistente?|secretaresse|secretariaat|medewerker|woordvoerder|chauffeur|kabinet|"
    r"kabinetschef|ondersteun(?:er|ing)|staf|bureau|bode|stagiaire?)\s+(?:van\s+)?(?:de\s+)?$"
)
_CELL_START = regex.compile(
    r"(?i)(?:^|[\n\t|>*•;,.(–-]|\s{2})[ \t]*(?:de\s+|het\s+|loco-|wnd\.?\s+|verantwoordelijk\s+)?$"
)
_DEFINITE = regex.compile(r"(?i)(?<!\p{L})(?:de|onze|hun|haar|zijn)\s+(?:\p{Ll}+\s+)?(?:[\p{L}-]+-\s?)?$")
_GIVEN = regex.compile(r"\p{Lu}\p{Ll}+\s+(?:\p{Ll}+\s+)*\p{Lu}")
_DEBATE = regex.compile(r"(?i:motie|vragen|amendement|kamer|raad|fractie|staten|interpellatie|debat)|" + STRONG.pattern)
_PRESSED = regex.compile(r"(?i)(?<!\p{L})(?:pers|media|persbericht|redactie|journalist|interview)")
_BOARD = regex.compile(
    r"(?i)(?<!\p{L})(?:(?:algemeen|dagelijks)\s+bestuur|gemeenteraad|(?:raads|staten)(?:vergadering|commissie)|"
    r"provinciale\s+staten|verenigde\s+vergadering|(?-i:AB|DB)[- ]vergadering)(?!\p{L})"
)
_STAFF_COUNCIL = regex.compile(
    r"(?<!\p{L})(?:OR|COR|GOR|(?i:ondernemingsraad|medezeggenschap\p{L}*|overlegvergadering))(?!\p{L})"
)
_PARTLY = regex.compile(r"(?i)(?<!\p{L})(?:werkgroep|projectgroep|klankbord\p{L}*|stuurgroep|ambtelijk|kascommissie)")
_FIELDS = ("field", "chair", "works")
_ONLY_AHEAD = ("lid", "act", "field", "chair", "works", "author")
_REACH = 60
_WIDE = 200
_LONGEST_GAP = 120
_LONGEST_LINE = 300


def by_office(text: str, persons: Sequence[Span]) -> Iterator[Acting]:
    """The persons beside whose name a public office stands.

    Args:
        text: A text.
        persons: Where persons stand in it, in order, none over another.
    """
    starts = [start for start, _ in persons]
    for match in _OFFICE.finditer(text, timeout=TIMEOUT_S):
        place = bisect_right(starts, match.start())
        place += place < len(persons) and persons[place][1] <= match.end()
        before = persons[place - 1] if place else None
        after = persons[place] if place < len(persons) else None
        over = before is not None and before[0] <= match.start() and match.end() <= before[1]
        if before is not None and (over or _is_behind(text, before, match, after)):
            yield _acting(before, match)
        elif after is not None and _is_ahead(text, match, after):
            yield from (_acting(person, match) for person in _named(text, persons, place, match))
        elif match.lastgroup in ("politics", "top"):
            yield from (_acting(person, match) for person in _in_column(text, persons[place:], match))


def office_before(text: str) -> str:
    """The office that the end of a text gives to the name behind it: 'wethouder'; '' where it gives none."""
    for match in _OFFICE.finditer(text, max(0, len(text) - _REACH), timeout=TIMEOUT_S):
        if match.lastgroup in ("politics", "member") and _AHEAD.fullmatch(text, match.end()):
            return "" if _STAFF.search(text, 0, match.start()) else match.group().lower()
    return ""


def _acting(person: Span, match: regex.Match[str]) -> Acting:
    kind = match.lastgroup or ""
    office = " ".join(match.group().lower().split()) if kind in ("politics", "member", "judge", "top") else ""
    return Acting(*person, _SAID.get(kind, MEMBER), office)


def _is_behind(text: str, person: Span, match: regex.Match[str], after: Span | None) -> bool:
    """Whether an office stands behind its holder: 'X, wethouder', 'X (burgemeester)', 'X' above 'burgemeester'."""
    kind = match.lastgroup
    if kind in _ONLY_AHEAD or match.start() - person[1] > _REACH or _COLON.match(text, match.end()):
        return False
    if after is not None and _goes_on(text, person, match, after) and "(" not in text[person[1] : match.start()]:
        return False
    if "(" not in text[person[1] : match.start()] and not _ends_cell(text, person, match):
        return False
    if _BEHIND.fullmatch(text, person[1], match.start()):
        return kind != "press" or bool(_PRESSED.search(text, max(0, person[0] - _WIDE), match.end() + _WIDE))
    return kind in ("politics", "top") and bool(_BELOW.fullmatch(text, person[1], match.start()))


def _goes_on(text: str, person: Span, match: regex.Match[str], after: Span) -> bool:
    """Whether an office leads on to the next name: 'X, wethouder Y', in a list also where the line turns in between."""
    if _ONWARD.fullmatch(text, match.end(), after[0]):
        return True
    listed = "," in text[_line(text, person[0])[0] : person[0]]
    return listed and bool(_TURNED.fullmatch(text, match.end(), after[0]))


def _ends_cell(text: str, person: Span, match: regex.Match[str]) -> bool:
    """Whether an office in another cell or line than the person is all that stands there."""
    if not _OTHER_CELL.search(text, person[1], match.start()):
        return True
    if match.group().lower() == "portefeuille":
        return False
    more = _COLUMN.fullmatch(text, person[1], match.start()) and _MORE_OFFICE.match(text, match.end())
    return bool(more or _CELL_END.match(text, match.end()))


def _is_ahead(text: str, match: regex.Match[str], person: Span) -> bool:
    """Whether an office stands before its holder: 'wethouder X', 'Burgemeester: X', 'de griffier, mr. X,'."""
    start, end = match.end(), person[0]
    if end - start > _LONGEST_GAP or not _fits_paper(text, match):
        return False
    staff = _STAFF.search(text, max(0, match.start() - _REACH), match.start())
    if match.lastgroup not in _FIELDS and _AHEAD.fullmatch(text, start, end):
        if "\n" in text[start:end] and "\t" in text[_line(text, match.start())[0] : match.start()]:
            return False
        return not (staff and _GIVEN.search(text, *person))
    if _FIELD.fullmatch(text, start, end):
        return bool(_CELL_START.search(text, max(0, match.start() - _REACH), match.start()))
    apart = match.lastgroup not in ("lid", "chair", "works") and not staff and _APART.fullmatch(text, start, end)
    definite = apart and _DEFINITE.search(text, max(0, match.start() - _REACH), match.start())
    return bool(definite and _APPOSED.match(text, person[1]))


def _in_column(text: str, persons: Sequence[Span], match: regex.Match[str]) -> Iterator[Span]:
    """The person under an office in a table of two rows, heads and names, with as many cells in either."""
    row, end = _line(text, match.start())
    if "\t" not in text[row:end]:
        return
    heads = list(_CELL.finditer(text, row, end))
    names = list(_CELL.finditer(text, *_line(text, end + 1)))
    if len(heads) != len(names):
        return
    for head, name in zip(heads, names, strict=True):
        if head.group().strip() == match.group() and head.start() <= match.start() < head.end():
            yield from (person for person in persons if name.start() <= person[0] and person[1] <= name.end())


def _line(text: str, place: int) -> Span:
    """Start and end of the line at a place, as far as a line of a table goes."""
    start = text.rfind("\n", max(0, place - _LONGEST_LINE), place) + 1
    end = text.find("\n", place, place + _LONGEST_LINE)
    return (start or max(0, place - _LONGEST_LINE)), (end if end >= 0 else min(len(text), place + _LONGEST_LINE))


def _fits_paper(text: str, match: regex.Match[str]) -> bool:
    """Whether a word that is an office in some papers only stands in one of those."""
    around = max(0, match.start() - _WIDE), match.end() + _WIDE
    if match.lastgroup == "lid":
        return bool(_DEBATE.search(text, *around))
    if match.lastgroup == "works":
        return bool(_STAFF_COUNCIL.search(text, *around))
    if match.lastgroup == "chair":
        inner = _STAFF_COUNCIL.search(text, *around) or _PARTLY.search(text, *around)
        return not inner and bool(_BOARD.search(text, around[0], match.start()))
    return True


def _named(text: str, persons: Sequence[Span], place: int, match: regex.Match[str]) -> Iterator[Span]:
    """The person at `place`, and after a plural ('de leden X (SP) en Y') those that are named on."""
    yield persons[place]
    if match.lastgroup not in ("lid", "act") and not _SEVERAL.search(match.group()):
        return
    closed = False
    for previous, person in zip(persons[place:], persons[place + 1 :], strict=False):
        found = _NEXT.fullmatch(text, previous[1], person[0]) if person[0] - previous[1] <= _LONGEST_GAP else None
        if found is None or (closed and found["comma"]):
            return
        closed = closed or not found["comma"]
        yield person
