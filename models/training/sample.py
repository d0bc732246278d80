"""A text to train on, with what is marked in it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its entities: (start, end, label), sorted, apart, without white space at their edges.

    `functions`: whether functions are marked too.
    """

    text: str = field(repr=False)
    spans: tuple[tuple[int, int, str], ...]
    functions: bool = True
