"""Publication stops at contradictions; what was found is kept for `redact status`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from redact import __version__
from redact.case import Case
from redact.errors import ReviewError
from redact.files import read_whole
from redact.journal import Journal
from redact.model import Verdict
from redact.pipeline.cache import keep, kept
from redact.pipeline.comparing import Comparison
from redact.pipeline.contradictions import Contradiction, Side, stopping
from redact.pipeline.groups import groups
from redact.pipeline.settings import Context
from redact.records import digest
from redact.review import HitList
from redact.rulebook import RuleBook

CONTRADICTIONS = "contradictions.json"
ALLOWED = "contradiction"
"""Journal event: a contradiction was published on purpose."""
_SHOWN = 10
_SHOWN_HITS = 4


@dataclass(frozen=True, slots=True)
class Noted:
    """A contradiction as people hear of it: its kind, and each side in words; no document text."""

    kind: str
    sides: tuple[str, ...]
    stops: bool
    hit_ids: tuple[str, ...]


def compare(context: Context, comparison: Comparison, hit_list: HitList) -> tuple[Contradiction, ...]:
    """Finds the contradictions and keeps them for `known`."""
    found = comparison.contradictions(hit_list, groups(hit_list))
    noted = tuple(_noted(each, hit_list, comparison.codes, context.rulebook) for each in found)
    if known(context.case) != noted:
        keep(context.case.work / CONTRADICTIONS, _stamp(context.case), noted, tuple[Noted, ...])
    return found


def known(case: Case) -> tuple[Noted, ...] | None:
    """What was found last; None when decisions have changed since."""
    found: tuple[Noted, ...] | None = kept(case.work / CONTRADICTIONS, _stamp(case), tuple[Noted, ...])
    return found


def _stamp(case: Case) -> str:
    return digest("contradictions", __version__, (read_whole(case.hits_json) or b"").decode())


def stop_at_contradictions(context: Context, comparison: Comparison, hit_list: HitList) -> tuple[Contradiction, ...]:
    """Ends the run at contradictions that people made, or puts them on record where the user allows them.

    Returns:
        All contradictions, those between the machine's own decisions too.

    Raises:
        ReviewError: in Dutch, with hit ids, documents and pages.
    """
    found = compare(context, comparison, hit_list)
    serious = tuple(stopping(found))
    if serious and not context.settings.allow_contradictions:
        noted = [_noted(each, hit_list, comparison.codes, context.rulebook) for each in serious]
        raise ReviewError(_message(noted))
    _put_on_record(context, serious)
    return found


def _put_on_record(context: Context, serious: Iterable[Contradiction]) -> None:
    """Writes what the user allows in the journal, each once: a second run with nothing new writes nothing."""
    journal = Journal(context.case.journal)
    before = {tuple(line["hits"]) for line in journal.entries() if line["event"] == ALLOWED}
    events = (
        {"event": ALLOWED, "hits": each.hit_ids, "reviewer": context.settings.reviewer, **context.versions}
        for each in serious
        if each.hit_ids not in before
    )
    journal.append_all(events)


def _message(noted: Sequence[Noted]) -> str:
    one = len(noted) == 1
    head = "1 tegenstrijdigheid" if one else f"{len(noted)} tegenstrijdigheden"
    lines = [f"  {each.kind}: {'; '.join(each.sides)}" for each in noted[:_SHOWN]]
    if len(noted) > _SHOWN:
        lines.append(f"  ... en nog {len(noted) - _SHOWN}")
    return "\n".join(
        (
            f"Er is niets gepubliceerd: {head} tussen de oordelen.",
            *lines,
            "Maak de oordelen gelijk met `redact review` of in de lijst, en geef hetzelfde commando nog een keer.",
            "Is het verschil bedoeld, voeg dan --allow-contradictions toe; dat komt in het journaal.",
        )
    )


def _noted(each: Contradiction, hit_list: HitList, codes: Mapping[str, str], rulebook: RuleBook) -> Noted:
    pages = {hit_id: (entry.hit.document_id, entry.hit.page) for hit_id, entry in hit_list.by_id().items()}
    return Noted(
        each.kind.value,
        tuple(_in_words(side, pages, codes, rulebook) for side in each.sides),
        each.stops,
        each.hit_ids,
    )


def _in_words(side: Side, pages: Mapping[str, tuple[str, int]], codes: Mapping[str, str], rulebook: RuleBook) -> str:
    """'h0012 (DAA p. 3) lakken op 10.2.e', 'DAB p. 2 leesbaar'."""
    hits = [f"{hit_id} ({codes[pages[hit_id][0]]} p. {pages[hit_id][1]})" for hit_id in side.hit_ids]
    places = [f"{codes[place.document_id]} p. {place.page}" for place in side.places]
    parts = []
    if hits:
        grounds = f" op {rulebook.label(side.grounds)}" if side.verdict is Verdict.REDACT else ""
        parts.append(f"{_listed(hits)} {side.verdict.value}{grounds}")
    if places:
        parts.append(f"{_listed(list(dict.fromkeys(places)))} leesbaar, zonder treffer")
    return ", ".join(parts)


def _listed(names: Sequence[str]) -> str:
    more = f" en nog {len(names) - _SHOWN_HITS}" if len(names) > _SHOWN_HITS else ""
    return ", ".join(names[:_SHOWN_HITS]) + more
