"""What a check is asked and what it answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from redact.model import BurntBox, Finding, Leak

UNDER_BOX, PICTURE_UNDER_BOX = "under box", "picture under box"
BENEATH = frozenset({UNDER_BOX, PICTURE_UNDER_BOX})
"""Leaks that are there because of where something stands, not because it can be read."""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A text that was blacked out. It may stand `kept` times in the whole file: where the reviewer left it visible."""

    text: str = field(repr=False)
    hit_id: str
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome for one file. No leaks means clean; anything that could not be looked at is a leak too."""

    file: str
    sha256: str
    pages: int
    boxes: tuple[BurntBox, ...]
    engines: tuple[tuple[str, str], ...]
    """Name and version of everything that read the file; poppler is missing where it is not installed."""
    leaks: tuple[Leak, ...]
    searched: int = 0
    """How many different forbidden texts were searched."""
    unsearched: int = 0
    """How many were too short to search (under 3 characters), or are words that stand on every box."""
    remarks: tuple[Finding, ...] = ()
    """What people should know of though it is no leak: attachments, hidden text, earlier revisions."""

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.leaks

    def numbers(self) -> tuple[int | None, ...]:
        """For each leak the number of its box on its page, in the order of the leaks; None for one without a place."""
        on_page: Counter[int | None] = Counter()
        out: list[int | None] = []
        for leak in self.leaks:
            on_page[leak.page] += leak.box is not None
            out.append(on_page[leak.page] if leak.box is not None else None)
        return tuple(out)
