"""What the parts of a written name are: 'Vries, J.W. (Jan Willem) de', 'JAN DE V.', 'Anna Jansen-de Boer'."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile

import regex

import redact.detect.vocabulary as vocab
from redact.detect.letters import plain
from redact.detect.lexicon import shipped_lexicon

_TOKEN = regex.compile(
    r"\([^()]*\)?|(?:\p{Lu}\p{Ll}{0,2}\.[\s-]?)+|['’]?[\p{L}\p{M}][\p{L}\p{M}\p{Cf}'’]*|,|[-‐‑]", regex.VERSION1
)
_TAIL = regex.compile(r"['’]s$")
_PARTICLES = vocab.PARTICLES | vocab.PREPOSITIONS | {"'t", "’t", "'s", "’s", "vd", "v"}
_MAX_TOKENS = 12
_LONGEST = 120
_MOST_INITIALS = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts. `alone` is a single word of which only the bundle can tell whether it is given or surname."""

    given: tuple[str, ...] = field(default=(), repr=False)
    called: tuple[str, ...] = field(default=(), repr=False)
    """What stands in brackets: the name somebody goes by."""
    initials: str = field(default="", repr=False)
    particle: str = field(default="", repr=False)
    surname: str = field(default="", repr=False)
    alone: str = field(default="", repr=False)

    @property
    def halves(self) -> tuple[tuple[str, str], ...]:
        """The parts of a double surname, each with its particle; empty for a single one."""
        parts = self.surname.split("-")
        if len(parts) == 1:
            return ()
        found = [(self.particle, parts[0])]
        for part in parts[1:]:
            words = part.split()
            found.append((" ".join(words[:-1]), words[-1]) if words else ("", ""))
        return tuple((particle, word) for particle, word in found if word)

    @property
    def first(self) -> str:
        """The first name that is known, if any."""
        return next(iter((*self.given, *self.called)), "")

    @property
    def initial(self) -> str:
        """The first letter of the first names, if known."""
        return (self.initials or self.first)[:1].upper()

    @property
    def key(self) -> str:
        """The surname without particles and hyphens, as `plain` writes it."""
        return plain("".join(word for word in self.surname.replace("-", " ").split() if word.lower() not in _PARTICLES))


@lru_cache(maxsize=50_000)
def parse_name(text: str) -> Name | None:
    """The parts of a name as it was written; None for something that is not built like one."""
    if len(text) > _LONGEST:
        return None
    tokens = _glued([token.strip() for token in _TOKEN.findall(_TAIL.sub("", _level(text)))])
    while tokens and tokens[0].rstrip(".").lower() in vocab.TITLES and len(tokens) > 1:
        tokens = tokens[1:]
    if not tokens or len(tokens) > _MAX_TOKENS:
        return None
    if "," in tokens:
        return _reversed(tokens)
    return _forward(tokens)


def _level(text: str) -> str:
    """All capitals, and all small letters, in the usual case."""
    longest = max(map(len, regex.findall(r"\p{L}+", text)), default=0)
    if text.islower() or (text.isupper() and longest > _MOST_INITIALS):
        words = regex.split(r"(\s+|[-(),])", text)
        return "".join(
            word.lower() if word.lower() in _PARTICLES else word[:1].upper() + word[1:].lower() for word in words
        )
    return text


def _glued(tokens: list[str]) -> list[str]:
    """Words around a hyphen as one: 'Jan-Willem'; a surname of two as 'Jansen-de Boer'."""
    found: list[str] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        if token in "-‐‑" and found and place + 1 < len(tokens) and tokens[place + 1] != ",":
            tail = list(takewhile(lambda each: each.lower() in _PARTICLES, tokens[place + 1 :]))
            last = tokens[place + 1 + len(tail) : place + 2 + len(tail)]
            found[-1] = f"{found[-1]}-{' '.join([*tail, *last])}"
            place += 1 + len(tail) + len(last)
        else:
            found += [token] if token not in "-‐‑" else []
            place += 1
    return found


