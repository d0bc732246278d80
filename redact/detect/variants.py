"""All ways in which a person's name may be written, from the ways in which it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from redact.detect.common import is_common, is_reserved, is_word, words_in
from redact.detect.letters import plain, spelt_out, squeezed
from redact.detect.lexicon import shipped_lexicon
from redact.detect.name_forms import Name, parse_name

SHORTEST = 3
SHORTEST_JOINED = 5
"""Letters of a name of several words (or of one that OCR parted), at least."""
_MOST_CAPITALS = 4
_ABBREVIATIONS = words_in(
    "BV NV CV OM IT PM AM NL EU VN MT OR RI PV AV BZ AZ EZ JZ SZ ZW FZ WJZ HR ID TV CD DG SG AB DB GS PS RS CS WA "
    "AO BO KB MB GB TB AI VK TK EK CC RE FW NB CT MR IP PC OV OK DM SP VVD CDA PVV SGP UK US NS AP WO HB AA AD AR "
    "AT BB BE BG BI CA CE CO DA DE DO ED EE EL EN ES ET EX FA FM FT GA GE GG GO GP HA HE HO IB IC IK IM IN IS JE "
    "KM KO KV LB LS LT MA ME MI MO MS MW NA NO NU OF OG OP PB PG PO PR PVA RO RV SO ST TA TE TI TO UI UR UW VB VO "
    "VT WC WE WK WW ZE ZO ANP ABN AOW AWB AVG BAG BHV BRP BSN BTW CAO CEO CIO CBS COA CPB CVE DNB GGD GGZ IBD IND "
    "ING KNB KPN KVK LED MBO HBO NCS NOS NRC NVT OCW PDF PGB PIN POH RDW RTL RUD SCP SER SMS SVB TNO UVA UWV VNG "
    "VOG VOF VWS WAO WIA WMO WOB WOO WOZ WTC WWB ZBO ZIN ZZP SVP TBV IVM ZSM NTB"
)
"""Capitals that mean something else far more often than they stand for somebody."""


class Guard(Enum):
    """Where a word may stand to be taken for a name."""

    FREE = 0
    """Anywhere."""
    WORD = 1
    """With a capital that no sentence gave it, or beside a title or another part of a name: Visser, Roos."""
    PLACE = 2
    """Beside a title or another part of a name; alone in a document where the person was met: Van Delft, Mei."""
    HOME = 3
    """In documents where the person was met."""
    NEVER = 4
    """Nowhere: a common word in lower case."""


class Kind(Enum):
    """What of a name stands there; the value is its score and what a reviewer reads."""

    FULL = (0.88, "volledige naam")
    INITIALS = (0.86, "voorletters en achternaam")
    SURNAME = (0.8, "achternaam")
    GIVEN = (0.7, "voornaam")
    MONOGRAM = (0.6, "paraaf in voorletters")

    @property
    def score(self) -> float:
        """How sure a hit of this kind is."""
        return self.value[0]

    @property
    def label(self) -> str:
        """The Dutch word for it."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of writing: the letters as `plain` gives them, or for a monogram as they stand."""

    letters: str = field(repr=False)
    kind: Kind
    guard: Guard = Guard.FREE
    words: int = 1
    comma: bool = False
    """Whether a comma may stand in it."""


def guard_of(text: str) -> Guard:
    """Where a name as it was found may be taken for a name elsewhere."""
    words = text.split()
    last = words[-1] if words else ""
    if len(words) > 1:
        name = parse_name(text)
        if name is None or name.given or name.initials or name.called:
            return Guard.NEVER if _are_words(words) else Guard.FREE
    if not plain(last):
        return Guard.FREE
    guard = _word_guard(last)
    return Guard.FREE if guard is Guard.WORD and len(words) > 1 else guard


def _are_words(words: list[str]) -> bool:
    """Whether nothing in it is a name: 'Goede Morgen', 'Raad van Bestuur'."""
    first_names = shipped_lexicon().first_names
    return all(word.isalpha() and is_common(word.lower()) and word not in first_names for word in words)


def _word_guard(word: str) -> Guard:
    lower = word.lower()
    if not word[0].isupper():
        return Guard.NEVER if is_word(lower) or is_reserved(lower) else Guard.FREE
    if is_abbreviation(word):
        return Guard.HOME
    if is_reserved(lower):
        return Guard.PLACE
    return Guard.WORD if is_common(lower) else Guard.FREE


def is_abbreviation(word: str) -> bool:
    """Whether a word is a few capitals, which can be an abbreviation of anything."""
    return word.isupper() and len(word) <= _MOST_CAPITALS


def unmistakable(text: str) -> bool:
    """Whether a person's name is one wherever it stands: no word, place or abbreviation that means something else."""
    return guard_of(text) is Guard.FREE


