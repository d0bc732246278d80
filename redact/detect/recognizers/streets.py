"""Street names, read backwards from a house number."""

from __future__ import annotations

from typing import NamedTuple

import regex

import redact.detect.vocabulary as vocab


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _ends(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURE_ENDS = _ends(
    "straat straatje str laan ln weg plein kade gracht singel dijk hof pad steeg dreef plantsoen park wal markt "
    "hoek akker akkers boulevard erf brink kamp meent hage oever gaarde vaart zoom allee plantage polder hove "
    "hofje laantje weide stee veld horst burg donk eind einde esch haven heide hil kreek made mheen molen oord "
    "poort schans sloot spoor stede stein tocht tuin tuinen werf wijk zand zijde straße strasse strase platz dyk "
    "wei reed loane strjitte wyk sket kant bosch kwartier rade rode landen lede hoeve weerd waard gang bocht "
    "singels baan ring brug flat"
)
"""What names of streets end in. After a capital that is enough where a house number follows."""
LOWER_ENDS = _ends("straat laan gracht kade singel plein steeg dreef plantsoen straatje dijk weg")
"""Those that make a word in lower case a street."""
LOOSE_ENDS = _listed(
    "veld horst burg donk haven heide hil made molen oord poort schans sloot spoor stede stein tocht "
    "tuin tuinen werf wijk zand zijde hoek kamp park markt vaart polder rade rode landen gang bocht baan ring "
    "kant waard weerd wei reed oever zoom akker akkers hage str wal erf brug flat"
)
"""Ends that many other words have: such a word must be no word of the language."""
FOREIGN_STARTS = _listed("rue avenue chaussée boulevard via place chemin allée calle quai ul")
STREET_STARTS = _listed("Laan Weg Hof Plein Singel Kade Straat Dreef Burcht")
"""First words of a street's name: 'Laan van Voorbeeld'."""
STANDING_ALONE = _listed("singel gracht brink kade dreef plein markt dijk")
"""Ends that are a street's whole name where they have a capital."""
_STARTS = _listed(
    "een naar zie adres bij van te woonadres huisadres onze mijn zijn haar ook en of voor tussen bezoekadres "
    "postadres locatie straat straatnaam met door over uit dat die dan als nu er hoek is was aanvraag melding "
    "vergunning bouwen kappen perceel woning pand"
)
NO_STREETS = _listed(
    "kamer zaal bijlage artikel art hoofdstuk tabel figuur pagina blz blad nummer nr document doc versie perceel "
    "verdieping week lid deel fase groep team route lijn gate spoor perron agendapunt punt stap ronde dag bus "
    "tram trein nota besluit dossier casus categorie klasse schaal vak sectie cluster unit lokaal ruimte toestel "
    "covid postbus antwoordnummer paragraaf kamerstuk zaaknummer kenmerk regel vraag noot editie jaar maand uur "
    "tel telefoon mobiel fax tst ext onderdeel optie scenario variant leeftijd schoolgroep prioriteit niveau "
    "tranche kwartaal periode leden vergadering overleg actie actiepunt gerechtshof woningmarkt arbeidsmarkt "
    "supermarkt snelweg rijksweg spoorweg autoweg onderweg tijdpad fietspad bedrijfswagenpark invalshoek "
    "vliegveld scheepvaart luchtvaart binnenvaart windpark zonnepark ministerie gemeente windows versienummer "
    "model type serie formulier aantal totaal maximaal minimaal circa ongeveer minstens ruim bijna art. cat cpv "
    "iso nen nis fase- aanleg huisnummer postcode bsn id plaats datum deelgebied blok gebouw vleugel etage kavel "
    "pin code server node port poort rubriek wet boek titel afdeling artikelen cd dvd usb hal dok pier steiger "
    "loods stand plek vakken tijdvak tijdslot ingang uitgang weekeinde uiteinde levenseinde jaareinde einde eind "
    "winkelstraat schoolplein app appartement apt om per tot nr. weg dijk hof pad markt park "
    "wal erf haven land veld molen ring baan werf wijk kant zijde oever tuin kamp hoek cel brug bed box bak hok"
)
_PARTICLE = _listed("van de der den het ten ter 't ’t 'n la le les du des d' op aan in tot")
_WORD = regex.compile(r"[\p{L}\p{M}'’.-]+|[12]e")
_INITIALS = regex.compile(r"(?:\p{Lu}\p{Ll}{0,4}\.)+")
_BROKEN = regex.compile(r"(?i)s ?t ?r ?a ?a ?t|l ?a ?a ?n|w ?e ?g|p ?l ?e ?i ?n|k ?a ?d ?e")
MAX_WORDS = 5
REACH = 60


class Street(NamedTuple):
    """Where a street's name stands; whether its form says enough, has no capital, has an end that few words have."""

    start: int
    end: int
    sure: bool
    lower: bool
    plain: bool


def street_before(text: str, place: int) -> Street | None:
    """The street whose house number begins at `place`; None where what stands there is no street."""
    end = place - len(text[max(0, place - REACH) : place]) + len(text[max(0, place - REACH) : place].rstrip(" \t\n>"))
    tail = text[max(0, end - REACH) : end]
    for word in (" nummer", " nr.", " nr", " huisnr.", " huisnr", ","):
        if tail.lower().endswith(word):
            end -= len(word)
            tail = tail[: -len(word)]
    begin = max(text.rfind("\n", 0, end) + 1, end - REACH)
    words = _words(text, begin, end)
    if not words:
        return None
    last = text[words[-1][0] : words[-1][1]]
    bare = last.strip(".'’-").lower()
    if (
        len(bare) < 2
        or bare in _PARTICLE
        or bare.endswith(("nummer", "nr"))
        or bare in vocab.MONTHS_AND_DAYS
        or ((len(words) == 1 or not _capital(text, words)) and bare in NO_STREETS)
    ):
        return None
    if bare in NO_STREETS and bare not in LOOSE_ENDS and bare not in LOWER_ENDS:
        return None
    first, sure = _first(text, words), _is_sure(text, words, bare)
    lower = not text[first : first + 1].isupper() and not last[:1].isupper()
    plain = sure and not lower and not any(bare.endswith(ending) for ending in LOOSE_ENDS)
    return Street(first, words[-1][1], sure, lower, plain)


def _words(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """The words right before `end`, on one line, with single blanks between them, at most MAX_WORDS."""
    found: list[tuple[int, int]] = []
    for word in reversed(list(_WORD.finditer(text, begin, end))):
        edge = found[-1][0] if found else end
        if word.end() != edge - bool(found) or (found and text[word.end()] != " ") or len(found) == MAX_WORDS:
            break
        found.append(word.span())
    return found[::-1]


def _capital(text: str, words: list[tuple[int, int]]) -> bool:
    return any(text[start].isupper() for start, _ in words[-2:])


def _first(text: str, words: list[tuple[int, int]]) -> int:
    """Where the name begins: back over words with a capital, initials and particles between them."""
    first = words[-1][0]
    capital = first
    for start, end in reversed(words[:-1]):
        word = text[start:end]
        lower = word.lower().strip(".")
        if (
            word.endswith(".")
            and not _INITIALS.fullmatch(word)
            and word.lower() not in ("burg.", "st.", "prof.", "past.", "kon.", "pres.")
        ):
            break
        if lower in _PARTICLE and not word[:1].isupper():
            first = start
            continue
        if not (word[:1].isupper() or word in ("1e", "2e", "3e")) or lower in _STARTS or lower in NO_STREETS:
            break
        first = capital = start
    return capital


def _is_sure(text: str, words: list[tuple[int, int]], bare: str) -> bool:
    start, end = words[-1]
    last = text[start:end]
    earlier = [text[one:two] for one, two in words[:-1]]
    if any(word.lower().strip(".") in FOREIGN_STARTS or word in STREET_STARTS for word in earlier):
        return last[:1].isupper()
    ending = next((ending for ending in SURE_ENDS if bare.endswith(ending)), None)
    several = len(words) > 1 and text[words[-2][0]].isupper() and _first(text, words) < start
    if ending is None:
        return bool(_BROKEN.fullmatch(" ".join(text[one:two] for one, two in words[-1:]))) or _split_ending(text, words)
    stem = bare[: -len(ending)]
    if any(char.isupper() for char in last):
        if not stem and ending in STANDING_ALONE:
            return True
        return (len(stem) >= 2 and (ending not in LOOSE_ENDS or _is_no_word(bare))) or (not stem and several)
    if several and not stem and ending in LOWER_ENDS and ending not in ("weg", "dijk"):
        return True
    if len(words) > 1 and text[words[-2][0]].isupper() and len(text[slice(*words[-2])]) <= 4 and ending in LOWER_ENDS:
        return True
    named = ending not in ("weg", "dijk", "plantsoen") and bare not in NO_STREETS
    return ending in LOWER_ENDS and len(stem) >= 3 and (named or _is_no_word(bare))


def _is_no_word(word: str) -> bool:
    from redact.detect.lexicon import shipped_lexicon

    return word not in NO_STREETS and word not in shipped_lexicon().words and word not in vocab.PLACES


def _split_ending(text: str, words: list[tuple[int, int]]) -> bool:
    """'Dorpsstr aat': a scanner put a blank into the ending."""
    if len(words) < 2:
        return False
    whole = "".join(text[start:end] for start, end in words[-2:]).lower()
    return (
        text[words[-2][0]].isupper()
        and whole.endswith(("straat", "laan", "plein", "kade", "singel"))
        and len(whole) > 7
    )
