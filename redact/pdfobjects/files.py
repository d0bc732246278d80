"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A neutral path beside `target` to write to; on success it is flushed to disk and takes target's place.

    Raises:
        OSError: the folder cannot be written to.
    """
    with tempfile.TemporaryDirectory(prefix=".redact-", dir=target.parent) as folder:
        fresh = Path(folder) / "new.pdf"
        yield fresh
        with fresh.open("rb+") as stream:
            os.fsync(stream.fileno())
        fresh.replace(target)