def _reversed(tokens: list[str]) -> Name | None:
    comma = tokens.index(",")
    last = _surname(tokens[:comma])
    rest = [token for token in tokens[comma + 1 :] if token != ","]
    if not last.surname or not rest:
        return None
    particles = [token for token in rest if token.lower() in _PARTICLES]
    named = _firsts([token for token in rest if token.lower() not in _PARTICLES])
    particle = " ".join([*particles, last.particle]).strip().lower()
    return replace(named, particle=particle, surname=_cased(last.surname))


def _surname(words: list[str]) -> Name:
    particles = list(takewhile(lambda word: word.lower() in _PARTICLES, words[:-1]))
    last = words[len(particles) :]
    return (
        Name(particle=" ".join(particles).lower(), surname=" ".join(last)) if last and last[-1][0].isalpha() else Name()
    )


def _firsts(tokens: list[str]) -> Name:
    given = tuple(
        token for token in tokens if token[0].isalpha() and not token.endswith(".") and not _are_initials(token)
    )
    initials = "".join(
        char for token in tokens if token[0].isalpha() and token not in given for char in _first_letters(token)
    )
    called = tuple(
        word for token in tokens if token[0] == "(" for word in token.strip("()").split() if word[:1].isupper()
    )
    if given and tokens[0] == given[0] and initials:
        initials = given[0][:1] + initials
    return Name(given=given, called=called, initials=initials)


def _first_letters(token: str) -> str:
    return "".join(part.strip(" -")[:1] for part in token.split(".")) if "." in token else token


def _are_initials(token: str) -> bool:
    return token.isupper() and token.isalpha() and len(token) <= _MOST_INITIALS and token.title() not in _first_names()


def _first_names() -> frozenset[str]:
    return shipped_lexicon().first_names


def _forward(tokens: list[str]) -> Name | None:
    if len(tokens) == 1:
        return Name(alone=tokens[0]) if tokens[0][0].isalpha() and "." not in tokens[0] else None
    tokens = _without_employer(tokens)
    cut = _where_surname_begins(tokens)
    last = _surname(tokens[cut:])
    named = _firsts(tokens[:cut])
    if not last.surname or _are_several(tokens[:cut]):
        return None
    surname = last.surname[:1] if last.surname.endswith(".") else _cased(last.surname)
    return replace(named, particle=last.particle, surname=surname)


def _are_several(tokens: list[str]) -> bool:
    """Whether initials stand before and after a word that is no first name: 'J. Jansen A. Smit'."""
    words = [place for place, token in enumerate(tokens) if token[0].isalpha() and not _is_initial(token)]
    return bool(words) and _is_initial(tokens[0]) and _is_initial(tokens[-1]) and tokens[words[0]] not in _first_names()


def _cased(surname: str) -> str:
    return surname.title() if surname.isupper() and len(surname) > 1 else surname


def _where_surname_begins(tokens: list[str]) -> int:
    """The index of the first token of the surname, particles included."""
    for place, token in enumerate(tokens[:-1]):
        if token.lower() in _PARTICLES and not (place == 0 and token.endswith(".")):
            return place
    after_initials = [place + 1 for place, token in enumerate(tokens[:-1]) if token[0] == "(" or _is_initial(token)]
    if after_initials:
        return after_initials[-1]
    cut = 1
    surnames = shipped_lexicon().surnames
    while cut < len(tokens) - 1 and tokens[cut] in _first_names() and tokens[cut] not in surnames:
        cut += 1
    return cut


def _without_employer(tokens: list[str]) -> list[str]:
    """Not what 'van' says of where somebody works: 'Jan Jansen van Voorbeeldbedrijf'."""
    for place in range(2, len(tokens)):
        word = tokens[place - 1]
        if tokens[place] == "van" and word in shipped_lexicon().surnames and word not in _first_names():
            return tokens[:place]
    return tokens


def _is_initial(token: str) -> bool:
    return token.endswith(".") or _are_initials(token)
