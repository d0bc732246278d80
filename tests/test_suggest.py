"""Corrections of a case become rules that hold, say where they come from, and name nobody."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import regex
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.cli import main
from redact.errors import UsageProblem
from redact.model import Hit, Review, Verdict
from redact.pipeline.settings import MACHINE
from redact.pipeline.suggest import (
    LEAST,
    Candidate,
    LeftOut,
    Suggestions,
    corrections,
    may_be_name,
    rule_files,
    write_rule_files,
)
from redact.resources import shipped
from redact.review import with_reviews
from redact.rulebook import load_rulebook
from tests.conftest import write_pdf
from tests.test_groups import hit, listed
from tests.test_pipeline import case_of, fill_in, go

RED, KEEP = Verdict.REDACT, Verdict.KEEP
BOOK = load_rulebook()
LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"))
Decided = tuple[Hit, Verdict, str]


def told(*decided: Decided) -> Suggestions:
    """What is suggested after these decisions: hit, verdict, reviewer ('' for none)."""
    hit_list = listed(*(each for each, _, _ in decided))
    reviews = [
        Review(entry.hit_id, verdict, entry.hit.grounds, reviewer)
        for entry, (_, verdict, reviewer) in zip(hit_list.entries, decided, strict=True)
        if reviewer
    ]
    return corrections(with_reviews(hit_list, reviews), BOOK)


def named(number: int, text: str, kind: str = "PERSON", proposal: Verdict = RED) -> Hit:
    return hit(number, text, entity_type=kind, proposal=proposal)


def test_a_text_that_people_left_everywhere_is_to_be_kept() -> None:
    found = told(
        (named(0, "Kanselarij"), KEEP, "T. Jurist"),
        (named(1, "kanselarij"), KEEP, "A. Ander"),
        (named(2, "Server"), KEEP, "T. Jurist"),
        (named(3, "Griffie"), KEEP, "T. Jurist"),
        (named(4, "Griffie"), RED, MACHINE),
        (named(5, "Postkamer"), KEEP, MACHINE),
        (named(6, "Postkamer"), KEEP, "T. Jurist"),
    )
    assert found.keep == (Candidate("Kanselarij", ("h0001", "h0002")),)
    assert found.left_out == {LeftOut.RARE: 2} and LEAST == 2 and not found.always


def test_names_and_numbers_of_persons_never_become_rules() -> None:
    found = told(
        (named(0, "Sanne Vermeulen"), KEEP, "T. Jurist"),
        (named(1, "Sanne Vermeulen"), KEEP, "T. Jurist"),
        (named(2, "Bakker", "BY_HAND"), RED, "T. Jurist"),
        (named(3, "Youssef", "BY_HAND"), RED, "T. Jurist"),
        (named(4, "Fatima el Amrani", "PUBLIC_OFFICIAL", KEEP), RED, "T. Jurist"),
        (named(5, "06 12 34 56 78", "BY_HAND"), RED, "T. Jurist"),
        (named(6, "iemand@voorbeeld.nl", "BY_HAND"), RED, "T. Jurist"),
        (named(7, "info@voorbeeld.nl", "EMAIL_ADDRESS", KEEP), RED, "T. Jurist"),
    )
    assert not found.keep and not found.always
    assert found.left_out == {LeftOut.NAME: 4, LeftOut.PERSONAL: 3}


def test_a_text_that_a_marking_redacted_somewhere_is_no_rule() -> None:
    grounds = (("10.2e",), ("buiten_verzoek",), ("buiten_verzoek",))
    found = told(
        *(
            (hit(number, "kast 14", entity_type="BY_HAND", grounds=each), RED, "T. Jurist")
            for number, each in enumerate(grounds)
        )
    )
    assert not found.always and found.left_out == {LeftOut.MARKING: 1}


def test_what_people_added_or_redacted_against_a_proposal_is_always_redacted() -> None:
    found = told(
        (named(0, "kast 14", "BY_HAND"), RED, "T. Jurist"),
        (named(1, "kast 14", "BY_HAND"), RED, "T. Jurist"),
        (named(2, "jurist", "JOB_TITLE", KEEP), RED, "T. Jurist"),
        (named(3, "Bakker-01", "HOSTNAME", KEEP), RED, "T. Jurist"),
        (named(4, "griffier", "JOB_TITLE", KEEP), RED, "T. Jurist"),
        (named(5, "griffier", "JOB_TITLE", KEEP), KEEP, "T. Jurist"),
        (named(6, "bode", "JOB_TITLE"), RED, "T. Jurist"),
        (named(7, "een zin " * 20, "BY_HAND"), RED, "T. Jurist"),
        (hit(8, "buiten de zaak", entity_type="BY_HAND", grounds=("buiten_verzoek",)), RED, "T. Jurist"),
    )
    assert [(each.text, each.hit_ids, each.grounds) for each in found.always] == [
        ("kast 14", ("h0001", "h0002"), ("10.2e",)),
        ("jurist", ("h0003",), ("10.2e",)),
        ("Bakker-01", ("h0004",), ("10.2e",)),
    ]
    assert found.left_out == {LeftOut.LONG: 1, LeftOut.MARKING: 1}
    assert "kast" not in repr(found)


def rules_with(folder: Path, files: dict[str, str]) -> Path:
    shutil.copytree(shipped("rules"), folder)
    for name, text in files.items():
        (folder / "entities" / name).write_text(text, "utf-8")
    return folder


def test_the_files_are_rules_that_hold(tmp_path: Path) -> None:
    found = Suggestions(
        (Candidate("Kanselarij", ("h0001", "h0002")), Candidate("Mei", ("h0003", "h0004", "h0005"))),
        (Candidate("kast 14 (oost)", ("h0006",), ("10.2g",)), Candidate("'t Hok", ("h0007",), ("10.2e", "10.2g"))),
        {},
    )
    files = rule_files(found, BOOK)
    assert list(files) == ["suggested_keep.yaml", "suggested_always_10_2g.yaml", "suggested_always_10_2e_10_2g.yaml"]
    assert "# left 2 times: h0001, h0002\n" in files["suggested_keep.yaml"]
    assert "# left 3 times: h0003, h0004, h0005; also a surname or first name\n" in files["suggested_keep.yaml"]
    folder = rules_with(tmp_path / "rules", files)
    book = load_rulebook(folder)
    rules = {rule.name: rule for rule in book.rules}
    assert rules["suggested_keep"].keep and not book.check(rules["suggested_keep"])
    assert rules["suggested_always_10_2e_10_2g"].grounds == (("wob", "10.2e"), ("wob", "10.2g"))
    result = CliRunner().invoke(main, ["rules", "check", str(folder)])
    assert (result.exit_code, f"{len(BOOK.rules) + 3} rules" in result.output) == (0, True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(LETTERS, min_size=1, max_size=20), min_size=1, max_size=3))
def test_any_text_reads_back_and_is_found(words: list[str]) -> None:
    text = " ".join(words)
    files = rule_files(Suggestions((Candidate(text, ("h0001", "h0002")),), (), {}), BOOK)
    entry = yaml.safe_load(files["suggested_keep.yaml"])
    assert entry["matches"] == [text]
    (pattern,) = entry["patterns"]
    assert regex.search(pattern, f"voor {text} na") and regex.search(pattern, "\n".join(words))


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("oud")
    with pytest.raises(UsageProblem, match=r"b\.yaml"):
        write_rule_files({"a.yaml": "nieuw", "b.yaml": "nieuw"}, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.yaml"]


@pytest.mark.parametrize(
    ("text", "sure", "expected"),
    [
        ("Mei", True, False),
        ("Mei", False, True),
        ("Youssef", True, True),
        ("mei", False, False),
        ("kast 14", False, False),
    ],
)
def test_what_may_be_a_name(text: str, sure: bool, expected: bool) -> None:
    assert may_be_name(text, sure=sure) is expected


def test_the_command_prints_or_writes_what_a_case_taught(tmp_path: Path) -> None:
    bundle = tmp_path / "zaak"
    write_pdf(bundle / "een.pdf", "De sleutel van kast 14 ligt klaar, zegt Sanne Vermeulen.")
    write_pdf(bundle / "twee.pdf", "Ook kast 14 is leeg. Het gaat om kast Noord bij de ingang.")
    go(bundle)
    row = {"tekst": "kast 14", "grond": "10.2.g", "oordeel": "lakken"}
    fill_in(bundle, lambda row: "", row, {"tekst": "Noord", "grond": "10.2.e", "oordeel": "lakken"})
    go(bundle)
    shown = CliRunner().invoke(main, ["rules", "suggest", str(bundle)])
    assert shown.exit_code == 0 and "kast\\s14" in shown.output and "# redacted 2 times: h" in shown.output
    assert "Vermeulen" not in shown.output and "Noord" not in shown.output
    assert "not among them: 1 (may be a person's name)" in shown.output
    out = tmp_path / "voorstel"
    written = CliRunner().invoke(main, ["rules", "suggest", str(bundle), "--out", str(out)])
    assert written.exit_code == 0 and "kast" not in written.output
    files = {path.name: path.read_text("utf-8") for path in out.iterdir()}
    assert list(files) == ["suggested_always_10_2g.yaml"]
    assert load_rulebook(rules_with(tmp_path / "rules", files)).rule("SUGGESTED_ALWAYS_10_2G")
    assert case_of(bundle).exists()
    assert CliRunner().invoke(main, ["rules", "suggest", str(tmp_path / "geen")]).exit_code == 3
