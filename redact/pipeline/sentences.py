"""Lines of the journal as Dutch sentences. No text of a document can be in them, for none is in the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from redact.errors import RulesError
from redact.model import Verdict
from redact.rulebook import RuleBook

Line = Mapping[str, Any]

_ORIGINS = {
    "xlsx": "hits.xlsx",
    "web": "webpagina",
    "machine": "--approve",
    "bundle": "bundle.yaml",
    "twin": "overgenomen van een dubbel document",
}

_FIELDS = {
    "date": "datum",
    "grounds": "gronden",
    "judgement": "oordeel",
    "kind": "soort",
    "markings": "markeringen",
    "receiver": "ontvanger",
    "remark": "opmerking",
    "sender": "afzender",
    "title": "titel",
}


def sentence(line: Line, rulebook: RuleBook) -> str:
    """What a line says, without who and when; the name of its event where that is unknown."""
    tell = _SENTENCES.get(str(line["event"]))
    said = tell(line, rulebook) if tell else str(line["event"])
    return said + {"undo": " (ongedaan gemaakt)", "redo": " (opnieuw gedaan)"}.get(str(line.get("part_of")), "")


def tool_of(line: Line) -> str:
    """What the tool is called with which something was decided."""
    origin = str(line.get("origin", ""))
    if origin == "csv":
        return "documents.csv" if "hit_id" not in line and "term_id" not in line else "hits.csv"
    return _ORIGINS.get(origin, origin)


def _labels(codes: object, rulebook: RuleBook) -> str:
    """Grounds as they stand on boxes; those that the rule book has no longer as they were noted."""
    known = tuple(str(code) for code in codes) if isinstance(codes, (list, tuple)) else ()
    try:
        return rulebook.label(known)
    except RulesError:
        return "; ".join(known)


def _ruling(line: Line, when: str, rulebook: RuleBook) -> str:
    """'lakken (10.2.e)', 'open'."""
    verdict = str(line.get(f"{when}_verdict") or "open")
    grounds = _labels(line.get(f"{when}_grounds"), rulebook) if verdict == Verdict.REDACT else ""
    return f"{verdict} ({grounds})" if grounds else verdict


def _review(line: Line, rulebook: RuleBook) -> str:
    old, new = _ruling(line, "old", rulebook), _ruling(line, "new", rulebook)
    return f"blijft {new}" if old == new else f"{old} -> {new}"


def _confirmed(line: Line, rulebook: RuleBook) -> str:
    return f"bevestigd: {_what(line, rulebook)}, besloten door {line.get('decider') or 'het programma'}"


def _sent_back(line: Line, rulebook: RuleBook) -> str:
    said = _review(line, rulebook) if "new_verdict" in line else _what(line, rulebook)
    return f"teruggestuurd: {said}, besloten door {line.get('decider') or 'het programma'}"


def _what(line: Line, rulebook: RuleBook) -> str:
    if "new_verdict" in line:
        return _ruling(line, "new", rulebook)
    reasons = "; ".join(filter(None, (_labels(line.get(name), rulebook) for name in ("grounds", "markings"))))
    return f"{line.get('judgement', '')} ({reasons})" if reasons else str(line.get("judgement", ""))


def _unconfirmed(line: Line, _: RuleBook) -> str:
    return f"bevestiging van {line.get('second', '')} ingetrokken"


def _document(line: Line, rulebook: RuleBook) -> str:
    changes = [
        f"{_FIELDS[name]} {_value(line, 'old', name, rulebook)} -> {_value(line, 'new', name, rulebook)}"
        for name in ("judgement", "grounds", "markings")
        if line.get(f"new_{name}") != line.get(f"old_{name}")
    ]
    others = [_FIELDS.get(str(name), str(name)) for name in line.get("fields", ()) if f"new_{name}" not in line]
    return "; ".join([*changes, *([f"gewijzigd: {', '.join(others)}"] if others else ())])


def _value(line: Line, when: str, name: str, rulebook: RuleBook) -> str:
    value = line.get(f"{when}_{name}")
    return (value if isinstance(value, str) else _labels(value, rulebook)) or "geen"


def _added(what: str, name: str, line: Line, rulebook: RuleBook) -> str:
    where = "" if line.get("page") is None else f" op pagina {line['page']}"
    grounds = _labels(line.get("grounds"), rulebook)
    return f"{what} {line.get(name, '')} toegevoegd{where}" + (f" ({grounds})" if grounds else "")


def _persons(said: str, line: Line, _: RuleBook) -> str:
    return f"{said}: {', '.join(map(str, line.get('hits', ())))}"


def _counted(said: str, line: Line, _: RuleBook) -> str:
    number = line.get("count")
    return said if not number else f"{said}: {number} {'treffer' if number == 1 else 'treffers'}"


def _leak(line: Line, _: RuleBook) -> str:
    page = f", pagina {line['page']}" if line.get("page") else ""
    return f"lek gevonden in {line.get('file', '')}{page}"


def _published(line: Line, _: RuleBook) -> str:
    return f"gepubliceerd: {line.get('file', '')}"


def _unsealed(line: Line, _: RuleBook) -> str:
    return "journal.head ontbrak: of hiervoor regels zijn verdwenen, is niet te zien"


_SENTENCES: dict[str, Callable[[Line, RuleBook], str]] = {
    "review": _review,
    "confirmed": _confirmed,
    "sent-back": _sent_back,
    "unconfirmed": _unconfirmed,
    "document": _document,
    "term": partial(_added, "tekst", "term_id"),
    "place": partial(_added, "plaats", "place_id"),
    "joined": partial(_persons, "personen samengevoegd"),
    "parted": partial(_persons, "persoon gesplitst"),
    "contradiction": partial(_persons, "gepubliceerd met een tegenstrijdigheid"),
    "undo": partial(_counted, "ongedaan gemaakt"),
    "redo": partial(_counted, "opnieuw gedaan"),
    "leak": _leak,
    "published": _published,
    "unsealed": _unsealed,
}
