from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest

from redact.errors import ExitCode, InputError, LeakError, ReviewError, UsageProblem
from redact.executors import SerialExecutor
from redact.journal import Journal
from redact.pipeline.run import run
from redact.pipeline.settings import MACHINE, Outcome, Settings, Silence, State
from redact.pipeline.status import read_status
from tests.conftest import MAIL, write_pdf

Rows = list[dict[str, str]]


def go(bundle: Path, out: Path | None = None, until: State = State.PUBLISHED, **asked: object) -> Outcome:
    settings = Settings(**{"grounds": "10.2e,10.2g", "reviewer": "J. Tester", **asked})  # type: ignore[arg-type]
    return run(bundle, out, settings, SerialExecutor(), Silence(), until)


def case_of(bundle: Path) -> Path:
    return bundle.with_name(bundle.name + "-gelakt")


def rows_of(path: Path) -> Rows:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"))


def write_rows(path: Path, rows: Rows) -> None:
    """Writes the list back as Excel does."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))


def fill_in(bundle: Path, verdict: Callable[[dict[str, str]], str], *more: dict[str, str]) -> None:
    path = case_of(bundle) / "hits.csv"
    rows = rows_of(path)
    for row in rows:
        row["oordeel"] = verdict(row)
        row["tweede lezer"] = "S. Lezer"
    write_rows(path, [*rows, *({**dict.fromkeys(rows[0], ""), **row} for row in more)])


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file with its inode, time and content: what a rerun may not change."""
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def test_a_run_stops_for_review_with_nothing_published(small_bundle: Path) -> None:
    before = snapshot(small_bundle)
    outcome = go(small_bundle)
    assert outcome.state is State.REVIEW and outcome.exit_code is ExitCode.OK
    assert outcome.open_hits == outcome.hits > 10
    assert not (case_of(small_bundle) / "publication").exists()
    assert not list(case_of(small_bundle).glob("work/*/burnt.pdf"))
    assert snapshot(small_bundle) == before, "a bundle is never written to"


def test_the_hit_list_names_what_a_reader_would(small_bundle: Path) -> None:
    go(small_bundle)
    found = {(row["tekst"], row["soort"], row["grond"]) for row in rows_of(case_of(small_bundle) / "hits.csv")}
    assert {
        ("Vermeulen, Anne-Fleur", "persoonsnaam", "10.2.e"),
        ("a.vermeulen@voorbeeld-ministerie.nl", "e-mailadres", "10.2.e"),
        ("Fatima el Amrani", "persoonsnaam", "10.2.e"),
        ("06-12345678", "telefoonnummer", "10.2.e"),
        ("10.11.12.13", "IP-adres", "10.2.g"),
    } <= found


def test_grounds_limit_what_is_proposed(small_bundle: Path) -> None:
    go(small_bundle, grounds="artikel 10, tweede lid, onder g")
    assert {row["grond"] for row in rows_of(case_of(small_bundle) / "hits.csv")} == {"10.2.g"}


def test_reviewed_hits_are_burnt_and_the_rest_stays(small_bundle: Path, read_text: Callable[[Path], str]) -> None:
    go(small_bundle)
    fill_in(small_bundle, lambda row: "laten staan" if row["soort"] == "IP-adres" else "lakken")
    outcome = go(small_bundle)
    assert outcome.state is State.PUBLISHED and outcome.released == 3
    annex = read_text(case_of(small_bundle) / "publication" / "bijlage-3A.pdf")
    assert "10.11.12.13" in annex and "Verzonden: maandag 19 juli 2021" in annex
    assert not any(secret in annex for secret in ("Vermeulen", "Amrani", "06-12345678", "Bakker"))


def test_everything_published_stands_in_code_order_with_code_and_bookmark(small_bundle: Path) -> None:
    go(small_bundle, approve=0.0)
    publication = case_of(small_bundle) / "publication"
    assert sorted(path.name for path in publication.iterdir()) == [
        "bewijs.pdf",
        "bijlage-2A.pdf",
        "bijlage-2A.xlsx",
        "bijlage-2B.pdf",
        "bijlage-2B.xlsx",
        "bijlage-3A.pdf",
        "bijlage-3B.pdf",
        "proof.json",
    ]
    with pikepdf.open(publication / "bijlage-3A.pdf") as annex, annex.open_outline() as outline:
        assert [item.title.split(" ")[0] for item in outline.root] == ["AA", "AC"]
    sheet = openpyxl.load_workbook(publication / "bijlage-2A.xlsx").active
    assert sheet is not None
    cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"AA", "AC", "deels openbaar", "openbaar"} <= cells


