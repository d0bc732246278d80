"""What a changed row makes of its hit: weighed against the row as it was written and the hit as it is now.

as written    in the file    now          outcome
open          open           lakken       nothing was changed in the file: lakken
open          lakken         open         lakken
open          lakken         lakken       both say the same
open          lakken         laten staan  a fault: somebody else decided otherwise in the meantime

Verdict and grounds are one decision; remarks are weighed on their own. A name in the column tweede lezer confirms the
decision as it then stands; a decision that changed is not confirmed any more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from redact.errors import ReviewError
from redact.model import Regime, Review, Verdict
from redact.review import words
from redact.review.hitlist import Entry, HitList
from redact.review.readers import cannot_be_second, refuse_nobody
from redact.rulebook import RuleBook
from redact.tables import one_line

_LONGEST_NAME = 100
_FINAL = (Verdict.REDACT, Verdict.KEEP)

Cells = Mapping[str, str]
Decision = tuple[Verdict, tuple[str, ...]]


class Overtaken(ReviewError):
    """Somebody decided otherwise since the file was written. The message is a Dutch predicate: 'is intussen ...'."""


def _somewhere(_: str) -> str:
    return "elders"


@dataclass(frozen=True, slots=True)
class Present:
    """The list as it is now, and what is needed to read files of it.

    `codes` has the code of each document by document id. `reviewer` is who is taken to have made the changes where the
    column beoordelaar does not say so. `elsewhere` says in Dutch where a hit was last decided ('in de webpagina'); ''
    where no person did. `nobody` has the names on decisions that no person took.
    """

    hit_list: HitList
    codes: Mapping[str, str]
    rulebook: RuleBook
    regime: Regime
    reviewer: str
    elsewhere: Callable[[str], str] = _somewhere
    nobody: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Before:
    """A hit as the file showed it when it was written, and the cells that it has now."""

    entry: Entry
    now: Cells = field(repr=False)
    cells: Cells = field(repr=False)
    verdict: Verdict
    grounds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The review that a row leads to, and whether it brings another decision or remark than was written there."""

    review: Review
    decided: bool
    remarked: bool


def standing(entry: Entry) -> Review:
    """The review as it is; an untouched hit counts as open with the machine's grounds."""
    return entry.review or Review(entry.hit_id, Verdict.OPEN, entry.grounds, "")


def weigh(before: Before, changed: Cells, grounds_of: Callable[[str], tuple[str, ...]], present: Present) -> Weighed:
    """Weighs the changed cells of a row; verdict and grounds are known to be readable.

    Raises:
        Overtaken: somebody decided otherwise in the meantime.
        ReviewError: the decision lacks something, or its grounds cannot stand together.
    """
    entry, now = before.entry, standing(before.entry)
    verdict = words.verdict_of(changed["oordeel"]) if "oordeel" in changed else before.verdict
    grounds = grounds_of(changed["grond"]) if "grond" in changed else before.grounds
    decided = not _same((verdict, grounds), (before.verdict, before.grounds))
    names = changed.get("beoordelaar") or changed.get("tweede lezer")
    signed = before.verdict is not Verdict.OPEN and bool(names)
    if decided or signed:
        _refuse_overtaken(before, (verdict, grounds), present)
    else:
        verdict, grounds = entry.verdict, entry.grounds
    if _same((verdict, grounds), (entry.verdict, entry.grounds)):
        verdict, grounds = entry.verdict, entry.grounds
    remark = _remark(before, changed, now, present)
    review = _signed(replace(now, verdict=verdict, grounds=grounds, remark=remark), now, changed, present)
    review = _confirmed(review, changed, present)
    if decided and review != now and verdict is not Verdict.KEEP:
        _refuse_conflicting(grounds, present.rulebook)
    return Weighed(review, decided or signed or review.second != now.second, remark != now.remark)


def _same(one: Decision, other: Decision) -> bool:
    return one[0] is other[0] and sorted(one[1]) == sorted(other[1])


def _refuse_overtaken(before: Before, wanted: Decision, present: Present) -> None:
    entry = before.entry
    now = entry.verdict, entry.grounds
    if _same(now, (before.verdict, before.grounds)) or _same(now, wanted):
        return
    if where := present.elsewhere(entry.hit_id):
        label = present.rulebook.label
        shown = words.quoted(wanted[0].value or "geen oordeel"), label(wanted[1])
        who = ", ".join(filter(None, (entry.verdict.value or "geen oordeel", label(now[1]), standing(entry).reviewer)))
        raise Overtaken(
            f"krijgt hier {shown[0]} ({shown[1] or 'geen grond'}), maar is intussen {where} anders beslist ({who}); "
            "maak de rij daaraan gelijk of wijzig het daar"
        )


def _remark(before: Before, changed: Cells, now: Review, present: Present) -> str:
    if "opmerking" not in changed:
        return now.remark
    theirs = one_line(now.remark)
    unseen = before.cells["opmerking"] not in (before.now["opmerking"], theirs)
    if unseen and theirs not in ("", changed["opmerking"]) and (where := present.elsewhere(now.hit_id)):
        raise Overtaken(
            f"heeft intussen {where} een andere opmerking gekregen ({now.reviewer}); neem die in de rij over of wijzig "
            "het daar"
        )
    return changed["opmerking"]


def _signed(review: Review, now: Review, changed: Cells, present: Present) -> Review:
    """The review with who stands behind it. A name beside an open hit decides nothing, so it does not count.

    A remark on somebody else's decision makes it nobody else's: a second reader may ask something first.
    """
    typed = changed.get("beoordelaar", "")
    decided = not _same((review.verdict, review.grounds), (now.verdict, now.grounds))
    someone = now.verdict in _FINAL and present.elsewhere(now.hit_id)
    if decided or (review != now and not someone):
        name = typed or present.reviewer or now.reviewer
    else:
        name = now.reviewer if now.verdict is Verdict.OPEN else typed or now.reviewer
    changes = review != now or name != now.reviewer
    if not changes:
        return now
    if review.verdict is Verdict.REDACT and not review.grounds:
        raise ReviewError("oordeel 'lakken' zonder grond")
    demand_name(name)
    refuse_nobody(typed, present.nobody)
    return replace(review, reviewer=name, second="" if decided or name != now.reviewer else now.second)


def _confirmed(review: Review, changed: Cells, present: Present) -> Review:
    """The review with its second reader. A name beside an open hit confirms nothing, so it does not count."""
    name = changed.get("tweede lezer")
    if name is None or review.verdict not in _FINAL:
        return review
    if name and (fault := cannot_be_second(review.reviewer, name)):
        raise ReviewError(fault)
    refuse_nobody(name, present.nobody)
    return replace(review, second=name)


def demand_name(name: str) -> None:
    """Sees to it that somebody stands behind a row.

    Raises:
        ReviewError: nobody, or a name that is too long.
    """
    if len(name) > _LONGEST_NAME:
        raise ReviewError(f"de naam van de beoordelaar telt meer dan {_LONGEST_NAME} tekens")
    if not name:
        raise ReviewError("beoordelaar ontbreekt")


def _refuse_conflicting(grounds: tuple[str, ...], rulebook: RuleBook) -> None:
    if problems := rulebook.problems(grounds):
        raise ReviewError("; ".join(problems))
