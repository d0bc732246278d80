"""How a file is read and written so that a kill at any moment leaves it whole: beside its place, then renamed there."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from redact.errors import InputError, StorageError

TEMPORARY = ".tmp-"
"""How the names of half-written files and work rooms begin; what a kill left of them may be removed."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_PLACE = {errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG}
_DISK = _FULL | _PLACE | {errno.EROFS, errno.EACCES, errno.EPERM, errno.EFBIG, errno.EIO}


@contextlib.contextmanager
def storing(path: Path) -> Iterator[None]:
    """Turns an operating system's refusal to write into a StorageError that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno not in _DISK:
            raise
        if error.errno in _FULL:
            advice = "The disk is full. Free some space and run the same command again; nothing is lost."
        else:
            advice = f"{os.strerror(error.errno or 0)}. Make the folder writable and run the same command again."
        raise StorageError(f"Cannot write {path}: {advice}") from None


@contextlib.contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A name beside `target` to write to; renamed to `target` at the end, removed if something goes wrong.

    Raises:
        StorageError: the file cannot be written.
    """
    temporary = target.with_name(f"{TEMPORARY}{secrets.token_hex(8)}{target.suffix}")
    with storing(target):
        try:
            yield temporary
            flush(temporary)
            temporary.replace(target)
            flush(target.parent)
        finally:
            temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def room_beside(target: Path) -> Iterator[Path]:
    """An empty folder beside `target` for what is needed on the way to it; gone at the end."""
    with (
        storing(target),
        tempfile.TemporaryDirectory(prefix=TEMPORARY, dir=target.parent, ignore_cleanup_errors=True) as folder,
    ):
        yield Path(folder)


def flush(path: Path) -> None:
    """Makes a file or a folder's list of names last through a power cut, where the system can."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file: a kill leaves the old one or the new one.

    Raises:
        StorageError: it cannot be written.
    """
    with beside(path) as temporary:
        temporary.write_bytes(data)


def write_if_changed(path: Path, data: bytes) -> bool:
    """Writes the file unless it holds these bytes already; says whether it wrote."""
    if read_whole(path) == data:
        return False
    write_whole(path, data)
    return True


def read_whole(path: Path) -> bytes | None:
    """The file's bytes; None when there is no such file.

    Raises:
        InputError: it is there but cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"Cannot read {path}: {os.strerror(error.errno or 0)}.") from None
