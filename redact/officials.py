"""Who acts in public by office, and when: ministers, commissioners of the King, chairs, as `rules/officials.yaml` says.

The file comes in through the rule book's door (`OfficialsFile`); everything after speaks frozen records.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StrictStr, model_validator

BEFORE = datetime.timedelta(days=365)
"""So long before the term a name is public already: the candidate, the formation."""
AFTER = datetime.timedelta(days=3 * 365)
"""So long after it a name is still public: papers on what was done in office."""
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")
_DECEMBER = 12
_PREMIER = "minister-president"
_PARTICLE = re.compile(r"^[a-z'’]|-[a-z]")


@dataclass(frozen=True, slots=True)
class Office:
    """A role and from when to when it was held, both days included; no end where none is known."""

    role: str
    start: datetime.date
    end: datetime.date | None = None

    def in_view(self, date: datetime.date | None) -> bool:
        """Whether the holder is in the public eye for this office at a date; at an unknown date, yes."""
        if date is None:
            return True
        return self.start - BEFORE <= date and (self.end is None or date <= self.end + AFTER)

    @property
    def said(self) -> str:
        """In Dutch: 'minister van Defensie van 2012 tot 2017'."""
        since = f"{self.role} sinds {self.start.year}"
        return since if self.end is None else f"{self.role} van {self.start.year} tot {self.end.year}"


@dataclass(frozen=True, slots=True)
class Official:
    """A person who holds or held public offices.

    `name` is the name as the papers write it and `surname` its last part, particles included; `also` holds other
    names in use. `initials` are those of the passport ('F.B.J.'), or '' where the first name tells enough.
    """

    name: str
    surname: str
    offices: tuple[Office, ...]
    initials: str = ""
    also: tuple[str, ...] = ()

    def office(self, date: datetime.date | None, called: str = "") -> Office | None:
        """The office that makes this name public at a date: the one held then, else the nearest in time; or None.

        Args:
            date: Of the document, if known.
            called: What the text calls the holder ('minister'): of several offices, one of that kind is meant.
        """
        seen = [office for office in self.offices if office.in_view(date)]
        wanted = _PREMIER if called.endswith("premier") else called
        alike = [office for office in seen if wanted and office.role.startswith(wanted)]
        if date is None:
            return next(reversed(alike or seen), None)
        return min(alike or seen, key=lambda office: _distance(office, date), default=None)


def _distance(office: Office, date: datetime.date) -> tuple[int, int]:
    late = (date - office.end).days if office.end is not None else 0
    return max(0, late, (office.start - date).days), -office.start.toordinal()


def surname_of(name: str) -> str:
    """The surname in a full name: from the first particle on ('de Vries', 'Penn-te Strake'), else the last word."""
    words = name.split()
    first = next((place for place, word in enumerate(words) if place and _PARTICLE.search(word)), len(words) - 1)
    return " ".join(words[first:])


class _Schema(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


_Name = Annotated[StrictStr, Field(min_length=1, pattern=r"^\S(?:.*\S)?$")]
_Period = Annotated[str, BeforeValidator(str), Field(pattern=rf"^{_PERIOD.pattern}$")]


class _TermEntry(_Schema):
    role: _Name
    start: _Period = Field(alias="from")
    end: _Period | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end is not None and last_day(self.end) < first_day(self.start):
            raise ValueError("ends before it begins")
        first_day(self.start)
        return self


class _OfficialEntry(_Schema):
    name: _Name
    last: _Name | None = None
    initials: Annotated[StrictStr, Field(pattern=r"^(?:[A-Z][a-z]{0,2}\.)+$")] | None = None
    also: list[_Name] = []
    terms: list[_TermEntry] = Field(min_length=1)

    @model_validator(mode="after")
    def _surname_in_name(self) -> Self:
        if self.last is not None and not self.name.endswith(f" {self.last}"):
            raise ValueError("'last' is not the end of 'name'")
        return self


class OfficialsFile(_Schema):
    """`officials.yaml` as it may look."""

    people: list[_OfficialEntry]

    def mistakes(self) -> Iterator[str]:
        """What the fields by themselves do not show: people who stand there twice."""
        names = [entry.name for entry in self.people]
        for number, name in enumerate(names, start=1):
            if names.index(name) < number - 1:
                yield f"people.{number}: {name!r} stands twice; put all terms under one name"

    def records(self) -> tuple[Official, ...]:
        """The people of the file."""
        return tuple(map(_official, self.people))


def _official(entry: _OfficialEntry) -> Official:
    terms = sorted(
        (Office(term.role, first_day(term.start), last_day(term.end) if term.end else None) for term in entry.terms),
        key=lambda office: office.start,
    )
    surname = entry.last or surname_of(entry.name)
    return Official(entry.name, surname, tuple(terms), entry.initials or "", tuple(entry.also))


def first_day(period: str) -> datetime.date:
    """The first day of a year, a month or a day.

    Raises:
        ValueError: there is no such month or day.
    """
    year, month, day = _parts(period)
    return datetime.date(year, month or 1, day or 1)


def last_day(period: str) -> datetime.date:
    """The last day of a year, a month or a day.

    Raises:
        ValueError: there is no such month or day.
    """
    year, month, day = _parts(period)
    if day:
        return datetime.date(year, month, day)
    month = month or _DECEMBER
    following = datetime.date(year + month // _DECEMBER, month % _DECEMBER + 1, 1)
    return following - datetime.timedelta(days=1)


def _parts(period: str) -> tuple[int, int, int]:
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError("is no date; write 2022-01-10, 2022-01 or 2022")
    return int(found["year"]), int(found["month"] or 0), int(found["day"] or 0)
