"""Reading pictures with tesseract, where that is installed."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image

NAME = "tesseract"
_LANGUAGE = "nld"
_SECONDS = 60
_LEAST_HEIGHT = 48
"""Pixels: smaller cuttings are enlarged, or tesseract sees nothing."""
_MARGIN = 12


def is_there() -> bool:
    """Whether this machine can read pictures."""
    return shutil.which(NAME) is not None


@cache
def version() -> str:
    """The version, and the language it reads in."""
    said = subprocess.run([NAME, "--version"], capture_output=True, text=True, timeout=_SECONDS, check=True)
    first = (said.stdout or said.stderr).split("\n")[0]
    return f"{first.removeprefix(NAME).strip()} ({_language()})"


@cache
def _language() -> str:
    known = subprocess.run([NAME, "--list-langs"], capture_output=True, text=True, timeout=_SECONDS, check=True)
    return _LANGUAGE if _LANGUAGE in known.stdout.split() else "eng"


def letters(grey: Any) -> int:
    """How many letters and digits are in a picture of grey values, its contrast stretched to the full.

    Raises:
        subprocess.SubprocessError: tesseract failed or took too long.
    """
    low, high = int(grey.min()), int(grey.max())
    stretched = ((grey.astype(float) - low) * (255.0 / max(high - low, 1))).astype(np.uint8)
    found = 0
    for view in (stretched, 255 - stretched):
        image = Image.fromarray(np.pad(view, _MARGIN, mode="edge"))
        if grey.shape[0] < _LEAST_HEIGHT:
            factor = -(-_LEAST_HEIGHT // grey.shape[0])
            image = image.resize((image.width * factor, image.height * factor), Image.Resampling.BICUBIC)
        out = BytesIO()
        image.save(out, "PNG", dpi=(300, 300))
        command = [NAME, "stdin", "stdout", "-l", _language(), "--psm", "6"]
        said = subprocess.run(command, input=out.getvalue(), capture_output=True, timeout=_SECONDS, check=True)
        found = max(found, sum(char.isalnum() for char in said.stdout.decode("utf-8", "replace")))
    return found
