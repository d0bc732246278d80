from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.errors import ReviewError
from redact.journal import Journal
from redact.model import Judgement, Regime
from redact.records import dump, load
from redact.review import (
    DocumentDecision,
    DocumentRow,
    Earlier,
    decide,
    document_events,
    documents_csv,
    merge_decisions,
    read_documents,
)
from redact.rulebook import load_rulebook

RULES = load_rulebook()
HEADER = [
    "code",
    "bestand",
    "vindplaats",
    "datum",
    "soort",
    "titel",
    "afzender",
    "ontvanger",
    "oordeel",
    "markeringen",
    "gronden",
    "paginas",
    "resterend",
    "opmerking",
    "tweede lezer",
    "status",
]
Line = dict[str, str]


def row(number: int = 1, **other: Any) -> DocumentRow:
    values: dict[str, Any] = {
        "document_id": f"doc-{number}",
        "code": f"DA{chr(64 + number)}",
        "name": f"ncsc/mail {number}.pdf",
        "location": "NCSC",
        "date": date(2021, 7, 23),
        "kind": "e-mail",
        "title": f"Bericht van Jansen {number}",
        "judgement": Judgement.PARTIAL,
        "markings": (),
        "grounds": ("10.2e",),
        "pages": 3,
        "remark": "",
        "status": "wacht op beoordeling",
    }
    return DocumentRow(**(values | other))


ROWS = [row(1), row(2), row(3)]


def sheet(rows: Iterable[DocumentRow]) -> list[Line]:
    text = documents_csv(rows, RULES).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def saved(
    lines: Iterable[Mapping[str, str]], delimiter: str = ";", encoding: str = "utf-8-sig", end: str = "\r\n"
) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, HEADER, restval="", delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(lines)
    return stream.getvalue().encode(encoding)


def read(
    lines: bytes | Iterable[Mapping[str, str]], rows: list[DocumentRow] = ROWS, regime: Regime = Regime.WOB
) -> tuple[DocumentDecision, ...]:
    data = lines if isinstance(lines, bytes) else saved(lines)
    return read_documents(data, rows, RULES, regime, "anna")


def faults(
    lines: Iterable[Mapping[str, str]], rows: list[DocumentRow] = ROWS, regime: Regime = Regime.WOB
) -> list[str]:
    with pytest.raises(ReviewError) as caught:
        read(lines, rows, regime)
    head, *rest = str(caught.value).splitlines()
    assert head.startswith("documents.csv is niet verwerkt; er is niets gewijzigd.")
    return rest


def changed(place: int = 0, rows: list[DocumentRow] = ROWS, **cells: str) -> list[Line]:
    lines = sheet(rows)
    lines[place] |= cells
    return lines


def test_columns_and_cells() -> None:
    (line,) = sheet([row(markings=("wbni", "buiten_verzoek"), grounds=("10.2e", "10.2g"), title="Twee\nregels")])
    assert list(line) == HEADER
    assert line == {
        "code": "DAA",
        "bestand": "ncsc/mail 1.pdf",
        "vindplaats": "NCSC",
        "datum": "23-07-2021",
        "soort": "e-mail",
        "titel": "Twee regels",
        "afzender": "",
        "ontvanger": "",
        "oordeel": "deels openbaar",
        "markeringen": "Wbni; buiten verzoek",
        "gronden": "10.2.e; 10.2.g",
        "paginas": "3",
        "resterend": "",
        "opmerking": "",
        "tweede lezer": "",
        "status": "wacht op beoordeling",
    }


def test_what_is_unknown_is_blank() -> None:
    (line,) = sheet([row(date=None, judgement=None, grounds=())])
    assert (line["datum"], line["oordeel"], line["gronden"], line["markeringen"]) == ("", "", "", "")


def test_formulas_stay_text() -> None:
    rows = [row(title="=1+1", name="+evil.pdf", remark="@x")]
    (line,) = sheet(rows)
    assert (line["titel"], line["bestand"], line["opmerking"]) == ("'=1+1", "'+evil.pdf", "'@x")
    assert read(documents_csv(rows, RULES), rows) == ()


