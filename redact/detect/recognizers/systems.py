"""Systems that no list knows, by what stands around their names: 'het zaaksysteem Xyz', 'ingelogd in XyzWeb'.

    signal      het systeem Xyz; applicatie: Xyz; database "Xyz"
    compound    de XYZ-omgeving
    kind        Xyz, het zaaksysteem,
    lead        logging van XyzWeb; ingelogd in XYZ
    table       a column under 'Systeem' or 'Server'

A name that is a word as well ('database Inkoop') is taken with its signal, so that elsewhere the word alone is no hit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import regex

import redact.detect.vocabulary as vocab
from redact.detect import products
from redact.detect.common import is_word
from redact.detect.recognizers.coined import SYSTEM_NAME, Shape, coined_in, is_named, shape, value_of
from redact.detect.recognizers.software import products_in
from redact.detect.recognizers.values import TIMEOUT_S, Value, ValueRecognizer

HOSTNAME, USERNAME, IP_ADDRESS = "HOSTNAME", "USERNAME", "IP_ADDRESS"
SIGNALLED = "naam achter een woord voor een systeem"
COMPOUND = "naam van een systeem, vast aan het woord ervoor"
LED = "naam waar over een systeem wordt gesproken"
IN_TABLE = "staat in een tabel onder een kop voor systemen"
NETWORK = "naam van een netwerk"
DEFANGED = "IP-adres dat onklikbaar is gemaakt, of een reeks adressen"
LOGIN = "inlognaam achter een woord voor een account"


_SURE = (
    "systeem|systemen|applicatie|applicaties|webapplicatie|webapp|programmatuur|software|softwarepakket|"
    "database|databases|databank|databanken|portaal|portalen|portal|tooling|tool|tools|module|modules|"
    "console|dashboard|webclient|repository|rekenmodule|app|(?:reken|hr-?|boekhoud|rooster|salaris|"
    "administratie)pakket|back-?office|zaakapplicatie|"
    "datawarehouse|webserver|bestandsserver|fileserver|mailserver|server|servers|firewall|tenant"
)
_VAGUE = (
    "omgeving|omgevingen|platform|platforms|register|registers|registratie|koppeling|koppelingen|interface|"
    "interfaces|service|services|cloudomgeving|domein|netwerk|koppelvlak|site|map|share|schijf|bak|wachtrij|mailbox"
)
_SIGNAL = regex.compile(
    rf"(?<!\p{{L}}[-']?)(?i:[\p{{L}}-]{{0,30}}?(?:(?P<sure>{_SURE})|(?P<vague>{_VAGUE})))(?![\p{{L}}\d-])"
    r"(?<!(?i:terug|ont|los|door|eco)(?i:koppeling|koppelingen|systeem|systemen))(?P<link>[ \t]{0,16}:[ \t]{0,8}|\t|"
    r"[ ]\(|[ \n](?:genaamd |met de naam |met als naam |te weten |namelijk |heet |heette )?)"
    r"(?P<quote>[\"“‘'„]?)(?=[\p{L}\d])"
)
_TOKEN = regex.compile(r"[\p{L}\d][\p{L}\p{M}\d]*(?:[-.+&/_][\p{L}\p{M}\d]+)*\+{0,2}")
_VERSION = regex.compile(r"[ \n](?:v(?:ersie[ ]|\.[ ]?)?)?\d{1,5}(?:\.\d{1,5}){0,4}(?![\p{L}\d%€]|[.,:/-]\d)")
_NEXT = regex.compile(r"(?:,[ ]|[ ]en[ ]|[ ]of[ ]|[ ]/[ ]|/)(?=[\p{L}\d])")
_QUOTED = regex.compile(r"[^\n\"”’'“]{2,60}(?=[\"”’'“])")
_COMPOUND = regex.compile(
    r"(?<![\p{L}\d@/\\._-])(?P<name>\p{Lu}[\p{L}\d.&]{1,24}[ ](?=\p{Lu})[\p{L}\d]{2,20}"
    r"|[\p{L}\d][\p{L}\d.&]{1,24}(?:-(?=\p{Lu})[\p{L}\d]{2,20})?)-"
    r"(?i:omgeving|server|servers|database|databases|databank|applicatie|systeem|systemen|portaal|portal|module|"
    r"koppeling|"
    r"platform|tool|repository|client|cluster|console|appliance|tenant|samenwerkruimte|teamsite|werkruimte|instance|"
    r"instantie|netwerk|domein|account|accounts|"
    r"register|bestand|interface|queue|share|gateway|firewall|agent|controller|node|scherm|schermen|melding|ticket|"
    r"export|logging)"
    r"(?![\p{L}\d-])(?P<code>[ ](?=[\p{L}\d-]*\d|\p{Lu}{2})[\p{L}\d][\p{L}\d-]{1,20}(?![\p{L}\d]|[.,]\d))?"
)
_LEAD = regex.compile(
    r"(?<!\p{L})(?i:log(?:ging|boek|file|bestand(?:en)?|s)?|audittrail|export|uitdraai|dump|back-?ups?|screenshot|"
    r"schermafdruk|"
    r"uitval|storing(?:en)?|verstoring|(?:technisch |functioneel |applicatie)?beheer(?:der)?|licenties?|upgrade|update|"
    r"patch(?:es)?|migratie|"
    r"implementatie|uitfasering|livegang|inrichting|autorisaties?|rechten|gebruikersrechten|toegang|inlog(?:gen|t)?|"
    r"ingelogd|aangemeld|hosting|keek|gekeken|kijken|"
    r"aanmelden|gehost|draai(?:t|en|de|den)|geïnstalleerd|geregistreerd|vastgelegd|aangemaakt|opgeslagen|ingevoerd|"
    r"opgevoerd|"
    r"verwerkt|geboekt|gemuteerd|geraadpleegd|opgezocht|gezet|zetten|bevraagd|bevraging|bevragingen|account|accounts|"
    r"dossier|zaak|melding|ticket|"
    r"werken|werkt|kwetsbaarheid|kwetsbaarheden|lek|gescand|gemonitord|beveiligd|bestand(?:en)?|telefonie|gegevens|"
    r"data|koppeling|gekoppeld|ontsloten|staat|staan|zoekslag|query|rapportage|bereikbaar|beschikbaar|loopt|verloopt|"
    r"verlopen|liep)"
    r"[ \n](?i:van|in|op|uit|naar|voor|tot|via|met|bij|aan|door)[ \n](?:(?i:de|het|een|ons|onze)[ \n])?(?:[\"“‘']?)"
    r"(?=[\p{L}\d])"
)
_CLOSE = regex.compile(
    r"(?i)log(?:ging|boek|file|bestand(?:en)?|s)?\b|inlog|ingelogd|aangemeld|aanmelden|export|uitdraai|dump|draai|"
    r"gehost|geïnstalleerd|back-?up|audit|query|storing|uitval|opgevoerd|gemuteerd|geraadpleegd|bevra|geboekt|gezet|"
    r"zetten|zoekslag|toegang|autorisatie|rechten|licentie|werken met|werkt met|hosting"
)
_BARE = regex.compile(
    r"(?<!\p{L})(?:[Ll]ogboek|[Ll]ogging|[Uu]itdraai|[Ee]xport|[Ss]cherm|[Ss]chermprint|[Uu]itval|[Ss]toring|"
    r"[Aa]ccount|[Mm]elding|[Tt]icket)[ ](?=\p{Lu})"
)
_INTO = regex.compile(r"(?<![\p{L}\d])in[ ](?=\p{Lu}|\p{Ll}{1,3}\p{Lu})")
_VERB = regex.compile(
    r"[\"”’']?[ \n](?i:te[ ])?(?:(?P<put>invoeren|ingevoerd|opvoeren|opgevoerd|inloggen|ingelogd|muteren|gemuteerd|"
    r"bijwerken|bijgewerkt|inschieten|ingeschoten)|"
    r"zetten|gezet|zet|registreren|geregistreerd|vastleggen|vastgelegd|verwerken|verwerkt|boeken|geboekt|opzoeken|"
    r"opgezocht|aanmaken|aangemaakt|archiveren|"
    r"gearchiveerd|kijken|gekeken|zoeken|gezocht|opnemen|opgenomen|afhandelen|afgehandeld|afsluiten|afgesloten|staan|"
    r"staat|terugvinden|terug[ ]te[ ]vinden)(?!\p{L})"
)
_DOWN = regex.compile(
    r"(?<![\p{L}\d@/.-])(?P<name>[\p{L}\d][\p{L}\d]*(?:[-.+&/][\p{L}\d]+)*)[ ](?:is|was|wordt|ligt|lag|doet|deed|werkt|"
    r"werkte|draait|staat|stond)[ ](?:weer[ ]|nog[ ]|ook[ ]|al[ ]|nu[ ])?"
    r"(?:eruit|plat|onbereikbaar|niet bereikbaar|offline|uit de lucht|down|het niet|niet beschikbaar|versleuteld|"
    r"gehackt|gecompromitteerd|geraakt|gepatcht|ongepatcht|uitgefaseerd|in de lucht|traag)(?!\p{L})"
    r"|(?<!\p{L})(?:ligt|lag|is|doet|werkt)[ ](?P<name>[\p{L}\d]+(?:[-.+&/][\p{L}\d]+)*)[ ](?:er(?:al)?[ ]?uit|plat|"
    r"onbereikbaar|offline|uit de lucht|down|het niet|ook niet|niet)(?!\p{L})"
)
_KIND = regex.compile(
    r"(?:,[ ]|[ ]\(|[ ]is[ ])(?:het|de|ons|onze|een)[ ](?:\p{Ll}{3,20}[ ]){0,2}\p{Ll}{0,20}(?:systeem|applicatie|"
    r"software|pakket|database|portaal|tool|app|server|firewall)(?!\p{L})"
)
_NETWORK = regex.compile(
    r"(?<![\p{L}\d])(?:SSID|(?i:wi-?fi-?netwerk|wi-?fi-?naam|netwerknaam|draadloos netwerk|gastnetwerk|wi-?fi|hotspot|"
    r"(?:\p{L}{1,20})?netwerk|vpn-?profiel|vpn-?tunnel|vpn-?verbinding|AD-domein|Windows-domein|domeinnaam|subnet|"
    r"vlan-naam))"
    r"(?:[ ]?[:=(][ ]?|[ ](?:is |heet |heette |met (?:de )?naam |"
    r"genaamd )?)[\"“‘']?(?P<name>[\p{L}\d][\p{L}\d_.-]{2,31})(?![\p{L}\d])"
    r"|(?<![\p{L}\d])(?P<vlan>VLAN[ -]?(?:ID[ ]?)?(?:\d{1,4}|\p{Lu}[\p{Lu}\d_-]{2,20}))(?![\p{L}\d])"
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_DOT = r"(?:\[\.\]|\(\.\)|\[dot\]|[ ]?\[\.\][ ]?)"
_IP = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_ODD_IP = regex.compile(
    rf"(?<![\p{{L}}\d.])(?:{_OCTET}(?:{_DOT}|\.){_OCTET}{_DOT}{_OCTET}(?:{_DOT}|\.){_OCTET}|"
    rf"{_OCTET}{_DOT}{_OCTET}\.{_OCTET}\.{_OCTET}|{_OCTET}\.{_OCTET}\.{_OCTET}{_DOT}{_OCTET}"
    rf"|{_IP}(?:[ ]?(?:-|–|t/m|tot en met)[ ]?(?:{_IP}|{_OCTET}))"
    rf"|(?:10|172|192|169)(?:\.{_OCTET}){{1,2}}(?:\.[xX*]){{1,2}})(?:/\d{{1,2}})?(?![\p{{L}}\d]|\.\d)"
)
_LOGIN = regex.compile(
    r"(?<![\p{L}\d-])(?i:gebruiker|user|account|gebruikersaccount|useraccount|login|inlog|inlognaam|beheerdersaccount|"
    r"domeinaccount|werkaccount|ingelogd als|inloggen als|logt in als|aangemeld als)"
    r"(?:[ ](?:was|is)|[ ]?:)?[ \n][\"“‘'(]?(?P<name>\p{Ll}{4,20})(?![\p{L}\d@-])"
)
_HEADERS = {
    HOSTNAME: r"(?:host|server|machine|computer|werkplek|apparaat|device|node|asset|hostname|fqdn|dns)"
    r"[- ]?(?:naam|name|id)?s?",
    SYSTEM_NAME: r"(?:naam )?(?:systeem|systemen|applicatie|applicaties|software|component|product|database|platform|"
    r"pakket|tool|oplossing)[- ]?(?:naam|name)?(?: en versie|/versie)?|"
    r"(?:software|firmware|huidige )?versie|os(?:[- ]versie)?|besturingssysteem|firmware|model|bronsysteem|doelsysteem",
    USERNAME: r"(?:account|gebruikers|inlog|login|user|accountnaam)[- ]?(?:naam|name|id|accounts?)?|samaccountname",
}
_HEADER = {kind: regex.compile(rf"(?i)(?:{words})") for kind, words in _HEADERS.items()}
_HEADER_LINE = regex.compile(
    r"(?im)^(?=[^\n]*\t)[^\n]{0,300}?(?<![^\t\n])(?:host|server|machine|computer|werkplek|apparaat|device|node|asset|"
    r"fqdn|dns|naam sys|systeem|systemen|appl|soft|comp|prod|data|platf|pakket|tool|oplos|firm|huid|versie|os|best|"
    r"model|bron|doel|account|gebruiker|inlog|login|user|sama)[^\n]{0,300}$"
)
_MACHINES = regex.compile(
    r"(?i)\b(?:host|server|ip|systeem|systemen|applicatie|software|firmware|component|os|besturing|werkplek|device|asset|"
    r"database|login|inlog|account|fqdn|node|bronsysteem)"
)
_NO_CELL = regex.compile(r"(?i)n\.?v\.?t\.?|onbekend|geen|-+|ja|nee|aan|uit|idem|diversen?|alle|\W*")
_CELL = {
    HOSTNAME: regex.compile(r"(?=.*[\d_.-]|\p{Lu}{3})[\p{L}\d][\p{L}\d_.-]{2,60}"),
    SYSTEM_NAME: regex.compile(
        r"(?=.*\p{L}.*\d|\d+(?:\.\d+){2}|\p{L}{0,20}\p{Ll}\p{Lu}|\p{Lu}{3,})[\p{L}\d][^\t\n]{1,50}"
    ),
    USERNAME: regex.compile(r"(?=.*[\d_.\\-]|\p{Ll}{3,20}$)(?:\p{L}{2,15}\\)?[\p{L}\d][\p{L}\d_.-]{2,30}\$?"),
}
_NAMED_BY_WORDS = frozenset(("database", "databank", "applicatie", "module", "server", "bestandsserver", "fileserver"))
_LABELS = _NAMED_BY_WORDS | {"systeem", "software", "softwarepakket", "portaal", "tool", "pakket", "webapplicatie"}
MAX_TOKENS = 4
MAX_ROWS = 300


class SystemRecognizer(ValueRecognizer):
    """Names of systems, products, networks and accounts, by what stands around them."""

    NAME = "systeem"
    KINDS = (SYSTEM_NAME, HOSTNAME, USERNAME, IP_ADDRESS)

    def values(self, text: str, persons: Sequence[tuple[int, int]]) -> Iterator[Value]:
        """What is signalled, led to, compounded or listed."""
        for value in (*products_in(text), *_signalled(text), *_compounds(text), *_led(text), *coined_in(text)):
            yield value
            yield from _beside(text, value)
        yield from _networks(text)
        yield from _logins(text)
        yield from _in_tables(text)


def _name_end(text: str, start: int, least: Shape) -> tuple[int, Shape]:
    """Where the name ends that begins here, and the best shape of its words; (start, NONE) when there is none."""
    end, best = start, Shape.NONE
    for number in range(MAX_TOKENS):
        token = _TOKEN.match(text, end + (number > 0))
        if token is None or (number and text[end : end + 1] != " "):
            break
        this = shape(token.group())
        if this < (Shape.WORD if number else least) or (number and this is Shape.WORD and best is Shape.WORD):
            break
        end, best = token.end(), max(best, this)
    if end > start and (version := _VERSION.match(text, end)):
        end, best = version.end(), max(best, Shape.STRONG)
    return end, best


def _signalled(text: str) -> Iterator[Value]:
    for match in _SIGNAL.finditer(text, timeout=TIMEOUT_S):
        start = match.end()
        if match["quote"]:
            quoted = _QUOTED.match(text, start) if match["sure"] else None
            if quoted and not text[start].islower():
                yield Value(start, quoted.end(), SYSTEM_NAME, 0.55, SIGNALLED)
            continue
        yield from _names_after(text, start, match)


def _names_after(text: str, start: int, signal: Any) -> Iterator[Value]:
    """The name behind a signal, and those that are listed after it."""
    if signal["vague"] and "(" in signal["link"]:
        return
    labelled = ":" in signal["link"] or "\t" in signal["link"]
    apart = "\n" in signal["link"] or "(" in signal["link"]
    least = Shape.CAPITALS if signal["vague"] else Shape.UNKNOWN if apart else Shape.WORD
    for _ in range(6):
        end, best = _name_end(text, start, least)
        if end == start:
            return
        if best is Shape.WORD:
            if _is_label(text, signal) if labelled else _may_be_named(signal, text[start:end]):
                yield Value(signal.start(), end, SYSTEM_NAME, 0.42, SIGNALLED)
            return
        yield Value(start, end, SYSTEM_NAME, 0.5 if best is Shape.UNKNOWN else 0.55, SIGNALLED)
        following = _NEXT.match(text, end)
        if following is None:
            return
        start, least = following.end(), Shape.CAPITALS


def _is_label(text: str, signal: Any) -> bool:
    """Whether a signal with a colon opens its line and says what follows: 'Applicatie : Inkoop'."""
    opens = not text[text.rfind("\n", 0, signal.start()) + 1 : signal.start()].strip(" \t*•-")
    return opens and signal["sure"] is not None and signal["sure"].lower() in _LABELS


def _may_be_named(signal: Any, name: str) -> bool:
    """Whether a word of Dutch behind a signal can be its name: 'database Inkoop', not 'systeem Nederland'."""
    if signal["sure"] is None or signal["sure"].lower() not in _NAMED_BY_WORDS:
        return False
    return name.split()[0].lower() not in vocab.PLACES | vocab.NO_NAMES | vocab.MONTHS_AND_DAYS | vocab.ORG_STARTS


def _compounds(text: str) -> Iterator[Value]:
    for match in _COMPOUND.finditer(text, timeout=TIMEOUT_S):
        name, code = match["name"], match["code"]
        known = shape(name.split()[-1].split("-")[-1])
        if code or known >= Shape.CAPITALS or (known is Shape.UNKNOWN and name not in products.MAKERS):
            yield value_of(match, SYSTEM_NAME, 0.5, COMPOUND)


def _led(text: str) -> Iterator[Value]:
    for match in _LEAD.finditer(text, timeout=TIMEOUT_S):
        least = Shape.CAPITALS if _CLOSE.match(match.group()) else Shape.STRONG
        yield from _led_to(text, match.end(), least)
    for match in _BARE.finditer(text, timeout=TIMEOUT_S):
        yield from _led_to(text, match.end(), Shape.CAPITALS)
    for match in _INTO.finditer(text, timeout=TIMEOUT_S):
        end, best = _name_end(text, match.end(), Shape.UNKNOWN)
        verb = _VERB.match(text, end) if best else None
        if verb and (best >= Shape.CAPITALS or verb["put"]):
            yield Value(match.end(), end, SYSTEM_NAME, 0.45, LED)
    for match in _DOWN.finditer(text, timeout=TIMEOUT_S):
        if shape(match["name"]) >= Shape.CAPITALS:
            yield value_of(match, SYSTEM_NAME, 0.45, LED, "name")
    for match in _KIND.finditer(text, timeout=TIMEOUT_S):
        yield from _before(text, match.start())


def _led_to(text: str, start: int, least: Shape) -> Iterator[Value]:
    end, best = _name_end(text, start, Shape.UNKNOWN)
    unheard = best is Shape.UNKNOWN and least is Shape.CAPITALS and not is_named(text[start:end].split()[0])
    if (best >= least or unheard) and end > start:
        yield Value(start, end, SYSTEM_NAME, 0.45, LED)


def _before(text: str, end: int) -> Iterator[Value]:
    """The name that ends here."""
    words = regex.search(r"[\p{L}\d][\p{L}\p{M}\d]*(?:[-.+&/][\p{L}\p{M}\d]+)*$", text[max(0, end - 40) : end])
    if words is not None and shape(words.group()) >= Shape.CAPITALS:
        yield Value(end - len(words.group()), end, SYSTEM_NAME, 0.5, SIGNALLED)


def _beside(text: str, value: Value) -> Iterator[Value]:
    """The name that stands with another one in a list: 'Abc en XyzWeb'."""
    following = _NEXT.match(text, value.end)
    if following is not None:
        end, best = _name_end(text, following.end(), Shape.CAPITALS)
        if best >= Shape.CAPITALS:
            yield Value(following.end(), end, SYSTEM_NAME, 0.4, LED)


def _networks(text: str) -> Iterator[Value]:
    for match in _NETWORK.finditer(text, timeout=TIMEOUT_S):
        name = match["name"]
        if name is None:
            yield value_of(match, SYSTEM_NAME, 0.6, NETWORK, "vlan")
        elif shape(name) >= Shape.CAPITALS or regex.search(r"\p{L}(?:_|-(?=\p{Lu}))|\d", name):
            yield value_of(match, SYSTEM_NAME, 0.55, NETWORK, "name")
    for match in _ODD_IP.finditer(text, timeout=TIMEOUT_S):
        yield value_of(match, IP_ADDRESS, 0.75, DEFANGED)


def _logins(text: str) -> Iterator[Value]:
    for match in _LOGIN.finditer(text, timeout=TIMEOUT_S):
        if not _is_dutch(match["name"]):
            yield value_of(match, USERNAME, 0.5, LOGIN, "name")


def _is_dutch(word: str) -> bool:
    """Whether a word is listed, or two listed words in one: 'binnengekomen'."""
    cuts = range(3, len(word) - 2)
    return is_word(word) or any(is_word(word[:cut]) and is_word(word[cut:]) for cut in cuts)


def _in_tables(text: str) -> Iterator[Value]:
    """Cells under a header for systems; cells are parted by tabs."""
    for header in _HEADER_LINE.finditer(text, timeout=TIMEOUT_S):
        cells = [cell.strip() for cell in header.group().split("\t")]
        kinds = [next((kind for kind, words in _HEADER.items() if words.fullmatch(cell)), "") for cell in cells]
        if any(map(_MACHINES.search, cells)):
            yield from _rows(text, header.end() + 1, kinds)


def _rows(text: str, begin: int, kinds: list[str]) -> Iterator[Value]:
    for _ in range(MAX_ROWS):
        end = text.find("\n", begin)
        end = len(text) if end < 0 else end
        cells = text[begin:end].split("\t")
        if len(cells) < 2:
            return
        place = begin
        for cell, kind in zip(cells, kinds, strict=False):
            bare = cell.strip()
            if len(cells) == len(kinds) and kind and _fits(bare, kind):
                start = place + cell.index(bare)
                yield Value(start, start + len(bare), kind, 0.6, IN_TABLE)
            place += len(cell) + 1
        begin = end + 1


def _fits(cell: str, kind: str) -> bool:
    """Whether a cell can be what its header announces."""
    if not _CELL[kind].fullmatch(cell) or _NO_CELL.fullmatch(cell):
        return False
    return kind != USERNAME or not cell.isalpha() or not _is_dutch(cell)
