"""One document in the making: its persons, its source of chance, and what every slot gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from models.training.draft import Piece
from models.training.fillers import FILLERS
from models.training.forms import AGREEING, FORMS, TITLES
from models.training.grammar import Grammar, load_grammar
from models.training.people import People, Person, load_people
from models.training.template import MAX_DEPTH, Fill, Node, Stage

HOME = Path(__file__).parent
_PERSON_SLOT = re.compile(r"([a-hx])\.(\w+)")


@dataclass(frozen=True, slots=True)
class World:
    """Everything documents are filled from."""

    people: People
    grammar: Grammar


def load_world(lists: Path, home: Path = HOME) -> World:
    """Read all lists."""
    people = load_people(home / "lists", lists)
    titles = _short_titles(lists / "esco_job_titles_nl.txt")
    natives: dict[str, Callable[[Random], str]] = {
        "surname": people.lone_surname,
        "name": people.name,
        "first": people.given,
        "esco": lambda rng: rng.choice(titles),
        "word": lambda rng: rng.choice(people.words),
        "n1": lambda rng: str(rng.randint(1, 9)),
        "n2": lambda rng: str(rng.randint(10, 99)),
        "n3": lambda rng: str(rng.randint(100, 999)),
        "n4": lambda rng: str(rng.randint(1000, 9999)),
        "year": lambda rng: str(rng.randint(1995, 2026)),
        "letter": lambda rng: rng.choice("ABCDEFGHJKLMNPRSTVWZ"),
    }
    return World(people, load_grammar(home / "lists" / "phrases", natives))


def _short_titles(path: Path) -> list[str]:
    titles = path.read_text(encoding="utf-8").splitlines()
    return [title for title in titles if title.count(" ") < 4 and 4 < len(title) < 36 and "," not in title]


class Scene:
    """The state of one document."""

    def __init__(self, rng: Random, world: World, pools: Mapping[str, tuple[Node, ...]]) -> None:
        self.rng = rng
        self.world = world
        self._pools = pools
        self._persons: dict[str, Person] = {}
        self._repeated: list[Person | None] = []
        self._announced: Person | None = None
        self._depth = 0

    def pool_line(self, pool: str) -> Node:
        """A random line of a pool."""
        return self.rng.choice(self._pools[pool])

    def enter(self, *, repeated: bool) -> bool:
        """Step one level down; false when that is too deep."""
        if repeated:
            self._repeated.append(None)
        self._depth += 1
        return self._depth <= MAX_DEPTH

    def leave(self, *, repeated: bool) -> None:
        """Step one level up."""
        if repeated:
            self._repeated.pop()
        self._depth -= 1

    def person(self, letter: str, *, announced: bool = False) -> Person:
        """The person of a letter; x is a new one each time, but the same within one repetition.

        Args:
            letter: a to h, or x.
            announced: the slot only leads up to a name ('de heer'), which is then of the same person.
        """
        if letter != "x":
            if letter not in self._persons:
                self._persons[letter] = self._newcomer()
            return self._persons[letter]
        if self._repeated:
            repeated = self._repeated[-1] or self.world.people.person(self.rng)
            self._repeated[-1] = repeated
            return repeated
        person = self._announced or self.world.people.person(self.rng)
        self._announced = person if announced else None
        return person

    def _newcomer(self) -> Person:
        """A person of the document; now and then one of the same family as another."""
        person = self.world.people.person(self.rng)
        if self._persons and self.rng.random() < 0.04:
            relative = self.rng.choice(list(self._persons.values()))
            return replace(person, particle=relative.particle, surname=relative.surname)
        return person


def resolve(slot: str) -> Fill | None:
    """What fills a slot; None when there is no such slot."""
    match = _PERSON_SLOT.fullmatch(slot)
    if match is not None and match[2] != "title":
        return _person_fill(match[1], match[2])
    if slot in FILLERS:
        filler = FILLERS[slot]
        return lambda stage: ((filler(stage.rng), ""),)
    if slot in PHRASES:
        symbol, label, capital = PHRASES[slot]
        return _phrase_fill(symbol, label, capital=capital)
    return SPECIAL.get(slot)


def _person_fill(letter: str, name: str) -> Fill | None:
    form = FORMS.get(name)
    if form is None:
        return None
    announced = name in AGREEING

    def fill(stage: Stage) -> tuple[Piece, ...]:
        return form(_scene(stage).person(letter, announced=announced), stage.rng)

    return fill


def _phrase_fill(symbol: str, label: str, *, capital: bool) -> Fill:
    def fill(stage: Stage) -> tuple[Piece, ...]:
        text = _scene(stage).world.grammar.say(symbol, stage.rng)
        return ((text[:1].upper() + text[1:] if capital else text, label),)

    return fill


def _scene(stage: Stage) -> Scene:
    if not isinstance(stage, Scene):
        raise TypeError("slots are filled in a scene")
    return stage


def _address(stage: Stage) -> tuple[Piece, ...]:
    number = str(stage.rng.randint(1, 399)) + stage.rng.choice(("", "", "", "", "a", "b", "-2", " bis", " II", "-hs"))
    return ((_scene(stage).world.grammar.say("street", stage.rng), "LOC"), (f" {number}", ""))


def _title(stage: Stage) -> tuple[Piece, ...]:
    return ((stage.rng.choice(TITLES), ""),) if stage.rng.random() < 0.8 else ()


SPECIAL: dict[str, Fill] = {
    "address": _address,
    "title": _title,
    **{f"{letter}.title": _title for letter in "abcdefghx"},
}
_ORGANISATIONS = ("ministry", "agency", "abbr", "municipality", "company", "named", "unit", "party", "foreign")
_PLACES = ("city", "village", "province", "country", "street", "building")
_UNLABELLED = (
    *("motion", "law", "prize", "method", "committee", "room", "ship", "case", "brand"),
    *("capword", "product", "host", "norm", "profession", "doc", "subject"),
)
PHRASES: dict[str, tuple[str, str, bool]] = {
    **{f"org.{kind}": (f"org.{kind}", "ORG", False) for kind in _ORGANISATIONS},
    "org": ("org", "ORG", False),
    **{kind: (kind, "LOC", False) for kind in _PLACES},
    "job": ("job", "JOB_TITLE", False),
    "Job": ("job", "JOB_TITLE", True),
    "job.head": ("job.head", "JOB_TITLE", False),
    "Job.head": ("job.head", "JOB_TITLE", True),
    "job.abbr": ("job.abbr", "JOB_TITLE", False),
    **{kind: (kind, "", False) for kind in _UNLABELLED},
    **{kind.capitalize(): (kind, "", True) for kind in ("profession", "doc", "subject")},
}
