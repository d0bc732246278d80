"""A folder on disk -> a bundle and its source documents. Nothing is written, no PDF is parsed."""

from __future__ import annotations

from redact.intake.bundle import read_bundle
from redact.intake.folder import display_name, take_in

__all__ = ["display_name", "read_bundle", "take_in"]