def test_a_document_without_hits_is_wholly_public(small_bundle: Path) -> None:
    go(small_bundle, approve=0.0)
    judged = {row["bestand"]: row["oordeel"] for row in rows_of(case_of(small_bundle) / "documents.csv")}
    assert judged == {
        "ncsc/mail.pdf": "deels openbaar",
        "ncsc/feiten.pdf": "openbaar",
        "nctv/antwoord.pdf": "deels openbaar",
    }


def test_a_rerun_changes_nothing(small_bundle: Path) -> None:
    go(small_bundle, approve=0.0)
    before = snapshot(case_of(small_bundle))
    go(small_bundle, approve=0.0)
    assert snapshot(case_of(small_bundle)) == before


def test_the_work_folder_may_be_thrown_away(small_bundle: Path) -> None:
    go(small_bundle)
    fill_in(small_bundle, lambda row: "lakken")
    go(small_bundle, until=State.BURNT)
    ids = [row["id"] for row in rows_of(case_of(small_bundle) / "hits.csv")]
    shutil.rmtree(case_of(small_bundle) / "work")
    outcome = go(small_bundle)
    assert outcome.state is State.PUBLISHED
    assert [row["id"] for row in rows_of(case_of(small_bundle) / "hits.csv")] == ids


def test_the_journal_tells_who_decided_what(small_bundle: Path) -> None:
    go(small_bundle)
    fill_in(small_bundle, lambda row: "lakken")
    go(small_bundle)
    journal = Journal(case_of(small_bundle) / "journal.jsonl")
    journal.verify()
    reviews = [event for event in journal.entries() if event["event"] == "review"]
    assert {event["reviewer"] for event in reviews} == {"J. Tester"}
    assert {event["new_verdict"] for event in reviews} == {"lakken"}
    published = {event["file"]: event["sha256"] for event in journal.entries() if event["event"] == "published"}
    proof = json.loads((case_of(small_bundle) / "publication" / "proof.json").read_text())
    assert published == {entry["file"]: entry["sha256"] for entry in proof["files"]}
    assert proof["journal"]["hash"] in (case_of(small_bundle) / "journal.jsonl").read_text()
    assert "Vermeulen" not in (case_of(small_bundle) / "journal.jsonl").read_text()


def test_machine_approval_says_so(small_bundle: Path, read_text: Callable[[Path], str]) -> None:
    go(small_bundle, approve=0.0)
    case = case_of(small_bundle)
    assert {row["beoordelaar"] for row in rows_of(case / "hits.csv")} == {MACHINE}
    assert "zonder tussenkomst van een medewerker" in " ".join(read_text(case / "publication/bijlage-2A.pdf").split())
    assert json.loads((case / "publication/proof.json").read_text())["approved_by_machine"] is True


def test_approval_from_a_score_leaves_the_rest_open(small_bundle: Path) -> None:
    outcome = go(small_bundle, approve=0.9)
    assert outcome.state is State.REVIEW
    assert 0 < outcome.open_hits < outcome.hits
    scores = {
        float(row["zekerheid"].replace(",", "."))
        for row in rows_of(case_of(small_bundle) / "hits.csv")
        if not row["oordeel"]
    }
    assert max(scores) < 0.9


def test_a_row_added_by_hand_is_burnt_wherever_it_stands(small_bundle: Path, read_text: Callable[[Path], str]) -> None:
    go(small_bundle)
    fill_in(
        small_bundle,
        lambda row: "lakken",
        {"tekst": "geen sporen gevonden", "grond": "10.2.g", "oordeel": "lakken"},
    )
    assert go(small_bundle).state is State.SECOND, "one of the twenty is in the sample"
    fill_in(small_bundle, lambda row: row["oordeel"])
    assert go(small_bundle).state is State.PUBLISHED
    for letter in "AB":
        assert "sporen" not in read_text(case_of(small_bundle) / f"publication/bijlage-3{letter}.pdf")


