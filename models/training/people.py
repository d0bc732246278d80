"""Invented persons of every origin that lives in the Netherlands."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

_PARTICLE = re.compile(r"((?:(?:'[a-z]|[a-zà-ü]+)\.? )+|'[a-z][- ]|d'(?=[A-Z]))(?=\S)")
_ONSETS = [
    "b",
    "bl",
    "br",
    "c",
    "d",
    "dr",
    "f",
    "fl",
    "g",
    "gr",
    "h",
    "j",
    "k",
    "kl",
    "kr",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "sch",
    "sl",
    "st",
    "str",
    "t",
    "th",
    "tr",
    "v",
    "vl",
    "w",
    "z",
    "zw",
    "sh",
    "ts",
]
_VOWELS = ["a", "e", "i", "o", "u", "aa", "ee", "ie", "oo", "oe", "ui", "ei", "eu", "a", "e", "i", "o", "ia", "ou"]
_CODAS = ["", "", "", "n", "r", "l", "s", "t", "k", "m", "ng", "rt", "nd", "ck", "x", "ms", "ld"]
_SURNAME_ENDS = [
    "ma",
    "stra",
    "inga",
    "sen",
    "s",
    "se",
    "huis",
    "man",
    "ers",
    "ink",
    "mans",
    "aard",
    "ska",
    "vic",
    "oglu",
    "ian",
    "ez",
    "i",
    "ova",
    "idis",
    "elli",
    "son",
    "berg",
    "veld",
]
_FIRST_ENDS = [
    "a",
    "o",
    "e",
    "ie",
    "us",
    "in",
    "an",
    "iel",
    "ina",
    "ette",
    "eke",
    "ko",
    "ram",
    "ya",
    "im",
    "ar",
    "son",
    "ella",
    "y",
]


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person."""

    first: str
    seconds: tuple[str, ...]
    nick: str
    particle: str
    surname: str
    partner: str
    female: bool
    surname_first: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Names that go together."""

    weight: float
    men: tuple[str, ...]
    women: tuple[str, ...]
    surnames: tuple[str, ...]
    surname_first: float = 0.0


@dataclass(frozen=True, slots=True)
class People:
    """Everything persons are drawn from."""

    origins: tuple[Origin, ...]
    origin_weights: tuple[float, ...]
    common: tuple[str, ...]
    common_weights: tuple[int, ...]
    rare: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    calls: dict[str, tuple[str, ...]]
    words: tuple[str, ...]

    def person(self, rng: Random) -> Person:
        """Draw a new person."""
        (origin,) = rng.choices(self.origins, cum_weights=self.origin_weights)
        female = rng.random() < 0.5
        first, nick = self._first(origin, rng, female=female)
        surname = self.surname(rng, origin)
        if rng.random() < 0.06:
            surname = self._double(surname, rng, origin)
        particle, bare = split_particle(surname)
        count = rng.choices((0, 1, 2, 3), (50, 30, 15, 5))[0]
        more = (self._given(origin, rng, female=female) for _ in range(count))
        seconds = tuple(name for name in more if name != first)
        backwards = origin.surname_first > 0 and rng.random() < origin.surname_first
        return Person(first, seconds, nick, particle, bare, self.surname(rng, None), female, backwards)

    def surname(self, rng: Random, origin: Origin | None = None) -> str:
        """A surname with its particle; of any origin when none is given."""
        chance = rng.random()
        if chance < 0.07:
            return _invented(rng, _SURNAME_ENDS)
        if chance < 0.14:
            return rng.choice(self.words)
        if chance < 0.15:
            return rng.choice(
                (
                    "O",
                    "Li",
                    "Ng",
                    "Wu",
                    "Ma",
                    "Ho",
                    "Oe",
                    "Ee",
                    "Yu",
                    "An",
                    "By",
                    "Bo",
                    "Lo",
                    "Aa",
                    "Ke",
                    "E",
                    "U",
                    "Xu",
                )
            )
        if origin is None:
            (origin,) = rng.choices(self.origins, cum_weights=self.origin_weights)
        if origin.surnames:
            return rng.choice(origin.surnames)
        if rng.random() < 0.5:
            return rng.choices(self.common, cum_weights=self.common_weights)[0]
        return rng.choice(self.rare)

    def lone_surname(self, rng: Random) -> str:
        """A surname as it stands without a first name: mostly De Boer, not de Boer."""
        name = self.surname(rng)
        return name[0].upper() + name[1:] if rng.random() < 0.85 else name

    def name(self, rng: Random) -> str:
        """First name and surname, as things are named after people."""
        return f"{self.given(rng)} {self.surname(rng)}"

    def given(self, rng: Random) -> str:
        """A first name of any origin."""
        (origin,) = rng.choices(self.origins, cum_weights=self.origin_weights)
        return self._given(origin, rng, female=rng.random() < 0.5)

    def _given(self, origin: Origin, rng: Random, *, female: bool) -> str:
        names = origin.women if female else origin.men
        if not names or (origin.surnames == () and rng.random() < 0.5):
            names = self.women if female else self.men
        return rng.choice(names)

    def _first(self, origin: Origin, rng: Random, *, female: bool) -> tuple[str, str]:
        chance = rng.random()
        if chance < 0.06:
            first = _invented(rng, _FIRST_ENDS)
        elif chance < 0.08:
            first = rng.choice(self.words)
        else:
            first = self._given(origin, rng, female=female)
        if rng.random() < 0.05 and len(first) < 7:
            first += rng.choice("-- ") + self._given(origin, rng, female=female)
        calls = self.calls.get(first)
        if calls and rng.random() < 0.7:
            return first, rng.choice(calls)
        return first, _nickname(first, rng)

    def _double(self, surname: str, rng: Random, origin: Origin) -> str:
        other = self.surname(rng, origin)
        return (
            f"{surname}{rng.choice(('-', '-', '-', ' ', ' - '))}{other}" if " " not in other else f"{surname}-{other}"
        )


def _nickname(first: str, rng: Random) -> str:
    if rng.random() < 0.6 or len(first) < 5:
        return first
    stem = re.split(r"[- ]", first)[0][: rng.randint(3, 4)].rstrip("'")
    return stem + rng.choice(("", "", "", "ie", "je", "o", "y"))


def _invented(rng: Random, ends: list[str]) -> str:
    parts = [rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.randint(1, 2))]
    return ("".join(parts) + rng.choice(ends)).capitalize()


def split_particle(surname: str) -> tuple[str, str]:
    """'van der Berg' gives 'van der' and 'Berg'; an elided "d'" keeps no space after it."""
    match = _PARTICLE.match(surname)
    if match is None:
        return "", surname
    return match[0].removesuffix(" "), surname[match.end() :]


def load_people(folder: Path, lists: Path) -> People:
    """Read the lists of names: our own by origin, and the public ones."""
    origins = tuple(_origin(path) for path in sorted((folder / "people").glob("*.txt")))
    with (lists / "surnames_top1000_2007.csv").open(encoding="utf-8", newline="") as file:
        counted = [(row["natural name"], int(row["count in 2007"])) for row in csv.DictReader(file)]
    given = json.loads((lists / "voornamen_mit.json").read_text(encoding="utf-8"))
    rare = [line.strip() for line in (lists / "surnames_nl_cc0.txt").read_text(encoding="utf-8").splitlines()]
    return People(
        origins=origins,
        origin_weights=tuple(accumulate(origin.weight for origin in origins)),
        common=tuple(name for name, _ in counted),
        common_weights=tuple(accumulate(count for _, count in counted)),
        rare=tuple(name for name in rare if name[-1:].isalpha() and name.strip("'").lower() != name),
        men=tuple(item["naam"] for item in given if item["geslacht"] == "M"),
        women=tuple(item["naam"] for item in given if item["geslacht"] == "V"),
        calls=_calls(folder / "calling_names.txt"),
        words=_words(folder / "name_words.txt", lists / "opentaal_words.txt"),
    )


def _origin(path: Path) -> Origin:
    fields: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        fields[key] = f"{fields[key]},{value}" if key in fields else value

    def names(key: str) -> tuple[str, ...]:
        return tuple(name.strip() for name in fields.get(key, "").split(",") if name.strip())

    return Origin(
        weight=float(fields["weight"]),
        men=names("M"),
        women=names("F"),
        surnames=names("S"),
        surname_first=float(fields.get("surname_first", 0)),
    )


def _calls(path: Path) -> dict[str, tuple[str, ...]]:
    pairs = (line.partition(":") for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {formal: tuple(name.strip() for name in names.split(",")) for formal, _, names in pairs}


def _words(own: Path, dictionary: Path) -> tuple[str, ...]:
    """Dutch words that serve as names: half of the draws from our own list, half from the dictionary."""
    chosen = [word.strip() for word in own.read_text(encoding="utf-8").replace("\n", ",").split(",") if word.strip()]
    words = [
        word.capitalize()
        for word in dictionary.read_text(encoding="utf-8").splitlines()
        if 3 <= len(word) <= 8 and word.isalpha() and word.islower()
    ]
    return tuple(chosen * max(1, len(words) // max(1, len(chosen))) + words)
