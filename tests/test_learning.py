"""What people rejected is proposed less elsewhere; a proposal never decides and never outlives its reason."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from redact.executors import SerialExecutor
from redact.model import Review, Verdict
from redact.pipeline.deciding import By
from redact.pipeline.desk import open_desk
from redact.pipeline.groups import groups
from redact.pipeline.learning import alike, learned
from redact.pipeline.settings import MACHINE, Settings, Silence, State
from redact.review import HitList, approve, with_reviews
from tests.conftest import write_pdf
from tests.test_groups import hit, listed
from tests.test_pipeline import case_of, go, rows_of, write_rows

RED, KEEP = Verdict.REDACT, Verdict.KEEP
CODES = {"a": "DAA", "b": "DAB"}
FOUND = (
    hit(0, "Mei", "a", reason="zelfde tekst"),
    hit(1, "mei", "b"),
    hit(2, "Mei", "b", entity_type="NL_SYSTEM"),
    hit(3, "Tom Bakker", "b"),
    hit(4, "Mei", "b", entity_type="BY_HAND"),
    hit(5, "Mei", "b", hint=True),
)


def decided(hit_list: HitList, hit_id: str, verdict: Verdict, reviewer: str = "T. Jurist") -> HitList:
    return with_reviews(hit_list, [Review(hit_id, verdict, ("10.2e",), reviewer)])


def proposals(hit_list: HitList) -> list[tuple[Verdict, str]]:
    return [(entry.hit.proposal, entry.hit.reason) for entry in hit_list.entries]


def test_a_rejected_text_is_proposed_less_where_it_is_the_same_kind_of_thing() -> None:
    told = learned(decided(listed(*FOUND), "h0001", KEEP), CODES)
    assert proposals(told) == [
        (RED, "zelfde tekst"),
        (KEEP, "elders laten staan (DAA, p. 1)"),
        (RED, ""),
        (RED, ""),
        (RED, ""),
        (RED, ""),
    ]
    assert learned(told, CODES) == told
    assert {each.hit_id: each.verdict for each in approve(told, 0.0, MACHINE)}["h0002"] is KEEP


def test_the_reason_of_the_finder_is_kept_and_comes_back() -> None:
    start = listed(*FOUND)
    told = learned(decided(start, "h0002", KEEP), CODES)
    assert proposals(told)[0] == (KEEP, "elders laten staan (DAB, p. 1); zelfde tekst")
    regretted = learned(decided(told, "h0002", Verdict.OPEN), CODES)
    assert proposals(regretted) == proposals(start)


@pytest.mark.parametrize("reviewer", ["A. Ander", "T. Jurist"])
def test_a_text_that_somebody_redacts_is_not_rejected(reviewer: str) -> None:
    told = learned(decided(listed(*FOUND, hit(9, "Mei")), "h0001", KEEP), CODES)
    assert proposals(learned(decided(told, "h0007", RED, reviewer), CODES))[1] == (RED, "")


def test_what_the_machine_left_or_what_was_proposed_to_be_left_teaches_nothing() -> None:
    start = listed(*FOUND)
    assert proposals(learned(decided(start, "h0001", KEEP, MACHINE), CODES)) == proposals(start)
    first = replace(start.entries[0], hit=replace(start.entries[0].hit, proposal=KEEP, reason="publieke rol"))
    official = replace(start, entries=(first, *start.entries[1:]))
    assert proposals(learned(decided(official, "h0001", KEEP), CODES)) == proposals(official)


def test_what_a_person_decided_keeps_its_verdict_and_proposal() -> None:
    told = learned(decided(decided(listed(*FOUND), "h0001", KEEP), "h0002", KEEP), CODES)
    assert proposals(told)[:2] == [(RED, "zelfde tekst"), (RED, "")]
    assert all(entry.verdict is KEEP for entry in told.entries[:2])


def test_the_other_open_hits_of_a_person() -> None:
    start = listed(hit(0, "Tom Bakker"), hit(1, "Bakker"), hit(2, "T. Bakker"), hit(3, "Anna Visser"))
    assert alike(start, groups(start), "h0001") == ("h0002", "h0003")
    told = decided(decided(start, "h0002", KEEP), "h0001", Verdict.DOUBT)
    assert alike(told, groups(told), "h0003") == ("h0001",)
    with pytest.raises(KeyError):
        alike(start, groups(start), "h0009")


def test_a_run_shows_what_was_learnt_and_approval_follows_it(tmp_path: Path) -> None:
    bundle = tmp_path / "zaak"
    write_pdf(bundle / "een.pdf", "Bel Sanne Vermeulen op 06-12345678 over de kabel.")
    write_pdf(bundle / "twee.pdf", "Het nummer 06-12345678 is dat van de meldkamer. Groet, Sanne Vermeulen")
    go(bundle)
    sheet = case_of(bundle) / "hits.csv"
    rows = rows_of(sheet)
    first = next(row for row in rows if row["tekst"] == "06-12345678")
    first["oordeel"] = "laten staan"
    write_rows(sheet, rows)
    assert go(bundle).state is State.REVIEW
    other = next(row for row in rows_of(sheet) if row["tekst"] == "06-12345678" and row["id"] != first["id"])
    assert other["opmerking"].startswith(f"voorstel: laten staan (elders laten staan ({first['document']}, p. 1)")
    assert go(bundle, approve=0.0).open_hits == 0
    verdicts = {row["id"]: row["oordeel"] for row in rows_of(sheet)}
    assert verdicts[other["id"]] == "laten staan" and set(verdicts.values()) == {"laten staan", "lakken"}


def test_at_the_desk_proposals_follow_and_come_back(tmp_path: Path) -> None:
    bundle = tmp_path / "zaak"
    write_pdf(bundle / "een.pdf", "Bel Sanne Vermeulen op 06-12345678 over de kabel.")
    write_pdf(bundle / "twee.pdf", "Het nummer 06-12345678 is dat van de meldkamer. Groet, Sanne Vermeulen")
    asked = Settings(grounds="10.2e,10.2g", reviewer="J. Tester")
    with open_desk(bundle, None, asked, SerialExecutor(), Silence()) as desk:
        number, other = (entry.hit_id for entry in desk.hit_list.entries if entry.hit.text == "06-12345678")
        change = desk.decide([number], KEEP, None, None, By("J. Tester", 0))
        hit = desk.hit_list.by_id()[other].hit
        assert hit.proposal is KEEP and hit.reason.startswith("elders laten staan (")
        assert set(change.hit_ids) == {number, other}, "every window hears of it"
        assert desk.touched(other) == 0, "nobody is overtaken by a proposal"
        desk.undo(By("J. Tester", desk.revision))
        hit = desk.hit_list.by_id()[other].hit
        assert hit.proposal is RED and not hit.reason.startswith("elders")