def test_a_row_added_by_hand_that_is_nowhere_is_an_error_with_its_row(small_bundle: Path) -> None:
    go(small_bundle)
    fill_in(small_bundle, lambda row: "lakken", {"tekst": "Bestaat Niet", "grond": "10.2e", "oordeel": "lakken"})
    with pytest.raises(ReviewError, match=r"rij \d+: de toegevoegde tekst komt .* niet voor") as error:
        go(small_bundle)
    assert "Bestaat" not in str(error.value)
    rows = rows_of(case_of(small_bundle) / "hits.csv")
    assert rows[-1]["tekst"] == "Bestaat Niet", "the reviewer's file is left as it is"
    write_rows(case_of(small_bundle) / "hits.csv", rows[:-1])
    assert go(small_bundle).state is State.PUBLISHED


def test_terms_are_hits_everywhere_with_certainty_one(small_bundle: Path, tmp_path: Path) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text("# wat er ook weg moet\nnagekeken;10.2g\nMelding\n", encoding="utf-8")
    go(small_bundle, terms=terms)
    found = [row for row in rows_of(case_of(small_bundle) / "hits.csv") if row["soort"] == "zoekterm"]
    assert {(row["tekst"], row["grond"], row["zekerheid"]) for row in found} == {
        ("nagekeken", "10.2.g", "1,00"),
        ("Melding", "10.2.e", "1,00"),
    }
    assert len(found) == 4


@pytest.mark.parametrize("lines", ["ab", "woord;99.9z", "woord;5.1.2e"])
def test_faulty_terms_are_named_by_line(small_bundle: Path, tmp_path: Path, lines: str) -> None:
    terms = tmp_path / "terms.txt"
    terms.write_text(f"goed\n{lines}\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 2"):
        go(small_bundle, terms=terms)


def test_whole_documents_are_decided_in_documents_csv(small_bundle: Path) -> None:
    go(small_bundle)
    path = case_of(small_bundle) / "documents.csv"
    rows = rows_of(path)
    mail = next(row for row in rows if row["bestand"] == "ncsc/mail.pdf")
    mail.update({"oordeel": "niet openbaar", "gronden": "11.1", "titel": "Interne mail", "tweede lezer": "S. Lezer"})
    write_rows(path, rows)
    outcome = go(small_bundle, approve=0.0)
    assert outcome.released == 2
    rows = rows_of(path)
    assert next(row for row in rows if row["code"] == mail["code"])["titel"] == "Interne mail"
    with pikepdf.open(case_of(small_bundle) / "publication/bijlage-3A.pdf") as annex:
        assert len(annex.pages) == 1


def test_an_exact_copy_follows_its_twin(small_bundle: Path) -> None:
    (small_bundle / "nctv" / "kopie.pdf").write_bytes((small_bundle / "ncsc" / "mail.pdf").read_bytes())
    outcome = go(small_bundle, approve=0.0)
    assert outcome.released == 3
    copy = next(row for row in rows_of(case_of(small_bundle) / "documents.csv") if row["bestand"] == "nctv/kopie.pdf")
    assert (copy["oordeel"], copy["markeringen"]) == ("niet openbaar", "dubbel")
    assert copy["opmerking"].startswith("Dubbel, zie A")


def test_a_code_once_given_never_changes(small_bundle: Path) -> None:
    go(small_bundle)
    codes = {row["bestand"]: row["code"] for row in rows_of(case_of(small_bundle) / "documents.csv")}
    write_pdf(small_bundle / "ncsc" / "ouder.pdf", "Verslag\n\nDatum 1 januari 2019\n\nNiets.")
    (small_bundle / "ncsc" / "mail.pdf").rename(small_bundle / "ncsc" / "hernoemd.pdf")
    go(small_bundle)
    later = {row["bestand"]: row["code"] for row in rows_of(case_of(small_bundle) / "documents.csv")}
    assert later["ncsc/ouder.pdf"] not in codes.values()
    assert later["ncsc/hernoemd.pdf"] == codes["ncsc/mail.pdf"]
    assert later["ncsc/feiten.pdf"] == codes["ncsc/feiten.pdf"]


def test_titles_on_the_inventory_hold_no_names(small_bundle: Path, read_text: Callable[[Path], str]) -> None:
    write_pdf(small_bundle / "ncsc" / "x.pdf", MAIL.format(subject="Gesprek met Fatima el Amrani"))
    go(small_bundle, approve=0.0)
    case = case_of(small_bundle)
    titles = {row["bestand"]: row["titel"] for row in rows_of(case / "documents.csv")}
    assert titles["ncsc/x.pdf"] == "Gesprek met [10.2.e]"
    assert "Amrani" not in read_text(case / "publication/bijlage-2A.pdf")
    with pikepdf.open(case / "publication/bijlage-3A.pdf") as annex, annex.open_outline() as outline:
        assert not any("Amrani" in item.title for item in outline.root)


