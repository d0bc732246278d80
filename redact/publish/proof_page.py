"""bewijs.pdf: the proof on one page, for the file of the case. Whoever wants every figure finds them in proof.json."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import typst

from redact.errors import RulesError
from redact.files import beside
from redact.publish.inventory import dutch_date, shown
from redact.resources import fonts, shipped

TITLE = "Bewijs van controle op gelakte documenten"

_STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
_COLUMNS = ("Bestand", "SHA-256", "Pagina's", "Vlakken", "Uitslag")
_MOST_FILES = 8
_MOST_GROUNDS = 12
_METHOD = (
    "Van elk bestand is elke bladzijde gelezen door de genoemde programma's, die geen code delen met het programma dat "
    "lakt. Gezocht is naar tekens onder elk vlak, naar elke gelakte tekst op alle bladzijden en in alle objecten van "
    "het bestand, naar vlakken die niet dekken, naar beeldpunten onder een vlak, en naar bijlagen, scripts, eerdere "
    "versies en verborgen gegevens. Een programma dat een bestand niet kan lezen, telt als een lek."
)
_LIMITS = (
    "Dit bewijs gaat over de genoemde bestanden, byte voor byte (SHA-256), en zegt dat wat gelakt is daaruit niet "
    "terug te halen is. Het zegt niet of alles is gelakt wat gelakt moest worden: dat is beoordeeld in de hitlijst. "
    "Het zegt niets over tekst in afbeeldingen buiten de vlakken, over wat uit de samenhang of uit andere openbare "
    "bronnen is af te leiden, en over kopieën van de bestanden elders."
)


@dataclass(frozen=True, slots=True)
class ProofHeading:
    """Which case the proof belongs to; empty fields are left out."""

    case_number: str
    matter: str
    decision_date: date | None
    day: date


def write_proof_page(proof: Mapping[str, Any], heading: ProofHeading, pdf: Path) -> None:
    """Writes the proof on one page, as PDF/UA and PDF/A.

    Args:
        proof: what `redact.verify.proof` made, with what the pipeline added ('not_released', 'documents', 'journal').
        heading: the case.
        pdf: where it goes.

    Raises:
        RulesError: the template is wrong.
        StorageError: the file cannot be written.
    """
    template = shipped("rules") / "templates" / "proof.typ"
    day = heading.day
    try:
        made = typst.compile(
            template,
            root=template.parent,
            font_paths=[fonts()],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(_data(proof, heading))},
            pdf_standards=_STANDARDS,
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    except typst.TypstError:
        # the compiler's message may quote what it typesets
        raise RulesError(f"The template {template} does not compile. Correct it.") from None
    with beside(pdf) as temporary:
        temporary.write_bytes(made)


def _data(proof: Mapping[str, Any], heading: ProofHeading) -> dict[str, Any]:
    files = proof["files"]
    clean = proof["verdict"] == "schoon"
    leaks = sum(len(entry["leaks"]) for entry in files)
    facts = [
        ("Zaaknummer", shown(heading.case_number)),
        ("Onderwerp", shown(heading.matter)),
        ("Datum besluit", dutch_date(heading.decision_date)),
        ("Datum controle", dutch_date(heading.day)),
    ]
    return {
        "title": TITLE,
        "footer": f"{TITLE}. De volledige uitkomst staat in proof.json bij dezelfde bestanden.",
        "date": [heading.day.year, heading.day.month, heading.day.day],
        "clean": clean,
        "verdict": _verdict(len(files)) if clean else f"Niet schoon: {leaks} keer iets gevonden. Niet openbaar maken.",
        "facts": [(name, value) for name, value in facts if value],
        "columns": _COLUMNS,
        "rows": [_row(entry) for entry in files[:_MOST_FILES]],
        "more": _more(files),
        "sections": _sections(proof, files),
    }


def _verdict(files: int) -> str:
    where = "het gecontroleerde bestand" if files == 1 else f"alle {files} gecontroleerde bestanden"
    return f"Schoon: in {where} is onder geen enkel vlak en op geen andere plaats gelakte informatie gevonden."


def _row(entry: Mapping[str, Any]) -> list[str]:
    digest = entry["sha256"]
    return [
        shown(entry["file"]),
        f"{digest[:32]} {digest[32:]}",
        str(entry["pages"]),
        str(entry["boxes"]),
        "schoon" if entry["verdict"] == "schoon" else f"lek ({len(entry['leaks'])})",
    ]


def _more(files: Sequence[Mapping[str, Any]]) -> str:
    left = len(files) - _MOST_FILES
    total = f"Samen {sum(e['pages'] for e in files)} pagina's en {sum(e['boxes'] for e in files)} vlakken."
    return f"En {left} andere bestanden, elk met zijn SHA-256 in proof.json. {total}" if left > 0 else ""


def _sections(proof: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    grounds: Counter[str] = Counter()
    for entry in files:
        grounds.update(entry["boxes_per_ground"])
    listed = [f"{shown(label)}: {count}" for label, count in grounds.most_common(_MOST_GROUNDS)]
    more = [f"en {len(grounds) - _MOST_GROUNDS} andere"] if len(grounds) > _MOST_GROUNDS else []
    outcome = [("Vlakken per grond", ", ".join([*listed, *more]) or "geen"), *_width(files), *_findings(proof, files)]
    engines = {name: version for entry in files for name, version in entry["engines"].items()}
    means = [
        ("Gelezen door", "; ".join(f"{name} {version}" for name, version in sorted(engines.items()))),
        ("Programma, regels, model", f"redact {proof['tool']}; regels {proof['rules']}; taalmodel {proof['model']}"),
    ]
    if journal := proof.get("journal"):
        means.append(("Logboek", f"{journal['lines']} regels, {str(journal['hash'])[:32]}"))
    return [
        {"title": "Uitkomst", "facts": outcome, "lines": []},
        {"title": "Wijze van controle", "facts": [(name, shown(value)) for name, value in means], "lines": [_METHOD]},
        {"title": "Wat dit bewijs niet zegt", "facts": [], "lines": [_LIMITS]},
    ]


def _width(files: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """How many surnames fit the narrowest gap."""
    scores = [width for entry in files if (width := entry.get("width") or {}).get("boxes_scored")]
    if not scores:
        return []
    least = min(score["surnames_least"] for score in scores)
    typical = min(score["surnames_median"] for score in scores)
    few = sum(len(score["narrow"]) for score in scores)
    shown_typical = f"{typical:g}".replace(".", ",")
    said = f"in het nauwste vlak passen {least} veelvoorkomende achternamen, in het middelste {shown_typical}"
    warned = f"; in {few} vlakken minder dan {scores[0]['below']}" if few else ""
    return [("Breedte van de vlakken", said + warned)]


def _findings(proof: Mapping[str, Any], files: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    counts = (
        ("Gezochte gelakte teksten", max((entry["texts_searched"] for entry in files), default=0)),
        ("Te kort om te zoeken", max((entry["texts_not_searched"] for entry in files), default=0)),
        ("Verwijderd uit de bronnen", sum(_number(every) for every in proof.get("documents", {}).values())),
        ("Niet vrijgegeven documenten", len(proof.get("not_released", {}))),
    )
    machine = [("Beoordeling", "door de computer, zonder tussenkomst van een medewerker")]
    rows = [(name, str(count)) for name, count in counts]
    return [*rows, *(machine if proof.get("approved_by_machine") else [])]


def _number(findings: Sequence[Mapping[str, Any]]) -> int:
    return sum(finding["count"] for finding in findings)
