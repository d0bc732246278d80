"""Writes a page's content anew with glyphs at other places on their line.

In a text object in which anything moves, every string gets a place of its own, and nothing is written that only moves
on: what removal leaves there, `[-4891.0017] TJ`, is the width of what was removed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from pikepdf import Array, ContentStreamInlineImage, ContentStreamInstruction, Operator, String

from redact.burn.shown import Drawn, Matrix, Show

SAME = 1e-6
"""Points that count as no movement."""
HAIR = 1e-4
"""Ems of difference between where a glyph would come by itself and where it is to stand that are left."""
DIGITS = 4
"""Decimals of a place in points."""
_STEPS = frozenset({"Td", "TD", "T*", "Tm"})


def retype(instructions: Sequence[Any], drawn: Drawn) -> list[Any] | None:
    """The instructions with every glyph where its `moved` says; None where they can stay as they are.

    Args:
        instructions: as pikepdf parsed them.
        drawn: what they draw; read from the same instructions.
    """
    touched = [show.index for show in drawn.shows if _is_moved(show) or (_is_known(show) and _tells(show))]
    return placed(instructions, drawn, touched) if touched else None


def placed(instructions: Sequence[Any], drawn: Drawn, touched: Sequence[int]) -> list[Any]:
    """The instructions with a place of its own for every string of the text objects in which some lie.

    Args:
        instructions: as pikepdf parsed them.
        drawn: what they draw.
        touched: indices of those instructions.
    """
    shows = {show.index: show for show in drawn.shows}
    operators = ["" if isinstance(each, ContentStreamInlineImage) else str(each.operator) for each in instructions]
    spans = _text_objects(operators, touched)
    out: list[Any] = []
    for index, (instruction, operator) in enumerate(zip(instructions, operators, strict=True)):
        if index not in spans:
            out.append(instruction)
        elif index in shows:
            out += _shown(shows[index], instruction)
        elif operator == "TD":
            out.append(_instruction("TL", [-instruction.operands[1]]))
        elif operator not in _STEPS:
            out.append(instruction)
    return out


def _is_moved(show: Show) -> bool:
    return any(abs(glyph.moved - glyph.x) > SAME for glyph in show.glyphs)


def _is_known(show: Show) -> bool:
    """Whether it can be told where a string stands and where it ends."""
    return show.text_matrix is not None and show.state.font is not None


def _tells(show: Show) -> bool:
    """Whether a string ends in a step, or is nothing else."""
    return not show.items or isinstance(show.items[-1], float) or not any(show.items)


def _text_objects(operators: Sequence[str], touched: Sequence[int]) -> set[int]:
    """Indices of the instructions in text objects with something touched."""
    wanted, inside, start = set(touched), set[int](), 0
    for index, operator in enumerate([*operators, "ET"]):
        if operator == "BT":
            start = index
        elif operator == "ET":
            members = range(start, index)
            if not wanted.isdisjoint(members):
                inside.update(members)
            start = index + 1
    return inside


def _shown(show: Show, instruction: Any) -> Iterator[Any]:
    if show.operator == '"':
        yield _instruction("Tw", [instruction.operands[0]])
        yield _instruction("Tc", [instruction.operands[1]])
    if not _is_known(show):
        yield from _as_it_was(show)
        return
    if not any(item for item in show.items if isinstance(item, bytes)):
        return
    if _is_moved(show):
        yield from _set_anew(show)
        return
    if show.text_matrix is not None:
        yield _matrix(show.text_matrix)
    items = list(show.items)
    while isinstance(items[-1], float):
        items.pop()
    strings = [String(item) if isinstance(item, bytes) else _number(item, DIGITS) for item in items]
    yield _instruction("TJ", [Array(strings)]) if len(strings) > 1 else _instruction("Tj", strings)


def _as_it_was(show: Show) -> Iterator[Any]:
    """A string of unknown length with all its steps, since what follows hangs on it."""
    if show.text_matrix is not None:
        yield _matrix(show.text_matrix)
    items = [String(item) if isinstance(item, bytes) else _number(item, DIGITS) for item in show.items]
    yield _instruction("TJ", [Array(items)])


def _set_anew(show: Show) -> Iterator[Any]:
    """A string whose glyphs moved, from where its first glyph is now."""
    font, state = show.state.font, show.state
    if font is None or show.text_matrix is None:
        return
    codes = [code for item in show.items if isinstance(item, bytes) for code in font.codes(item)]
    first, along = show.glyphs[0].moved, show.matrix[0]
    yield _matrix(_at(show, first))
    em, at = state.size * state.scale, 0.0
    items: list[bytes | Decimal] = []
    for code, glyph in zip(codes, show.glyphs, strict=True):
        place = (glyph.moved - first) / along
        if abs(place - at) > HAIR * em:
            step = _number((at - place) / em * 1000, DIGITS - 1)
            items.append(step)
            at -= float(step) / 1000 * em
        items.append(font.raw(code))
        at += state.advance(font, code)
    yield _instruction("TJ", [Array(list(_joined(items)))])


def _at(show: Show, x: float) -> Matrix:
    """The text matrix with which a string starts at x, on the level where it stood."""
    a, b, c, d, *_ = show.text_matrix or (1.0, 0.0, 0.0, 1.0)
    pa, pb, pc, pd, pe, pf = show.page_matrix
    det = pa * pd - pb * pc
    dx, dy = x - pe, show.glyphs[0].y - pf
    e, f = (dx * pd - dy * pc) / det, (dy * pa - dx * pb) / det
    digits = DIGITS + max(0, math.ceil(math.log10(math.sqrt(abs(det)))))
    return a, b, c, d, round(e - show.state.rise * c, digits), round(f - show.state.rise * d, digits)


def _matrix(matrix: Matrix) -> Any:
    return _instruction("Tm", [_number(value, 8) for value in matrix])


def _instruction(operator: str, operands: list[Any]) -> Any:
    return ContentStreamInstruction(operands, Operator(operator))


def _joined(items: Sequence[bytes | Decimal]) -> Iterator[String | Decimal]:
    """Codes that follow each other as one string."""
    held = b""
    for item in items:
        if isinstance(item, bytes):
            held += item
            continue
        if held:
            yield String(held)
        held = b""
        yield item
    if held:
        yield String(held)


def _number(value: float, decimals: int) -> Decimal:
    """A number as PDF writes it: no exponent, no minus before zero."""
    return round(Decimal(value), decimals).normalize() + 0