def test_a_name_found_once_is_a_hit_everywhere(small_bundle: Path) -> None:
    write_pdf(
        small_bundle / "ncsc" / "nota.pdf", "Nota\n\nVolgens Amrani, Fatima el kan dit zo. Fatima el Amrani tekende."
    )
    go(small_bundle)
    texts = [row["tekst"] for row in rows_of(case_of(small_bundle) / "hits.csv")]
    assert texts.count("Fatima el Amrani") == 3


def test_a_flat_folder_is_one_location(tmp_path: Path) -> None:
    bundle = tmp_path / "plat"
    write_pdf(bundle / "mail.pdf", MAIL.format(subject="Melding"))
    go(bundle, approve=0.0)
    names = {path.name for path in (case_of(bundle) / "publication").iterdir()}
    assert names == {"bewijs.pdf", "bijlage-2A.pdf", "bijlage-2A.xlsx", "bijlage-3A.pdf", "proof.json"}


def test_bundle_yaml_rules_numbers_and_passages(small_bundle: Path, read_text: Callable[[Path], str]) -> None:
    (small_bundle / "bundle.yaml").write_text(
        "regime: wob\nnumbering: numbers\n"
        "documents:\n"
        "  ncsc/mail.pdf:\n    passages:\n    - {text: 'De server op 10.11.12.13 is nagekeken', marking: Wbni}\n"
        "  nctv/antwoord.pdf: {judgement: reeds openbaar, remark: 'Zie de Kamerstukken'}\n",
        encoding="utf-8",
    )
    outcome = go(small_bundle, approve=0.0)
    assert outcome.released == 2
    rows = {row["bestand"]: row for row in rows_of(case_of(small_bundle) / "documents.csv")}
    assert rows["ncsc/mail.pdf"]["code"] == "1" and rows["ncsc/mail.pdf"]["markeringen"] == "Wbni"
    assert rows["nctv/antwoord.pdf"]["oordeel"] == "reeds openbaar"
    annex = read_text(case_of(small_bundle) / "publication/bijlage-3A.pdf")
    assert "server" not in annex and "Wet beveiliging netwerk- en informatiesystemen" in " ".join(annex.split())


