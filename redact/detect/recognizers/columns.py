"""Tables whose header says what stands below: 'Naam | Functie | Toestel', 'Geboortedatum   BSN'.

Cells are parted by tabs, '|', ';' or two blanks. Under blanks a cell belongs to the header above it by its place in the
line; by tabs it does so by its number, or, where an empty cell fell out, by what it looks like.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import regex

import redact.detect.vocabulary as vocab
from redact.checks import read_plate
from redact.detect.lexicon import shipped_lexicon
from redact.detect.recognizers.base import JOB_TITLE, PERSON
from redact.detect.recognizers.births import DATE_OF_BIRTH, is_day
from redact.detect.recognizers.numbers import BANK, BSN, PERSONAL, PLATE, STATUTORY, is_personal_code
from redact.detect.recognizers.people import IN_PUBLIC, person_at
from redact.detect.recognizers.phones import PHONE_NUMBER, is_phone_cell
from redact.detect.recognizers.values import TIMEOUT_S, Value, ValueRecognizer, as_digits, digit_count, value

ADDRESS, EMAIL = "ADDRESS", "EMAIL_ADDRESS"
HEADERS = {
    DATE_OF_BIRTH: r"geboortedat(?:um|a)|geb\.?[ -]?(?:datum|dat\.?|dd\.?)|geboren(?: op)?|geb\.|geboortedag|"
    r"geboortejaar|date of birth|dob",
    BSN: r"bsn(?:[- ]?(?:nummer|nr\.?))?|burgerservicenummer|sofi-?(?:nummer|nr\.?)",
    STATUTORY: r"paspoort(?:[- ]?(?:nummer|nr\.?))?|rijbewijs(?:[- ]?(?:nummer|nr\.?))?|v-?(?:nummer|nr\.?)|"
    r"id-?(?:kaart|bewijs)(?:[- ]?(?:nummer|nr\.?))?|legitimatie(?:nummer|nr\.?)?",
    PERSONAL: r"(?:personeels|pers\.?|medewerkers?|werknemers?|stam|dienst|stud(?:ent(?:en)?)?\.?|leerling(?:en)?|"
    r"klant|cli[eë]nt|pati[eë]nt|polis|"
    r"lid|relatie|kandidaats?|pas|badge|p|deelnemers?|casus|debiteuren|inschrijf)[- ]?(?:nummer|nr\.?|id)|"
    r"personeels-?id|big|agb(?:-code)?|skj",
    PHONE_NUMBER: r"tel(?:efoon)?\.?[- ]?(?:nummer|nr\.?)?|mobiel(?:e nummer)?|mob\.?|gsm|toestel(?:nummer|nr\.?)?|"
    r"tst\.?|doorkies(?:nummer|nr\.?)?|fax|06(?:-?nummer|-?nr\.?)?|"
    r"phone|mobile|intern(?: nummer)?|bereikbaar(?: op)?|contactnummer|noodnummer",
    PLATE: r"kentekens?(?:plaat)?",
    BANK: r"iban(?:[- ]?(?:nummer|nr\.?))?|(?:bank)?rek(?:ening)?\.?[- ]?(?:nummer|nr\.?)|bankrekening",
    ADDRESS: r"(?:woon|huis|privé)?-?adres(?: en woonplaats|gegevens)?|straat(?:naam)?(?: \+ nr\.?|"
    r" en (?:huis)?nummer)?|postcode(?:[ /+]{1,3}(?:woon)?plaats| en (?:woon)?plaats)?|"
    r"adres[ /+]{1,3}woonplaats",
    PERSON: r"namen|(?:volledige )?naam(?: (?:medewerker|leerling|cliënt|deelnemer|bewoner|aanvrager|kind|ouder|"
    r"contactpersoon))?|achternaam|voorna(?:am|men)|roepnaam|familienaam|"
    r"medewerkers?|contactpersoon|deelnemers?|bewoner|leerling|cliënt|patiënt|aanvrager|indiener|indieners|melder|"
    r"huurder|eigenaar|ouder|verzoeker|bezwaarmaker|"
    r"spreker|bezoeker|gast|afzender|ontvanger|behandelaar|steller|auteur|actiehouder|name|surname|first name|"
    r"last name|collega",
    JOB_TITLE: r"functie(?:naam|titel)?|rol|(?:rol|functie) ?/ ?(?:functie|rol)|job title|position|title",
    EMAIL: r"e-?mail(?:adres)?|mail(?:adres)?|email address",
}
_EXTRA = r"(?:[ ]?\([^()\n]{1,40}\)|[ ]?\*|:)?"
_HEADER = {kind: regex.compile(rf"(?i)(?:{words}){_EXTRA}") for kind, words in HEADERS.items()}
_START = regex.compile(
    r"(?im)^(?=[^\n]{0,300}(?:\t|\||;|[ ]{2,}\S))(?:[ >]*|[^\n:]{0,200}?(?:[\t|;][ ]*|[ ]{2}))"
    r"(?:geb|bsn|burgerserv|pasp|rijb|v-|pers|medew|stam|dienst|stud|leerl|klant|cli|pati|polis|lidn|tel|mob|gsm|"
    r"toest|tst|doork|kentek|iban|rek|bankr|adres|woon|straat|postc|"
    r"naam|namen|volledige|achtern|voorn|roepn|contactp|deeln|functie|rol|name|e-?mail|mail)[^\n]{0,300}$"
)
_CUTS = {
    "|": regex.compile(r"[ \t]*\|[ \t]*"),
    "\t": regex.compile(r"[ ]*\t[ \t]*"),
    ";": regex.compile(r"[ ]*;[ ]*"),
    " ": regex.compile(r"[ \t]{2,}"),
}
_NEUTRAL = regex.compile(
    r"(?i)nr\.?|nummer|#|organisatie|afdeling|team|dienst|bedrijf|instantie|datum|tijd(?:stip)?|onderwerp|"
    r"opmerking(?:en)?|bijzonderheden|"
    r"status|aantal|bedrag|soort|kamer|locatie|plaats|woonplaats|leeftijd|geslacht|schaal|rol|paraaf|handtekening|"
    r"aanwezig|klas|groep|"
    r"document|omschrijving|beoordeling|grond(?:en)?|categorie|relatie|reden|school|voorletters|tussenvoegsel|"
    r"initialen|titel|m/v|nationaliteit"
)
_RULE = regex.compile(r"[\s\-=_+|:–—]*")
_NAME_SHAPE = regex.compile(r"\p{Lu}[\p{L}\p{M}'’.-]*(?:[ ,]{1,2}[\p{L}\p{M}'’.()-]+){0,5}")
_LOCAL_PART = regex.compile(r"\p{L}[\p{L}\d-]*(?:[._]\p{L}[\p{L}\d-]*)+|[\p{L}\d._-]+@")
_NO_FUNCTION = regex.compile(
    r"(?i)(?:n\.?v\.?t\.?|onbekend|vacature|idem|geen|-+|nvt|\W*|vacant|ja|nee|intern|extern|lid|gast|cc|[\d\W]+)"
)
_STREET_CELL = regex.compile(r"\p{L}[\p{L} .'’-]{2,} \d{1,4}.{0,40}|[1-9]\d{3} ?[A-Z]{2}(?: .{2,40})?")
MAX_ROWS = 300
MAX_NAME_WORDS = 6
TOLERANCE = 2
SAID = "staat in een tabel onder een kop die zegt wat het is"


class Cell(NamedTuple):
    """A cell of one line, by its place in the text."""

    start: int
    end: int


class Table(NamedTuple):
    """A header: how its cells are parted, where they stand, what they announce, where its line begins and ends."""

    separator: str
    cells: tuple[Cell, ...]
    kinds: tuple[str, ...]
    begin: int
    end: int


class ColumnRecognizer(ValueRecognizer):
    """Values under the header of their column."""

    NAME = "tabelkolom"
    KINDS = (*HEADERS,)

    def values(self, text: str, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
        """What stands under a header and looks like what it announces."""
        done = 0
        for line in _START.finditer(text, timeout=TIMEOUT_S):
            table = _table(text, *line.span()) if line.start() >= done else None
            if table is not None:
                for begin, end in _rows(text, table):
                    done = end
                    yield from _row(text, table, begin, end)


def _table(text: str, begin: int, end: int) -> Table | None:
    """The header on a line; None where its cells are no words for columns or there is only one."""
    line = text[begin:end]
    separator = "|" if "|" in line else "\t" if "\t" in line.strip() else ";" if line.count(";") > 1 else " "
    cells = _cells(text, begin, end, separator)
    kinds = tuple(_kind(text[slice(*cell)]) for cell in cells)
    if (
        len(cells) < 2
        or not any(kinds)
        or any(text[cell.start : cell.start + 1] == ":" for cell in cells)
        or digit_count(line.replace("06", "")) > 2
        or "@" in line.replace("(@", "")
    ):
        return None
    unknown = [text[slice(*cell)] for cell, kind in zip(cells, kinds, strict=True) if not kind]
    if len(cells) - len(unknown) < 2 and not all(_NEUTRAL.fullmatch(cell) for cell in unknown):
        return None
    return Table(separator, cells, kinds, begin, end)


def _kind(cell: str) -> str:
    return next((kind for kind, pattern in _HEADER.items() if pattern.fullmatch(cell)), "")


def _cells(text: str, begin: int, end: int, separator: str) -> tuple[Cell, ...]:
    while begin < end and text[begin] in " \t>":
        begin += 1
    if separator == "|" and text[begin : begin + 1] == "|":
        begin += 1
    found, place = [], begin
    for cut in _CUTS[separator].finditer(text, begin, end):
        found.append(_trimmed(text, place, cut.start()))
        place = cut.end()
    return (*found, _trimmed(text, place, end)) if place < end else tuple(found)


def _trimmed(text: str, begin: int, end: int) -> Cell:
    piece = text[begin:end]
    return Cell(begin + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip())))


def _rows(text: str, table: Table) -> Iterator[tuple[int, int]]:
    """The lines under a header that are rows: until an empty line that no row follows, or one without cells."""
    begin, empty = table.end + 1, 0
    for _ in range(MAX_ROWS):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        if begin >= len(text):
            return
        if _RULE.fullmatch(text, begin, end):
            empty += not text[begin:end].strip()
        elif any(_kind(text[slice(*cell)]) for cell in _cells(text, begin, end, table.separator)):
            return
        elif len(_cells(text, begin, end, table.separator)) < 2 or (empty > 1 and begin > table.end + 3):
            if _indent(text, begin, end) <= table.cells[0].start - table.begin or empty:
                return
        else:
            empty = 0
            yield begin, end
        begin = end + 1


def _indent(text: str, begin: int, end: int) -> int:
    return len(text[begin:end]) - len(text[begin:end].lstrip())


def _row(text: str, table: Table, begin: int, end: int) -> Iterator[Value]:
    cells = _cells(text, begin, end, table.separator)
    kinds = _assigned(text, table, cells, begin)
    filled = [(cell, kind) for cell, kind in zip(cells, kinds, strict=True) if kind and cell.end > cell.start]
    named = [found for cell, kind in filled if kind == PERSON for found in _person(text, cell)]
    yield from named
    for cell, kind in filled:
        if kind != PERSON and (named or kind not in (JOB_TITLE, ADDRESS)) and _looks(text[slice(*cell)], kind):
            yield value(cell, kind, 0.8, SAID)


def _assigned(text: str, table: Table, cells: tuple[Cell, ...], begin: int) -> list[str]:
    """The kind of each cell of a row."""
    if table.separator == " ":
        return [_above(table, cell.start - begin) for cell in cells]
    if table.separator != "\t" or len(cells) == len(table.cells):
        return [table.kinds[place] if place < len(table.kinds) else "" for place in range(len(cells))]
    found, place = [], 0
    for cell in cells:
        fits = (
            at
            for at in range(place, len(table.kinds))
            if table.kinds[at] and _looks(text[slice(*cell)], table.kinds[at])
        )
        at = next(fits, None)
        found.append("" if at is None else table.kinds[at])
        place = place if at is None else at + 1
    return found


def _above(table: Table, offset: int) -> str:
    """The kind of the column that a cell begins in."""
    starts = [cell.start - table.begin for cell in table.cells]
    at = max((place for place, start in enumerate(starts) if start <= offset + TOLERANCE), default=None)
    return "" if at is None else table.kinds[at]


def _person(text: str, cell: Cell) -> Iterator[Value]:
    span = person_at(text, *cell)
    if span is not None and span.start - cell.start < 12:
        yield Value(span.start, span.end, PERSON, 0.86, SAID)
    elif _looks(text[slice(*cell)], PERSON):
        yield value(cell, PERSON, 0.66, SAID)


def _is_name(cell: str) -> bool:
    words = [word for word in regex.findall(r"\p{L}+", cell.lower()) if word not in vocab.PARTICLES]
    if not words or cell.isupper() or not _NAME_SHAPE.fullmatch(cell) or len(words) > MAX_NAME_WORDS:
        return False
    if any(word in vocab.ORG_STARTS or word in vocab.ORG_ENDS or word.endswith(vocab.FUNCTION_WORDS) for word in words):
        return False
    lexicon = shipped_lexicon()
    common = vocab.NO_NAMES | vocab.PLACES | vocab.MONTHS_AND_DAYS
    return any(
        word not in common or word.title() in lexicon.first_names or word.title() in lexicon.surnames for word in words
    )


def _is_function(cell: str) -> bool:
    words = {word.lower() for word in regex.findall(r"\p{L}+", cell)}
    return 2 < len(cell) <= 70 and not _NO_FUNCTION.fullmatch(cell) and not words & IN_PUBLIC and digit_count(cell) < 3


LOOKS: dict[str, Callable[[str], bool]] = {
    DATE_OF_BIRTH: is_day,
    BSN: lambda cell: len(as_digits(cell)) in (8, 9) and digit_count(cell) >= 6 and len(cell) < 14,
    STATUTORY: lambda cell: is_personal_code(cell) and digit_count(cell) >= 4,
    PERSONAL: is_personal_code,
    PHONE_NUMBER: is_phone_cell,
    PLATE: read_plate,
    BANK: lambda cell: digit_count(cell) >= 6 and len(cell) < 40 and len(cell.split()) < 10,
    ADDRESS: lambda cell: bool(_STREET_CELL.fullmatch(cell)) and "postbus" not in cell.lower(),
    PERSON: _is_name,
    JOB_TITLE: _is_function,
    EMAIL: lambda cell: bool(_LOCAL_PART.fullmatch(cell)),
}
"""Whether a cell can be what its header announces."""


def _looks(cell: str, kind: str) -> bool:
    return LOOKS[kind](cell)
