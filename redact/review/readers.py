"""Who may be the second reader of a decision: names as people type them, compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from redact.errors import ReviewError

LONGEST_NAME = 100


def same_person(one: str, other: str) -> bool:
    """Whether two names are one and the same, but for case, accents, blanks and signs."""
    return _folded(one) == _folded(other)


def refuse_nobody(name: str, nobody: Iterable[str]) -> None:
    """Sees to it that no name of the program itself stands for a person, as when somebody copies a cell.

    Raises:
        ReviewError: it does; in Dutch.
    """
    if any(same_person(name, each) for each in nobody):
        raise ReviewError("de naam is die van het programma zelf; vul een eigen naam in of laat de cel leeg")


def _folded(name: str) -> str:
    signs = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(sign for sign in signs if sign.isalnum())
    return letters or "".join(name.split())


def cannot_be_second(decider: str, reader: str) -> str:
    """Why somebody cannot be the second reader of a decision, in Dutch; '' when there is nothing against it."""
    if not reader:
        return "de naam van de tweede lezer ontbreekt"
    if len(reader) > LONGEST_NAME:
        return f"de naam van de tweede lezer telt meer dan {LONGEST_NAME} tekens"
    return "de tweede lezer moet iemand anders zijn dan wie besliste" if same_person(decider, reader) else ""
