"""proof.json: what was checked, with what, and what came out. Holds no document text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from redact.model import BurntBox, Leak
from redact.verify.boxes import as_read
from redact.verify.ours import sha256
from redact.verify.report import Report

CLEAN, LEAKING = "schoon", "lek"
FEW_NAMES = 10
"""Common surnames that must fit the width of a box; with fewer it is named in the proof."""


def proof(reports: Sequence[Report], rules_version: str, model_version: str, tool_version: str) -> dict[str, Any]:
    """The proof of a run, ready for `json.dump`.

    Args:
        reports: one report a file, in the order in which they are to be listed.
        rules_version: version of the rule book that was used.
        model_version: version of the language model.
        tool_version: version of this program.

    Returns:
        Per file its hash, pages, boxes a label, engines and leaks; `verdict` is 'schoon' or, when a file leaks, 'lek'.
    """
    return {
        "format": 1,
        "tool": tool_version,
        "rules": rules_version,
        "model": model_version,
        "verdict": CLEAN if reports and all(report.clean for report in reports) else LEAKING,
        "files": [_entry(report) for report in reports],
    }


def proof_holds(pdf: Path, proof: Mapping[str, Any]) -> bool:
    """Whether a file is, byte for byte, one that the proof found clean."""
    digest = sha256(pdf)
    return bool(digest) and any(
        entry.get("sha256") == digest and entry.get("verdict") == CLEAN for entry in proof.get("files", ())
    )


def _entry(report: Report) -> dict[str, Any]:
    boxes = as_read(report.boxes)
    return {
        "file": report.file,
        "sha256": report.sha256,
        "pages": report.pages,
        "boxes": len(boxes),
        "width": _width(boxes),
        "boxes_per_ground": dict(sorted(Counter(burnt.label for burnt in boxes).items())),
        "texts_searched": report.searched,
        "texts_not_searched": report.unsearched,
        "engines": dict(report.engines),
        "leaks": [_leak(leak) for leak in report.leaks],
        "verdict": CLEAN if report.clean else LEAKING,
    }


def few_names(boxes: Iterable[BurntBox]) -> list[BurntBox]:
    """The boxes whose width fits so few common surnames that it may tell which one stood there."""
    return [burnt for burnt in boxes if burnt.surnames is not None and burnt.surnames < FEW_NAMES]


def _width(boxes: Sequence[BurntBox]) -> dict[str, Any]:
    """How many common surnames, and names left readable in the bundle, fit the boxes that names stood under."""
    scores = [burnt.surnames for burnt in boxes if burnt.surnames is not None]
    order: Counter[int] = Counter()
    numbers = []
    for burnt in boxes:
        order[burnt.box.page] += 1
        numbers.append(order[burnt.box.page])
    narrow = set(map(id, few_names(boxes)))
    return {
        "boxes_scored": len(scores),
        "surnames_least": min(scores, default=None),
        "surnames_median": median(scores) if scores else None,
        "below": FEW_NAMES,
        "narrow": [
            {"page": burnt.box.page, "box": number, "surnames": burnt.surnames, "readable_names": burnt.readable}
            for burnt, number in zip(boxes, numbers, strict=True)
            if id(burnt) in narrow
        ],
    }


def _leak(leak: Leak) -> dict[str, Any]:
    box = leak.box and [round(value, 1) for value in (leak.box.x0, leak.box.y0, leak.box.x1, leak.box.y1)]
    return {
        "file": leak.file,
        "page": leak.page,
        "kind": leak.what,
        "engine": leak.engine,
        "hit": leak.hit_id,
        "box": box,
    }
