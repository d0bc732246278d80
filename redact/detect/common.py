"""Which words can be something else than a name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import redact.detect.vocabulary as vocab
from redact.detect.lexicon import shipped_lexicon


def words_in(text: str) -> frozenset[str]:
    """The words of a list written as one text."""
    return frozenset(text.split())


_ENDINGS = ("s", "e", "en", "n", "t", "te", "ten", "de", "den", "d", "je", "jes", "st", "ste")
_SHORTEST_STEM = 3
_SHORTEST_PART = 4
_FOREIGN = words_in(
    "can will may art joy hope faith grace bill sue pat mark drew dawn guy angel love young king long best brown "
    "green white black rich stone wood field lake rose lily violet summer august june april will the and for you "
    "all any new old one two not but his her our out day was has had who how why see per pro via"
)
"""Words of English mails that are names as well."""
CLOSED = (
    vocab.NO_NAMES
    | vocab.ORG_STARTS
    | vocab.ORG_ENDS
    | vocab.LAW_WORDS
    | vocab.NAMED_AFTER
    | vocab.MONTHS_AND_DAYS
    | vocab.TITLES
)
"""Words that are written with a capital now and then although they name no person."""
_ALSO_WORDS = words_in(
    "wil mark bas els roos ties lies toon floor fleur jet mees max sander peter iris amber viola stella robin "
    "joost frank harm rob bob dick leo stef tim tom ben els truus sem pim victor otto stan barbara sara rosa olga "
    "mia tess ron ed chris cor bruno felix jacob angela simone veronica laura vera nora nina jan"
)
"""First names that mean something in lower case."""
_RATHER_NAMES = words_in(
    "aad aagje aaltje abel abraham adam alma amanda anita aurelia ava axel babs benjamin berber berthe bobby "
    "celesta chester clarisse clement clementine daisy darren dolf dolly donna eddy elco ellen erica erna ester "
    "ferry fransje gemma geurtje gloria grietje hannes helen henry huig imme iva jack janet jantje jonathan jonas "
    "jozef julienne karen karst kelly kelvin koen krijn kris liane lieven lijntje lolita lori lotje luis macha "
    "madelief marien marina marjolein margriet marlijn martino maxime mattie merel mies mila mimi mirre mirte "
    "nelson nick noël nori omer paco pascal penny pietje rachel ramin rein rico ronin rowan rozemarijn ruby sari "
    "siena sjonnie spencer stans steven stoffel taco tibbe tiffany tjerk tommy trijntje valentijn violet vishal "
    "wiep wies wijntje wouter yoni zwaantje"
)
"""First names on the list of words that hardly begin a sentence as one."""


@lru_cache(maxsize=100_000)
def is_word(lower: str) -> bool:
    """Whether this is a Dutch word in lower case, as listed or bent; first names count only where they mean more."""
    words = shipped_lexicon().words
    if "-" in lower and not lower.startswith("-"):
        return all(len(part) <= 1 or is_word(part) for part in lower.split("-"))
    if lower in vocab.GIVEN_THOUGH_WORD:
        return lower in _ALSO_WORDS
    return lower in words or lower in _FOREIGN or lower in CLOSED or any(map(_is_stem, _stems(lower)))


@lru_cache(maxsize=100_000)
def is_compound(lower: str) -> bool:
    """Whether a long word is two listed words written together, an s between them perhaps."""
    words = shipped_lexicon().words
    return any(
        lower[:cut] in words and (lower[cut:] in words or is_word(lower[cut:].removeprefix("s")))
        for cut in range(_SHORTEST_PART, len(lower) - _SHORTEST_PART + 1)
    )


def _is_stem(stem: str) -> bool:
    lexicon = shipped_lexicon()
    return stem in lexicon.words and stem.title() not in lexicon.first_names


def is_common(lower: str) -> bool:
    """Whether a word with a capital need not be a name: it may begin a sentence, or name a place or an office."""
    if lower in vocab.GIVEN_THOUGH_WORD or lower in _RATHER_NAMES:
        return lower in _FOREIGN
    return is_word(lower) or is_reserved(lower)


def is_reserved(lower: str) -> bool:
    """Whether a word has a capital in the middle of a sentence too, and is no name there: places, offices, months."""
    return (
        lower in vocab.PLACES
        or lower in CLOSED
        or lower.endswith(vocab.STREET_ENDS)
        or (lower.endswith(vocab.FUNCTION_WORDS) and lower in shipped_lexicon().words)
    )


def _stems(lower: str) -> Iterator[str]:
    """What a word may be bent from: with its ending gone, a letter doubled or single, v and z as f and s."""
    for word in (lower, lower.removeprefix("ge")) if lower.startswith("ge") else (lower,):
        for ending in _ENDINGS:
            stem = word.removesuffix(ending)
            if stem == word or len(stem) < _SHORTEST_STEM:
                continue
            yield from (stem, stem + "en")
            if stem[-1] == stem[-2]:
                yield from (stem[:-1], stem[:-1] + "en")
            elif stem[-2] in "aeou" and stem[-3] != stem[-2]:
                yield stem[:-1] + stem[-2:]
            if stem[-1] in "vz":
                yield stem[:-1] + {"v": "f", "z": "s"}[stem[-1]]
