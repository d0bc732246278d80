"""Numbers by which the state, an employer, a bank or a carer knows a person, found by the word in front of them.

What stands after such a word is read as a scanner or a hasty typist may have left it: 'BSN 1234 O6 782', 'klantnr
K-771093'. Numbers that need no word (a BSN with a right check digit, an IBAN, a dashed number
plate) are in the rule book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import regex

from redact.checks import elfproef, read_plate
from redact.detect.recognizers.values import (
    MONTH_AFTER,
    TIMEOUT_S,
    D,
    Value,
    ValueRecognizer,
    as_digits,
    before_numbers,
    digit_count,
    is_date,
    line_of,
    value,
)

BSN, STATUTORY, PERSONAL, BANK, PLATE = "NL_BSN", "ID_NUMBER", "PERSONAL_NUMBER", "IBAN", "LICENSE_PLATE"
SAID = {
    BSN: "staat achter het woord voor een burgerservicenummer",
    STATUTORY: "staat achter het woord voor een wettelijk nummer of identiteitsbewijs",
    PERSONAL: "staat achter het woord voor een persoonlijk nummer",
    BANK: "staat achter het woord voor een bankrekening",
    PLATE: "staat achter het woord voor een kenteken of voertuig",
}
SCORES = {BSN: 0.9, STATUTORY: 0.75, PERSONAL: 0.7, BANK: 0.8, PLATE: 0.75}

NUMBER = r"(?:[- ]?(?:nummers?|nrs?\b\.?|no\b\.?|id\b|code\b)|nrs?\b\.?)"
_STEMS = (
    "personeels|pers(?:\\.|(?=nr))|medewerkers?|werknemers?|dienst|stam|ambtena(?:ar|ren)s?|student(?:en)?|stud\\.?|"
    "leerling(?:en)?|onderwijs|cli[eë]nt(?:en)?|pati[eë]nt(?:en)?|pat\\.?|klant(?:en)?|relatie|polis|verzekerden?|"
    "verzekerings|kandida(?:at|ten)s?|lid|leden|lidmaatschaps?|deelnemers?|debiteure?n?|toegangspas|bezoekerspas|"
    "personeelspas|dienstpas|parkeerpas|pas|badge|chipkaart|ov-chipkaart|casus|inschrijf|sollicitant(?:en)?|"
    "detinerings?|(?:penitentiair|pi)-?|kvb|cjib|declaranten?|ziekenfonds|diploma|coa|ind|uwv|gba|"
    "(?:pati[eë]nten|leden|studenten|klanten)(?:kaart|pas)|gedetineerden?|verbalisant(?:en)?|boa|big(?:-registratie)?|skj(?:-registratie)?|agb|uzovi|epd|zis|mrn|"
    "bewoners|huurders?|uitkerings|werkzoekenden?|donor|legitimatie|loon|salaris|zorg|aanvragers|advocaten|bar|"
    "imei|correspondent(?:en|ie)?|bezoekers?|burger|inwoner|d\\.|employee|staff|member(?:ship)?|patient|customer|sap|chassis|creditcard|bankpas|rijders|leden"
)
_BARE = (
    "polis|agb|big-registratie|big|skj|chauffeurskaart|toegangspas|bezoekerspas|personeelspas|dienstpas|ov-chipkaart|"
    "btw-id|imei|mrn|"
    "creditcard|"
    "verbalisant"
)
_DOCUMENTS = (
    "paspoort|vaarbewijs|vliegbewijs|taxipas|chauffeurspas|monsterboekje|jachtakte|"
    "identiteits(?:kaart|bewijs|document)|id[- ]?(?:kaart|bewijs|card)|legitimatie(?:bewijs)?|rijbewijs|"
    "reisdocument|verblijfs(?:document|vergunning|pas)|vluchtelingenpaspoort|passport|driving licen[cs]e"
)
_FOREIGNERS = "v|vreemdelingen|a|administratie|crv|strafrechtsketen|skn|vbs"
_PEOPLE = (
    "controleur|inspecteur|boa|verbalisant|agent|handhaver|toezichthouder|medewerk(?:er|ster)|ambtenaar|verpleegkundige"
)
_CODED = "analist|(?:beeld)?tolk|rechercheur|rapporteur|getuige|informant|\\p{L}{4,20}medewerker"
_NO_REGISTER = (
    "kvk|cve|cpe|isbn|issn|cas|un|eu|ec|btw|ip|po|hs|pv|ted|nen|iso|ean|atc|rvv|woz|gtin|doi|din|bag|sbi|cpv|zaak|order|"
    "project|factuur|kamerstuk|document|artikel|besluit|model|serie|versie|bon|rsin|oin|dossier|kenmerk"
)
_BANKS = (
    r"(?:bank)?rek(?:ening)?\.?[- ]?(?:nummers?|nrs?\b\.?)|(?:privé|bank|giro|spaar)-?rek(?:ening\b|\.)|"
    r"giro(?:nummer|nr)?\b\.?|"
    r"postbank|(?:bank)?rekening\b|iban\b(?:[- ]?(?:nummer|nr\b\.?))?"
)
_WORD = regex.compile(
    r"(?i)(?<![\p{L}\d])(?:"
    rf"(?P<bsn>(?:bsn|b\.s\.n\.?|burger ?service(?= ?n)|sofi|rijksregister|insz|pgn)(?:{NUMBER}|['’]?s\b)?(?!\p{{L}}))"
    rf"|(?P<document>(?:{_DOCUMENTS})(?:{NUMBER})?)(?!\p{{L}})"
    rf"|(?P<foreigner>(?:{_FOREIGNERS}){NUMBER})"
    rf"|(?P<numbered>(?:{_STEMS}|p\.?){NUMBER})"
    rf"|(?P<bare>(?:{_BARE})(?!\p{{L}}))"
    rf"|(?P<dossier>(?:zorg|cli[eë]nt)?dossier(?:{NUMBER})?(?!\p{{L}}))"
    rf"|(?P<bank>{_BANKS})"
    r"|(?P<trader>k\.?v\.?k\b\.?|kamer van koophandel)"
    rf"|(?P<someone>(?:{_PEOPLE})\b[^\n\d]{{0,14}}\n?[ \t]*\(?(?:nr\b\.?|nummer\b|no\.))"
    rf"|(?P<register>(?-i:(?=\p{{Lu}}))(?!(?:{_NO_REGISTER})-)\p{{L}}{{2,20}}-(?:nummer|nr\b\.?|id\b))"
    r"|(?P<owned>\p{L}{2,20}[ -]?(?:nummer|nr\b\.?)[ ]van(?:[ ]de[ ]heer)?(?=[ ](?-i:\p{Lu})|[ ]m(?:ev|w)|[ ]dhr))"
    r")"
)
_GAP = regex.compile(
    r"(?i)(?:[ \t]*+(?:\([^()\n\d]{1,20}\)|nummers?\b|nr\b\.?|no\b\.?|met\b|onder\b|is\b|was\b|luidt\b|het\b|"
    r"gekregen\b|nieuwe?\b|namelijk\b|voortaan\b|wordt\b|[:=|"
    r"#.,(\['’\"]|[-–](?=\s)|van\b))*+"
    r"[ \t]*+(?:\n[ \t>]*+)?"
)
_LOOSE = regex.compile(r"[^\n\d]{0,32}?(?:\n[ \t>]*)?(?<![\p{L}\d])(?=[\dlO]|(?i:[A-Z]{2}\d\d))")
_SPACED = rf"(?:[ ]?[.-]?[ ]?(?:\n[ \t>]*)?{D})"
_BSN_DIGITS = regex.compile(rf"(?=.?.?\d){D}{_SPACED}{{7,10}}(?![\p{{L}}\d]|[.,/-]\d)")
_BSN_AWAY = regex.compile(r"[^\n\d.;]{1,36}(?:\b\d[:)]?[ ])?(?:\n[ \t>]*)?(?=\d)")
_DOCUMENT_CODE = regex.compile(
    rf"(?:\p{{L}}{{1,3}}\d[\p{{L}}\d]{{4,7}}|\p{{Lu}}{{1,3}}[ ]\d{{6,8}}|\d(?:[ .]?{D}){{7,9}}|"
    rf"(?=[\p{{L}}\d]*\d)\p{{Lu}}[\p{{Lu}}\d]{{6,10}}|"
    rf"{D}(?:[ ]{D}){{7,9}})(?![\p{{L}}\d])"
)
_DUTCH_PAPER = regex.compile(r"(?<![\p{L}\d])(?=[A-Z\d]*\d[A-Z]*\d)[A-Z]{2,3}[A-Z\d]{5,6}\d(?![\p{L}\d])")
_PAPER_WORD = regex.compile(rf"(?i)(?<![\p{{L}}\d])(?:{_DOCUMENTS}|document(?:nummer|nr\b))")
_DIGITS = regex.compile(rf"\d(?:[ .-]?{D}){{6,10}}(?![\p{{L}}\d])")
_CODE = regex.compile(
    r"(?:\p{L}{1,5}-(?:\p{L}{1,5}-)?|\p{Lu}{1,5}[./]|\p{Lu}{1,3} (?=\d{3})|\p{L}{1,3})?(?=[\p{Lu}\d]*\d)\d[\p{Lu}\d]*+"
    rf"(?:[-./](?=[\p{{Lu}}\dl])[\p{{Lu}}\dl]{{1,12}}|{MONTH_AFTER}[ ](?:\d{{2,}}|"
    rf"\d(?=[ ]\d[ ]\d))(?![\p{{L}}\d:,%])){{0,8}}(?![\p{{L}}\d])"
)
_IBAN_CODE = regex.compile(
    rf"(?i)[A-Z]{{2}}[ ]?{D}{{2}}(?:[ .-]?(?:\n[ \t>]*)?[A-Z\d|]){{11,30}}?(?![A-Z\d]|[ ]\d{{2}})"
)
_NL_IBAN = regex.compile(
    rf"(?i)(?<![\p{{L}}\d])NL[ ]?{D}{{2}}[ .-]?(?:\n[ \t>]*)?\p{{L}}{{4}}(?:[ .-]?(?:\n[ \t>]*)?(?:{D}|"
    rf"[X*•])){{10}}(?![\p{{L}}\d])"
)
_ACCOUNT = regex.compile(rf"(?:P\s?)?{D}(?:[ .-]?{D}){{5,9}}(?![\p{{L}}\d]|[.,]\d)")
_KVK = regex.compile(r"\d{2}[ .]?\d{2}[ .]?\d{2}[ .]?\d{2}(?!\d)")
_VAT = regex.compile(r"(?i)(?<![\p{L}\d])NL[ ]?\d{4}[ .]?\d{2}[ .]?\d{3}[ .]?B[ ]?\d{2}(?![\p{L}\d])")
_PLATE_CODE = regex.compile(r"(?i)(?<![\p{L}\d-])[A-Z\d|]{1,8}(?:[- ][A-Z\d|]{1,4}){0,2}(?![\p{L}\d]|-[\p{L}\d])")
_PLATE_WORD = regex.compile(r"(?i)kentekens?(?:plaat|platen|nummers?)?(?!\p{L})")
_VEHICLE = regex.compile(
    r"(?<![\p{L}\d])(?i:(?:personen|lease|dienst|bestel)?auto|(?:bestel)?bus(?:je)?|voertuig|scooter|bromfiets|"
    r"motor(?:fiets)?|"
    r"aanhanger|vrachtwagen|vw|volkswagen|opel|toyota|renault|peugeot|audi|bmw|mercedes|volvo|tesla|skoda|citro[eë]n|"
    r"fiat|kia|hyundai|seat)"
    r"(?!\p{L})(?=[^\n]{0,40}\d)"
)
_MORE = regex.compile(r"[ \t]*(?:,|/|;|&|en|of)[ \t]*(?:\n[ \t>]*)?")
_SOLE = regex.compile(
    r"(?i)eenmans|zzp|zelfstandige?|freelance|\bh\.?o\.?d\.?n\b|handelend onder|\bv\.?o\.?f\.?\b|"
    r"vennootschap onder firma|maatschap"
)
_COMPANY = regex.compile(
    r"\bB\.?V\b|\bN\.?V\b|\bU\.?A\b|(?i:\bstichting|\bvereniging|\bco[oö]peratie|\bgemeente|\bgmbh|\bholding|"
    r"\bbank\b|\buniversiteit)"
)
_CARE = regex.compile(
    r"(?i)pati[eë]nt|cli[eë]nt|zorg|jeugd|schuld|wanbetaler|gezin|kind|moeder|vader|zoon|dochter|leerling|uitkering|"
    r"bijstand|"
    r"\bggz|\bwmo\b|behandel|ziekte|vaccin|besmet|huisarts|\bbsn\b|geboren|de heer|mevrouw|mevr|\bdhr|\bmw\b"
)
_WORKER = regex.compile(
    rf"(?<!\p{{L}})(?i:{_CODED})[ ](?P<code>(?!ISO|NEN|IEC|CVE)\p{{Lu}}{{1,4}}-?\d{{2,5}})(?![\p{{L}}\d]|[-.,/]\d)"
)
_WHOSE = regex.compile(r"[ ][^\n\d;()]{2,40}?(?:[ ]is|[,:])?[ ](?=(?:\p{Lu}{1,3}-?)?\d)")
_SOMEBODY = (
    "deelne(?:mer|emster)|cli[eë]nte?|pati[eë]nte?|klant|leerlinge?|studente?|bewo(?:ner|onster)|huurder|lid|verzekerde|"
    "gedetineerde|kandidaat|medewerk(?:er|ster)|dienst|badge|bevoegdheid|opsporingsambtenaar"
)
_CODED_PERSON = regex.compile(
    rf"(?<!\p{{L}})(?i:{_SOMEBODY})[ ](?P<code>(?!ISO|NEN|IEC|CVE)(?P<stem>\p{{Lu}}{{1,4}})-(?:(?:19|20)\d\d-)?"
    r"\d{4,8})(?![\p{L}\d]|[-.,/]\d)"
)
_IN_BRACKETS = regex.compile(
    r"[ ]?\([ ]?(?i:reg(?:istratie)?\.?[ -]?(?:nummer|nr\b\.?)|nummer|nr\b\.?|kenmerk|code|id)[ :]{0,3}"
    r"(?P<code>\p{Lu}{0,4}-?\d{4,10})(?=[),;])"
)
NEAR = 160
WIDE = 400
WORD_AND_GAP = 72
PAPER_REACH = 75


class NumberRecognizer(ValueRecognizer):
    """Numbers of persons, by the word before them."""

    NAME = "persoonsnummer"
    KINDS = (BSN, STATUTORY, PERSONAL, BANK, PLATE)

    def values(self, text: str, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
        """Numbers behind their word, IBANs whose check digits are wrong, and the numbers of sole traders."""
        for stretch in before_numbers(text, WORD_AND_GAP):
            for word in _WORD.finditer(text, *stretch, timeout=TIMEOUT_S):
                reader = READERS.get(word.lastgroup or "")
                if word.lastgroup == "owned":
                    yield from _owned(text, word, persons)
                else:
                    yield from reader(text, word) if reader else _trader(text, word.end(), persons)
        for word in _PAPER_WORD.finditer(text, timeout=TIMEOUT_S):
            yield from _paper(text, word)
        yield from _coded(text, persons)
        for worker in _WORKER.finditer(text, timeout=TIMEOUT_S):
            yield _value(worker.span("code"), PERSONAL)
        for found in _NL_IBAN.finditer(text, timeout=TIMEOUT_S):
            yield _value(found.span(), BANK)
        for found in _VAT.finditer(text, timeout=TIMEOUT_S):
            if _is_sole_trader(text, found, persons) or _new_vat(found.group()):
                yield _value(found.span(), PERSONAL)
        for word in _PLATE_WORD.finditer(text, timeout=TIMEOUT_S):
            yield from _plates(text, word)
        yield from _vehicles(text)


def _coded(text: str, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
    """Codes behind what somebody is, others of their form in the text, and numbers in brackets behind a name."""
    forms = set()
    for found in _CODED_PERSON.finditer(text, timeout=TIMEOUT_S):
        yield _value(found.span("code"), PERSONAL)
        if len(found.group("stem")) > 1:
            forms.add(regex.sub(r"\d", r"\\d", found.group("code")))
    for form in sorted(forms):
        for same in regex.finditer(rf"(?<![\p{{L}}\d-]){form}(?![\p{{L}}\d]|[-.,/]\d)", text, timeout=TIMEOUT_S):
            yield _value(same.span(), PERSONAL)
    for _, end in persons:
        number = _IN_BRACKETS.match(text, end)
        if number and not is_date(number.group("code")):
            yield _value(number.span("code"), PERSONAL)


def is_personal_code(text: str) -> bool:
    """Whether a cell holds a number by which an organisation may know a person."""
    return bool(_CODE.fullmatch(text)) and digit_count(text) >= 3 and not is_date(text)


def _value(span: tuple[int, int], kind: str) -> Value:
    return value(span, kind, SCORES[kind], SAID[kind])


def _place(text: str, word: regex.Match[str]) -> int:
    gap = _GAP.match(text, word.end(), timeout=TIMEOUT_S)
    place: int = gap.end() if gap else word.end()
    return place


def _series(text: str, place: int, pattern: regex.Pattern[str]) -> Iterator[regex.Match[str]]:
    """What `pattern` finds at `place`, and behind a comma or 'en' after it."""
    found = pattern.match(text, place, timeout=TIMEOUT_S)
    while found:
        yield found
        more = _MORE.match(text, found.end())
        found = pattern.match(text, more.end(), timeout=TIMEOUT_S) if more else None


def _bsn(text: str, word: regex.Match[str]) -> Iterator[Value]:
    place = _place(text, word)
    if not _BSN_DIGITS.match(text, place):
        away = _BSN_AWAY.match(text, word.end())
        place = away.end() if away else place
    for found in _series(text, place, _BSN_DIGITS):
        if digit_count(found.group()) >= 5:
            yield _value(found.span(), BSN if elfproef(as_digits(found.group())) else STATUTORY)


def _document(text: str, word: regex.Match[str]) -> Iterator[Value]:
    for found in _series(text, _place(text, word), _DOCUMENT_CODE):
        if digit_count(found.group()) >= 2 and not is_date(found.group()):
            yield _value(found.span(), STATUTORY)


def _paper(text: str, word: regex.Match[str]) -> Iterator[Value]:
    """The number of a Dutch passport or identity card near its word: AB1C2D3E4."""
    found = _DUTCH_PAPER.search(text, word.end(), min(len(text), word.end() + PAPER_REACH))
    if found:
        yield _value(found.span(), STATUTORY)


def _foreigner(text: str, word: regex.Match[str]) -> Iterator[Value]:
    return (_value(found.span(), STATUTORY) for found in _series(text, _place(text, word), _DIGITS))


def _personal(text: str, word: regex.Match[str], least: int = 3) -> Iterator[Value]:
    several = word.group().lower().endswith(("nummers", "nrs", "nrs."))
    for found in _series(text, _place(text, word), _CODE):
        if digit_count(found.group()) >= least and not is_date(found.group()):
            yield _value(found.span(), PERSONAL)
        if not several:
            return


def _bare(text: str, word: regex.Match[str]) -> Iterator[Value]:
    return _personal(text, word, 5)


def _dossier(text: str, word: regex.Match[str]) -> Iterator[Value]:
    """A file's number leads to a person where care, debts or a family are spoken of."""
    if _CARE.search(text, max(0, word.start() - NEAR), word.end() + NEAR // 2):
        yield from _personal(text, word, 5)


def _register(text: str, word: regex.Match[str]) -> Iterator[Value]:
    """A number in a register with a name of its own, where people are spoken of: 'Voorbeeldzorg-nr 12345'."""
    if _CARE.search(text, max(0, word.start() - WIDE), word.end() + NEAR):
        yield from _personal(text, word, 5)


def _owned(text: str, word: regex.Match[str], persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
    """'reg nr van Jansen 12345': a number of any kind that is somebody's."""
    name = _WHOSE.match(text, word.end(), timeout=TIMEOUT_S)
    titled = word.group().endswith("heer") or bool(name and regex.match(r"(?i)[ ](?:m(?:ev|w)|dhr)", name.group()))
    if name and (titled or any(word.end() <= first < name.end() for first, _ in persons)):
        code = _CODE.match(text, name.end(), timeout=TIMEOUT_S)
        if code and digit_count(code.group()) >= 4 and not is_date(code.group()):
            yield _value(code.span(), PERSONAL)


def _bank(text: str, word: regex.Match[str]) -> Iterator[Value]:
    gap = _LOOSE.match(text, word.end(), timeout=TIMEOUT_S)
    if not gap:
        return
    iban = _IBAN_CODE.match(text, gap.end(), timeout=TIMEOUT_S)
    if iban:
        yield _value(iban.span(), BANK)
        return
    account = _ACCOUNT.match(text, gap.end(), timeout=TIMEOUT_S)
    if account and digit_count(account.group()) >= 4 and not is_date(account.group()):
        yield _value(account.span(), BANK)


def _plates(text: str, word: regex.Match[str]) -> Iterator[Value]:
    """Every plate in the sixty characters after the word, not over an empty line; spaced ones and foreign ones too."""
    empty = text.find("\n\n", word.end(), word.end() + 60)
    end = min(len(text), word.end() + 60) if empty < 0 else empty
    for found in _PLATE_CODE.finditer(text, word.end(), end, overlapped=True, timeout=TIMEOUT_S):
        if read_plate(found.group()):
            yield _value(found.span(), PLATE)


def _vehicles(text: str) -> Iterator[Value]:
    """Plates without dashes or in lower case on the line of a vehicle."""
    for word in _VEHICLE.finditer(text, timeout=TIMEOUT_S):
        end = min(line_of(text, *word.span())[1], word.end() + 45)
        for found in _PLATE_CODE.finditer(text, word.end(), end, timeout=TIMEOUT_S):
            if " " not in found.group() and read_plate(found.group(), native=True):
                yield _value(found.span(), PLATE)


def _trader(text: str, end: int, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
    gap = regex.match(
        r"(?i)[- ]?(?:nummer|nr|inschrijving)?[\s:.#(]*(?:onder )?(?:nummer |nr\.? )?[ \t]*", text[end : end + 40]
    )
    found = _KVK.match(text, end + (gap.end() if gap else 0))
    if found and _is_sole_trader(text, found, persons):
        yield _value(found.span(), PERSONAL)


def _is_sole_trader(text: str, number: regex.Match[str], persons: Sequence[tuple[int, int]]) -> bool:
    """Whether the words near a trader's number speak of one person: of a company and a person the nearest counts."""
    start, end = number.start(), number.end()
    begin = max(0, start - NEAR)
    before = [found.start() for found in _SOLE.finditer(text, begin, end + NEAR // 2)]
    company = [found.start() for found in _COMPANY.finditer(text, begin, start)]
    line = line_of(text, start, end)
    named = [first for first, last in persons if line[0] <= first and last <= line[1]]
    return bool(before or named) and (not company or (bool(before) and max(before) > max(company)))


def _new_vat(text: str) -> bool:
    """Whether a btw-id is one that sole traders have had since 2020: no BSN in it, mod 97 over all of it."""
    code = "".join(text.split()).replace(".", "").upper()
    return int("".join(str(int(char, 36)) for char in code)) % 97 == 1 and not elfproef(code[2:11])


READERS: dict[str, Callable[[str, regex.Match[str]], Iterator[Value]]] = {
    "bsn": _bsn,
    "document": _document,
    "foreigner": _foreigner,
    "numbered": _personal,
    "bare": _bare,
    "register": _register,
    "dossier": _dossier,
    "bank": _bank,
    "someone": _personal,
}
"""How the number after a word is read, by the group of `_WORD`."""