def test_an_untouched_file_decides_nothing() -> None:
    rows = [*ROWS, row(4, date=None, judgement=None, markings=("dubbel",), title='a;\n"b"')]
    assert read(documents_csv(rows, RULES), rows) == ()
    assert read(documents_csv([], RULES), rows) == ()


def test_a_computed_judgement_is_no_decision_and_a_changed_one_is() -> None:
    (decision,) = read(changed(1, oordeel="openbaar"))
    assert decision == DocumentDecision("doc-2", ("judgement",), "anna", judgement=Judgement.PUBLIC)
    assert decision.values() == {"judgement": Judgement.PUBLIC}
    computed_anew = row(2, judgement=Judgement.NOT_PUBLIC, pages=9)
    assert decide(computed_anew, decision) == replace(computed_anew, judgement=Judgement.PUBLIC, decider="anna")


def test_every_field_can_be_decided() -> None:
    cells = {
        "datum": "1-2-2020",
        "soort": "brief",
        "titel": "Brief  over iets",
        "oordeel": "Gedeeltelijk openbaar",
        "markeringen": "Wbni; buiten scope",
        "gronden": "(10)(2g) en 11.1",
        "opmerking": "zie DAB",
    }
    rows = [row(judgement=None)]
    (decision,) = read(changed(0, rows, **cells), rows)
    assert decide(rows[0], decision) == replace(
        rows[0],
        date=date(2020, 2, 1),
        kind="brief",
        title="Brief over iets",
        judgement=Judgement.PARTIAL,
        markings=("wbni", "buiten_verzoek"),
        grounds=("10.2g", "11.1"),
        remark="zie DAB",
        decider="anna",
    )
    assert decision.changed == ("date", "grounds", "judgement", "kind", "markings", "remark", "title")


@pytest.mark.parametrize("column", ["vindplaats", "paginas", "status"])
def test_other_columns_do_not_count(column: str) -> None:
    assert read(changed(0, ROWS, **{column: "onzin"})) == ()


def test_cells_can_be_emptied() -> None:
    rows = [row(markings=("wbni",), remark="oud")]
    cells = dict.fromkeys(("datum", "soort", "titel", "oordeel", "markeringen", "gronden", "opmerking"), "")
    (decision,) = read(changed(0, rows, **cells), rows)
    emptied = decide(rows[0], decision)
    assert (emptied.date, emptied.kind, emptied.title, emptied.remark) == (None, "", "", "")
    assert (emptied.markings, emptied.grounds) == ((), ())


def test_an_emptied_judgement_takes_a_decision_back() -> None:
    first = read(changed(0, oordeel="openbaar"))
    shown = [decide(ROWS[0], first[0])]
    both = merge_decisions(first, read(changed(0, shown, oordeel=""), shown))
    assert decide(ROWS[0], both[0]).judgement is Judgement.PARTIAL


@pytest.mark.parametrize("cell", ["2021-08-01", "01-08-2021", "1-8-2021", "1/8/2021", "01/08/2021", " 1-8-2021 "])
def test_dates_as_excel_leaves_them(cell: str) -> None:
    (decision,) = read(changed(0, datum=cell))
    assert decision.date == date(2021, 8, 1)


@pytest.mark.parametrize("cell", ["2021-07-23", "23-7-2021", "23/7/2021", "23-07-2021"])
def test_the_same_date_in_another_shape_is_no_change(cell: str) -> None:
    assert read(changed(0, datum=cell)) == ()


@settings(deadline=None, max_examples=50)
@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_any_date_survives_dutch_excel(day: date) -> None:
    rows = [row(date=day)]
    for shape in (f"{day.day}-{day.month}-{day.year}", day.isoformat(), f"{day.day}/{day.month}/{day.year}"):
        assert read(changed(0, rows, datum=shape), rows) == ()


