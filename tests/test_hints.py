"""Signal words: shown so that somebody reads the paragraph; never proposed, echoed, waited for or demanded."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from redact.detect.found import Found
from redact.detect.hints import one_a_paragraph
from redact.detect.overlap import prune
from redact.detect.recognizers.patterns import RuleRecognizer
from redact.errors import RulesError
from redact.model import Box, Hit, Regime, Review, Verdict
from redact.pipeline.settings import State
from redact.pipeline.terms import approved_everywhere, combined, knowledge
from redact.review import HitList, approve, kept_texts, merge, open_hits, redactions, to_csv, with_reviews
from redact.rulebook import load_rulebook
from redact.tag import tag
from tests.conftest import write_pdf
from tests.test_pipeline import case_of, go, rows_of

BOOK = load_rulebook()
HINTS = {"POLICY_OPINION": ("11.1", "5.2"), "FOREIGN_RELATIONS": ("10.2a", "5.1.2a")}


def hit(start: int, end: int, kind: str = "PERSON", *, hint: bool = False, recognizer: str = "r") -> Hit:
    boxes = (Box(1, float(start), 0.0, float(end), 10.0),)
    proposal = Verdict.KEEP if hint else Verdict.REDACT
    return Hit("d", 1, start, end, kind, 0.3, recognizer, boxes, "tekst", proposal=proposal, reason="r", hint=hint)


def signal(start: int = 0, end: int = 8) -> Hit:
    return hit(start, end, "POLICY_OPINION", hint=True)


@pytest.mark.parametrize("kind", HINTS)
def test_the_shipped_hints_are_marked_as_such_and_say_why(kind: str) -> None:
    rule = BOOK.rule(kind)
    assert rule is not None and rule.hint and not rule.keep
    assert "beoordeel de alinea" in rule.reason
    wob, woo = HINTS[kind]
    assert BOOK.entity_grounds(kind, Regime.WOB) == (wob,) and BOOK.entity_grounds(kind, Regime.WOO) == (woo,)


@pytest.mark.parametrize("kind", HINTS)
def test_a_hint_is_found_as_something_to_leave(kind: str) -> None:
    rule = BOOK.rule(kind)
    assert rule is not None
    for example, _ in rule.spans:
        for result in RuleRecognizer(rule).analyze(example, [kind]):
            assert result.recognition_metadata["proposal"] is Verdict.KEEP
            assert result.recognition_metadata["hint"] is True


@pytest.mark.parametrize(
    "name",
    [signal(0, 50), signal(10, 20), signal(12, 14), signal(5, 15), signal(15, 30)],
    ids=["around", "same", "within", "before", "after"],
)
def test_a_hint_neither_displaces_a_hit_nor_is_displaced(name: Hit) -> None:
    person = hit(10, 20)
    for order in ([person, name], [name, person]):
        pruned = prune(order)
        assert set(pruned) == {person, name}
        assert prune(pruned) == pruned
        assert next(each for each in pruned if not each.hint).grounds == ()


def test_a_hint_found_twice_stands_once() -> None:
    assert prune([signal(), signal()]) == [signal()]


def test_a_hit_over_several_lines_does_not_cover_a_hint_away() -> None:
    wide = replace(hit(0, 90), parts=2)
    assert set(prune([wide, signal(10, 20)])) == {wide, signal(10, 20)}


def test_what_is_looked_up_is_not_lost_to_a_hint_at_the_same_place() -> None:
    echo = hit(0, 8, "TERM", recognizer="herhaling")
    assert echo in combined([signal()], [echo])


def test_a_hint_is_looked_for_nowhere_else() -> None:
    assert knowledge({"d": [replace(signal(), proposal=Verdict.REDACT)]}, BOOK, {"d": "d.pdf"}) == ()
    assert not BOOK.goes_everywhere("POLICY_OPINION", "ik vind dat dit niet zo kan")


@pytest.mark.parametrize("allowed", [frozenset[str](), frozenset({"11.1"})])
def test_a_hint_has_a_ground_at_hand_but_stays_a_hint(allowed: frozenset[str]) -> None:
    (tagged,) = tag([signal()], BOOK, Regime.WOB, allowed)
    assert tagged.grounds == ("11.1",) and tagged.hint and tagged.proposal is Verdict.KEEP and tagged.reason


def test_a_hint_is_left_out_where_its_ground_was_not_chosen() -> None:
    assert tag([signal()], BOOK, Regime.WOB, frozenset({"10.2e"})) == []


def listed(*hits: Hit) -> HitList:
    return merge(None, hits)[0]


def test_nobody_waits_for_a_hint_and_the_machine_leaves_it() -> None:
    hits = listed(signal(), replace(hit(10, 20), grounds=("10.2e",)))
    assert [entry.hit.entity_type for entry in open_hits(hits)] == ["PERSON"]
    assert [review.hit_id for review in approve(hits, 0.0, "machine")] == ["h0002"]


def test_a_hint_that_somebody_doubts_waits() -> None:
    hits = with_reviews(listed(signal()), [Review("h0001", Verdict.DOUBT, (), "J. Tester")])
    assert [entry.hit_id for entry in open_hits(hits)] == ["h0001"]


def test_a_hint_can_be_redacted_at_its_place_and_is_forbidden_nowhere() -> None:
    hits = with_reviews(listed(signal()), [Review("h0001", Verdict.REDACT, ("11.1",), "J. Tester")])
    assert [made.hit_id for made in redactions(hits, BOOK)["d"]] == ["h0001"]
    assert list(approved_everywhere(hits, BOOK)) == []


def test_a_hint_left_standing_excuses_no_leak() -> None:
    hits = with_reviews(listed(signal()), [Review("h0001", Verdict.KEEP, (), "J. Tester")])
    assert kept_texts(hits) == {}


def test_the_list_shows_the_reason_and_no_proposal() -> None:
    reason = "signaalwoord: mogelijk persoonlijke beleidsopvatting"
    row = to_csv(listed(replace(signal(), reason=reason)), {}, BOOK).decode("utf-8-sig").splitlines()[1]
    assert "signaalwoord beleidsopvatting" in row and f'"{reason}"' in row
    assert "voorstel" not in row


def found(start: int, *, hint: bool = True, kind: str = "POLICY_OPINION") -> Found:
    return Found(start, start + 3, kind, 0.3, "r", "r", Verdict.KEEP, hint)


def test_one_hint_of_a_kind_in_a_paragraph() -> None:
    text = "Ik vind A en\nik vind B.\nIk vind C.\n\nik vind D, ik vind E"
    places = [place for place in range(len(text)) if text[place:].lower().startswith("ik vind")]
    kept = one_a_paragraph(text, [found(place) for place in places])
    assert [text[one.start + 8] for one in kept] == ["A", "C", "D"]
    both = [found(0), found(1, kind="FOREIGN_RELATIONS"), found(2, hint=False), found(4, hint=False), found(5)]
    assert one_a_paragraph("Ik vind A", both) == both[:4]


ENTITY = """name: x
entity_type: X
label: x
score: 0.5
patterns: ['signaal\\w*']
matches: [signaalwoord]
ground: {wob: '11.1', woo: '5.2'}
"""


@pytest.mark.parametrize(
    ("more", "fine"),
    [
        ("hint: true\nreason: daarom\n", True),
        ("hint: true\n", False),
        ("hint: true\nkeep: true\nreason: daarom\n", False),
    ],
)
def test_what_a_hint_needs_in_the_rule_book(tmp_path: Path, more: str, fine: bool) -> None:
    (tmp_path / "entities").mkdir()
    (tmp_path / "grounds.yaml").write_text((Path(__file__).parents[1] / "rules" / "grounds.yaml").read_text())
    (tmp_path / "entities" / "x.yaml").write_text(ENTITY + more)
    if fine:
        assert load_rulebook(tmp_path).rules[0].hint
    else:
        with pytest.raises(RulesError, match=r"entities/x\.yaml: .*(hint|reason)"):
            load_rulebook(tmp_path)


OPINION = """Nota van 3 augustus 2021

Naar mijn mening is dit voorstel te vroeg. Ik vind dat wij moeten wachten.

De melding kwam van 06-12345678.
"""


def test_a_bundle_with_hints_is_published_without_a_word_on_them(tmp_path: Path) -> None:
    bundle = tmp_path / "zaak"
    write_pdf(bundle / "nota.pdf", OPINION)
    outcome = go(bundle, grounds="10.2e,11.1", approve=0.0)
    assert outcome.state is State.PUBLISHED
    rows = {row["soort"]: row for row in rows_of(case_of(bundle) / "hits.csv")}
    hint = rows["signaalwoord beleidsopvatting"]
    assert hint["tekst"] == "Naar mijn mening" and hint["oordeel"] == "" and "beoordeel de alinea" in hint["opmerking"]
    assert rows["telefoonnummer"]["oordeel"] == "lakken"
