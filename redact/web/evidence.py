"""Why a hit was found and what is proposed, in Dutch sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.model import Hit, Verdict
from redact.pipeline.desk import Desk
from redact.review import BY_HAND, Entry, facts_hint
from redact.tables import legible
from redact.web.shapes import Shaper, View

ECHO = "herhaling"
_SURE = ((0.9, "zeer zeker"), (0.75, "zeker"), (0.5, "redelijk zeker"), (0.0, "onzeker"))
_MOST_PLACES = 3


def evidence(desk: Desk, shaper: Shaper, view: View, entry: Entry) -> list[str]:
    """What speaks for a hit, the most telling first."""
    return [legible(sentence) for sentence in _sentences(desk, shaper, view, entry)]


def _sentences(desk: Desk, shaper: Shaper, view: View, entry: Entry) -> Iterator[str]:
    hit = entry.hit
    if entry.hit_id in view.gone:
        yield "Deze treffer wordt niet meer gevonden; maak het oordeel leeg om hem te laten vervallen."
    if hit.entity_type == BY_HAND:
        yield f"Toegevoegd door {_added_by(view, hit)}."
    else:
        yield f"Gevonden als {shaper.kind(hit)}{_by(hit)}."
        if hit.reason:
            yield f"Reden: {hit.reason.rstrip('.')}."
        if nearby := _nearby(desk, hit):
            yield f"In de buurt staat {_listed([f'‘{word}’' for word in nearby])}."
    if elsewhere := _elsewhere(desk, view, entry):
        yield elsewhere
    if len({box.page for box in hit.boxes}) > 1:
        yield "De tekst loopt door op de volgende pagina."
    if hit.entity_type != BY_HAND and not hit.hint:
        yield _proposal(shaper, hit)
        sure = next(word for least, word in _SURE if hit.score >= least)
        yield f"Het programma is {sure} (zekerheid {hit.score:.2f}).".replace(".", ",", 1)
    yield from _ruling(desk, view, entry)


def _ruling(desk: Desk, view: View, entry: Entry) -> Iterator[str]:
    """What is to be said of the decision."""
    if hint := facts_hint(entry, desk.context.rulebook):
        yield f"De passage {hint}."
    if reason := view.marks.needs_second.get(entry.hit_id):
        yield f"Wacht op een tweede lezer: {reason}."
    if entry.review and entry.review.second:
        yield f"Bevestigd door {entry.review.second}."


def _added_by(view: View, hit: Hit) -> str:
    added = {term.term_id: term.reviewer for term in view.hit_list.terms}
    added |= {place.place_id: place.reviewer for place in view.hit_list.places}
    return added.get(hit.recognizer) or "een beoordelaar"


def _by(hit: Hit) -> str:
    return ", omdat dezelfde tekst elders in de bundel is gevonden" if hit.recognizer == ECHO else ""


def _nearby(desk: Desk, hit: Hit) -> list[str]:
    """Words around the hit that make its kind likelier, as they stand in the rule book."""
    rule = desk.context.rulebook.rule(hit.entity_type)
    if rule is None:
        return []
    around = set(re.findall(r"[\w-]+", hit.context.replace(hit.text, " ").casefold()))
    return [word for word in rule.context if word.casefold() in around]


def _elsewhere(desk: Desk, view: View, entry: Entry) -> str:
    """Where else the same person or text was found."""
    own = view.groups.of(entry.hit_id).hit_ids
    others = [view.entries[hit_id].hit for hit_id in own if hit_id != entry.hit_id and hit_id in view.entries]
    if not others:
        return ""
    codes = desk.dossier.codes
    places = list(dict.fromkeys(f"{codes.get(hit.document_id, '?')} p. {hit.page}" for hit in others))
    shown = _listed(places[:_MOST_PLACES]) if len(places) <= _MOST_PLACES else ", ".join(places[:_MOST_PLACES])
    rest = len(places) - _MOST_PLACES
    more = f" en op nog {rest} {'andere pagina' if rest == 1 else 'andere pagina’s'}" if rest > 0 else ""
    times = "1 keer" if len(others) == 1 else f"{len(others)} keer"
    return f"Ook gevonden in {shown}{more} ({times})."


def _proposal(shaper: Shaper, hit: Hit) -> str:
    if hit.proposal is Verdict.KEEP:
        return "Voorstel: laten staan."
    grounds = shaper.label(hit.grounds)
    return f"Voorstel: lakken op grond van {grounds}." if grounds else "Voorstel: lakken; kies zelf de grond."


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} en {parts[-1]}"
