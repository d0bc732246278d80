"""Texts that a reviewer asks to have blacked out everywhere: not even an older 'laten staan' keeps them readable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from redact.errors import LeakError, ReviewError
from redact.executors import SerialExecutor
from redact.journal import Journal
from redact.model import Review, Verdict
from redact.pipeline.deciding import By
from redact.pipeline.desk import Desk, open_desk
from redact.pipeline.release import forbidden, left_readable
from redact.pipeline.run import run
from redact.pipeline.settings import Outcome, Settings, Silence
from redact.review import Entry, HitList, from_json
from tests.conftest import write_pdf
from tests.reviewmaker import hit
from tests.test_pipeline import rows_of, write_rows

RED, LEFT = Verdict.REDACT, Verdict.KEEP
NAME = "Sanne Vermeulen"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "zaak"
    write_pdf(folder / "een.pdf", f"Groet, {NAME}\nBel {NAME} terug.\nDe kabel ligt klaar.")
    return folder


@contextmanager
def desk_of(bundle: Path) -> Iterator[Desk]:
    settings = Settings(grounds="10.2e,10.2g", reviewer="A. Jansen")
    with open_desk(bundle, None, settings, SerialExecutor(), Silence()) as desk:
        yield desk


def go(bundle: Path, reviewer: str = "B. Pieters", **options: object) -> Outcome:
    settings = Settings(grounds="10.2e,10.2g", reviewer=reviewer, **options)  # type: ignore[arg-type]
    return run(bundle, None, settings, SerialExecutor(), Silence())


def case_of(bundle: Path) -> Path:
    return bundle.with_name("zaak-gelakt")


def entries(bundle: Path, text: str = NAME) -> list[Entry]:
    return [entry for entry in all_entries(bundle) if entry.hit.text == text]


def all_entries(bundle: Path) -> tuple[Entry, ...]:
    return from_json((case_of(bundle) / "hits.json").read_bytes()).entries


def verdicts(bundle: Path, text: str = NAME) -> list[Verdict]:
    return [entry.verdict for entry in entries(bundle, text)]


def by(desk: Desk) -> By:
    return By("A. Jansen", desk.revision)


def all_left(bundle: Path) -> None:
    """Both places of the name are left readable by a person."""
    with desk_of(bundle) as desk:
        ids = [entry.hit_id for entry in desk.hit_list.entries]
        desk.decide(ids, LEFT, None, "is bekend", by(desk))
    assert verdicts(bundle) == [LEFT, LEFT]


def with_row(bundle: Path, text: str = NAME, verdict: str = "") -> None:
    """Adds a row for a text, and puts a verdict on the rows of the name."""
    path = case_of(bundle) / "hits.csv"
    rows = rows_of(path)
    for row in rows:
        row["oordeel"] = verdict if verdict and row["tekst"] == NAME else row["oordeel"]
    added = {**dict.fromkeys(rows[0], ""), "tekst": text, "grond": "10.2.e", "oordeel": "lakken"}
    write_rows(path, [*rows, added])


def test_a_row_redacts_what_was_left_earlier_and_says_so(bundle: Path) -> None:
    all_left(bundle)
    with_row(bundle)
    outcome = go(bundle)
    assert verdicts(bundle) == [RED, RED]
    names = ", ".join(entry.hit_id for entry in entries(bundle))
    assert outcome.notes == (f"Eerder 'laten staan', nu gelakt omdat de tekst is toegevoegd: {names}.",)
    for entry in entries(bundle):
        assert entry.review is not None
        assert (entry.review.reviewer, entry.review.remark) == ("B. Pieters", "is bekend")
    lines = [line for line in Journal(case_of(bundle) / "journal.jsonl").entries() if line["event"] == "review"]
    assert [(line["old_verdict"], line["origin"]) for line in lines[-2:]] == [("laten staan", "csv")] * 2
    again = (case_of(bundle) / "hits.json").read_bytes()
    assert go(bundle).notes == ()
    assert (case_of(bundle) / "hits.json").read_bytes() == again


def test_a_desk_that_opens_takes_a_row_in_and_has_what_to_say_of_it(bundle: Path) -> None:
    all_left(bundle)
    with_row(bundle)
    with desk_of(bundle) as desk:
        assert desk.notes[0].startswith("Eerder 'laten staan', nu gelakt")
    assert verdicts(bundle) == [RED, RED]


def test_the_desk_redacts_what_was_left_earlier_and_says_so(bundle: Path) -> None:
    all_left(bundle)
    with desk_of(bundle) as desk:
        change = desk.add_term(NAME, ("10.2e",), "", None, by(desk))
        assert change.said == "2 plaatsen gelakt, waarvan 2 eerder 'laten staan'"
        assert verdicts(bundle) == [RED, RED]
        desk.undo(by(desk))
        assert verdicts(bundle) == [LEFT, LEFT] and not desk.hit_list.terms
        desk.redo(by(desk))
    go(bundle)
    assert verdicts(bundle) == [RED, RED]


def test_what_is_left_after_the_text_was_added_stays_left(bundle: Path) -> None:
    all_left(bundle)
    with_row(bundle)
    go(bundle)
    first, second = (entry.hit_id for entry in entries(bundle))
    with desk_of(bundle) as desk:
        desk.decide([first], LEFT, None, None, by(desk))
    with pytest.raises(ReviewError, match="1 tegenstrijdigheid"):
        go(bundle)
    outcome = go(bundle, allow_contradictions=True)
    assert {entry.hit_id: entry.verdict for entry in entries(bundle)} == {first: LEFT, second: RED}
    assert not outcome.notes


def test_a_row_that_leaves_what_another_row_adds_is_a_fault_with_both_rows(bundle: Path) -> None:
    go(bundle)
    with_row(bundle, verdict="laten staan")
    with pytest.raises(ReviewError) as caught:
        go(bundle)
    places = [number for number, row in enumerate(rows_of(case_of(bundle) / "hits.csv"), 2) if row["tekst"] == NAME]
    first, second, added = places
    message = "deze tekst moet worden gelakt, maar hits.csv rij {} laat treffer {} met dezelfde tekst staan"
    for row, entry in zip((first, second), entries(bundle), strict=True):
        assert f"hits.csv rij {added}: {message.format(row, entry.hit_id)}" in str(caught.value)
    assert verdicts(bundle) == [Verdict.OPEN, Verdict.OPEN]
    assert NAME not in str(caught.value)


def test_a_text_inside_one_that_was_left_is_redacted_in_it(bundle: Path) -> None:
    all_left(bundle)
    with_row(bundle, "Vermeulen")
    go(bundle)
    assert verdicts(bundle, "Vermeulen") == [RED, RED]
    assert verdicts(bundle) == [LEFT, LEFT], "the first name was left, and is"
    before = entries(bundle, "Vermeulen")
    go(bundle)
    assert entries(bundle, "Vermeulen") == before


def test_what_is_redacted_inside_a_text_that_was_left_may_be_read_nowhere() -> None:
    def entry(number: int, start: int, text: str, verdict: Verdict) -> Entry:
        found = replace(hit(number, text, entity_type="PERSON"), start=start, end=start + len(text))
        return Entry(f"h{number:04d}", found, Review(f"h{number:04d}", verdict, ("10.2e",), "bo"))

    listed = HitList(
        (
            entry(1, 10, NAME, LEFT),
            entry(2, 16, "Vermeulen", RED),
            entry(3, 50, NAME, LEFT),
            entry(4, 90, "Vermeulen", LEFT),
            entry(5, 82, "de heer Vermeulen", RED),
        )
    )
    assert left_readable(listed) == {"doc-a": ["Sanne  ", NAME, ""]}
    (allowed,) = forbidden({"Vermeulen": "h0002"}, left_readable(listed)["doc-a"])
    assert allowed.kept == 1


def test_a_text_inside_one_that_waits_or_goes_is_no_hit_of_its_own(bundle: Path) -> None:
    go(bundle)
    with_row(bundle, "Vermeulen")
    go(bundle)
    assert verdicts(bundle) == [Verdict.OPEN, Verdict.OPEN] and not entries(bundle, "Vermeulen")


def test_a_person_overrules_what_only_the_machine_left(bundle: Path) -> None:
    """The title of the case is proposed to stay readable, which goes before what is found at the same place."""
    (bundle / "bundle.yaml").write_text(f"matter: Verzoek van {NAME}\n", encoding="utf-8")
    go(bundle, approve=0.0)
    assert verdicts(bundle) == [LEFT, LEFT]
    with_row(bundle)
    with pytest.raises(LeakError, match=r"bijlage-2A\.pdf"):
        go(bundle)
    assert verdicts(bundle) == [RED, RED]


def test_a_proposal_to_leave_is_no_answer_to_an_added_text(bundle: Path) -> None:
    (bundle / "bundle.yaml").write_text(f"matter: Verzoek van {NAME}\n", encoding="utf-8")
    go(bundle)
    assert verdicts(bundle) == [Verdict.OPEN, Verdict.OPEN]
    with_row(bundle)
    with pytest.raises(LeakError, match=r"bijlage-2A\.pdf"):
        go(bundle, approve=0.0)
    assert verdicts(bundle) == [RED, RED]


@pytest.mark.parametrize(("title", "text"), [(NAME, NAME), (f"Groet, {NAME}", NAME), (NAME, f"Bel {NAME} terug")])
def test_a_proposal_to_leave_is_no_answer_to_bundle_yaml(bundle: Path, title: str, text: str) -> None:
    passages = f"documents:\n  een.pdf:\n    passages:\n    - {{text: '{text}', grounds: ['10.2g']}}\n"
    (bundle / "bundle.yaml").write_text(f"matter: Verzoek van {title}\n{passages}", encoding="utf-8")
    with pytest.raises(LeakError, match=r"bijlage-2A\.pdf") if text == NAME else nullcontext():
        go(bundle, approve=0.0)
    own = [entry for entry in all_entries(bundle) if entry.verdict is RED]
    assert {entry.review.reviewer for entry in own if entry.review} == {"bundle.yaml"}
    assert len(own) == (2 if text == NAME else 1)
    with desk_of(bundle) as desk:
        desk.decide([entry.hit_id for entry in own], LEFT, None, None, by(desk))
    go(bundle, approve=0.0, allow_contradictions=True)
    assert all(entry.verdict is LEFT for entry in all_entries(bundle)), "a person overrules bundle.yaml"


def test_a_text_of_the_page_whose_document_is_gone_stops_nobody(bundle: Path) -> None:
    write_pdf(bundle / "twee.pdf", "Een olifant.")
    with desk_of(bundle) as desk:
        change = desk.add_term("olifant", ("10.2g",), "", None, by(desk))
        desk.decide(change.hit_ids, Verdict.OPEN, None, None, by(desk))
    (bundle / "twee.pdf").unlink()
    for _ in range(2):
        assert go(bundle).open_hits == 2
    assert from_json((case_of(bundle) / "hits.json").read_bytes()).terms


def test_what_was_added_in_the_page_is_adopted_as_such_in_documents_that_come_later(bundle: Path) -> None:
    with desk_of(bundle) as desk:
        desk.add_term("kabel", ("10.2g",), "", None, by(desk))
    write_pdf(bundle / "later.pdf", "Ook hier ligt de kabel.")
    go(bundle)
    lines = Journal(case_of(bundle) / "journal.jsonl").entries()
    assert [line["origin"] for line in lines if line["event"] == "review"] == ["web", "web"]
