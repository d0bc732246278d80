"""Texts to look for in the whole bundle: from a terms file, from bundle.yaml, and whatever was found anywhere in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from redact.detect import Person, is_word, people, prune, stay_visible, unmistakable
from redact.errors import InputError, RulesError
from redact.files import read_whole
from redact.model import Hit, Match, Term, Verdict
from redact.pipeline.dossier import Dossier
from redact.pipeline.instructions import codes_of, marking_of
from redact.pipeline.settings import Context
from redact.review import BY_HAND, Entry, HitList
from redact.rulebook import RuleBook

TERM = "TERM"
PERSON = "PERSON"
PUBLIC_NAME = "PUBLIC_NAME"
PASSAGE = "PASSAGE"
ECHO = "herhaling"
PROPOSED = 0.9
"""Score of a passage that stands in another document than the one it was decided on."""
SHORTEST = 3
"""Shorter texts are not looked for: too much would be found that means something else."""


def file_terms(context: Context) -> tuple[Term, ...]:
    """Terms of the --terms file: one a line, optionally `;ground` behind it; '#' begins a remark.

    Raises:
        InputError: the file cannot be read, or has faulty lines; names them all.
    """
    path = context.settings.terms
    if path is None:
        return ()
    data = read_whole(path)
    if data is None:
        raise InputError(f"There is no terms file {path}.")
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text. Save it as UTF-8 and run again.") from None
    terms, faults = [], []
    for number, line in enumerate(lines, start=1):
        text, _, ground = (part.strip() for part in line.partition(";"))
        if not text or text.startswith("#"):
            continue
        try:
            terms.append(Term(text, TERM, 1.0, "zoekterm", _grounds(context, ground, text)))
        except (RulesError, InputError) as error:
            faults.append(f"line {number}: {error}")
    if faults:
        raise InputError(f"{path} has lines that cannot be used:\n" + "\n".join(faults))
    return tuple(terms)


def _grounds(context: Context, said: str, text: str) -> tuple[str, ...]:
    if len(text) < SHORTEST:
        raise InputError(f"a term needs at least {SHORTEST} characters")
    if not said:
        return context.rulebook.entity_grounds("PERSON", context.regime)
    if context.rulebook.marking(said) is not None:
        return (marking_of(said, context.rulebook),)
    return codes_of((said,), context.rulebook, context.regime)


def passage_terms(dossier: Dossier) -> tuple[Term, ...]:
    """Passages that bundle.yaml decided on. The recognizer names the passage: its number in its document."""
    return tuple(
        Term(
            passage.text,
            PASSAGE,
            1.0,
            f"passage {number}",
            (passage.marking,) if passage.marking else passage.grounds,
            member.document_id,
            passage.page,
        )
        for member in dossier.going_out
        for number, passage in enumerate(member.decided.passages, start=1)
    )


def demand_passages(dossier: Dossier, found: Mapping[str, Iterable[Hit]]) -> None:
    """Sees to it that every passage of bundle.yaml was found.

    Raises:
        InputError: names each document and passage that was not.
    """
    missing = []
    for member in dossier.going_out:
        names = {hit.recognizer for hit in found.get(member.document_id, ()) if hit.entity_type == PASSAGE}
        for number in range(1, len(member.decided.passages) + 1):
            if f"passage {number}" not in names:
                missing.append(f"passage {number} of {member.document.name}")
    if missing:
        raise InputError(
            "bundle.yaml names passages that are not in the text: " + ", ".join(missing) + ". Copy them from the PDF."
        )


def knowledge(
    found: Mapping[str, Sequence[Hit]], rulebook: RuleBook, names: Mapping[str, str], approved: Iterable[Hit] = ()
) -> tuple[Term, ...]:
    """What one document says about the others: every text that was found, and every person who is certain.

    Args:
        found: The hits of each document. Whom one shows to act in public is nobody to look for.
        rulebook: Says which kinds of text are looked for everywhere.
        names: The file name of each document.
        approved: What people decided to redact before.
    """
    known = {document_id: stay_visible(hits) for document_id, hits in found.items()}
    for hit in approved:
        known.setdefault(hit.document_id, []).append(hit)
    persons = (_person_term(person) for person in people(known, names) if person.certain)
    return (*_echo_terms(known, rulebook), *persons)


def _person_term(person: Person) -> Term:
    hit = person.best
    text, *forms = person.forms
    return Term(
        text,
        PERSON,
        hit.score,
        ECHO,
        hit.grounds,
        match=Match.PERSON,
        reason=hit.reason,
        forms=tuple(forms),
        documents=person.documents,
    )


def _echo_terms(found: Mapping[str, Sequence[Hit]], rulebook: RuleBook) -> Iterator[Term]:
    """Every text that was found somewhere, literally; the surest finding of each speaks."""
    best: dict[str, Hit] = {}
    documents: dict[str, set[str]] = {}
    for document_id, hits in found.items():
        for hit in hits:
            if hit.proposal is Verdict.REDACT and len(hit.text) >= SHORTEST and _goes_everywhere(hit, rulebook):
                documents.setdefault(hit.text, set()).add(document_id)
                known = best.get(hit.text)
                if known is None or hit.score > known.score:
                    best[hit.text] = hit
    for text, hit in sorted(best.items()):
        match = Match.NAME if hit.entity_type == PERSON else Match.EXACT
        where = tuple(sorted(documents[text])) if match is Match.NAME else ()
        yield Term(text, hit.entity_type, hit.score, ECHO, hit.grounds, match=match, documents=where)


def _goes_everywhere(hit: Hit, rulebook: RuleBook) -> bool:
    """Not a plain word that the machine took for a login or a system: elsewhere it is what it is."""
    asked_for = hit.entity_type in (PERSON, BY_HAND, TERM, PASSAGE)
    return rulebook.goes_everywhere(hit.entity_type, hit.text) and (asked_for or not is_word(hit.text))


def combined(found: Iterable[Hit], looked_up: Iterable[Hit]) -> tuple[Hit, ...]:
    """What is proposed for one document: what was found in it, and what was found elsewhere and stands here too."""
    return tuple(stay_visible(prune(with_echoes(found, looked_up))))


def approved_everywhere(hit_list: HitList, rulebook: RuleBook) -> Iterator[Entry]:
    """Approved hits whose text may be left nowhere in the bundle.

    Not those of a row that a reviewer added for one document or page, or of a place that he marked: there, and nowhere
    else, was the decision. Nor names that are words, places or abbreviations as well: those are proposed where they
    stand for a person.
    """
    limited = {added.term_id for added in hit_list.terms if added.document_id or added.page is not None}
    limited |= {place.place_id for place in hit_list.places}
    for entry in hit_list.entries:
        own_place = entry.hit.entity_type == BY_HAND and entry.hit.recognizer in limited
        everywhere = _goes_everywhere(entry.hit, rulebook) and not _is_doubtful(entry.hit)
        if entry.verdict is Verdict.REDACT and everywhere and not own_place:
            yield entry


def _is_doubtful(hit: Hit) -> bool:
    return hit.entity_type == PERSON and not unmistakable(hit.text)


def passages_elsewhere(dossier: Dossier) -> tuple[Term, ...]:
    """The passages of bundle.yaml as texts to propose wherever else they stand: mails quote each other."""
    return tuple(
        replace(term, recognizer=ECHO, score=PROPOSED, document_id="", page=None) for term in passage_terms(dossier)
    )


def with_echoes(found: Iterable[Hit], looked_up: Iterable[Hit]) -> list[Hit]:
    """Hits of a document together with what was looked up; where an echo found the same, the other one speaks.

    Its score is the higher of both: a name that is certain elsewhere is certain here. What was taken for a name of no
    person gives way to a person who is known.
    """
    looked_up = list(looked_up)
    echoes = [hit for hit in looked_up if hit.recognizer == ECHO]
    persons = {_place(echo) for echo in echoes if echo.entity_type == PERSON and echo.proposal is Verdict.REDACT}
    own = (hit for hit in found if hit.entity_type != PUBLIC_NAME or _place(hit) not in persons)
    hits = [*own, *(hit for hit in looked_up if hit.recognizer != ECHO)]
    places = {_place(hit) for hit in hits if not hit.hint}
    best: dict[tuple[int, int, int], float] = {}
    for echo in echoes:
        best[_place(echo)] = max(echo.score, best.get(_place(echo), 0.0))
    raised = [replace(hit, score=max(hit.score, best.get(_place(hit), 0.0))) for hit in hits]
    return [*raised, *(echo for echo in echoes if _place(echo) not in places)]


def _place(hit: Hit) -> tuple[int, int, int]:
    return hit.page, hit.start, hit.end


def occurrences(text: str, within: str) -> int:
    """How often the text stands in another one as words of its own."""
    if text not in within:
        return 0
    return len(re.findall(rf"(?<![^\W_]){re.escape(text)}(?![^\W_])", within))
