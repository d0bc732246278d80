"""Persons keep one number in a whole bundle and over runs; who they are stands in the key file alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from redact.errors import ReviewError, RulesError
from redact.executors import SerialExecutor
from redact.ground_codes import parse_codes
from redact.pipeline.deciding import By
from redact.pipeline.desk import open_desk
from redact.pipeline.run import run
from redact.pipeline.settings import Outcome, Settings, Silence, State
from redact.resources import shipped
from redact.rulebook import load_rulebook
from tests.conftest import write_pdf
from tests.pdfmaker import engines
from tests.test_pipeline import case_of, rows_of, write_rows

NEW = "Geachte heer Willems,\n\nIk sprak Anne-Fleur Vermeulen en Jan Willems.\n\nMet vriendelijke groet,\n\nTom Bakker"
SECRET = re.compile("Vermeulen|Bakker|Amrani")


def rules_with(tmp_path: Path, **chosen: str) -> Path:
    """The rule book with another boxes.yaml."""
    folder = tmp_path / "rules"
    shutil.copytree(shipped("rules"), folder, dirs_exist_ok=True)
    (folder / "boxes.yaml").write_text("".join(f"{key}: {value}\n" for key, value in chosen.items()), "utf-8")
    return folder


def go(bundle: Path, rules: Path) -> Outcome:
    settings = Settings(grounds="10.2e,10.2g", reviewer="J. Tester", rules=rules, approve=0.0)
    return run(bundle, None, settings, SerialExecutor(), Silence(), State.BURNT)


def numbers(bundle: Path) -> dict[str, str]:
    """The number of each name in the key file."""
    return {row["naam"]: row["nummer"] for row in rows_of(case_of(bundle) / "personen.csv")}


def drawn(bundle: Path) -> list[str]:
    """What stands in the burnt documents that have labels, by an engine that reads what is drawn."""
    read = [engines(path)["pdfminer"] for path in sorted(case_of(bundle).glob("work/*/burnt.pdf"))]
    return [text for text in read if "10.2" in text]


def test_a_person_keeps_one_number_over_documents_and_runs(small_bundle: Path, tmp_path: Path) -> None:
    rules, case = rules_with(tmp_path, persoonsnummers="ja", spelling="10.2e"), case_of(small_bundle)
    go(small_bundle, rules)
    key = {row["nummer"]: row for row in rows_of(case / "personen.csv")}
    names = " ".join(row["naam"] for row in key.values())
    assert len(key) == 3 and set(SECRET.findall(names)) == {"Vermeulen", "Bakker", "Amrani"}
    assert key["p1"]["documenten"] == "AA, AB"
    data = (case / "personen.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    texts = drawn(small_bundle)
    assert len(texts) == 2
    for text in texts:
        assert text.count("10.2e [p1]") >= 2 and set(re.findall(r"p\d+", text)) <= set(key)
    assert not SECRET.search((case / "journal.jsonl").read_text())

    known = numbers(small_bundle)
    write_pdf(small_bundle / "ncsc" / "aa-eerder.pdf", NEW)
    go(small_bundle, rules)
    now = numbers(small_bundle)
    assert {name: now[name] for name in known} == known, "nobody changes his number"
    new = {number for name, number in now.items() if "Willems" in name}
    assert new and min(int(number[1:]) for number in new) > len(known)

    rows = rows_of(case / "personen.csv")
    write_rows(case / "personen.csv", [rows[0], {**rows[1], "nummer": rows[0]["nummer"]}])
    with pytest.raises(ReviewError, match=r"personen\.csv, rij 3") as fault:
        go(small_bundle, rules)
    assert not SECRET.search(str(fault.value))


def test_who_is_joined_by_people_has_one_number_and_who_is_parted_has_his_own(
    small_bundle: Path, tmp_path: Path
) -> None:
    rules, key = rules_with(tmp_path, persoonsnummers="ja"), case_of(small_bundle) / "personen.csv"
    asked = Settings(grounds="10.2e,10.2g", reviewer="J. Tester", rules=rules)
    with open_desk(small_bundle, None, asked, SerialExecutor(), Silence()) as desk:
        hit_of = {entry.hit.text: entry.hit_id for entry in desk.hit_list.entries}
        desk.join(hit_of["Fatima el Amrani"], hit_of["Bakker, Tom"], By("J. Tester", desk.revision))
        desk.part(hit_of["a.vermeulen@voorbeeld-ministerie.nl"], By("J. Tester", desk.revision))
    go(small_bundle, rules)
    written = [{row["naam"], *row["schrijfwijzen"].split(" | ")} for row in rows_of(key)]
    assert any({"Fatima el Amrani", "Bakker, Tom"} <= names for names in written)
    assert not any({"a.vermeulen@voorbeeld-ministerie.nl", "Anne-Fleur Vermeulen"} <= names for names in written)


def test_without_numbers_there_is_no_key(small_bundle: Path, tmp_path: Path) -> None:
    go(small_bundle, rules_with(tmp_path))
    assert not (case_of(small_bundle) / "personen.csv").exists()
    assert not any("[p" in text for text in drawn(small_bundle))


@pytest.mark.parametrize(
    "text",
    ["stijl: rood\n", "kleur: zwart\n", "persoonsnummers: true\n", "spelling: 10.2\n", "stijl: zwart\nstijl: grijs\n"],
)
def test_a_wrong_boxes_file_is_refused_by_name(text: str, tmp_path: Path) -> None:
    folder = rules_with(tmp_path)
    (folder / "boxes.yaml").write_text(text, "utf-8")
    with pytest.raises(RulesError, match=r"boxes\.yaml: "):
        load_rulebook(folder)


@pytest.mark.parametrize(
    ("spelling", "shown"),
    [
        ("10.2.e", "10.2.e; 5.1.2.e; 11.1; 5.2"),
        ("10.2e", "10.2e; 5.1.2e; 11.1; 5.2"),
        ("(10)(2e)", "(10)(2e); (5.1)(2e); (11)(1); (5.2)"),
    ],
)
def test_grounds_in_every_spelling_read_back_as_themselves(spelling: str, shown: str, tmp_path: Path) -> None:
    book = load_rulebook(rules_with(tmp_path, spelling=spelling))
    assert book.label(("10.2e", "5.1.2e", "11.1", "5.2")) == shown
    assert all(parse_codes(ground.label) == (ground.code,) for ground in book.grounds)
    assert book.label(("buiten_verzoek",)) == "buiten verzoek"


def test_the_looks_are_part_of_the_version(tmp_path: Path) -> None:
    assert load_rulebook(rules_with(tmp_path, stijl="grijs")).version != load_rulebook(rules_with(tmp_path)).version
