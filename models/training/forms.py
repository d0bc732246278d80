"""The ways in which Dutch papers write a person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from random import Random

from models.training.draft import Piece
from models.training.people import Person

Form = Callable[[Person, Random], tuple[Piece, ...]]
_DIGRAPHS = ("Chr", "Th", "Ph", "IJ", "Ij", "Ch", "St", "Tj", "Sj", "Yv", "Fr", "Joh", "Wm")


def _spread(person: Person, name: str) -> str:
    """The particle and a name, with the space that belongs there."""
    if not person.particle:
        return name
    return person.particle + name if person.particle.endswith(("'", "-")) else f"{person.particle} {name}"


def _surname(person: Person) -> str:
    return _spread(person, person.surname)


def _capital(text: str) -> str:
    """Raise the first letter: 'de Vries' gives 'De Vries', "'t Hart" gives "'t Hart"."""
    return text[:1].upper() + text[1:]


def _letters(person: Person, rng: Random) -> list[str]:
    """Initials without dots."""
    found: list[str] = []
    for name in (person.first, *person.seconds):
        for part in re.split(r"[- ]", name):
            digraph = next((start for start in _DIGRAPHS if part.startswith(start) and len(part) > len(start)), "")
            if part:
                found.append(digraph if digraph and rng.random() < 0.3 else part[0].upper())
    return found or ["A"]


def initials(person: Person, rng: Random) -> str:
    """J.W., now and then J. W., JW or only the first."""
    letters = _letters(person, rng)
    chance = rng.random()
    if chance < 0.12:
        letters = letters[:1]
    if chance > 0.93 and all(len(letter) == 1 for letter in letters):
        return "".join(letters)
    return (" " if chance > 0.84 else "").join(f"{letter}." for letter in letters)


def full(person: Person, rng: Random) -> str:
    """First name, at times a second one or an initial, and surname."""
    given = person.first
    chance = rng.random()
    if person.seconds and chance < 0.25:
        given += f" {person.seconds[0]}"
    elif person.seconds and chance < 0.33:
        given += f" {person.seconds[0][:1]}."
    elif chance > 0.9:
        given = person.nick
    if person.surname_first:
        return f"{_surname(person)} {given}"
    return f"{given} {_surname(person)}"


def inits(person: Person, rng: Random) -> str:
    """J.W. de Vries, at times J.W. (Jan Willem) de Vries."""
    given = initials(person, rng)
    chance = rng.random()
    if chance < 0.06:
        given += f" ({person.first})"
    gap = "" if chance > 0.95 and given.endswith(".") else " "
    return f"{given}{gap}{_surname(person)}"


def last(person: Person, rng: Random) -> str:
    """The surname alone; a particle has a capital half the time."""
    name = _surname(person)
    return _capital(name) if rng.random() < 0.5 else name


def header(person: Person, rng: Random) -> str:
    """The order of address books: Vries, J.W. (Jan Willem) de."""
    letters = "".join(f"{letter}." for letter in _letters(person, rng))
    after = f" {person.particle.strip()}" if person.particle else ""
    name, chance = person.surname, rng.random()
    if chance < 0.3:
        return f"{name}, {letters} ({person.first}){after}"
    if chance < 0.55:
        return f"{name}, {letters}{after}"
    if chance < 0.75:
        return f"{name}, {person.first}{after}"
    if chance < 0.82:
        return f"{name}{after}, {letters}"
    if chance < 0.87:
        return f"{name},{after} {letters}"
    if chance < 0.9:
        return f"{name}{after}, {person.first}"
    return f"{_capital(_surname(person))}, {letters if chance < 0.95 else person.first}"


def first_initial(person: Person, rng: Random) -> str:
    """Jan V. or Jan de V."""
    particle = f"{person.particle.strip()} " if person.particle and rng.random() < 0.6 else ""
    return f"{person.first} {particle}{person.surname[:1]}{'.' if rng.random() < 0.85 else ''}"


def monogram(person: Person, rng: Random) -> str:
    """JdV, JWV or J.V."""
    letters = [letter[:1] for letter in _letters(person, rng)][: rng.randint(1, 2)]
    particles = [word[:1] for word in person.particle.replace("'", "").split()]
    if rng.random() < 0.4:
        particles = []
    parts = [*letters, *particles, person.surname[:1]]
    chance = rng.random()
    if chance < 0.2:
        return "".join(f"{part}." for part in parts)
    text = "".join(parts)
    return text.upper() if chance < 0.5 else text.lower() if chance < 0.58 else text


def married(person: Person, rng: Random) -> str:
    """F. Jansen-de Boer or Fatima de Boer-Jansen."""
    given = person.first if rng.random() < 0.5 else initials(person, rng)
    join = "-" if rng.random() < 0.85 else rng.choice((" - ", " ", " e/v "))
    own, other = _surname(person), person.partner
    return f"{given} {own}{join}{other}" if rng.random() < 0.6 else f"{given} {other}{join}{own}"


def first(person: Person, rng: Random) -> str:
    """The first name."""
    return person.first


def nick(person: Person, rng: Random) -> str:
    """What colleagues say."""
    return person.nick


def bare(person: Person, rng: Random) -> str:
    """The surname without its particle."""
    return person.surname


def any_form(person: Person, rng: Random) -> str:
    """One of the common forms."""
    return rng.choice((full, full, inits, first, last))(person, rng)


def lower(person: Person, rng: Random) -> str:
    """The full name without capitals."""
    return full(person, rng).lower()


def lower_first(person: Person, rng: Random) -> str:
    """The first name without a capital."""
    return person.first.lower()


def upper(person: Person, rng: Random) -> str:
    """The name in capitals."""
    return rng.choice((full, inits, inits))(person, rng).upper()


TITLES = ["mr.", "mr.", "drs.", "drs.", "ir.", "dr.", "ing.", "prof. dr.", "prof.", "prof. mr.", "dr. ir.", "mr. dr."]


def formal(person: Person, rng: Random) -> tuple[Piece, ...]:
    """Full, initials, or initials behind a title."""
    chance = rng.random()
    if chance < 0.35:
        return ((full(person, rng), "PERSON"),)
    named = (inits(person, rng), "PERSON")
    return (named,) if chance < 0.75 else ((rng.choice(TITLES) + " ", ""), named)


def ascii_lower(text: str) -> str:
    """Letters as they stand in addresses: no accents, spaces or quotes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z-]", "", plain)


