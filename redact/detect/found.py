"""What the analyzer answers."""

from __future__ import annotations

from dataclasses import dataclass

from redact.model import Verdict


@dataclass(frozen=True, slots=True)
class Found:
    """A span of an analysed text and why it is there. Holds no text."""

    start: int
    end: int
    entity_type: str
    score: float
    recognizer: str
    reason: str
    proposal: Verdict = Verdict.REDACT
    hint: bool = False