@pytest.mark.parametrize("cell", ["44400", "23-7-21", "7/23/2021x", "juli 2021", "31-02-2021", "23-7/2021", "#####"])
def test_what_is_no_date_is_refused(cell: str) -> None:
    (fault,) = faults(changed(1, datum=cell))
    assert fault.startswith(f"rij 3: datum '{cell}'")


@pytest.mark.parametrize(("shown", "cell"), [("2021-07-23", "23-7-2021"), ("0003", "3"), ("23/7/2021", "23-7-2021")])
def test_a_title_that_excel_took_for_a_date_or_number_is_no_decision(shown: str, cell: str) -> None:
    rows = [row(title=shown)]
    assert read(changed(0, rows, titel=cell), rows) == ()


@pytest.mark.parametrize(
    ("word", "judgement"),
    [
        ("openbaar", Judgement.PUBLIC),
        ("Geheel openbaar", Judgement.PUBLIC),
        ("volledig openbaar", Judgement.PUBLIC),
        ("deels  Openbaar", Judgement.PARTIAL),
        ("deelsopenbaar", Judgement.PARTIAL),
        ("gedeeltelijk openbaar", Judgement.PARTIAL),
        ("gedeeltelijke openbaar", Judgement.PARTIAL),
        ("reeds openbaar", Judgement.ALREADY_PUBLIC),
        ("al openbaar", Judgement.ALREADY_PUBLIC),
        ("niet openbaar", Judgement.NOT_PUBLIC),
        ("geheel geweigerd", Judgement.NOT_PUBLIC),
        ("Integraal geweigerd.", Judgement.NOT_PUBLIC),
    ],
)
def test_judgement_words(word: str, judgement: Judgement) -> None:
    rows = [row(judgement=None)]
    assert read(changed(0, rows, oordeel=word), rows)[0].judgement is judgement


@pytest.mark.parametrize(
    "word", ["ja", "openbaar?", "deels", "lakken", "deels openbaar, deels buiten reikwijdte verzoek"]
)
def test_unclear_judgements_are_refused_with_the_four_words(word: str) -> None:
    (fault,) = faults(changed(0, oordeel=word))
    assert "rij 2: oordeel '" in fault
    assert "openbaar, deels openbaar, reeds openbaar, niet openbaar" in fault


@pytest.mark.parametrize(
    ("cell", "markings"),
    [
        ("Wbni", ("wbni",)),
        ("wbni, buiten scope", ("wbni", "buiten_verzoek")),
        ("buiten reikwijdte; Buiten scope", ("buiten_verzoek",)),
        ("7.2.b", ("reeds_openbaar",)),
        (" ; dubbel ; ", ("dubbel",)),
    ],
)
def test_markings(cell: str, markings: tuple[str, ...]) -> None:
    assert read(changed(0, markeringen=cell))[0].markings == markings


def test_unknown_markings_and_grounds_are_refused() -> None:
    assert faults(changed(0, markeringen="Wbni; geheim, raar")) == ["rij 2: markering 'geheim', 'raar' is onbekend"]
    (fault,) = faults(changed(0, gronden="privacy"))
    assert fault.startswith("rij 2: grond 'privacy' is niet herkend")
    (fault,) = faults(changed(0, gronden="5.1.2e"))
    assert "is van de Woo; dit besluit valt onder de Wob" in fault
    assert read(changed(0, gronden="5.1.2e"), regime=Regime.WOO)[0].grounds == ("5.1.2e",)


def test_refusing_needs_a_ground_or_a_marking() -> None:
    bare = [row(grounds=())]
    fault = "rij 2: 'niet openbaar' heeft een grond of een markering nodig"
    assert faults(changed(0, bare, oordeel="niet openbaar"), bare) == [fault]
    assert faults(changed(0, oordeel="niet openbaar", gronden="")) == [fault]
    assert read(changed(0, bare, oordeel="niet openbaar", gronden="11.1"), bare)
    assert read(changed(0, bare, oordeel="niet openbaar", markeringen="Wbni"), bare)
    refused = [row(judgement=Judgement.NOT_PUBLIC)]
    assert faults(changed(0, refused, gronden=""), refused) == [fault]


