"""What a check is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field

from redact.model import BurntBox, Leak


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

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.leaks
