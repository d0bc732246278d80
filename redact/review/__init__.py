"""Review: the hit list out and in again, verdicts, and the only place where a `Redaction` is made."""

from redact.review.additions import BY_HAND, AddedPlace, AddedTerm, place_events, search_terms, term_events
from redact.review.documents import (
    DocumentDecision,
    DocumentRow,
    decide,
    document_events,
    merge_decisions,
    refuse_groundless,
)
from redact.review.documentsheet import documents_csv, read_documents
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
    review_events,
    to_json,
    with_places,
    with_reviews,
    with_terms,
)
from redact.review.readback import ReadBack, read_back
from redact.review.sheet import to_csv

__all__ = [
    "BY_HAND",
    "AddedPlace",
    "AddedTerm",
    "DocumentDecision",
    "DocumentRow",
    "Entry",
    "HitList",
    "ReadBack",
    "adopt",
    "approve",
    "decide",
    "document_events",
    "documents_csv",
    "findings_text",
    "from_json",
    "kept_texts",
    "merge",
    "merge_decisions",
    "open_hits",
    "place_events",
    "read_back",
    "read_documents",
    "redactions",
    "refuse_groundless",
    "review_events",
    "search_terms",
    "term_events",
    "to_csv",
    "to_json",
    "with_places",
    "with_reviews",
    "with_terms",
]
