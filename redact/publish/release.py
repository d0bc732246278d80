"""Putting files and the folder publication/ in their place, so that a kill at any moment loses nothing.

    publication/   .publication-new   .publication-old   .publication-gone
    old            new                                                       the staged folder became 'new'
                   new                old
    new                               old
    new                                                  old                 on its way out
    new                                                                      done

Under each name a folder is whole, but for the last. `recover` finishes a swap from wherever it was stopped.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from redact.files import flush, storing


def swap_in(staged: Path, final: Path) -> None:
    """Puts a finished folder in the place of `final`, which need not exist yet.

    After a kill either the old folder or the new one can be had whole: `recover` sees to it.

    Args:
        staged: The new folder, on the same file system. It is gone afterwards.
        final: The folder to replace.

    Raises:
        StorageError: a folder cannot be renamed.
    """
    recover(final)
    with storing(final):
        _flush_tree(staged)
        staged.rename(_beside(final, "new"))
        flush(final.parent)
    recover(final)


def recover(final: Path) -> None:
    """Finishes a swap that was cut short; does nothing when there is nothing to do. Call it before reading `final`.

    Raises:
        StorageError: a folder cannot be renamed or removed.
    """
    new, old, gone = (_beside(final, what) for what in ("new", "old", "gone"))
    if not any(path.exists() for path in (new, old, gone)):
        return
    with storing(final):
        _remove(gone)
        if new.exists():
            if final.exists():
                _remove(old)
                final.rename(old)
            new.rename(final)
        elif old.exists() and not final.exists():
            old.rename(final)
        flush(final.parent)
        if old.exists():
            old.rename(gone)
        _remove(gone)


def _beside(final: Path, what: str) -> Path:
    return final.with_name(f".{final.name}-{what}")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _flush_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        flush(path)
    flush(folder)
