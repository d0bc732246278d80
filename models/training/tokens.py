"""The pieces the model keeps of the 250,002 it was trained with : those of Latin script, and marks."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from redact.detect.pieces import SPACE, Cutter

SPECIAL = 4
MAX_CHARS = 24


def kept_pieces(pieces: list[tuple[str, float]]) -> list[int]:
    """Numbers of the pieces to keep, in their old order; the four special ones come first."""
    return [number for number, (piece, _) in enumerate(pieces) if number < SPECIAL or _is_kept(piece)]


def _is_kept(piece: str) -> bool:
    bare = piece.removeprefix(SPACE)
    if piece.startswith("<") and piece.endswith(">"):
        return False
    return all(not char.isalpha() or _is_latin(char) for char in bare) and len(bare) <= MAX_CHARS


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN")


def cut_tokenizer(path: Path, target: Path) -> list[int]:
    """Writes the tokenizer with the kept pieces only, made to cut one word at a time; returns what was kept.

    Args:
        path: tokenizer.json of multilingual-e5-small.
        target: The file to write.
    """
    source: dict[str, Any] = json.loads(path.read_text("utf-8"))
    vocabulary = source["model"]["vocab"]
    kept = kept_pieces(vocabulary)
    source["model"]["vocab"] = [vocabulary[number] for number in kept]
    source["added_tokens"] = [token for token in source["added_tokens"] if token["id"] < SPECIAL]
    source |= {"normalizer": None, "pre_tokenizer": None, "post_processor": None, "decoder": None}
    target.write_text(json.dumps(source, ensure_ascii=False, separators=(",", ":")), "utf-8")
    return kept


def make_cutter(path: Path) -> Cutter:
    """A cutter with the pieces of a file that `cut_tokenizer` wrote."""
    return Cutter(Tokenizer.from_file(str(path)))
