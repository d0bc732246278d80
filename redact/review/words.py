"""What reviewers write in cells, read tolerantly but never by guessing. A fault is a Dutch ReviewError without row."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from redact.errors import ReviewError, RulesError
from redact.model import Judgement, Regime, Verdict
from redact.rulebook import RuleBook

T = TypeVar("T")

_VERDICTS = {
    Verdict.REDACT: ("lakken", "lak", "gelakt", "weglakken", "wel lakken"),
    Verdict.KEEP: ("laten staan", "laat staan", "staan laten", "niet lakken", "niet weglakken", "zichtbaar laten"),
    Verdict.DOUBT: ("twijfel", "twijfelgeval", "twijfelachtig"),
}
_JUDGEMENTS = {
    Judgement.PUBLIC: ("openbaar", "geheel openbaar", "volledig openbaar", "integraal openbaar"),
    Judgement.PARTIAL: (
        "deels openbaar",
        "gedeeltelijk openbaar",
        "gedeeltelijke openbaar",
        "ten dele openbaar",
        "deels geweigerd",
        "gedeeltelijk geweigerd",
    ),
    Judgement.ALREADY_PUBLIC: ("reeds openbaar", "al openbaar"),
    Judgement.NOT_PUBLIC: (
        "niet openbaar",
        "geheel niet openbaar",
        "geweigerd",
        "geheel geweigerd",
        "volledig geweigerd",
        "integraal geweigerd",
    ),
}
_PAGE = re.compile(r"(?:p|pag|pagina|blz|bladzijde)?\s*\.?\s*([1-9]\d{0,4})", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DUTCH_DATE = re.compile(r"(\d{1,2})([-/])(\d{1,2})\2(\d{4})")
_QUOTED = 40
_EXAMPLES = {Regime.WOB: "10.2.e", Regime.WOO: "5.1.2.e"}
_LAWS = {Regime.WOB: "Wob", Regime.WOO: "Woo"}


def _squeezed(word: str) -> str:
    normal = unicodedata.normalize("NFKC", word).casefold().strip().rstrip(".")
    return re.sub(r"[\s_\-]+", "", normal)


_VERDICT_OF = {_squeezed(word): verdict for verdict, words in _VERDICTS.items() for word in words}
_JUDGEMENT_OF = {_squeezed(word): judgement for judgement, words in _JUDGEMENTS.items() for word in words}


@dataclass(slots=True)
class Faults:
    """What is wrong with a file, row by row, so that people hear everything at once; row 0 for what names its own rows.

    `sheet` is the sheet of a workbook that the rows are on, where that is not its first one.
    """

    name: str
    sheet: str = ""
    found: set[tuple[int, str]] = field(default_factory=set)

    def note(self, row: int, message: str) -> None:
        """Notes a fault."""
        self.found.add((row, message))

    def attempt(self, row: int, read: Callable[[], T]) -> T | None:
        """What `read` returns; None, and a fault noted, when it raises a ReviewError."""
        try:
            return read()
        except ReviewError as error:
            self.note(row, str(error))
            return None

    def lines(self) -> list[str]:
        """Every fault in a line, by row."""
        return [f"{self.place(row)}: {message}" if row else message for row, message in sorted(self.found)]

    def place(self, row: int) -> str:
        """'rij 12', with the sheet where that is needed."""
        return f"blad '{self.sheet}', rij {row}" if self.sheet else f"rij {row}"

    def settle(self) -> None:
        """Raises one ReviewError with everything, if there is anything."""
        settle([self])


def settle(all_faults: Iterable[Faults]) -> None:
    """Raises one ReviewError with all faults of all files, if there are any; those of one file stand together."""
    lines: dict[str, list[str]] = {}
    for faults in all_faults:
        lines.setdefault(faults.name, []).extend(faults.lines())
    blocks = ["\n".join([_head(name, len(found)), *found]) for name, found in lines.items() if found]
    if blocks:
        raise ReviewError("\n".join(blocks))


def _head(name: str, count: int) -> str:
    faults = "1 fout" if count == 1 else f"{count} fouten"
    verb = "zijn" if " en " in name else "is"
    return f"{name} {verb} niet verwerkt; er is niets gewijzigd. Herstel {faults} en probeer het opnieuw:"


def quoted(word: str) -> str:
    """A reviewer's wrong word between quotes, cut short in case other text got into the cell."""
    return f"'{word}'" if len(word) <= _QUOTED else f"'{word[:_QUOTED]}…'"


def verdict_of(cell: str) -> Verdict:
    """The verdict in a cell; blank is OPEN.

    Raises:
        ReviewError: it is no known word.
    """
    if not cell.strip():
        return Verdict.OPEN
    verdict = _VERDICT_OF.get(_squeezed(cell))
    if verdict is None:
        allowed = "gebruik lakken, laten staan, twijfel of laat leeg"
        raise ReviewError(f"oordeel {quoted(cell)} is onbekend{_nearest(cell, _VERDICT_OF)}; {allowed}")
    return verdict


def _nearest(cell: str, known: Mapping[str, StrEnum]) -> str:
    """A question about the word that was probably meant; '' where none is near. Never a guess that counts."""
    near = difflib.get_close_matches(_squeezed(cell), known, n=1, cutoff=0.75)
    return f" (bedoelt u '{known[near[0]].value}'?)" if near else ""


