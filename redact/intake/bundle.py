"""bundle.yaml and the folders beside it -> Bundle."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from string import ascii_uppercase

from redact.errors import InputError
from redact.intake.folder import Entry, display_name, list_entries, readable
from redact.intake.manifest import FILE_NAME, Manifest, faults, read_manifest
from redact.model import Bundle, Instruction, Location


def read_bundle(root: Path) -> Bundle:
    """Read a bundle's settings: those of bundle.yaml, else what its folders say.

    Args:
        root: folder with one sub-folder a location, or with files only.

    Raises:
        InputError: no such folder, no documents in it, or a bundle.yaml that is wrong or does not fit the folder.
    """
    entries = list_entries(root)
    if (root / "bundle.yml").exists():
        raise InputError(f"Rename bundle.yml to {FILE_NAME}; only that name is read.")
    manifest = read_manifest(root / FILE_NAME)
    keys = sorted({entry.name.partition("/")[0] if "/" in entry.name else "" for entry in entries}, key=_order)
    locations = _listed(manifest) if manifest.locations else _found(keys)
    instructions, unknown = _instructions(manifest, entries)
    wrong = _misfits(manifest, keys) + [f"documents > {display_name(n)}: there is no such file" for n in unknown]
    if wrong:
        raise faults(wrong)
    return Bundle(
        root=root.resolve(),
        name=readable(root.resolve().name),
        regime=manifest.regime,
        case_number=manifest.case_number,
        matter=manifest.matter,
        decision_date=manifest.decision_date,
        numbering=manifest.numbering,
        locations=locations,
        instructions=instructions,
    )


def _order(name: str) -> tuple[str, str]:
    return _folded(name).casefold(), name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _listed(manifest: Manifest) -> tuple[Location, ...]:
    entries = manifest.locations.items()
    return tuple(Location(key, entry.letter, entry.title) for key, entry in entries)


def _found(keys: Iterable[str]) -> tuple[Location, ...]:
    """Sub-folders in order as locations A, B, ..., Z, AA, AB, ..."""
    return tuple(Location(key, _letter(index), display_name(key)) for index, key in enumerate(keys))


def _letter(index: int) -> str:
    if index < len(ascii_uppercase):
        return ascii_uppercase[index]
    return _letter(index // len(ascii_uppercase) - 1) + ascii_uppercase[index % len(ascii_uppercase)]


def _misfits(manifest: Manifest, keys: list[str]) -> list[str]:
    """Where locations and folders do not fit."""
    if not manifest.locations:
        return []
    wrong = []
    letters = [entry.letter for entry in manifest.locations.values()]
    for letter in sorted({letter for letter in letters if letters.count(letter) > 1}):
        wrong.append(f"locations: letter {letter} is given twice")
    for key in keys:
        if key and key not in manifest.locations:
            wrong.append(f"locations: folder '{display_name(key)}' is not listed")
    if "" in keys and "" not in manifest.locations and (len(keys) > 1 or len(manifest.locations) > 1):
        wrong.append("locations: some files lie outside the folders of the locations; move them into one")
    return wrong


def _instructions(manifest: Manifest, entries: list[Entry]) -> tuple[dict[str, Instruction], list[str]]:
    """Instructions by the name of the file on disk, and names without file. Accents may be composed differently."""
    names = {_folded(entry.name): entry.name for entry in entries}
    known: dict[str, Instruction] = {}
    unknown = []
    for name, document in manifest.documents.items():
        if _folded(name) in names:
            known[names[_folded(name)]] = document.instruction()
        else:
            unknown.append(name)
    return known, unknown
