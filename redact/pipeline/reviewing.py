"""From normalised documents to a reviewed hit list: find, look up everywhere, merge with what was decided before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from redact.errors import ReviewError
from redact.files import read_whole, write_if_changed
from redact.journal import Journal
from redact.model import Hit, Review, Term, Verdict
from redact.pipeline.asked import Asked, place_of
from redact.pipeline.cache import kept
from redact.pipeline.comparing import Comparison
from redact.pipeline.dossier import Dossier, Member, with_refusals
from redact.pipeline.four_eyes import four_eyes
from redact.pipeline.learning import decided_by_people, learned
from redact.pipeline.origins import BUNDLE, Origins
from redact.pipeline.settings import FROM_BUNDLE, MACHINE, Context
from redact.pipeline.tasks import ECHOES, HITS, FindTask, Found, SearchTask, find, search
from redact.pipeline.terms import (
    ECHO,
    PASSAGE,
    approved_everywhere,
    combined,
    demand_passages,
    file_terms,
    knowledge,
    occurrences,
    passage_terms,
    passages_elsewhere,
)
from redact.pipeline.twins import taken_over
from redact.pipeline.working import results_of, work_through
from redact.records import digest, dump
from redact.review import (
    BY_HAND,
    Entry,
    HitList,
    adopt,
    approve,
    from_json,
    merge,
    review_events,
    search_terms,
    to_json,
    with_reviews,
)
from redact.tag import tag

IN_HEADING = "staat in de titel van de vindplaats of van de zaak"


@dataclass(frozen=True, slots=True)
class Searched:
    """All hits of the bundle by document, and what was found in the titles."""

    hits: dict[str, tuple[Hit, ...]] = field(repr=False)
    titles: dict[str, tuple[Hit, ...]] = field(repr=False)
    terms: tuple[Term, ...] = field(repr=False)
    asked: tuple[Hit, ...] = field(repr=False)
    """Wherever a text stands that a reviewer or bundle.yaml asked for, also where another hit took its place."""


def hit_list_so_far(context: Context) -> HitList:
    """The hit list as last written; empty for a new case."""
    data = read_whole(context.case.hits_json)
    return from_json(data) if data is not None else HitList()


def record(context: Context, hit_list: HitList, events: list[dict[str, object]]) -> HitList:
    """Puts events into the journal, then the list on disk; gives the list back."""
    if events:
        Journal(context.case.journal).append_all(events)
    write_if_changed(context.case.hits_json, to_json(hit_list))
    return hit_list


def search_bundle(context: Context, dossier: Dossier, hit_list: HitList) -> tuple[Dossier, Searched]:
    """Finds hits in every document, then every text that was found or asked for in all of them.

    Returns:
        The dossier, with a reason on each document that could not be searched; and what was found in the others.
    """
    dossier, found = _find_all(context, dossier)
    tagged = {name: _tagged(context, each.hits) for name, each in found.items()}
    asked = (*file_terms(context), *search_terms(hit_list.terms), *passage_terms(dossier))
    names = {member.document_id: member.document.name for member in dossier.going_out}
    known = knowledge(tagged, context.rulebook, names, _approved_before(context, hit_list))
    terms = (*asked, *passages_elsewhere(dossier), *known)
    dossier, looked_up = _search_all(context, dossier, terms)
    demand_passages(dossier, looked_up)
    hits = {
        member.document_id: combined(tagged[member.document_id], looked_up[member.document_id])
        for member in dossier.going_out
    }
    titles = {name: _tagged(context, each.title) for name, each in found.items()}
    added = {each.term_id for each in hit_list.terms}
    wanted = tuple(hit for name in hits for hit in looked_up[name] if hit.recognizer in added or _is_passage(hit))
    return dossier, Searched(hits, titles, terms, wanted)


def _is_passage(hit: Hit) -> bool:
    """Whether bundle.yaml decided on a hit; where its text stands elsewhere it is only proposed."""
    return hit.entity_type == PASSAGE and hit.recognizer != ECHO


def _approved_before(context: Context, hit_list: HitList) -> Iterator[Hit]:
    """What people, not the machine, approved in earlier runs."""
    for entry in approved_everywhere(hit_list, context.rulebook):
        if entry.review is not None and entry.review.reviewer != MACHINE:
            yield replace(entry.hit, grounds=entry.grounds, proposal=Verdict.REDACT)


def demand_added(context: Context, hit_list: HitList, searched: Searched) -> None:
    """Sees to it that every text which a reviewer just added in a file was found somewhere; forgets the others.

    Raises:
        ReviewError: names the rows of those that were not.
    """
    names = {hit.recognizer for hit in searched.asked} | {entry.hit.recognizer for entry in hit_list.by_id().values()}
    missing = [added for added in hit_list.terms if added.row and added.term_id not in names]
    if missing:
        rest = tuple(added for added in hit_list.terms if added not in missing)
        record(context, replace(hit_list, terms=rest), [])
        file = Origins(Journal(context.case.journal)).file
        rows = ", ".join(f"{file(added.term_id)} rij {added.row}" for added in missing)
        raise ReviewError(
            f"{rows}: de toegevoegde tekst komt in de documenten niet voor. Neem de tekst over zoals hij in de pdf "
            "staat, of verwijder de rij."
        )


def _tagged(context: Context, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Hits with their grounds; what the inventory's own heading says is proposed to stay readable."""
    heading = "\n".join((context.bundle.matter, *(location.title for location in context.bundle.locations)))
    return tuple(
        replace(hit, proposal=Verdict.KEEP, reason=IN_HEADING) if occurrences(hit.text, heading) else hit
        for hit in tag(hits, context.rulebook, context.regime, context.allowed)
    )


