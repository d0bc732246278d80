"""Finds in a built PDF what must be found by redact: the strings of `people.py`, with page and label."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf

from samples.pegasus_builder.markup import Text
from samples.pegasus_builder.people import BARE_FIRST_NAMES_NEVER, NUMBERS, PEOPLE

PATTERNS = {
    "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "url": r"https?://[^\s)]+",
    "ip": r"\b(?:\d{1,3}\.){3}\d{1,3}\b",
    "host": r"\b[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:lan|local)\b",
}


def find_truth(path: Path, source: Text) -> dict[str, Any]:
    """Lists what a document holds: `visible` per page, `crossing` from page to page, `channels` that are not pages."""
    with pymupdf.open(path) as document:
        counts = [_find(_read(page)) for page in document]
        pages = document.page_count
    visible = [
        {"page": number, "label": label, "text": text, "count": count}
        for number, counted in enumerate(counts, start=1)
        for (label, text), count in counted.items()
    ]
    settings = source.settings
    found: dict[str, Any] = {"producer": settings["producer"], "pages": pages, "visible": visible}
    for key in ("crossing", "channels"):
        if key in settings:
            found[key] = settings[key]
    return found


@cache
def terms() -> tuple[tuple[str, str], ...]:
    """(label, text) of all that is known of the people, longest text first."""
    known: dict[str, str] = {text: label for label, texts in NUMBERS.items() for text in texts}
    for person in PEOPLE:
        known |= {form: "person" for form in person.forms() if form not in BARE_FIRST_NAMES_NEVER}
        known |= {number: "phone" for number in person.numbers()}
    return tuple(sorted(((label, text) for text, label in known.items()), key=lambda term: (-len(term[1]), term)))


def _read(page: Any) -> str:
    """A page's visible text; words broken over a line keep their hyphen and newline."""
    blocks = page.get_text("blocks", clip=page.rect, sort=False)
    return "".join(block[4] for block in blocks if block[6] == 0)


def _find(text: str) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for label, pattern in PATTERNS.items():
        text = re.sub(pattern, lambda match, label=label: _take(found, label, match.group()), text)
    for label, term in terms():
        text = re.sub(_broken(term), lambda _, label=label, term=term: _take(found, label, term), text)
    return found


def _take(found: Counter[tuple[str, str]], label: str, text: str) -> str:
    found[label, text] += 1
    return "\x00"


@cache
def _broken(term: str) -> str:
    """A pattern for a term that may be hyphenated or broken at any line end."""
    spots = {" ": r"\s+", "-": r"-\n?"}
    joined = "".join(spots.get(char, re.escape(char) + r"(?:-\n)?") for char in term)
    return rf"(?<!\w){joined}(?!\w)"
