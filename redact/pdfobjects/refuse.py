"""One place where whatever goes wrong inside pikepdf or MuPDF becomes a refusal that people can act on."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf

from redact.errors import DocumentRefused, RedactError, StorageError

ADVICE = "Print het document opnieuw naar PDF en lever dat bestand aan."
LOCKED = "is beveiligd met een wachtwoord; lever het document zonder wachtwoord aan."
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}


@contextmanager
def refusing(step: str) -> Iterator[None]:
    """Turn any failure within into one that names the step (Dutch: 'het opschonen') and no text of the document.

    Raises:
        DocumentRefused: the document cannot be processed.
        StorageError: the disk is full or may not be written to.
    """
    try:
        yield
    except RedactError:
        raise
    except pikepdf.PasswordError:
        raise DocumentRefused(LOCKED) from None
    except OSError as error:
        if error.errno in _DISK:
            raise StorageError(f"Cannot write a PDF ({error.strerror}). Make room on the disk and run again.") from None
        raise DocumentRefused(f"kan niet worden gelezen (bij {step}). {ADVICE}") from None
    except Exception as error:
        kind = type(error).__name__
        raise DocumentRefused(f"kan niet worden verwerkt: fout bij {step} ({kind}). {ADVICE}") from None
