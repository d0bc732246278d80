"""Review: the hit list out and in again, verdicts, and the only place where a `Redaction` is made."""

from redact.review.additions import BY_HAND, AddedPlace, AddedTerm, place_events, search_terms, term_events
from redact.review.documents import (
    DocumentDecision,
    DocumentRow,
    decide,
    document_events,
    merge_decisions,
    refuse_groundless,
    with_shown_grounds,
)
from redact.review.documentsheet import Earlier, documents_csv, percentage, read_documents
from redact.review.events import review_events, sample_of
from redact.review.facts import facts_hint, opinion_ground
from redact.review.findings import findings_text
from redact.review.hitlist import (
    Entry,
    HitList,
    adopt,
    approve,
    from_json,
    kept_texts,
    merge,
    open_hits,
    redactions,
    to_json,
    with_places,
    with_reviews,
    with_terms,
)
from redact.review.readback import ReadBack, Saved, read_back
from redact.review.readers import LONGEST_NAME
from redact.review.second import (
    Estimate,
    FourEyes,
    confirm,
    confirm_document,
    drawn_from,
    estimate,
    needs_second,
    outstanding,
    outstanding_documents,
    sample,
    send_back,
    send_back_document,
)
from redact.review.sheet import to_csv
from redact.review.weighing import Present
from redact.review.workbook import Extras, to_workbook

__all__ = [
    "BY_HAND",
    "LONGEST_NAME",
    "AddedPlace",
    "AddedTerm",
    "DocumentDecision",
    "DocumentRow",
    "Earlier",
    "Entry",
    "Estimate",
    "Extras",
    "FourEyes",
    "HitList",
    "Present",
    "ReadBack",
    "Saved",
    "adopt",
    "approve",
    "confirm",
    "confirm_document",
    "decide",
    "document_events",
    "documents_csv",
    "drawn_from",
    "estimate",
    "facts_hint",
    "findings_text",
    "from_json",
    "kept_texts",
    "merge",
    "merge_decisions",
    "needs_second",
    "open_hits",
    "opinion_ground",
    "outstanding",
    "outstanding_documents",
    "percentage",
    "place_events",
    "read_back",
    "read_documents",
    "redactions",
    "refuse_groundless",
    "review_events",
    "sample",
    "sample_of",
    "search_terms",
    "send_back",
    "send_back_document",
    "term_events",
    "to_csv",
    "to_json",
    "to_workbook",
    "with_places",
    "with_reviews",
    "with_shown_grounds",
    "with_terms",
]