def test_a_passage_that_is_not_there_is_named(small_bundle: Path) -> None:
    (small_bundle / "bundle.yaml").write_text(
        "documents:\n  ncsc/mail.pdf: {passages: [{text: 'Staat er niet in', marking: Wbni}]}\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"passage 1 of ncsc/mail\.pdf") as error:
        go(small_bundle)
    assert "Staat er" not in str(error.value)


def test_grounds_of_another_law_than_the_bundle(small_bundle: Path) -> None:
    (small_bundle / "bundle.yaml").write_text("regime: wob\n", encoding="utf-8")
    with pytest.raises(UsageProblem, match=r"10\.2e"):
        go(small_bundle, grounds="5.1.2e")


@pytest.mark.parametrize("name", [MACHINE, "bundle.yaml", "x" * 101])
def test_a_reviewer_is_somebody_with_a_name_of_sensible_length(small_bundle: Path, name: str) -> None:
    with pytest.raises(UsageProblem, match="--reviewer"):
        go(small_bundle, reviewer=name)
    assert not case_of(small_bundle).exists()


def test_faults_in_the_hit_list_name_their_rows_and_change_nothing(small_bundle: Path) -> None:
    go(small_bundle)
    fill_in(small_bundle, lambda row: "misschien" if row["id"] == "h0002" else "lakken")
    before = snapshot(case_of(small_bundle))
    with pytest.raises(ReviewError, match=r"rij 3: .*misschien"):
        go(small_bundle)
    assert snapshot(case_of(small_bundle)) == before


def test_a_leak_stops_the_release_and_keeps_the_former_one(small_bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seeds the defect the whole program exists against: a burner that paints but does not remove."""
    go(small_bundle, approve=0.0)
    former = snapshot(case_of(small_bundle) / "publication")
    write_pdf(small_bundle / "ncsc" / "nieuw.pdf", MAIL.format(subject="Nieuw"))
    leak_on_purpose(monkeypatch)
    with pytest.raises(LeakError, match="Nothing is released") as error:
        go(small_bundle, approve=0.0)
    assert "Vermeulen" not in str(error.value)
    assert snapshot(case_of(small_bundle) / "publication") == former
    proof = json.loads((case_of(small_bundle) / "work" / "proof.json").read_text())
    assert proof["verdict"] == "lek"


def leak_on_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    import redact.burn
    from redact.burn import BurnReport

    def only_paint(normalised: Path, redactions: tuple[object, ...], target: Path, *settings: object) -> BurnReport:
        target.write_bytes(normalised.read_bytes())
        return BurnReport((), ())

    monkeypatch.setattr(redact.burn, "burn", only_paint)


def test_the_case_folder_may_not_lie_in_the_bundle(small_bundle: Path) -> None:
    with pytest.raises(InputError, match="inside the bundle"):
        go(small_bundle, out=small_bundle / "uit")


def test_nothing_shows_document_text_in_case_json_or_proof(small_bundle: Path) -> None:
    go(small_bundle, approve=0.0)
    case = case_of(small_bundle)
    for name in ("case.json", "journal.jsonl", "publication/proof.json"):
        assert "Vermeulen" not in (case / name).read_text()


def test_a_list_saved_while_a_run_is_at_work_is_not_overwritten(
    small_bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import redact.pipeline.to_review

    go(small_bundle)
    path = case_of(small_bundle) / "hits.csv"
    search = redact.pipeline.to_review.search_bundle  # type: ignore[attr-defined]

    def save_meanwhile(*arguments: Any) -> Any:
        fill_in(small_bundle, lambda row: "laten staan")
        return search(*arguments)

    monkeypatch.setattr(redact.pipeline.to_review, "search_bundle", save_meanwhile)
    with pytest.raises(ReviewError, match=r"hits\.csv is opgeslagen"):
        go(small_bundle, approve=0.0)
    monkeypatch.undo()
    assert {row["oordeel"] for row in rows_of(path)} == {"laten staan"}


def test_a_row_can_be_added_where_nothing_was_found(tmp_path: Path, read_text: Callable[[Path], str]) -> None:
    bundle = tmp_path / "zaak"
    write_pdf(bundle / "feiten.pdf", "Het systeem werkt naar behoren.")
    go(bundle)
    path = case_of(bundle) / "hits.csv"
    header = path.read_text("utf-8-sig").splitlines()[0]
    path.write_text(f'{header}\r\n"";"";"";"naar behoren";"";"";"10.2.g";"";"lakken";"";""\r\n', encoding="utf-8-sig")
    assert go(bundle).boxes == 1
    assert "behoren" not in read_text(case_of(bundle) / "publication" / "bijlage-3A.pdf")


def test_a_hit_list_without_its_sidecar_is_not_written_over(small_bundle: Path) -> None:
    go(small_bundle)
    fill_in(small_bundle, lambda row: "lakken")
    (case_of(small_bundle) / "hits.json").unlink()
    before = (case_of(small_bundle) / "hits.csv").read_bytes()
    with pytest.raises(ReviewError, match=r"hits\.json ontbreekt"):
        go(small_bundle)
    assert (case_of(small_bundle) / "hits.csv").read_bytes() == before


def test_a_kill_between_a_list_and_its_sidecar_undoes_no_decision(
    small_bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sidecars know of the approval, the CSV files do not yet: those are no decisions of a person."""
    go(small_bundle)
    case = case_of(small_bundle)
    older = {name: (case / name).read_bytes() for name in ("hits.csv", "documents.csv")}
    written = {name: (case / "work" / f"written-{name}").read_bytes() for name in older}
    go(small_bundle, approve=0.0)
    for name, data in older.items():
        (case / name).write_bytes(data)
        (case / "work" / f"written-{name}").write_bytes(written[name])
    outcome = go(small_bundle)
    assert outcome.state is State.PUBLISHED and outcome.open_hits == 0
    assert {row["oordeel"] for row in rows_of(case / "documents.csv")} == {"openbaar", "deels openbaar"}
    assert not json.loads((case / "documents.json").read_text())["decisions"]


def test_what_the_inventory_itself_says_is_proposed_to_stay(small_bundle: Path) -> None:
    (small_bundle / "bundle.yaml").write_text(
        "regime: wob\nlocations:\n  ncsc: {letter: A, title: Bureau Vermeulen}\n  nctv: {letter: B, title: NCTV}\n",
        encoding="utf-8",
    )
    write_pdf(small_bundle / "ncsc" / "x.pdf", "Verslag\n\nDe heer Vermeulen was er ook.")
    go(small_bundle)
    row = next(row for row in rows_of(case_of(small_bundle) / "hits.csv") if row["tekst"] == "Vermeulen")
    assert "voorstel: laten staan" in row["opmerking"]


def test_what_a_newer_rule_book_no_longer_finds(small_bundle: Path, tmp_path: Path) -> None:
    """A person's decision stays; one that only the machine took goes with its hit."""
    rules = tmp_path / "rules"
    shutil.copytree(Path(__file__).parents[1] / "rules", rules)
    go(small_bundle, rules=rules)
    fill_in(small_bundle, lambda row: "lakken" if row["soort"] == "telefoonnummer" else "")
    go(small_bundle, rules=rules, approve=0.0)
    for name in ("phone_number", "ip_address"):
        (rules / "entities" / f"{name}.yaml").unlink()
    go(small_bundle, rules=rules, approve=0.0)
    kinds = {row["tekst"] for row in rows_of(case_of(small_bundle) / "hits.csv")}
    assert "06-12345678" in kinds and "10.11.12.13" not in kinds


def test_status_sees_a_journal_that_was_changed_or_cut_short(small_bundle: Path) -> None:
    go(small_bundle, approve=0.0)
    assert read_status(small_bundle, None).journal_lines > 10
    path = case_of(small_bundle) / "journal.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:5]))
    with pytest.raises(InputError, match="its end was removed"):
        read_status(small_bundle, None)
    head = path.with_suffix(".head")
    head.write_text(f"5 {json.loads(lines[4])['hash']}\n")
    with pytest.raises(InputError, match="lines are gone"):
        read_status(small_bundle, None)
    path.write_bytes(b"".join(lines).replace(b"lakken", b"laten staan", 1))
    with pytest.raises(InputError, match="line"):
        read_status(small_bundle, None)


def test_a_row_added_for_one_document_decides_nothing_elsewhere(
    small_bundle: Path, read_text: Callable[[Path], str]
) -> None:
    go(small_bundle)
    row = {"tekst": "nagekeken", "document": "AA", "grond": "10.2.g", "oordeel": "lakken"}
    fill_in(small_bundle, lambda row: "lakken", row)
    assert go(small_bundle, allow_contradictions=True).state is State.PUBLISHED
    publication = case_of(small_bundle) / "publication"
    assert "nagekeken" not in read_text(publication / "bijlage-3A.pdf")
    assert "nagekeken" in read_text(publication / "bijlage-3B.pdf")


def test_a_passage_quoted_in_another_document_is_proposed_there(small_bundle: Path) -> None:
    (small_bundle / "bundle.yaml").write_text(
        "documents:\n  ncsc/mail.pdf:\n    passages:\n    - {text: er zijn geen sporen gevonden, grounds: ['10.2g']}\n",
        encoding="utf-8",
    )
    go(small_bundle)
    rows = [row for row in rows_of(case_of(small_bundle) / "hits.csv") if row["soort"] == "passage"]
    assert [(row["document"], row["oordeel"]) for row in rows] == [("AA", "lakken"), ("AB", "")]
    assert go(small_bundle, approve=0.0).state is State.PUBLISHED


def test_what_was_approved_is_looked_for_in_documents_that_come_later(small_bundle: Path) -> None:
    """Also when the rules no longer find it anywhere: it may be left nowhere, so it must be proposed everywhere."""
    go(small_bundle)
    fill_in(small_bundle, lambda row: "lakken")
    go(small_bundle)
    write_pdf(small_bundle / "nctv" / "later.pdf", "Verslag\n\nHet nummer 06-12345678 werd gebeld.")
    go(small_bundle, grounds="10.2g")
    new = [row for row in rows_of(case_of(small_bundle) / "hits.csv") if not row["oordeel"]]
    assert "06-12345678" in {row["tekst"] for row in new}


@pytest.mark.parametrize("name", ["burnt.pdf", "normal.pdf"])
def test_a_work_file_that_was_changed_or_lost_is_made_again(small_bundle: Path, name: str) -> None:
    go(small_bundle, approve=0.0)
    case = case_of(small_bundle)
    for path in case.glob(f"work/*/{name}"):
        path.unlink()
    shutil.rmtree(case / "publication")
    assert go(small_bundle, approve=0.0).released == 3
    for path in case.glob("work/*/burnt.pdf"):
        path.write_bytes((path.parent / "normal.pdf").read_bytes())
    shutil.rmtree(case / "publication")
    assert go(small_bundle, approve=0.0).released == 3
