"""Where the folders that ship with the program lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

from redact.errors import InputError

_PACKAGE = Path(__file__).resolve().parent


def shipped(folder: str) -> Path:
    """Path of `rules` or `models`, in a wheel or in a checkout.

    Raises:
        InputError: the installation is incomplete.
    """
    for candidate in (_PACKAGE / "_shipped" / folder, _PACKAGE.parent / folder):
        if candidate.is_dir():
            return candidate
    raise InputError(f"This installation lacks its folder '{folder}'. Install redact again.")


def fonts() -> Path:
    """Folder with the fonts that labels and inventories are set in (Liberation Sans, SIL OFL 1.1)."""
    return _PACKAGE / "fonts"
