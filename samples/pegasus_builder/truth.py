"""Finds in a built PDF what must be found by redact: the strings of `people.py`, with page and label."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf

from samples.pegasus_builder.markup import Text
from samples.pegasus_builder.people import BARE_FIRST_NAMES_NEVER, NUMBERS, OFFICE_MAILS, PEOPLE

PATTERNS = {
    "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "url": r"https?://[^\s)]*[^\s).,]",
    "ip": r"\b(?:\d{1,3}\.){3}\d{1,3}\b",
    "host": r"\b[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:lan|local)\b",
}

TAKEN = "\x00"
"""Stands where something was found, so that the short form of a name is not found inside the long one."""


def find_truth(path: Path, source: Text) -> dict[str, Any]:
    """Lists what a document holds: `visible` per page, `crossing` from page to page, `channels` that are not pages.

    A name that a page end cuts stands in `crossing`; halves of it that are names too are counted on their pages also.
    """
    with pymupdf.open(path) as document:
        counts = [_find(_read(page)) for page in document]
        channels = _find_in_channels(document)
    visible: list[dict[str, Any]] = [
        {"page": number, "label": label, "text": text, "count": count}
        for number, counted in enumerate(counts, start=1)
        for (label, text), count in counted.items()
    ]
    settings = source.settings
    _refuse_strangers({entry["text"] for entry in visible if entry["label"] == "email"})
    return {
        "producer": settings["producer"],
        "pages": len(counts),
        "visible": visible,
        "crossing": settings.get("crossing", []),
        "channels": [*channels, *settings.get("channels", [])],
    }


def _refuse_strangers(mails: set[str]) -> None:
    known = {person.mail for person in PEOPLE} | OFFICE_MAILS
    if mails - known:
        raise ValueError(f"Nobody in people.py has these mail addresses: {sorted(mails - known)}")


def _find_in_channels(document: Any) -> list[dict[str, str]]:
    notes = (note.info for page in document for note in page.annots())
    channels = {
        "metadata": "\n".join(value or "" for value in document.metadata.values()),
        "bookmark": "\n".join(title for _, title, _ in document.get_toc()),
        "annotation": "\n".join(f"{note['title']}\n{note['content']}" for note in notes),
        "attachment": "\n".join(document.embfile_get(name).decode() for name in document.embfile_names()),
    }
    return [
        {"channel": channel, "label": label, "text": text}
        for channel, content in channels.items()
        for label, text in _find(content)
    ]


@cache
def terms() -> tuple[tuple[str, str], ...]:
    """(label, text) of all that is known of the people, longest text first; functions of one word are too common."""
    known: dict[str, str] = {text: label for label, texts in NUMBERS.items() for text in texts}
    for person in PEOPLE:
        known |= {form: "person" for form in person.forms() if form not in BARE_FIRST_NAMES_NEVER}
        known |= dict.fromkeys(person.numbers(), "phone")
        if " " in person.role:
            known[person.role] = "function"
    return tuple(sorted(((label, text) for text, label in known.items()), key=lambda term: (-len(term[1]), term)))


def _read(page: Any) -> str:
    """A page's visible text; words broken over a line keep their hyphen (Typst's is U+00AD) and newline."""
    blocks = page.get_text("blocks", clip=page.rect * page.derotation_matrix, sort=False)
    return "".join(block[4] for block in blocks if block[6] == 0)


def _find(text: str) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for label, pattern in PATTERNS.items():
        found.update((label, match) for match in re.findall(pattern, text))
        text = re.sub(pattern, TAKEN, text)
    for label, term in terms():
        text, count = re.subn(_broken(term), TAKEN, text)
        if count:
            found[label, term] = count
    return found


@cache
def _broken(term: str) -> str:
    """A pattern for a term that may be hyphenated or broken at any line end."""
    spots = {" ": r"\s+", "-": r"-\n?"}
    joined = "".join(spots.get(char, re.escape(char) + r"(?:[-\xad]\n)?") for char in term)
    return rf"(?<!\w){joined}(?!\w)"