def test_a_refusal_that_nobody_touched_stops_nobody() -> None:
    rows = [row(judgement=Judgement.NOT_PUBLIC, grounds=())]
    assert read(changed(0, rows, titel="Brief"), rows)[0].changed == ("title",)


@pytest.mark.parametrize("code", ["DZZ", ""])
def test_unknown_codes_are_refused(code: str) -> None:
    assert faults(changed(1, code=code)) == ["rij 3: de code ontbreekt of is onbekend"]


@pytest.mark.parametrize("code", ["daa", " DAA "])
def test_codes_are_read_tolerantly(code: str) -> None:
    assert read(changed(0, code=code, soort="brief"))[0].document_id == "doc-1"


def test_a_code_without_its_zeros_is_still_that_document() -> None:
    rows = [row(1, code="0003"), row(2, code="0030")]
    assert read(changed(0, rows, code="3", soort="brief"), rows)[0].document_id == "doc-1"


def test_codes_that_differ_only_in_zeros_must_be_exact() -> None:
    rows = [row(1, code="03"), row(2, code="3")]
    assert read(changed(0, rows, soort="brief"), rows)[0].document_id == "doc-1"
    assert faults(changed(0, rows, code="003"), rows) == ["rij 2: de code ontbreekt of is onbekend"]


def test_a_file_from_before_a_renumbering_is_refused() -> None:
    older = documents_csv([row(1, code="DAB"), row(2, code="DAA"), row(3)], RULES)
    with pytest.raises(ReviewError, match=r"rij 2: de code hoort bij een ander bestand.*\nrij 3: de code hoort"):
        read(older)


def test_a_missing_row_and_missing_columns_change_nothing() -> None:
    assert read(changed(0, soort="brief")[1:]) == ()
    assert read(b"Beoordeling;Nummer\nopenbaar;DAA\n")[0].changed == ("judgement",)


def test_duplicate_rows() -> None:
    lines = changed(0, soort="brief")
    assert len(read([*lines, lines[0]])) == 1
    assert faults([*lines, lines[0] | {"soort": "nota"}]) == [
        "rij 2: dit document staat ook op rij 5, met een andere inhoud"
    ]


def test_everything_wrong_is_said_at_once_without_titles() -> None:
    lines = sheet(ROWS)
    lines[0] |= {"oordeel": "ja", "datum": "gisteren", "gronden": "x"}
    lines[1] |= {"code": "QQ"}
    lines[2] |= {"oordeel": "niet openbaar", "gronden": ""}
    found = faults(lines)
    assert [fault.split(":")[0] for fault in found] == ["rij 2", "rij 2", "rij 2", "rij 3", "rij 4"]
    assert "Jansen" not in "\n".join(found)


FILES = {
    "excel ansi comma": (",", "cp1252", "\r\n"),
    "unicode text": ("\t", "utf-16", "\r\n"),
    "libreoffice": (";", "utf-8", "\n"),
}


@pytest.mark.parametrize(("delimiter", "encoding", "end"), FILES.values(), ids=FILES.keys())
def test_files_of_spreadsheets(delimiter: str, encoding: str, end: str) -> None:
    lines = changed(2, titel="Crème brûlée, met €", oordeel="Geheel openbaar")
    (decision,) = read(saved(lines, delimiter, encoding, end))
    assert decision.values() == {"judgement": Judgement.PUBLIC, "title": "Crème brûlée, met €"}


@settings(deadline=None, max_examples=50)
@given(st.text(), st.text(), st.text(), st.text(), st.sampled_from([None, *Judgement]))
def test_any_text_comes_back_as_unchanged(
    title: str, kind: str, remark: str, name: str, judgement: Judgement | None
) -> None:
    rows = [row(title=title, kind=kind, remark=remark, name=name, judgement=judgement)]
    assert read(documents_csv(rows, RULES), rows) == ()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(["openbaar", "niet openbaar", "al openbaar"]), min_size=3, max_size=3), st.randoms())
