"""What one action at the desk did, so that it can be taken back and done again without touching anybody else's work."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from redact.errors import ReviewError
from redact.model import Review, Verdict
from redact.pipeline.listing import Listed
from redact.review import DocumentDecision, Entry, FourEyes, HitList, review_events


class Overtaken(ReviewError):
    """Somebody else changed the same thing since it was seen."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Takes the ids of the hits and documents that were changed."""
        super().__init__("Dit is intussen elders gewijzigd. Bekijk de nieuwe stand en beslis opnieuw.")
        self.names = names


@dataclass(frozen=True, slots=True)
class State:
    """Everything that people decided: on hits and on documents."""

    hit_list: HitList = field(repr=False)
    listed: Listed = field(repr=False)

    def review_of(self, hit_id: str) -> Review | None:
        """The review of a hit; None where there is none, or no such hit."""
        entry = self.entries.get(hit_id)
        return entry.review if entry else None

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Entries by hit id."""
        return self.hit_list.by_id()

    def decision_on(self, document_id: str) -> DocumentDecision | None:
        """What people decided on a document."""
        found = (each for each in self.listed.decisions if each.document_id == document_id)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Step:
    """An action: the states before and after it, and which hits and documents it was about."""

    before: State
    after: State
    hit_ids: tuple[str, ...]
    document_ids: tuple[str, ...]
    said: str

    @property
    def back(self) -> Step:
        """The action that takes this one back."""
        return Step(self.after, self.before, self.hit_ids, self.document_ids, self.said)


def applied(step: Step, now: State) -> State:
    """The state in which only what the step was about is as it was after it.

    Raises:
        Overtaken: somebody changed one of those things since the state from which the step starts.
    """
    _refuse_overtaken(step, now)
    return State(_hits_applied(step, now.hit_list), _listed_applied(step, now.listed))


def _refuse_overtaken(step: Step, now: State) -> None:
    before, current = step.before.entries, now.entries
    changed = [
        name
        for name in step.hit_ids
        if (name in before) != (name in current) or (name in before and before[name].review != current[name].review)
    ]
    changed += [name for name in step.document_ids if now.decision_on(name) != step.before.decision_on(name)]
    if changed:
        raise Overtaken(tuple(changed))


def _hits_applied(step: Step, now: HitList) -> HitList:
    wanted, had = step.after.entries, step.before.entries
    own = set(step.hit_ids)
    entries = [
        replace(entry, review=wanted[entry.hit_id].review) if entry.hit_id in own else entry
        for entry in now.entries
        if entry.hit_id not in own or entry.hit_id in wanted
    ]
    known = {entry.hit_id for entry in entries}
    entries += [wanted[name] for name in step.hit_ids if name not in had and name in wanted and name not in known]
    after, before = step.after.hit_list, step.before.hit_list
    return replace(
        now,
        entries=_in_order_of(entries, after if len(after.entries) > len(before.entries) else before),
        terms=_exchanged(now.terms, before.terms, after.terms),
        places=_exchanged(now.places, before.places, after.places),
        joined=_exchanged(now.joined, before.joined, after.joined),
        parted=_exchanged(now.parted, before.parted, after.parted),
    )


def _in_order_of(entries: list[Entry], model: HitList) -> tuple[Entry, ...]:
    """Entries in the order of a list that has most of them; others come right behind the entry they stood behind."""
    order = {entry.hit_id: place for place, entry in enumerate(model.entries)}
    last = -1
    places: dict[str, tuple[int, int]] = {}
    for number, entry in enumerate(entries):
        last = order.get(entry.hit_id, last)
        places[entry.hit_id] = (last, number)
    return tuple(sorted(entries, key=lambda entry: places[entry.hit_id]))


def _exchanged(now: tuple[Any, ...], before: tuple[Any, ...], after: tuple[Any, ...]) -> tuple[Any, ...]:
    """What there is now, without what the step took away and with what it brought."""
    taken = [each for each in before if each not in after]
    brought = [each for each in after if each not in before]
    return (*(each for each in now if each not in taken), *(each for each in brought if each not in now))


def _listed_applied(step: Step, now: Listed) -> Listed:
    own = set(step.document_ids)
    decisions = [each for each in now.decisions if each.document_id not in own]
    decisions += [each for each in step.after.listed.decisions if each.document_id in own]
    return replace(now, decisions=tuple(decisions))


def step_events(
    step: Step, event: str, reviewer: str, origin: str, versions: Mapping[str, str], eyes: FourEyes
) -> list[dict[str, Any]]:
    """Journal lines for an action that was taken back or done again.

    Args:
        step: the action as it is applied now (for one taken back: its `back`).
        event: 'undo' or 'redo'.
        reviewer: who does so.
        origin: with which tool.
        versions: 'rules_version' and 'model_version'.
        eyes: by what the case asks for a second reader.
    """
    rest = {"reviewer": reviewer, "origin": origin, **versions}
    lines: list[dict[str, Any]] = [{"event": event, "count": len(step.hit_ids), **rest}]
    lines += [{"event": event, "document_id": name, **rest} for name in step.document_ids]
    reviews = review_events(step.before.hit_list, _reviews(step, reviewer), origin, versions, eyes)
    return lines + [{**line, "part_of": event, "reviewer": reviewer} for line in reviews]


def _reviews(step: Step, reviewer: str) -> Iterator[Review]:
    """What becomes of the hits that there are before and after; an untouched hit becomes open."""
    known = step.before.entries
    for name, entry in _of(step.after.entries, step.hit_ids):
        if name in known:
            yield entry.review or Review(name, Verdict.OPEN, entry.hit.grounds, reviewer)


def _of(entries: Mapping[str, Entry], names: Collection[str]) -> Iterator[tuple[str, Entry]]:
    return ((name, entries[name]) for name in names if name in entries)