def _find_all(context: Context, dossier: Dossier) -> tuple[Dossier, dict[str, Found]]:
    done: dict[str, Found] = {}
    tasks: list[FindTask] = []
    for member in dossier.members:
        task = _find_task(context, member)
        before = kept(task.folder / HITS, task.stamp, Found)
        if before is None:
            tasks.append(task)
        else:
            done[member.document_id] = before
    results, refused = results_of(work_through(context, "find", find, tasks))
    return with_refusals(dossier, refused), done | results


def _find_task(context: Context, member: Member) -> FindTask:
    title, read, date = member.description.title, member.going_out, member.description.date
    stamp = digest("find", member.stamp, context.rulebook.version, context.model_version, title, read, date)
    folder = context.case.folder(member.document_id)
    rules, model = context.settings.rules, context.settings.model
    return FindTask(member.document_id, folder, stamp, member.prepared.pages, rules, model, title, read, date)


def _search_all(
    context: Context, dossier: Dossier, terms: Sequence[Term]
) -> tuple[Dossier, dict[str, tuple[Hit, ...]]]:
    data = dump(terms, tuple[Term, ...])
    terms_file = context.case.work / "terms.json"
    write_if_changed(terms_file, data)
    wanted = digest(data.decode())
    done: dict[str, tuple[Hit, ...]] = {}
    tasks: list[SearchTask] = []
    for member in dossier.going_out:
        folder, stamp = context.case.folder(member.document_id), digest("search", member.stamp, wanted)
        before = kept(folder / ECHOES, stamp, tuple[Hit, ...])
        if before is None:
            tasks.append(SearchTask(member.document_id, folder, stamp, member.prepared.pages, terms_file))
        else:
            done[member.document_id] = before
    results, refused = results_of(work_through(context, "search", search, tasks))
    return with_refusals(dossier, refused), done | results