def variants(names: Iterable[Name]) -> Iterator[Variant]:
    """Every way to write the name of one person; the same one may come twice.

    Args:
        names: All mentions of the person.
    """
    names = list(names)
    firsts = [each for name in names for each in _first_forms(name)]
    initials = [letters for name in names for letters in (name.initials, name.initial) if letters]
    for name in names:
        if name.alone:
            yield from _alone(name.alone, Kind.GIVEN if name.alone in firsts else Kind.SURNAME)
        for surname in dict.fromkeys((name.surname, spelt_out(name.surname))):
            if surname:
                yield from _with_surname(name.particle, surname, firsts, initials)
        for particle, half in name.halves:
            yield from _with_surname(particle, half, firsts, initials)
        yield from _monograms(name)
    for first in firsts:
        yield from _alone(first, Kind.GIVEN)


def _first_forms(name: Name) -> Iterator[str]:
    """The first names of a mention, one by one and together."""
    for words in (name.given, name.called):
        for form in dict.fromkeys((*words[:1], " ".join(words))):
            yield from filter(None, dict.fromkeys((form, spelt_out(form))))


def _with_surname(particle: str, surname: str, firsts: list[str], initials: list[str]) -> Iterator[Variant]:
    last = squeezed(surname.replace("-", " "))
    particles = dict.fromkeys((squeezed(particle), "".join(plain(word)[:1] for word in particle.split()), ""))
    words = 1 + surname.count(" ") + surname.count("-") + bool(particle)
    for joint in particles:
        for first in dict.fromkeys(map(squeezed, firsts)):
            yield Variant(first + joint + last, Kind.FULL, words=words + 1)
            if joint:
                yield Variant(first + joint + last[:1], Kind.FULL, words=words + 1)
            if len(last) > 1:
                yield from _reversed(first, joint, last, Kind.FULL, words + 1)
        for letters in dict.fromkeys(map(plain, initials)) if len(last) > 1 else ():
            yield Variant(letters + joint + last, Kind.INITIALS, words=words + 1)
            yield from _reversed(letters, joint, last, Kind.INITIALS, words + 1)
            for first in firsts:
                if plain(first)[:1] == letters[:1]:
                    yield from _reversed(letters + squeezed(first), joint, last, Kind.FULL, words + 2)
    if len(last) > 1:
        yield from _surnames(particle, surname, last)


def _reversed(first: str, joint: str, last: str, kind: Kind, words: int) -> Iterator[Variant]:
    """The surname in front, and the particle in any of its places."""
    for letters in dict.fromkeys((last + first + joint, last + joint + first, joint + last + first)):
        yield Variant(letters, kind, words=words, comma=True)


def _surnames(particle: str, surname: str, last: str) -> Iterator[Variant]:
    guard = _word_guard(surname[:1].upper() + surname[1:]) if " " not in surname and "-" not in surname else Guard.FREE
    if particle:
        beside = Guard.PLACE if guard is Guard.PLACE else Guard.FREE
        forms = dict.fromkeys((squeezed(particle), "".join(plain(word)[:1] for word in particle.split())))
        yield from (Variant(form + last, Kind.SURNAME, beside, words=2) for form in forms)
    if len(last) >= SHORTEST and not (particle and guard is not Guard.FREE):
        yield Variant(last, Kind.SURNAME, guard, words=1 + surname.count(" ") + surname.count("-"))


def _alone(word: str, kind: Kind) -> Iterator[Variant]:
    letters = squeezed(word.replace("-", " "))
    words = 1 + word.count(" ") + word.count("-")
    if len(letters) >= SHORTEST and words == 1:
        yield Variant(letters, kind, _word_guard(word))
    elif len(letters) >= SHORTEST:
        yield Variant(letters, kind, words=words)


def _monograms(name: Name) -> Iterator[Variant]:
    """'JdV', 'JWvdB': capitals around small letters mean nothing else. 'JV' only where the person was met."""
    last = name.surname[:1].upper()
    given = [word[:1].upper() for word in name.first.split("-")]
    letters = dict.fromkeys(filter(None, (name.initials, name.initial, "".join(given))))
    small = "".join(word.lstrip("'’")[:1] for word in name.particle.split())
    for first in letters if len(name.surname) > 1 else ():
        if small:
            yield Variant(f"{first}{small}{last}", Kind.MONOGRAM)
        yield from _capitals(first + last)
    if len(given) > 1:
        yield from _capitals("".join(given))


def _capitals(letters: str) -> Iterator[Variant]:
    if letters not in _ABBREVIATIONS and len(letters) <= _MOST_CAPITALS:
        yield Variant(letters, Kind.MONOGRAM, Guard.HOME)
