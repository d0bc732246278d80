"""Who stays readable: persons who act in public, where the text says so and wherever else the document names them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

import regex

from redact.detect.acting import Acting, Span
from redact.detect.found import Found
from redact.detect.letters import plain
from redact.detect.mailboxes import FUNCTIONAL, is_functional
from redact.detect.name_forms import Name, parse_name
from redact.detect.officials import Roster
from redact.detect.parties import by_party
from redact.detect.roles import HEAD, MEMBER, POLITICS, PRESS, by_office, office_before
from redact.detect.signatories import by_signature
from redact.model import Hit, Verdict

PERSON = "PERSON"
JOB_TITLE = "JOB_TITLE"
PUBLIC_OFFICIAL = "PUBLIC_OFFICIAL"
EMAIL_ADDRESS = "EMAIL_ADDRESS"
FUNCTIONAL_MAILBOX = "FUNCTIONAL_MAILBOX"
ROLE = "publieke rol"
LISTED = "lijst van ambtsdragers"
SAME = "zelfde persoon"
ROLE_SCORE = 0.9
SAME_SCORE = 0.8
_SIGNATURE = "ondertekening"
_GAP = 3
_PARTICLES = regex.compile(
    r"(?<![\p{L}\d-])(?:(?:Van|Von|Op|In|Uit|Aan|Over)(?:\s+(?:den?|der|het|['’]t|la))?|De(?:n|r|\s+la)?|Ten?|Ter|Het|El|Al|"
    r"L[ae]|(?:van|op|in|uit)\s+(?:den?|der|['’]t))\s+$"
)
_LOOSE = regex.compile(r",\s+(?:te|ten|ter|van|de|den|der|in|op|aan)$")
_LONGEST_PARTICLES = 16


def public_in(text: str, found: Sequence[Found], roster: Roster, date: datetime.date | None) -> list[Found]:
    """Findings to leave readable: the persons among `found` who act in public, and officials named in full.

    Args:
        text: A text.
        found: What was found in it.
        roster: The officials.
        date: The document's, if known.
    """
    persons = _apart(_whole(text, one) for one in found if one.entity_type == PERSON and one.proposal is Verdict.REDACT)
    listed = {_widened(one, persons): one for one in roster.named(text, date)}
    acting = {(one.start, one.end): one for one in chain(by_signature(text, persons), by_party(text, persons))}
    acting = {(one.start, one.end): one for one in by_office(text, persons)} | acting
    signed = {(one.start, one.end) for one in found if one.recognizer == _SIGNATURE}
    kept = {
        span: _keep(span, ROLE, roster.reason(text[slice(*span)], date, one.office) or _said(one))
        for span, one in acting.items()
        if not (one.reason in (HEAD, PRESS) and any(span[0] < end and start < span[1] for start, end in signed))
    }
    kept |= {span: _keep(span, LISTED, one.reason) for span, one in listed.items()}
    kept |= {span: _keep(span, LISTED, why) for span in persons if (why := roster.in_chamber(text, span, date))}
    return [*kept.values(), *_their_functions(found, kept), *_mailboxes(text, found)]


def _said(one: Acting) -> str:
    return f"staat er als {one.office}; {one.reason}" if one.office else one.reason


def _keep(span: Span, recognizer: str, reason: str) -> Found:
    return Found(*span, PUBLIC_OFFICIAL, ROLE_SCORE, recognizer, reason, Verdict.KEEP)


def _whole(text: str, one: Found) -> Span:
    """A person's span with the particles before it, and without 'te' of the sentence behind it: 'X, te tekenen'."""
    before = _PARTICLES.search(text, max(0, one.start - _LONGEST_PARTICLES), one.start)
    loose = _LOOSE.search(text, one.start, one.end)
    goes_on = loose and text[one.end : one.end + 2].strip().islower()
    return (before.start() if before else one.start), (loose.start() if loose and goes_on else one.end)


def _apart(found: Iterable[Span]) -> list[Span]:
    """The spans in order; those that overlap as one."""
    spans: list[Span] = []
    for start, end in sorted(found):
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _widened(one: Acting, persons: Sequence[Span]) -> Span:
    """The span of an official, with what the person that was found there has more (a title, a further initial)."""
    over = [person for person in persons if person[0] < one.end and one.start < person[1]]
    return min([one.start, *(start for start, _ in over)]), max([one.end, *(end for _, end in over)])