def settle(context: Context, dossier: Dossier, hit_list: HitList, searched: Searched) -> HitList:
    """Brings all hits into the list and lets those decide who did so beforehand: bundle.yaml, an added row, --approve.

    Reviewed hits stay although a newer rule book no longer finds them: nothing that a reviewer did is lost.
    """
    marked = [place.hit for place in hit_list.places]
    found = {hit.key for hits in (marked, *searched.hits.values()) for hit in hits}
    hit_list = _without_own_verdicts(hit_list, found)
    decided = [
        entry.hit
        for entry in hit_list.by_id().values()
        if entry.verdict is not Verdict.OPEN and entry.hit.key not in found
    ]
    found_hits = (hit for hits in searched.hits.values() for hit in _not_twice(hits, decided))
    merged, _ = merge(hit_list, _in_order(dossier, (*found_hits, *decided, *marked)))
    origins = Origins(Journal(context.case.journal))
    asked = Asked(searched.asked, origins)
    if unmet := asked.unmet(merged):
        merged, _ = merge(merged, _in_order(dossier, (*(entry.hit for entry in merged.entries), *unmet)))
    merged = _decide(context, merged, _from_bundle(merged), BUNDLE)
    merged = _granted(context, merged, asked, origins)
    merged = _followed(context, dossier, merged)
    if context.settings.approve is not None:
        merged = _decide(context, merged, approve(merged, context.settings.approve, MACHINE), "machine")
    return record(context, merged, [])


def _in_order(dossier: Dossier, hits: Iterable[Hit]) -> list[Hit]:
    """Hits of the documents that go out, in the order of the list."""
    order = {member.document_id: number for number, member in enumerate(dossier.going_out)}
    own = (hit for hit in hits if hit.document_id in order)
    return sorted(own, key=lambda hit: (order[hit.document_id], hit.page, hit.start, hit.end))


def _granted(context: Context, hit_list: HitList, asked: Asked, origins: Origins) -> HitList:
    """The list in which all that people asked for is redacted, each in the name and with the origin of its own."""
    entries = hit_list.by_id()
    adopted = ((entries[review.hit_id].hit.recognizer, review) for review in adopt(hit_list))
    added = {each.term_id: each for each in hit_list.terms} | {each.place_id: each for each in hit_list.places}
    reviews: dict[str, list[Review]] = {}
    for name, review in (*adopted, *asked.granted(hit_list)):
        reviews.setdefault(origins.of(added[name]) if name else BUNDLE, []).append(review)
    for origin, own in reviews.items():
        hit_list = _decide(context, hit_list, own, origin)
    return hit_list


def _followed(context: Context, dossier: Dossier, hit_list: HitList) -> HitList:
    """The list with what people's decisions say of hits that nobody decided: in twins, and on texts they rejected."""
    untouched = any(entry.review is None for entry in hit_list.entries)
    if untouched and any(decided_by_people(entry) for entry in hit_list.entries):
        reviews = taken_over(hit_list, Comparison(context, dossier).alike)
        hit_list = _decide(context, hit_list, reviews, "twin")
    return learned(hit_list, dossier.codes)


def _not_twice(hits: Iterable[Hit], decided: Iterable[Hit]) -> Iterator[Hit]:
    """Hits without those of added texts that stand where somebody decided already: see `_granted` for these."""
    taken = {place_of(hit) for hit in decided if not hit.hint}
    return (hit for hit in hits if hit.entity_type != BY_HAND or place_of(hit) not in taken)


def _without_own_verdicts(hit_list: HitList, found: Collection[str]) -> HitList:
    """The list without hits that only the machine approved and that are no longer found: nobody stands behind them."""

    def stays(entry: Entry) -> bool:
        return entry.hit.key in found or entry.review is None or entry.review.reviewer != MACHINE

    return replace(
        hit_list,
        entries=tuple(filter(stays, hit_list.entries)),
        vanished=tuple(filter(stays, hit_list.vanished)),
    )


def _decide(context: Context, hit_list: HitList, reviews: Sequence[Review], origin: str) -> HitList:
    """The list with these reviews; journal first, so that no decision is in force that is not on record."""
    if not reviews:
        return hit_list
    events = review_events(hit_list, reviews, origin, context.versions, four_eyes(context))
    return record(context, with_reviews(hit_list, reviews), events)


def _from_bundle(hit_list: HitList) -> tuple[Review, ...]:
    return tuple(
        Review(entry.hit_id, Verdict.REDACT, entry.hit.grounds, FROM_BUNDLE)
        for entry in hit_list.entries
        if entry.review is None and _is_passage(entry.hit)
    )