def test_sorting_or_shuffling_rows_changes_nothing(words: list[str], chance: random.Random) -> None:
    lines = [line | {"oordeel": word} for line, word in zip(sheet(ROWS), words, strict=True)]
    shuffled = list(lines)
    chance.shuffle(shuffled)
    assert read(shuffled) == read(lines)


def test_newer_decisions_win_field_by_field() -> None:
    older = [
        DocumentDecision("doc-1", ("kind", "title"), "anna", kind="brief", title="Oud"),
        DocumentDecision("doc-2", ("kind",), "anna", kind="nota"),
    ]
    newer = [DocumentDecision("doc-1", ("remark", "title"), "bo", title="Nieuw", remark="zie DAB")]
    assert merge_decisions(older, newer) == (
        DocumentDecision("doc-1", ("kind", "remark", "title"), "bo", kind="brief", title="Nieuw", remark="zie DAB"),
        older[1],
    )


def test_decisions_can_be_stored() -> None:
    decisions = read(changed(0, datum="1-2-2020", oordeel="openbaar", gronden="11.1"))
    kind = tuple[DocumentDecision, ...]
    assert load(dump(decisions, kind), kind, "documents.json") == decisions
    rows = (row(date=None), row(2))
    assert load(dump(rows, tuple[DocumentRow, ...]), tuple[DocumentRow, ...], "documents.json") == rows


def test_decisions_are_journalled_without_titles(tmp_path: Path) -> None:
    decisions = read(changed(0, titel="Brief van Pieters", oordeel="openbaar", gronden="", markeringen="Wbni"))
    (event,) = document_events(ROWS, decisions, "csv", {"rules_version": "r1", "model_version": "m1"})
    assert event == {
        "event": "document",
        "document_id": "doc-1",
        "fields": ["grounds", "judgement", "markings", "title"],
        "old_grounds": ["10.2e"],
        "new_grounds": [],
        "old_judgement": "deels openbaar",
        "new_judgement": "openbaar",
        "old_markings": [],
        "new_markings": ["wbni"],
        "reviewer": "anna",
        "origin": "csv",
        "rules_version": "r1",
        "model_version": "m1",
    }
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(event)
    assert "Pieters" not in (tmp_path / "journal.jsonl").read_text()
    assert journal.entries()[0]["new_judgement"] == "openbaar"


def test_titles_never_show_in_a_repr() -> None:
    assert "Jansen" not in repr(row())
    assert "Pieters" not in repr(read(changed(0, titel="Brief van Pieters")))


REFUSED = row(judgement=Judgement.NOT_PUBLIC, grounds=("11.1",), decider="anna")


def seconded(name: str, rows: list[DocumentRow], **cells: str) -> list[Line]:
    lines = changed(0, rows, **cells)
    lines[0]["tweede lezer"] = name
    return lines


def test_senders_receivers_and_what_remains_are_shown() -> None:
    (line,) = sheet([row(sender="J. Jansen <j@x.nl>", receiver="=Bakker", remaining=0.366)])
    assert (line["afzender"], line["ontvanger"], line["resterend"]) == ("J. Jansen <j@x.nl>", "'=Bakker", "37%")
    (decision,) = read(changed(0, afzender="Ministerie", ontvanger="Burger", resterend="99%"))
    assert decision.values() == {"sender": "Ministerie", "receiver": "Burger"}
    assert decide(ROWS[0], decision) == replace(ROWS[0], sender="Ministerie", receiver="Burger")