def address_part(person: Person, rng: Random) -> str:
    """The part of a mail address before the at sign."""
    given, family = ascii_lower(person.first) or "a", ascii_lower(_surname(person)) or "x"
    letters = ".".join(ascii_lower(letter) for letter in _letters(person, rng))
    particle, bare_name = ascii_lower(person.particle), ascii_lower(person.surname) or "x"
    forms = (
        f"{given[0]}.{family}",
        f"{given}.{family}",
        f"{letters}.{family}",
        f"{given[0]}{family}",
        f"{given}.{particle}.{bare_name}" if particle else f"{given}_{family}",
        f"{bare_name}.{given[0]}",
        given,
    )
    return rng.choices(forms, (30, 30, 15, 8, 8, 4, 5))[0]


def login(person: Person, rng: Random) -> str:
    """An account name."""
    family, given = ascii_lower(person.surname) or "x", ascii_lower(person.first) or "a"
    number = str(rng.randint(1, 99)) if rng.random() < 0.3 else ""
    return (
        rng.choice((family[:7] + given[0], given[0] + family, given + family[0], given, f"{given}.{family}")) + number
    )


def handle(person: Person, rng: Random) -> str:
    """A name on social media."""
    family, given = ascii_lower(_surname(person)), ascii_lower(person.first)
    return "@" + rng.choice((given + family, given, f"{given}_{family}", f"{given}{rng.randint(1, 99)}"))


_FILE_WORDS = [
    "notitie",
    "memo",
    "verslag",
    "cv",
    "brief",
    "beoordeling",
    "concept",
    "sollicitatie",
    "offerte",
    "mandaat",
    "aantekeningen",
    "reactie",
    "urenstaat",
    "declaratie",
    "contract",
    "opmerkingen",
    "presentatie",
    "planning",
    "paspoort",
    "scan",
    "besluit",
    "bijlage",
    "mail",
]


def file_name(person: Person, rng: Random) -> tuple[Piece, ...]:
    """A file name with the person in it; the name part carries the label."""
    family, given = re.sub(r"[^\w-]", "", _surname(person)), re.sub(r"[^\w-]", "", person.first)
    gap = rng.choice("__- ")
    name = rng.choice(
        (family, given, given + gap + family, given[:1] + family, family + gap + given[:1], family.lower())
    )
    before = rng.choice(_FILE_WORDS)
    if rng.random() < 0.3:
        before = f"{rng.randint(2012, 2024)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}{gap}{before}"
    if rng.random() < 0.3:
        before = _capital(before)
    after = rng.choice((f"{gap}v{rng.randint(1, 9)}", "", f"{gap}def", f"{gap}{rng.randint(2012, 2024)}", "(1)"))
    ending = rng.choice(("docx", "pdf", "docx", "doc", "xlsx", "msg", "pptx", "jpg"))
    if rng.random() < 0.15:
        return ((name or "x", "PERSON"), (f"{gap}{before}.{ending}", ""))
    return ((f"{before}{gap}", ""), (name or "x", "PERSON"), (f"{after}.{ending}", ""))


def mail(person: Person, rng: Random) -> str:
    """A mail address."""
    hosts = "minbzk.example minjenv.example gemeente.example rvo.example politie.example provincie.example om.example"
    free = "hotmail.example gmail.example ziggo.example kpnmail.example rijksoverheid.example"
    return f"{address_part(person, rng)}@{rng.choice((hosts + ' ' + free).split())}"


def _plain(write: Callable[[Person, Random], str], label: str) -> Form:
    return lambda person, rng: ((write(person, rng), label),)


def _agreeing(woman: str, man: str) -> Form:
    return lambda person, rng: ((woman if person.female else man, ""),)


LABELLED = {
    "full": full,
    "first": first,
    "nick": nick,
    "last": last,
    "bare": bare,
    "inits": inits,
    "header": header,
    "fi": first_initial,
    "mono": monogram,
    "any": any_form,
    "lower": lower,
    "lfirst": lower_first,
    "upper": upper,
    "married": married,
}
PLAIN = {"mail": mail, "login": login, "handle": handle}
AGREEING = {
    "heer": ("mevrouw", "de heer"),
    "Heer": ("Mevrouw", "De heer"),
    "dhr": ("mw.", "dhr."),
    "Dhr": ("Mw.", "Dhr."),
    "hij": ("zij", "hij"),
    "Hij": ("Zij", "Hij"),
    "zijn": ("haar", "zijn"),
    "Zijn": ("Haar", "Zijn"),
    "hem": ("haar", "hem"),
}
FORMS: dict[str, Form] = {
    **{name: _plain(write, "PERSON") for name, write in LABELLED.items()},
    **{name: _plain(write, "") for name, write in PLAIN.items()},
    **{name: _agreeing(*words) for name, words in AGREEING.items()},
    "formal": formal,
    "file": file_name,
}
