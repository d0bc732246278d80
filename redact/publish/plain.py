"""Text from documents made fit for one line in a published file."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """The text in composed form on one line, without control, format or broken characters."""
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if unicodedata.category(char) == "Cc" else char for char in composed)
    kept = (char for char in spaced if unicodedata.category(char) not in ("Cf", "Cs", "Cn"))
    return " ".join("".join(kept).split())
