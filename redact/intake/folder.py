"""The files of a bundle: which there are, what is in them, and why one cannot be used."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from redact import limits
from redact.errors import InputError
from redact.model import Bundle, SourceDocument

JUNK = frozenset((".ds_store", "thumbs.db", "desktop.ini"))
NOT_PDF = "is geen PDF-bestand; zet het om naar PDF"
EMPTY = "is leeg (0 bytes); vraag het bestand opnieuw op"
TOO_LARGE = f"is groter dan {limits.MAX_FILE_BYTES >> 20} MB; splits het"
UNREADABLE = "kan niet worden gelezen; controleer de rechten op het bestand"
UNREADABLE_FOLDER = "is een map die niet kan worden gelezen; controleer de rechten op de map"
VANISHED = "is tijdens het lezen verdwenen; zet het terug en begin opnieuw"
CHANGED = "is tijdens het lezen veranderd; begin opnieuw"
SPECIAL = "is geen gewoon bestand; haal het weg"
LINK_INSIDE = "is een koppeling (symlink) binnen de bundel; haal de koppeling weg of zet het bestand zelf daar"
LINK_OUTSIDE = "is een koppeling (symlink) naar buiten de bundel; zet het bestand zelf in de bundel"
LINK_FOLDER = "is een koppeling (symlink) naar een map; die wordt niet gevolgd, zet de map zelf in de bundel"
LINK_BROKEN = "is een koppeling (symlink) naar niets; haal de koppeling weg"
HEADER_BYTES = 1024
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the bundle that is no junk. `name` is its path inside the bundle."""

    name: str
    path: Path
    refusal: str = ""
    """Why it cannot be opened at all; '' for a regular file."""


def display_name(name: str) -> str:
    r"""A file name that is safe to show: on a terminal, in CSV, in UTF-8.

    Control characters and bytes that are no UTF-8 become `\xNN`, what turns the writing direction or the line `\uNNNN`.
    """
    return "".join(_shown(char) for char in name)


def _shown(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    category = unicodedata.category(char)
    if category == "Cc":
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if category in ("Cs", "Zl", "Zp") or char in "\u200e\u200f\u061c" or _turns(code) else char


def _turns(code: int) -> bool:
    """Whether the code point turns the writing direction of what follows."""
    return 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069


def list_entries(root: Path) -> list[Entry]:
    """Everything in the bundle but bundle.yaml and junk, sorted by name.

    Raises:
        InputError: no such folder, nothing in it, or more than MAX_BUNDLE_FILES in it.
    """
    shown = display_name(str(root))
    if not root.exists():
        raise InputError(f"There is no folder {shown}. Check the path.")
    if not root.is_dir():
        raise InputError(f"{shown} is a file. Name the folder that holds the documents.")
    entries: list[Entry] = []
    for entry in _walk(root):
        entries.append(entry)
        if len(entries) > limits.MAX_BUNDLE_FILES:
            raise InputError(f"{shown} holds more than {limits.MAX_BUNDLE_FILES} files. Is it the right folder?")
    if not entries:
        raise InputError(f"There are no documents in {shown}. Put the PDF files there and start again.")
    return sorted(entries, key=lambda entry: (unicodedata.normalize("NFC", entry.name).casefold(), entry.name))


def _walk(root: Path) -> Iterator[Entry]:
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(folder) as found:
                children = list(found)
        except OSError as error:
            if folder == root:
                raise InputError(f"{display_name(str(root))} cannot be read. Check its permissions.") from error
            yield Entry(_name(root, folder), folder, UNREADABLE_FOLDER)
            continue
        for child in children:
            if _is_junk(child.name) or (folder == root and child.name == "bundle.yaml"):
                continue
            if child.is_dir(follow_symlinks=False):
                folders.append(Path(child.path))
            else:
                path = Path(child.path)
                yield Entry(_name(root, path), path, _obstacle(root, path))


def _name(root: Path, path: Path) -> str:
    return readable(path.relative_to(root).as_posix())


def readable(name: str) -> str:
    r"""A name that can stand in UTF-8: bytes of it that are no UTF-8 become `\xNN`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _is_junk(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in JUNK


def _obstacle(root: Path, path: Path) -> str:
    """Why a thing in the bundle is not opened: it is a link or no file at all."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            return _link(root, path)
    except OSError:
        return VANISHED
    return "" if stat.S_ISREG(mode) else SPECIAL


def _link(root: Path, path: Path) -> str:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):  # RuntimeError: links in a circle, before Python 3.13
        return LINK_BROKEN
    if not target.is_relative_to(root.resolve()):
        return LINK_OUTSIDE
    return LINK_FOLDER if target.is_dir() else LINK_INSIDE


def take_in(bundle: Bundle) -> tuple[SourceDocument, ...]:
    """Hash the files of a bundle; a file that cannot be used becomes a document with a refusal.

    Args:
        bundle: as `read_bundle` gives it.

    Returns:
        One document a file, sorted by name. Of files with the same content the second one's id ends in '-2', and so on.

    Raises:
        InputError: the folder is gone or empty, or holds too many files.
    """
    seen: Counter[str] = Counter()
    documents = []
    for entry in list_entries(bundle.root):
        digest, size, refusal = _inspected(entry)
        stem = "d" + (digest or hashlib.sha256(os.fsencode(entry.name)).hexdigest())[:12]
        seen[stem] += 1
        document_id = stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"
        location = _location(bundle, entry.name)
        documents.append(SourceDocument(document_id, entry.name, entry.path, location, digest, size, refusal))
    return tuple(documents)


def _location(bundle: Bundle, name: str) -> str:
    """Key of the location a file belongs to; loose files of a bundle with one location belong to that."""
    keys = [location.key for location in bundle.locations]
    key = name.partition("/")[0] if "/" in name else ""
    return keys[0] if key == "" and "" not in keys and len(keys) == 1 else key


def _inspected(entry: Entry) -> tuple[str, int, str]:
    """SHA-256 ('' where the content is not read), size in bytes, and refusal or ''."""
    if entry.refusal:
        return "", 0, entry.refusal
    try:
        # Not through a link that took the file's place, and not waiting for the other end of a pipe that did.
        handle = os.open(entry.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if not stat.S_ISREG(status.st_mode):
                return "", 0, SPECIAL
            if status.st_size > limits.MAX_FILE_BYTES:
                return "", status.st_size, TOO_LARGE
            digest, head, size = _hashed(file, status.st_size)
    except FileNotFoundError:
        return "", 0, VANISHED
    except OSError:
        return "", 0, UNREADABLE
    return digest, size, _judged(head, size, status.st_size)


def _hashed(file: BinaryIO, expected: int) -> tuple[str, bytes, int]:
    """SHA-256, first bytes and size of a file; stops when it turns out longer than expected."""
    digest = hashlib.sha256()
    head = chunk = file.read(CHUNK)
    size = 0
    while chunk and size <= expected:
        digest.update(chunk)
        size += len(chunk)
        chunk = file.read(CHUNK)
    return digest.hexdigest(), head[:HEADER_BYTES], size


def _judged(head: bytes, size: int, expected: int) -> str:
    if size != expected:
        return CHANGED
    if not size:
        return EMPTY
    return "" if b"%PDF-" in head else NOT_PDF
