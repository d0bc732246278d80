r"""Persons who are known, found in a text in every way of writing, in one pass over its words.

    text      Van: Vries, J.W. de   ... bel JandeVries ...  Vermeu-\nlen     de Vermeulon
    words     van vries j w de          bel jandevries      vermeu len       de vermeulon
              |                                             |                    |
    stream    vanvriesjvvcie ...  automaton over the forms   automaton            table of single words,
                                  of several words                                misspellings by deletion

Each word is worked out once and kept; a form of several words is found in the letters run together, from the start of
a word to the end of one. The work grows with the text, not with the persons.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from re import Match as Found

import ahocorasick

from redact.detect.common import is_common, is_word
from redact.detect.letters import plain, skeleton, words_of
from redact.detect.lexicon import shipped_lexicon
from redact.detect.name_forms import parse_name
from redact.detect.standing import Standing, standing
from redact.detect.variants import SHORTEST, SHORTEST_JOINED, Guard, Kind, Variant, is_abbreviation, variants
from redact.model import Term, Verdict

SHORTEST_NOISY = 5
SHORTEST_MISSPELT = 6
SHORTEST_SMALL_GIVEN = 4
SHORTEST_SMALL_MISSPELT = 9
LONGEST_GAP = 5
LONGEST_WORD = 60
"""Longer ones are data, not words."""
LONGEST_PARTICLE = 3
BROKEN = 7
"""Letters of a single word that OCR parted, at least, unless a hyphen stands at the break."""
_BETWEEN = frozenset(" \t\n\r\u00a0\u2007\u2009\u202f.,()'’‘`-‐‑\u00ad_")
_HYPHENS = "-‐‑\u00ad"
_MEMORY = 200_000
"""Words that are kept with what they can be."""


class How:
    """How closely a text follows a name: what it adds to the reason, and the score it is held to."""

    SAME = ("", 1.0)
    SMALL = (" in kleine letters", 0.6)
    NOISY = (" met een mogelijke leesfout", 0.55)
    MISSPELT = (" met een mogelijke verschrijving", 0.55)


@dataclass(frozen=True, slots=True)
class Entry:
    """A way of writing, for all persons who share it: the surest one speaks, their documents count together."""

    variant: Variant
    term: Term
    documents: frozenset[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Meant:
    """A stretch of a text in which a known person is named."""

    start: int
    end: int
    term: Term
    score: float
    reason: str
    proposal: Verdict


Look = tuple[Entry, tuple[str, float], int]
"""An entry a word can be, how, and how many characters at the word's end are no part of the name."""


