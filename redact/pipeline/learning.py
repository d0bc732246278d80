"""What a reviewer's word on one hit says of the others: proposals change, verdicts never do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from redact.model import Hit, Verdict
from redact.pipeline.groups import Groups, plain
from redact.pipeline.settings import MACHINE
from redact.pipeline.terms import PASSAGE, TERM
from redact.review import BY_HAND, Entry, HitList, open_hits

_LEARNT = re.compile(r"elders laten staan \([^()]*\)(?:; )?")
_ASKED_FOR = (BY_HAND, TERM, PASSAGE)
"""Kinds of hits that somebody asked for in so many words."""


def learned(hit_list: HitList, codes: Mapping[str, str]) -> HitList:
    """The list with proposals that follow what people rejected.

    A text that was proposed for redaction, that a person left and that no person redacted anywhere, is proposed to be
    left wherever else it was found as the same kind of thing. What was learnt before and holds no more is undone.

    Args:
        hit_list: the list.
        codes: the code of each document by document id.
    """
    rejected = _rejected(hit_list)
    return replace(hit_list, entries=tuple(_taught(entry, rejected, codes) for entry in hit_list.entries))


def decided_by_people(entry: Entry) -> bool:
    """Whether a person, not the machine, said to redact a hit or to leave it."""
    final = entry.verdict in (Verdict.REDACT, Verdict.KEEP)
    return final and entry.review is not None and entry.review.reviewer not in ("", MACHINE)


Key = tuple[str, str]


def _key(hit: Hit) -> Key:
    return hit.entity_type, plain(hit.text)


def _rejected(hit_list: HitList) -> dict[Key, Hit]:
    """The first rejection of each text that people rejected and redacted nowhere."""
    rejected: dict[Key, Hit] = {}
    redacted: set[str] = set()
    for entry in hit_list.entries:
        if not entry.hit.text or not decided_by_people(entry):
            continue
        if entry.verdict is Verdict.REDACT:
            redacted.add(plain(entry.hit.text))
        elif entry.verdict is Verdict.KEEP and as_found(entry.hit).proposal is Verdict.REDACT and not entry.hit.hint:
            rejected.setdefault(_key(entry.hit), entry.hit)
    return {key: hit for key, hit in rejected.items() if key[1] not in redacted}


def as_found(hit: Hit) -> Hit:
    """The hit as detection proposed it, without what was learnt."""
    if hit.proposal is Verdict.KEEP and (found := _LEARNT.match(hit.reason)):
        return replace(hit, proposal=Verdict.REDACT, reason=hit.reason[found.end() :])
    return hit


def _taught(entry: Entry, rejected: Mapping[Key, Hit], codes: Mapping[str, str]) -> Entry:
    hit = as_found(entry.hit)
    asked = hit.hint or hit.entity_type in _ASKED_FOR or hit.proposal is not Verdict.REDACT
    source = rejected.get(_key(hit)) if rejected and not asked and entry.verdict is Verdict.OPEN else None
    if source is not None:
        code = codes.get(source.document_id, source.document_id)
        reason = f"elders laten staan ({code}, p. {source.page})"
        hit = replace(hit, proposal=Verdict.KEEP, reason=f"{reason}; {hit.reason}" if hit.reason else reason)
    return entry if hit is entry.hit or hit == entry.hit else replace(entry, hit=hit)


def proposed_anew(before: HitList, after: HitList) -> tuple[Entry, ...]:
    """The entries of both lists whose proposal is another one than before."""
    known = {entry.hit_id: entry.hit for entry in before.entries}
    return tuple(entry for entry in after.entries if known.get(entry.hit_id, entry.hit).reason != entry.hit.reason)


def alike(hit_list: HitList, groups: Groups, hit_id: str) -> tuple[str, ...]:
    """The other hits of the same person or text that still wait for a word.

    Raises:
        KeyError: there is no such hit.
    """
    waiting = {entry.hit_id for entry in open_hits(hit_list)}
    return tuple(each for each in groups.of(hit_id).hit_ids if each in waiting and each != hit_id)
