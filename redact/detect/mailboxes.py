"""Mailboxes of an organisation: what stands before the '@' is made of words, units and places, and of no name."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

import regex

import redact.detect.vocabulary as vocab
from redact.detect.common import is_word, words_in
from redact.detect.lexicon import shipped_lexicon

FUNCTIONAL = "functionele mailbox: voor de @ staan gewone woorden, geen naam"
UNIT = "functionele mailbox: voor de @ staat een onderdeel van de organisatie, geen naam"
SHORTEST = 4
_FIRM = words_in(
    "abonnees administratie adviesraad afd afdeling alarm avg backoffice bhv boa bureau communicatie contact directie "
    "helpdesk kantoor secr secretariaat backoffice balie bestuur bewoners bezoek burger burgers cio ciso crisis data "
    "dpo deelnemers facilitair factuur fez fg gast gis griffie hr hrm huisvesting huurders ict info inwoners jz kcc "
    "klacht klachten klant klanten leden leerlingen loket mail meld melding meldkamer meldpunt milieu noc ombuds "
    "ombudsfunctionaris ombudsman ombudsteam ouders ov patient patienten pers piket planning po post postbus press "
    "privacy receptie regio rooster service soc stage steun student studenten subsidie support team toezicht verkeer "
    "change incident release problem vertrouwenspersonen vth wacht water wmo wob woo zorg"
)
"""What an organisation calls a mailbox of its own, though a list of surnames may know the word."""
_FIRM_LETTERS, _UNIT_LETTERS = 6, 3
_UNIT_LONGEST = 4
_SHORTENED = words_in("mgmt mgt adm admin info serv")
"""What a word of a mailbox's name may be shortened to."""
_COMPASS = words_in("noord zuid oost west midden centrum")
_PARTICLES = words_in("de den der die van vd vdr ter ten te ten la le el al ben bin von da di du dos ibn in op het")
_INITIALS = regex.compile(r"[a-z]*v[dbhklmnprstwg][a-z]?|[a-z]v[a-z]|[a-z]d[bcghjklmrvw]|[a-z](?:de|te|el)[a-z]")
"""Initials with 'van' or 'de' in them: jvd, pvdb, mdv."""
_PARTS = regex.compile(r"[._+-]|\d+")
_DASHED = regex.compile(r"\p{L}{2,4}(?:-\p{L}{4,})+")
_PRIVATE = regex.compile(
    r"(?i)^(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|t-online|proton|protonmail|"
    r"pm|mail|email|ziggo|ziggomail|kpnmail|kpnplanet|planet|xs4all|home|hetnet|upcmail|casema|chello|quicknet|telfort|"
    r"tele2|solcon|zonnet|freeler|wanadoo|orange|online|caiway|kabelfoon|onsbrabantnet|versatel|tiscali|hccnet|"
    r"telenet|skynet|zeelandnet|multiweb|introweb|filternet|vrij|freemail|inbox|fastmail|zoho|yandex)\."
)


def is_functional(address: str) -> bool:
    """Whether an e-mail address is made of common words before the '@' and is of no provider for private persons.

    A unit's letters or a place may stand next to what an organisation calls a mailbox: 'planning.abc', 'woo-noord'.
    """
    parts, private = _read(address)
    if not parts or private:
        return False
    if all(map(_is_plain, parts)) or (_is_firm(parts[0]) and all(map(_fits, parts[1:]))):
        return True
    local = address.partition("@")[0].strip()
    return bool(_DASHED.fullmatch(local)) and _is_abbreviation(parts[0]) and all(map(_is_firm, parts[1:]))


def is_unit(address: str, people: Collection[str]) -> bool:
    """Whether the letters of a unit stand before the '@', by themselves or with a place: 'abc', 'abc.utrecht'.

    Args:
        address: An e-mail address.
        people: The names of the persons in the text, any of whom the letters may stand for.
    """
    parts, private = _read(address)
    if private or not 1 <= len(parts) <= 2 or not _is_abbreviation(parts[0]) or len(parts[0]) < _UNIT_LETTERS:
        return False
    named = {word for name in people for word in regex.findall(r"\p{L}+", name.lower())}
    if named.intersection(parts) or parts[0] in _FIRM:
        return False
    if any(_may_stand_for(parts[0], name) for name in people):
        return False
    return len(parts) == 1 or parts[1] in vocab.PLACES or parts[1] in _COMPASS


def _read(address: str) -> tuple[list[str], bool]:
    """The parts before the '@', and whether the address is of a provider for private persons."""
    local, _, domain = address.strip().lower().partition("@")
    return [part for part in _PARTS.split(local) if part], bool(_PRIVATE.match(domain))


def _is_firm(part: str) -> bool:
    return part in _FIRM or (len(part) >= _FIRM_LETTERS and _is_plain(part))


def _fits(part: str) -> bool:
    """What may follow the name of a mailbox: words, a place, the letters of a unit."""
    known = part in _FIRM or part in vocab.PLACES or part in _COMPASS
    return known or _is_plain(part) or _is_abbreviation(part)


def _is_abbreviation(part: str) -> bool:
    letters = 2 <= len(part) <= _UNIT_LONGEST and part.isascii() and part.isalpha()
    return letters and part not in _PARTICLES and not _is_name(part) and not _INITIALS.fullmatch(part)


def _may_stand_for(letters: str, name: str) -> bool:
    """Whether a person's initials are these letters in any order, the particles of the surname counted or not."""
    words = regex.findall(r"\p{L}+", name.lower())
    every = sorted(word[0] for word in words)
    without = sorted(word[0] for word in words if word not in _PARTICLES)
    return sorted(letters) in (every, without) or letters in words


@lru_cache(maxsize=10_000)
def _is_plain(part: str) -> bool:
    """A word, or two joined, that is no first name or surname."""
    if len(part) < SHORTEST or _is_name(part):
        return False
    return (
        is_word(part)
        or any(_is_base(part[: -len(short)]) for short in _SHORTENED if part.endswith(short) and len(part) > len(short))
        or any(_is_half(part[:cut]) and _is_half(part[cut:]) for cut in range(SHORTEST, len(part) - SHORTEST + 1))
    )


def _is_base(word: str) -> bool:
    return word in _FIRM or _is_half(word)


def _is_half(word: str) -> bool:
    return len(word) >= SHORTEST and is_word(word) and not _is_name(word)


def _is_name(word: str) -> bool:
    lexicon = shipped_lexicon()
    return word.title() in lexicon.first_names or word.title() in lexicon.surnames