class Persons:
    """Everything to look for on behalf of some persons, ready to be found."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._single: dict[str, list[Entry]] = {}
        self._skeletons: dict[str, list[Entry]] = {}
        self._deletions: dict[str, list[Entry]] = {}
        self._monograms: dict[str, list[Entry]] = {}
        self._looked: dict[str, tuple[str, tuple[Look, ...]]] = {}
        self._automaton = ahocorasick.Automaton()
        several: dict[str, list[Entry]] = {}
        for entry in _entries(terms):
            self._enter(entry, several)
        for letters, entries in several.items():
            self._automaton.add_word(letters, (len(letters), entries))
        if several:
            self._automaton.make_automaton()
        forms = (self._single, self._monograms, several)
        self.longest = max((len(letters) for form in forms for letters in form), default=0)
        """Letters of the longest form; 0 where there is nothing to look for."""

    def _enter(self, entry: Entry, several: dict[str, list[Entry]]) -> None:
        letters, kind = entry.variant.letters, entry.variant.kind
        if kind is Kind.MONOGRAM:
            self._monograms.setdefault(letters, []).append(entry)
            return
        looks = skeleton(letters)
        if len(letters) >= SHORTEST_JOINED and (entry.variant.words > 1 or entry.variant.guard is Guard.FREE):
            several.setdefault(looks, []).append(entry)
        if entry.variant.words > 1:
            return
        self._single.setdefault(letters, []).append(entry)
        if len(letters) >= SHORTEST_NOISY:
            self._skeletons.setdefault(looks, []).append(entry)
        if len(letters) >= SHORTEST_MISSPELT and entry.variant.guard is Guard.FREE:
            for shorter in (letters, *_deleted(letters)):
                self._deletions.setdefault(shorter, []).append(entry)

    def meant(self, text: str, document_id: str) -> Iterator[Meant]:
        """Every place where one of the persons is named; the same one may come twice, in different lengths.

        Args:
            text: Any text.
            document_id: The document it is of: what is too short or too common elsewhere counts where a person was met.
        """
        if not self.longest:
            return
        words = words_of(text)
        letters: list[str] = []
        for word in words:
            looks, meanings = self._look(word.group())
            letters.append(looks)
            for entry, how, cut in meanings:
                yield from self._judged(text, (word.start(), word.end() - cut), entry, how, document_id)
        yield from self._joined(text, words, letters, document_id)

    def _judged(
        self, text: str, span: tuple[int, int], entry: Entry, how: tuple[str, float], document_id: str
    ) -> Iterator[Meant]:
        home = document_id in entry.documents
        start, end = span
        if not _is_allowed(text[start:end], entry, how, home):
            return
        stands = standing(text, start, end, entry.variant.guard, home=home)
        if stands is Standing.UNSURE:
            return
        said, most = how
        reason = f"{entry.variant.kind.label}{said} van iemand die elders zeker is herkend: {entry.term.reason}"
        public = stands is not Standing.NAME
        yield Meant(
            start,
            end,
            entry.term,
            min(entry.variant.kind.score, most),
            stands.value if public else reason,
            Verdict.KEEP if public else Verdict.REDACT,
        )

    def _look(self, word: str) -> tuple[str, tuple[Look, ...]]:
        known = self._looked.get(word)
        if known is None:
            if len(word) > LONGEST_WORD:
                return skeleton(plain(word)), ()
            if len(self._looked) >= _MEMORY:
                self._looked.clear()
            letters = plain(word)
            looks = skeleton(letters)
            known = self._looked[word] = (looks, tuple(self._meanings(word, letters, looks)))
        return known

    def _meanings(self, word: str, letters: str, looks: str) -> Iterator[Look]:
        """What a single word can be, wherever it stands."""
        yield from ((entry, How.SAME, 0) for entry in self._monograms.get(word, ()))
        if len(word) < SHORTEST:
            return
        exact = self._single.get(letters, ())
        if not exact:
            yield from self._resembling(word, letters, looks)
        elif word[0].isupper():
            yield from ((entry, How.SAME, 0) for entry in exact)
        else:
            yield from ((entry, How.SMALL, 0) for entry in exact if _may_be_small(entry, letters))

    def _resembling(self, word: str, letters: str, looks: str) -> Iterator[Look]:
        """What a word can be that is no name of anybody as it stands."""
        if letters.isdigit() or len(letters) < SHORTEST_NOISY - 1 or is_common(letters):
            return
        capital = word[0].isupper()
        if capital and letters[-1] == "s":
            yield from ((entry, How.SAME, 1) for entry in self._single.get(letters[:-1], ()))
        alike = self._skeletons.get(looks, ())
        yield from ((entry, How.NOISY, 0) for entry in alike)
        if not alike and len(letters) >= (SHORTEST_MISSPELT if capital else SHORTEST_SMALL_MISSPELT):
            yield from ((entry, How.MISSPELT, 0) for entry in self._nearly(letters))

    def _nearly(self, letters: str) -> Iterator[Entry]:
        near = (self._deletions.get(shorter, ()) for shorter in (letters, *_deleted(letters)))
        for entry in {id(entry): entry for entries in near for entry in entries}.values():
            if letters[0] == entry.variant.letters[0] and one_edit(letters, entry.variant.letters):
                yield entry

    def _joined(
        self, text: str, words: Sequence[Found[str]], letters: Sequence[str], document_id: str
    ) -> Iterator[Meant]:
        if not len(self._automaton):
            return
        begins = [0, *accumulate(map(len, letters))]
        for last, (length, entries) in self._automaton.iter("".join(letters)):
            first = bisect_left(begins, last + 1 - length)
            end = bisect_left(begins, last + 1)
            if begins[first] != last + 1 - length or begins[end] != last + 1:
                continue
            run = words[first:end]
            if not _belongs_together(text, run):
                continue
            for entry in entries:
                how = _how_joined(text, run, entry)
                if how is not None:
                    yield from self._judged(text, _span(text, run), entry, how, document_id)


def _entries(terms: Iterable[Term]) -> Iterator[Entry]:
    """The ways of writing of all persons, each once for every kind."""
    shared: dict[tuple[str, Kind, bool, bool], tuple[Variant, Term, set[str]]] = {}
    for term in sorted(terms, key=lambda term: -term.score):
        names = [name for form in (term.text, *term.forms) if (name := parse_name(form)) is not None]
        for variant in variants(names):
            key = (variant.letters, variant.kind, variant.words > 1, variant.comma)
            _, _, documents = shared.setdefault(key, (variant, term, set()))
            documents.update(term.documents)
    for variant, term, documents in shared.values():
        yield Entry(variant, term, frozenset(documents))


def _deleted(letters: str) -> list[str]:
    return [letters[:place] + letters[place + 1 :] for place in range(len(letters))]


def one_edit(one: str, other: str) -> bool:
    """Whether two words differ by one letter: another one, one more or less, or two that changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    place = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[place:] == long[place + 1 :]
    swapped = short[place : place + 2] == long[place : place + 2][::-1] and short[place + 2 :] == long[place + 2 :]
    return swapped or short[place + 1 :] == long[place + 1 :]