def test_a_name_in_the_column_tweede_lezer_confirms_the_row() -> None:
    (decision,) = read(seconded("Bea", [REFUSED]), [REFUSED])
    confirmed = decide(REFUSED, decision)
    assert (confirmed.second, confirmed.decider) == ("Bea", "anna")
    assert sheet([confirmed])[0]["tweede lezer"] == "Bea"
    assert read(documents_csv([confirmed], RULES), [confirmed]) == ()
    (event,) = document_events([REFUSED], [decision], "csv", {})
    assert event == {
        "event": "confirmed",
        "document_id": "doc-1",
        "reviewer": "Bea",
        "decider": "anna",
        "judgement": "niet openbaar",
        "grounds": ["11.1"],
        "markings": [],
        "origin": "csv",
    }


def test_nobody_confirms_a_refusal_of_his_own() -> None:
    message = "rij 2: de tweede lezer moet iemand anders zijn dan wie besliste"
    assert faults(seconded(" ANNA", [REFUSED]), [REFUSED]) == [message]
    fresh = [row(decider="cor")]
    assert faults(seconded("Anna", fresh, oordeel="niet openbaar"), fresh) == [message], "anna refuses it in this file"
    (decision,) = read(seconded("Cor", fresh, oordeel="niet openbaar"), fresh)
    ruled = decide(fresh[0], decision)
    assert (ruled.second, ruled.decider, ruled.judgement) == ("Cor", "anna", Judgement.NOT_PUBLIC)


def test_an_emptied_cell_takes_the_confirmation_or_the_sending_back_away() -> None:
    for returned in ("", "kijk nog eens"):
        before = replace(REFUSED, second="Bea", returned=returned)
        shown = sheet([before])[0]["tweede lezer"]
        assert shown == ("teruggestuurd door Bea" if returned else "Bea")
        (decision,) = read(seconded("", [before]), [before])
        assert decide(REFUSED, decision) == REFUSED
        (event,) = document_events([before], [decision], "csv", {})
        assert (event["event"], event["second"]) == ("unconfirmed", "Bea")


def test_a_refusal_takes_along_the_grounds_that_the_list_shows() -> None:
    (decision,) = read(changed(0, oordeel="niet openbaar"))
    assert decision.values() == {"judgement": Judgement.NOT_PUBLIC, "grounds": ("10.2e",)}
    (decision,) = read(changed(0, oordeel="niet openbaar", gronden="11.1"))
    assert decision.values() == {"judgement": Judgement.NOT_PUBLIC, "grounds": ("11.1",)}


# a file against the list that went on


def from_before(lines: Iterable[Mapping[str, str]], now: list[DocumentRow], *decisions: DocumentDecision) -> Any:
    earlier = Earlier(documents_csv(ROWS, RULES), decisions)
    return read_documents(saved(lines), now, RULES, Regime.WOB, "anna", earlier)


def test_an_unchanged_cell_leaves_a_later_decision_alone() -> None:
    later = DocumentDecision("doc-1", ("judgement", "kind"), "bo", judgement=Judgement.PUBLIC, kind="brief")
    now = [decide(ROWS[0], later), *ROWS[1:]]
    assert from_before(sheet(ROWS), now, later) == ()
    (decision,) = from_before(changed(0, titel="Anders"), now, later)
    assert decision.values() == {"title": "Anders"}


def test_a_cell_and_a_later_decision_that_differ_are_a_fault() -> None:
    later = DocumentDecision("doc-1", ("judgement",), "bo", judgement=Judgement.PUBLIC)
    now = [decide(ROWS[0], later), *ROWS[1:]]
    with pytest.raises(
        ReviewError, match=r"rij 2: oordeel is intussen elders ingevuld \('openbaar', bo\); maak de rij"
    ):
        from_before(changed(0, oordeel="reeds openbaar"), now, later)
    assert from_before(changed(0, oordeel="Openbaar"), now, later) == ()


def test_what_was_only_worked_out_anew_gives_way_to_a_person() -> None:
    now = [replace(ROWS[0], judgement=Judgement.PUBLIC, grounds=()), *ROWS[1:]]
    (decision,) = from_before(changed(0, oordeel="reeds openbaar"), now)
    assert decision.values()["judgement"] is Judgement.ALREADY_PUBLIC
