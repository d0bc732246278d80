"""Takes defences of the product out, one at a time, so that a test can see what they are for."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from redact.burn.check import Residue
from redact.pdfobjects.schema import SCHEMA
from tests.channels.channel import Knock


def _as_it_is(_: Any, value: Any) -> Any:
    return value


def allow(kind: str, *keys: str) -> Knock:
    """Keys put on the whitelist of a kind of object, whatever stands under them."""

    def knock(patch: pytest.MonkeyPatch) -> None:
        table: Any = SCHEMA[kind]
        for key in keys:
            patch.setitem(table, key, _as_it_is)

    return knock


def without(target: str, instead: Callable[..., Any]) -> Knock:
    """A function of the product (dotted name) replaced by one that does less."""
    owner, name = _owner(target)
    return lambda patch: patch.setattr(owner, name, instead)


def _owner(target: str) -> tuple[Any, str]:
    """The module or class that a dotted name stands in; a package may have a function of a module's name."""
    path, _, name = target.rpartition(".")
    try:
        return importlib.import_module(path), name
    except ModuleNotFoundError:
        module, _, kind = path.rpartition(".")
        return getattr(importlib.import_module(module), kind), name


def together(*knocks: Knock) -> Knock:
    """Several defences out at once, where one stands behind the other."""

    def knock(patch: pytest.MonkeyPatch) -> None:
        for each in knocks:
            each(patch)

    return knock


def _copied(source: Path, target: Path, *_: Any, **__: Any) -> None:
    shutil.copyfile(source, target)


def _own_catalog(pdf: pikepdf.Pdf, pages: list[Any]) -> None:
    """The catalogue and the trailer as they came."""


NO_BAKING = without("redact.normalise._bake", _copied)
NO_UNSEEN = without("redact.normalise._unseen", lambda page, glyphs: {"off-page-text": [], "hidden-text": []})
NO_COVERED = without("redact.normalise.covered_glyphs", lambda page, probe, glyphs: [])
OLD_CATALOG = without("redact.pdfobjects.clean._new_catalog", _own_catalog)
OLD_CONTENT = without("redact.pdfobjects.content.Cleaning.page", lambda self, page, number: None)
NO_SUBSET = without("redact.burn.subset_fonts", _copied)
NO_CHECK = together(
    without("redact.burn.residue", lambda pdf, boxes: Residue((), ())),
    without("redact.burn.text_left", lambda pdf, boxes: []),
)
NO_REMOVAL = together(
    NO_CHECK, without("redact.burn.MuPdfRemover.remove", lambda self, pdf, boxes, target: _copied(pdf, target))
)
"""Boxes are painted over what stands there."""
NO_HIDEOUTS = together(NO_CHECK, without("redact.burn.hideout_pages", lambda pdf, pages: set()))
FROM_THE_SOURCE = without(
    "redact.burn.finish", lambda subset, target, *rest: shutil.copyfile(target.with_name("source.pdf"), target)
)
"""No new file is written: the source goes out."""
