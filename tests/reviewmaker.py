"""Hits, hit lists and files of them for the tests of review."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from redact.errors import ReviewError
from redact.model import Box, Hit, Regime, Review, Verdict
from redact.review import (
    AddedTerm,
    HitList,
    Present,
    ReadBack,
    Saved,
    merge,
    read_back,
    to_csv,
    with_reviews,
    with_terms,
)
from redact.rulebook import load_rulebook

RULES = load_rulebook()
CODES = {"doc-a": "DAA", "doc-b": "7"}
HEADER = [
    "id",
    "document",
    "pagina",
    "tekst",
    "context",
    "soort",
    "grond",
    "zekerheid",
    "oordeel",
    "beoordelaar",
    "opmerking",
    "nalezen",
    "tweede lezer",
]
Line = dict[str, str]


def hit(number: int = 1, text: str = "", **other: Any) -> Hit:
    values: dict[str, Any] = {
        "document_id": "doc-a",
        "page": 3,
        "start": number * 10,
        "end": number * 10 + 8,
        "entity_type": "NL_BSN",
        "score": 0.85,
        "recognizer": "name",
        "boxes": (Box(3, 10.25, 20.1, 60.0, 32.7),),
        "text": text or f"Jansen{'abcdefghij'[number]}",
        "context": "met\nJansen  gesproken",
        "grounds": ("10.2e",),
    }
    return Hit(**(values | other))


def hits(count: int) -> list[Hit]:
    return [hit(number) for number in range(count)]


def listed(*found: Hit) -> HitList:
    return merge(None, found)[0]


def sheet(hit_list: HitList) -> list[Line]:
    text = to_csv(hit_list, CODES, RULES).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def saved(
    lines: Iterable[Mapping[str, str]], delimiter: str = ";", encoding: str = "utf-8-sig", end: str = "\r\n"
) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, HEADER, restval="", delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(lines)
    return stream.getvalue().encode(encoding)


def back(hit_list: HitList, data: bytes | Iterable[Mapping[str, str]], **other: Any) -> ReadBack:
    data = data if isinstance(data, bytes) else saved(data)
    return read_back([Saved("hits.csv", data, other.get("written"))], present(hit_list, **other))


def present(hit_list: HitList, **other: Any) -> Present:
    values: dict[str, Any] = {"codes": CODES, "rulebook": RULES, "regime": Regime.WOB, "reviewer": "anna"}
    return Present(hit_list, **(values | {key: value for key, value in other.items() if key != "written"}))


def faults(hit_list: HitList, data: bytes | Iterable[Mapping[str, str]], **other: Any) -> list[str]:
    with pytest.raises(ReviewError) as caught:
        back(hit_list, data, **other)
    head, *rest = str(caught.value).splitlines()
    assert head.startswith("hits.csv is niet verwerkt; er is niets gewijzigd.")
    return rest


def changed(hit_list: HitList, row: int = 0, **cells: str) -> list[Line]:
    lines = sheet(hit_list)
    lines[row] |= cells
    return lines


def added(**cells: str) -> Line:
    return {"tekst": "Operatie Citroen", "grond": "10.2.g", "oordeel": "lakken"} | cells


def full_list() -> HitList:
    first = listed(*hits(4), hit(5, document_id="doc-b", boxes=(Box(3, 1, 2, 3, 4), Box(4, 0.1, 0.2, 0.3, 0.4))))
    reviews = [
        Review("h0001", Verdict.REDACT, ("10.2e", "10.2g"), "anna", "ja"),
        Review("h0002", Verdict.KEEP, (), "bo"),
    ]
    second, _ = merge(with_reviews(first, reviews), [entry.hit for entry in first.entries[1:]])
    return with_terms(second, [AddedTerm("t0001", "Citroen", "doc-a", 3, ("10.2g",), "anna", 9)])