def _their_functions(found: Sequence[Found], kept: Iterable[Span]) -> Iterator[Found]:
    """The functions right behind those who stay readable: a signatory's function is as public as the name."""
    ends = {end for _, end in kept}
    for one in found:
        if one.entity_type == JOB_TITLE and any(end in ends for end in range(one.start - _GAP, one.start)):
            yield replace(one, proposal=Verdict.KEEP, reason="functie van iemand die in het openbaar optreedt")


def _mailboxes(text: str, found: Iterable[Found]) -> Iterator[Found]:
    for one in found:
        if one.entity_type == EMAIL_ADDRESS and is_functional(text[one.start : one.end]):
            yield replace(one, entity_type=FUNCTIONAL_MAILBOX, proposal=Verdict.KEEP, reason=FUNCTIONAL)


def stay_visible(hits: Sequence[Hit]) -> list[Hit]:
    """The hits of one document, with every mention of a person who acts in public there proposed to stay readable.

    Such a mention is the surname by itself, or with a first name or initials that fit. A surname that somebody else in
    the document has too, or may have, says nothing by itself.

    Args:
        hits: All hits of the document, after everything was looked up and pruned.
    """
    hits = [_by_context(hit) for hit in hits]
    public = [name for hit in hits if _is_public(hit) and (name := parse_name(hit.text))]
    if not public:
        return hits
    people = _People(public, [name for hit in hits if _is_private(hit) and (name := parse_name(hit.text))])
    return [_kept(hit, SAME, people.reason) if _is_private(hit) and people.has(hit.text) else hit for hit in hits]


class _People:
    """The persons of a document who act in public, and the others."""

    reason = "zelfde persoon als elders in dit document, die in het openbaar optreedt"

    def __init__(self, public: Iterable[Name], others: Iterable[Name]) -> None:
        self._given: dict[str, list[Name]] = {}
        for name in public:
            self._given.setdefault(_key(name), []).append(name)
        self._shared = {
            _key(name)
            for name in others
            if _has_given(name) and not self._is_one(name, self._given.get(_key(name), []))
        }

    def has(self, text: str) -> bool:
        """Whether a name can only be that of one of them."""
        name = parse_name(text)
        same = self._given.get(_key(name)) if name else None
        if name is None or not same:
            return False
        return self._is_one(name, same) if _has_given(name) else _key(name) not in self._shared

    @staticmethod
    def _is_one(name: Name, same: Iterable[Name]) -> bool:
        return any(_has_given(one) and _agree(name, one) for one in same)


def _key(name: Name) -> str:
    return name.key or plain(name.alone)


def _has_given(name: Name) -> bool:
    return bool(name.first or name.initials)


def _agree(one: Name, other: Name) -> bool:
    """Whether first names or initials can be of one person."""
    if one.first and other.first:
        return one.first.casefold() == other.first.casefold()
    return one.initial == other.initial


def _by_context(hit: Hit) -> Hit:
    """A person before whom an office stands, where the text was only looked up."""
    if not _is_private(hit):
        return hit
    before = hit.context[: _middle(hit)]
    office = office_before(before)
    return _kept(hit, ROLE, f"staat er als {office}; {MEMBER if 'lid' in office else POLITICS}") if office else hit


def _middle(hit: Hit) -> int:
    """Where in its context the hit's own text stands: of several places the one nearest to the middle."""
    places: list[int] = []
    place = hit.context.find(hit.text)
    while place >= 0:
        places.append(place)
        place = hit.context.find(hit.text, place + 1)
    middle = (len(hit.context) - len(hit.text)) / 2
    return min(places, key=lambda one: abs(one - middle), default=0)


def _is_public(hit: Hit) -> bool:
    return hit.entity_type == PUBLIC_OFFICIAL and hit.proposal is Verdict.KEEP


def _is_private(hit: Hit) -> bool:
    return hit.entity_type == PERSON and hit.proposal is Verdict.REDACT


def _kept(hit: Hit, recognizer: str, reason: str) -> Hit:
    return replace(
        hit,
        entity_type=PUBLIC_OFFICIAL,
        score=min(hit.score, SAME_SCORE),
        recognizer=recognizer,
        grounds=(),
        proposal=Verdict.KEEP,
        reason=reason,
    )