def judgement_of(cell: str) -> Judgement | None:
    """The judgement in a cell; blank is None.

    Raises:
        ReviewError: it is no known word.
    """
    if not cell.strip():
        return None
    judgement = _JUDGEMENT_OF.get(_squeezed(cell))
    if judgement is None:
        allowed = ", ".join(word.value for word in Judgement)
        nearest = _nearest(cell, _JUDGEMENT_OF)
        raise ReviewError(f"oordeel {quoted(cell)} is onbekend{nearest}; gebruik een van: {allowed}")
    return judgement


def hit_grounds_of(cell: str, rulebook: RuleBook, regime: Regime) -> tuple[str, ...]:
    """Codes of the grounds in a cell, or the id of the one marking in it.

    Raises:
        ReviewError: it cannot be read, or is of another law.
    """
    if not cell.strip():
        return ()
    marking = rulebook.marking(cell)
    return (marking.marking_id,) if marking else ground_codes_of(cell, rulebook, regime)


def ground_codes_of(cell: str, rulebook: RuleBook, regime: Regime) -> tuple[str, ...]:
    """Codes of the grounds in a cell, in the order of the law, each once.

    Raises:
        ReviewError: it cannot be read, or is of another law.
    """
    if not cell.strip():
        return ()
    try:
        grounds = rulebook.parse_grounds(cell)
    except RulesError:
        grounds = ()
    if not grounds:
        raise ReviewError(
            f"grond {quoted(cell)} is niet herkend of mengt Wob en Woo; schrijf bijvoorbeeld {_EXAMPLES[regime]}"
        )
    strange = [ground.label for ground in grounds if ground.regime is not regime]
    if strange:
        other = _LAWS[Regime.WOO if regime is Regime.WOB else Regime.WOB]
        raise ReviewError(f"grond {', '.join(strange)} is van de {other}; dit besluit valt onder de {_LAWS[regime]}")
    found = {ground.code for ground in grounds}
    return tuple(code for code in rulebook.codes(regime) if code in found)


def markings_of(cell: str, rulebook: RuleBook) -> tuple[str, ...]:
    """Ids of the markings in a cell, each once; between them stands ';' or ','.

    Raises:
        ReviewError: one is unknown.
    """
    whole = rulebook.marking(cell) if cell.strip() else None
    parts = [cell] if whole else [part.strip() for part in re.split(r"[;,]", cell) if part.strip()]
    found = [(part, rulebook.marking(part)) for part in parts]
    unknown = [quoted(part) for part, marking in found if marking is None]
    if unknown:
        raise ReviewError(f"markering {', '.join(unknown)} is onbekend")
    return tuple(dict.fromkeys(marking.marking_id for _, marking in found if marking))


def page_of(cell: str) -> int | None:
    """The page in a cell ('p. 3', '3', 'blz. 3'); blank is None.

    Raises:
        ReviewError: it is no single page.
    """
    if not cell.strip():
        return None
    match = _PAGE.fullmatch(cell.strip())
    if match is None:
        raise ReviewError("pagina is niet herkend; schrijf bijvoorbeeld p. 3")
    return int(match[1])


def date_of(cell: str) -> date | None:
    """The date in a cell: 23-07-2021, 23-7-2021, 23/7/2021 or 2021-07-23; blank is None.

    Raises:
        ReviewError: it is no date.
    """
    text = cell.strip()
    if not text:
        return None
    if iso := _ISO_DATE.fullmatch(text):
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif dutch := _DUTCH_DATE.fullmatch(text):
        day, month, year = int(dutch[1]), int(dutch[3]), int(dutch[4])
    else:
        raise ReviewError(f"datum {quoted(cell)} is niet herkend; schrijf bijvoorbeeld 23-07-2021")
    try:
        return date(year, month, day)
    except ValueError:
        raise ReviewError(f"datum {quoted(cell)} bestaat niet") from None


def same_in_excel(cell: str, shown: str) -> bool:
    """Whether a cell says what was written, also after a program took it for a date, a number, or text as it stands.

    A CSV file has an apostrophe before what Excel would take for a formula; whoever makes a workbook of it keeps that.
    """
    if cell in (shown, f"'{shown}"):
        return True
    if cell.isdecimal() and shown.isdecimal():
        return int(cell) == int(shown)
    try:
        return bool(shown) and date_of(cell) == date_of(shown)
    except ReviewError:
        return False


class Documents:
    """Finds documents by the code in a cell: as printed, or as Excel left it (case, zeros in front)."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        """Takes the code of each document by document id."""
        self._exact = {code: document_id for document_id, code in codes.items()}
        loose = Counter(_loose(code) for code in self._exact)
        self._loose = {
            _loose(code): document_id for code, document_id in self._exact.items() if loose[_loose(code)] == 1
        }

    def find(self, cell: str) -> str | None:
        """The document id, None when the code is unknown or could be of several documents."""
        return self._exact.get(cell.strip()) or self._loose.get(_loose(cell))


def _loose(code: str) -> str:
    return code.strip().casefold().lstrip("0")
