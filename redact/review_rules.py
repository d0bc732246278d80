"""What needs two pairs of eyes and what the documents list remarks on, as `rules/review.yaml` says.

The file comes in through the rule book's door (`ReviewFile`); everything after speaks frozen records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Literal

import regex
from pydantic import BaseModel, ConfigDict, Field, StrictStr, model_validator

REVIEW = "review.yaml"
NEVER = 2.0
"""A certainty that no hit has."""
_MEMBER = regex.compile(r"\.\w+|[a-z]")


@dataclass(frozen=True, slots=True)
class FactRule:
    """One kind of fact: what one and more of them are called in Dutch, and the patterns that find it."""

    one: str
    more: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """What the jurists chose. Shares run from 0 to 1."""

    four_eyes: bool = True
    refusal: bool = True
    keep_from: float = 0.85
    """From this score on, leaving readable what was proposed to be redacted needs a second reader."""
    grounds: tuple[str, ...] = ("11.1", "5.2")
    """Canonical codes; each covers its members, as '5.2' does '5.2.2'."""
    sample: float = 0.05
    readable: float = 0.2
    """With less of its letters left, a document cannot be read by itself."""
    whole_sentence: float = 0.75
    """With so much of its letters left, a sentence can still be read."""
    facts: tuple[FactRule, ...] = ()
    opinions: tuple[str, ...] = ()
    """Patterns of words that tell an opinion."""

    def sensitive(self, codes: tuple[str, ...]) -> str:
        """The first of these grounds that needs a second reader; '' when none does."""
        return _first_covered(codes, self.grounds)


@lru_cache(maxsize=1024)
def _first_covered(codes: tuple[str, ...], articles: tuple[str, ...]) -> str:
    return next((code for code in codes if covered(code, articles)), "")


def covered(code: str, articles: Iterable[str]) -> bool:
    """Whether a canonical code is one of the articles or a member of one: '5.2.2' of '5.2', '10.2e' of '10.2'."""
    rest = (code.removeprefix(article) for article in articles if code.startswith(article))
    return any(not each or _MEMBER.fullmatch(each) for each in rest)


_Name = Annotated[StrictStr, Field(min_length=1)]
_Answer = Literal["ja", "nee"]
_Percent = Annotated[float, Field(ge=0, le=100)]


class _FactEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    een: _Name
    meer: _Name
    patronen: list[_Name] = Field(min_length=1)
    voorbeelden: list[_Name] = Field(min_length=1)


class ReviewFile(BaseModel):
    """`review.yaml` as it may look; what it leaves out is as in the file that ships, but for the patterns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    vierogen: _Answer = "ja"
    weigering: _Answer = "ja"
    laten_staan_vanaf: Annotated[float, Field(ge=0, le=1)] | Literal["nee"] = 0.85
    gronden: list[_Name] = ["11.1", "5.2"]
    steekproef: _Percent = 5
    zelfstandig_leesbaar: _Percent = 20
    hele_zin: Annotated[float, Field(gt=0, le=100)] = 75
    feiten: list[_FactEntry] = []
    meningen: list[_Name] = []

    @model_validator(mode="before")
    @classmethod
    def _nothing_chosen(cls, value: object) -> object:
        """A file with nothing but remarks leaves all as it is."""
        return {} if value is None else value

    def mistakes(self, codes: Sequence[str]) -> Iterator[str]:
        """What is wrong with grounds, patterns and examples, in English.

        Args:
            codes: the canonical codes of grounds.yaml.
        """
        for number, article in enumerate(self.gronden if "gronden" in self.model_fields_set else (), start=1):
            if not any(covered(code, (article,)) for code in codes):
                yield f"gronden.{number}: covers no ground of grounds.yaml"
        broken = [*_broken("meningen", self.meningen)]
        for number, entry in enumerate(self.feiten, start=1):
            broken += _broken(f"feiten.{number}.patronen", entry.patronen)
        yield from broken
        for number, entry in enumerate(self.feiten if not broken else (), start=1):
            for place, example in enumerate(entry.voorbeelden, start=1):
                if not any(regex.search(pattern, example, regex.IGNORECASE) for pattern in entry.patronen):
                    yield f"feiten.{number}.voorbeelden.{place} is not found"

    def patterns(self) -> Iterator[tuple[str, list[str], list[str]]]:
        """Patterns to be tried for speed: where they stand, they themselves, and examples."""
        for number, entry in enumerate(self.feiten, start=1):
            yield f"feiten.{number}.patronen", entry.patronen, entry.voorbeelden
        yield "meningen", self.meningen, []

    def record(self) -> ReviewRules:
        """The choices of the file."""
        return ReviewRules(
            four_eyes=self.vierogen == "ja",
            refusal=self.weigering == "ja",
            keep_from=NEVER if isinstance(self.laten_staan_vanaf, str) else self.laten_staan_vanaf,
            grounds=tuple(self.gronden),
            sample=self.steekproef / 100,
            readable=self.zelfstandig_leesbaar / 100,
            whole_sentence=self.hele_zin / 100,
            facts=tuple(FactRule(entry.een, entry.meer, tuple(entry.patronen)) for entry in self.feiten),
            opinions=tuple(self.meningen),
        )


def _broken(where: str, patterns: Iterable[str]) -> Iterator[str]:
    for number, pattern in enumerate(patterns, start=1):
        try:
            regex.compile(pattern, regex.IGNORECASE)
        except regex.error as error:
            yield f"{where}.{number}: {error}"