def _may_be_small(entry: Entry, letters: str) -> bool:
    if entry.variant.guard is not Guard.FREE or is_word(letters):
        return False
    return entry.variant.kind is not Kind.GIVEN or len(letters) >= SHORTEST_SMALL_GIVEN


def _is_allowed(word: str, entry: Entry, how: tuple[str, float], home: bool) -> bool:
    """Not what may be an abbreviation elsewhere, nor a misspelling that is a name itself."""
    if how is How.SAME and entry.variant.words == 1 and word.isupper():
        return home if is_abbreviation(word) else word.lower() not in shipped_lexicon().words
    return how not in (How.MISSPELT, How.NOISY) or len(word.split("-")) > 1 or not _is_listed(word)


def _is_listed(word: str) -> bool:
    lexicon = shipped_lexicon()
    return word.title() in lexicon.first_names or word.title() in lexicon.surnames


def _belongs_together(text: str, run: Sequence[Found[str]]) -> bool:
    """Whether only marks that stand inside a name are between these words."""
    for one, other in pairwise(run):
        gap = text[one.end() : other.start()]
        if len(gap) > LONGEST_GAP or gap.count("\n") > 1 or not _BETWEEN.issuperset(gap):
            return False
        if gap[:1] == "." and len(one.group()) > LONGEST_PARTICLE:
            return False
    return True


def _span(text: str, run: Sequence[Found[str]]) -> tuple[int, int]:
    """From the first to the last character, the point of an initial at the end with it."""
    end = run[-1].end()
    is_initial = len(run) > 1 and len(run[-1].group()) == 1 and text[end : end + 1] == "."
    return run[0].start(), end + is_initial


def _how_joined(text: str, run: Sequence[Found[str]], entry: Entry) -> tuple[str, float] | None:
    """How a form of several words, or one that was parted, stands there; None where it does not."""
    variant, parts = entry.variant, [plain(word.group()) for word in run]
    same = "".join(parts) == variant.letters
    capital = any(word.group()[0].isupper() for word in run)
    if len(run) == 1:
        listed = variant.kind is Kind.INITIALS and _is_listed(run[0].group())
        if variant.words == 1 or listed or is_word(parts[0]):
            return None
    elif variant.words == 1:
        return How.NOISY if _is_parted(text, run, parts) else None
    elif (not variant.comma and _has_comma(text, run)) or _says_little(text, run, variant, capital=capital):
        return None
    return (How.SAME if capital else How.SMALL) if same else How.NOISY


def _has_comma(text: str, run: Sequence[Found[str]]) -> bool:
    return any("," in text[one.end() : other.start()] for one, other in pairwise(run))


def _says_little(text: str, run: Sequence[Found[str]], variant: Variant, *, capital: bool) -> bool:
    """Whether common words in lower case, or a letter beside a word, may stand there by chance."""
    if variant.kind is not Kind.FULL and any(map(_is_plain_word, run)) and not _is_initial(text, run[0]):
        return True
    return capital and any(
        len(word.group()) == 1 and word.group().islower() and word.group() not in "ts" for word in (run[0], run[-1])
    )


def _is_parted(text: str, run: Sequence[Found[str]], parts: Sequence[str]) -> bool:
    """Whether a single word may have been torn to these parts."""
    hyphened = any(text[one.end()] in _HYPHENS or one.group()[-1] in _HYPHENS for one in run[:-1])
    return hyphened or (sum(map(len, parts)) >= BROKEN and not all(map(is_word, parts)))


def _is_initial(text: str, found: Found[str]) -> bool:
    return len(found.group()) == 1 and text[found.end()] == "."


def _is_plain_word(found: Found[str]) -> bool:
    """A common word in lower case that is no particle: 'a. de boer' says little."""
    word = found.group()
    return word[0].islower() and len(word) > LONGEST_PARTICLE and is_word(word)
