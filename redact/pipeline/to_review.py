"""As far as the reviewer: what people wrote is read, everything is found, the lists are written for them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from redact.files import read_whole
from redact.pipeline.asked import overruled
from redact.pipeline.dossier import Dossier
from redact.pipeline.listing import (
    Listed,
    decided,
    list_documents,
    listed_so_far,
    show_documents,
    take_back_documents,
)
from redact.pipeline.reviewing import Searched, demand_added, hit_list_so_far, search_bundle, settle
from redact.pipeline.settings import Context
from redact.pipeline.sheets import read_sheets, show, show_untouched, take_back
from redact.review import HitList


@dataclass(frozen=True, slots=True)
class Ready:
    """A case with everything that is known of it, for people to decide on."""

    dossier: Dossier
    hit_list: HitList
    searched: Searched
    listed: Listed
    notes: tuple[str, ...] = ()
    """Dutch remarks on what was met in the files of the hit list, for whoever saved them."""


def bring_to_review(context: Context, dossier: Dossier) -> Ready:
    """Takes in what people decided in the lists, finds hits, and writes the lists anew.

    Raises:
        ReviewError: a list cannot be read back, or was saved in the meantime.
    """
    sheets = read_sheets(context.case)
    listed = take_back_documents(context, listed_so_far(context), sheets.documents)
    hit_list, notes = take_back(context, hit_list_so_far(context), dossier.codes, sheets)
    dossier, searched = sought(context, dossier, hit_list, listed)
    demand_added(context, hit_list, searched)
    ready = settled(context, dossier, searched, hit_list, listed)
    show(context, ready.dossier, ready.hit_list, sheets)
    context.case.take_in(context.case.documents_csv, sheets.documents)
    show_documents(context, ready.listed, sheets.documents)
    return replace(ready, notes=(*notes, *overruled(hit_list, ready.hit_list)))


def sought(context: Context, dossier: Dossier, hit_list: HitList, listed: Listed) -> tuple[Dossier, Searched]:
    """What is found in the documents that go out by people's decisions on documents; nothing is decided or on record.

    Args:
        context: of the case.
        dossier: the documents before anybody decided on them.
        hit_list: says what else to look for.
        listed: has the decisions.
    """
    return search_bundle(context, decided(dossier, listed.decisions), hit_list)


def settled(context: Context, dossier: Dossier, searched: Searched, hit_list: HitList, listed: Listed) -> Ready:
    """The case with what was found brought into its lists; the files that people fill in are not touched."""
    hit_list = settle(context, dossier, hit_list, searched)
    return Ready(dossier, hit_list, searched, list_documents(context, dossier, hit_list, searched, listed))


def put_out(context: Context, ready: Ready) -> None:
    """Writes the lists for people as they are now. One that was saved since it was written stays for the next run."""
    documents = read_whole(context.case.documents_csv)
    if documents is None or context.case.untouched(context.case.documents_csv, documents):
        show_documents(context, ready.listed, documents)
    show_untouched(context, ready.dossier, ready.hit_list)
