from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.errors import ReviewError, RulesError
from redact.model import Hit, Judgement, Review, Verdict
from redact.resources import shipped
from redact.review import (
    DocumentDecision,
    DocumentRow,
    Entry,
    FourEyes,
    HitList,
    confirm,
    confirm_document,
    decide,
    document_events,
    drawn_from,
    estimate,
    facts_hint,
    merge_decisions,
    needs_second,
    open_hits,
    outstanding,
    outstanding_documents,
    review_events,
    sample,
    sample_of,
    send_back,
    send_back_document,
    with_reviews,
)
from redact.review.readers import same_person
from redact.review_rules import ReviewRules, covered
from redact.rulebook import load_rulebook
from tests.reviewmaker import RULES, back, changed, faults, hit, listed, sheet

VERSIONS = {"rules_version": "r1", "model_version": "m1"}
EYES = FourEyes(ReviewRules(), "zaak", frozenset({"machine"}))


def decided(
    verdict: Verdict = Verdict.REDACT,
    grounds: tuple[str, ...] = ("10.2e",),
    reviewer: str = "anna",
    second: str = "",
    **found: Any,
) -> Entry:
    return Entry("h0001", hit(**found), Review("h0001", verdict, grounds, reviewer, second=second))


def many(count: int, verdict: Verdict = Verdict.REDACT, reviewer: str = "anna", first: int = 1) -> HitList:
    """So many decided hits that no rule names."""
    found = tuple(
        Entry(
            f"h{number:04d}",
            Hit("doc-a", 1, number, number + 1, "PERSON", 0.5, "name", (), "x", "", ("10.2e",)),
            Review(f"h{number:04d}", verdict, ("10.2e",), reviewer),
        )
        for number in range(first, first + count)
    )
    return HitList(found, next_number=first + count)


def review_of(entry: Entry) -> Review:
    assert entry.review is not None
    return entry.review


def filled(hit_list: HitList, second: str, **cells: str) -> list[dict[str, str]]:
    """The rows of the list with a second reader in the first one."""
    lines = changed(hit_list, 0, **cells)
    lines[0]["tweede lezer"] = second
    return lines


def of(entry: Entry) -> HitList:
    return HitList((entry,), next_number=2)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (decided(), ""),
        (decided(grounds=("11.1",)), "grond 11.1"),
        (decided(grounds=("10.2e", "5.2.2")), "grond 5.2.2"),
        (decided(Verdict.KEEP, ("11.1",), score=0.2), "grond 11.1"),
        (decided(Verdict.KEEP, score=0.85), "laten staan bij zekerheid 0,85"),
        (decided(Verdict.KEEP, score=0.84), ""),
        (decided(Verdict.KEEP, score=1.0, proposal=Verdict.KEEP), ""),
        (decided(Verdict.KEEP, ("11.1",), reviewer="machine"), ""),
        (decided(Verdict.KEEP, ("11.1",), hint=True), ""),
        (decided(Verdict.REDACT, ("11.1",), hint=True), "grond 11.1"),
        (Entry("h0001", hit(grounds=("11.1",))), ""),
        (decided(Verdict.OPEN, ("11.1",)), ""),
    ],
)
def test_the_rules_say_what_needs_two(entry: Entry, reason: str) -> None:
    assert needs_second(entry, EYES) == reason


def test_a_confirmed_decision_waits_for_nobody_and_one_of_the_same_person_does() -> None:
    one = decided(grounds=("11.1",), second="Bé")
    assert outstanding(of(one), EYES) == {}
    assert outstanding(of(decided(grounds=("11.1",))), EYES) == {"h0001": "grond 11.1"}
    assert outstanding(of(decided(grounds=("11.1",), second=" ANNA")), EYES) == {"h0001": "grond 11.1"}


def test_doubt_waits_for_a_verdict_and_not_for_a_second_reader() -> None:
    entry = decided(Verdict.DOUBT, ("11.1",))
    assert outstanding(of(entry), EYES) == {} and open_hits(of(entry)) == (entry,)


def test_it_can_be_switched_off() -> None:
    eyes = replace(EYES, rules=ReviewRules(four_eyes=False))
    assert needs_second(decided(grounds=("11.1",)), eyes) == ""
    assert outstanding(many(100), eyes) == {}
    assert outstanding_documents([refused()], eyes) == {}


@pytest.mark.parametrize(("count", "drawn"), [(0, 0), (19, 0), (20, 1), (39, 1), (820, 41)])
def test_the_sample_is_so_many_of_a_hundred_rounded_down(count: int, drawn: int) -> None:
    found = sample(many(count), EYES)
    assert len(found) == drawn
    assert outstanding(many(count), EYES) == dict.fromkeys(sorted(found), "steekproef")


def test_the_sample_is_of_what_people_decided_and_the_rules_do_not_name() -> None:
    named = replace(decided(grounds=("11.1",)), hit_id="h0900")
    mixed = HitList((*many(40).entries, *many(40, reviewer="machine", first=101).entries, named), next_number=901)
    assert set(drawn_from(mixed, EYES)) == {entry.hit_id for entry in many(40).entries}
    assert sample(mixed, EYES) == sample(many(40), EYES)


def test_every_case_has_a_lot_of_its_own() -> None:
    assert sample(many(400), EYES) == sample(many(400), EYES)
    assert sample(many(400), EYES) != sample(many(400), replace(EYES, case="andere zaak"))


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 300), st.integers(1, 60), st.randoms())
def test_the_sample_does_not_jump_when_hits_are_added_or_shuffled(count: int, more: int, chance: Any) -> None:
    before = sample(many(count), EYES)
    for number in range(more):
        after = sample(many(count + number + 1), EYES)
        assert len(after - before) <= 1 and len(before - after) <= 1
        before = after
    shuffled = list(many(count + more).entries)
    chance.shuffle(shuffled)
    assert sample(HitList(tuple(shuffled)), EYES) == before


def test_what_is_sent_back_stays_in_the_sample() -> None:
    hit_list = many(100)
    drawn = sample(hit_list, EYES)
    entries = hit_list.by_id()
    after = with_reviews(hit_list, send_back([entries[name] for name in drawn], "bea", "klopt niet"))
    assert sample(after, EYES) == drawn
    assert {entry.hit_id for entry in open_hits(after)} == drawn


def test_confirming_names_the_second_reader_and_changes_nothing_else() -> None:
    entry = decided(Verdict.KEEP)
    (review,) = confirm([entry], "Bea")
    assert review == replace(review_of(entry), second="Bea")
    assert confirm([replace(entry, review=review)], "Cor") == ()


def test_sending_back_opens_the_hit_in_the_readers_name_and_keeps_what_was_said() -> None:
    entry = decided(Verdict.KEEP, second="Cor")
    entry = replace(entry, review=replace(review_of(entry), remark="bekend"))
    (review,) = send_back([entry], "Bea", "dit is een privénummer")
    assert review == Review(
        "h0001", Verdict.DOUBT, ("10.2e",), "Bea", "teruggestuurd: dit is een privénummer; eerder: bekend"
    )


@pytest.mark.parametrize("name", ["anna", "ANNA", " An na ", "Änna", "anna."])
def test_nobody_confirms_or_sends_back_a_decision_of_his_own(name: str) -> None:
    with pytest.raises(ReviewError, match="h0001: de tweede lezer moet iemand anders zijn dan wie besliste"):
        confirm([decided()], name)
    with pytest.raises(ReviewError, match="h0001: de tweede lezer"):
        send_back([decided()], name, "")


def test_second_reading_needs_a_name_and_a_verdict() -> None:
    with pytest.raises(ReviewError, match="de naam van de tweede lezer ontbreekt"):
        confirm([decided()], "")
    with pytest.raises(ReviewError, match="telt meer dan 100 tekens"):
        confirm([decided()], "x" * 101)
    for entry in (Entry("h0001", hit()), decided(Verdict.DOUBT), decided(Verdict.OPEN)):
        with pytest.raises(ReviewError, match="h0001: hierover is nog niet beslist"):
            confirm([entry], "bea")


def test_one_fault_confirms_nothing() -> None:
    with pytest.raises(ReviewError):
        confirm([decided(reviewer="cor"), replace(decided(), hit_id="h0002")], "anna")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("José Ñuñez", "jose  nunez", True),
        ("Strauß", "STRAUSS", True),
        ("J. de Vries", "j.de vries", True),
        ("Jansen", "Janssen", False),
        ("...", "!!!", False),
        ("李", "王", False),
    ],
)
def test_names_are_compared_without_case_accents_and_blanks(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same


def wilson_by_search(wrong: int, seen: int) -> tuple[float, float]:
    """The shares that are exactly 1.96 standard deviations off, found by halving: the definition itself."""

    def edge(inside: float, outside: float) -> float:
        for _ in range(100):
            middle = (inside + outside) / 2
            far = abs(wrong / seen - middle) > 1.959964 * math.sqrt(middle * (1 - middle) / seen)
            inside, outside = (inside, middle) if far else (middle, outside)
        return inside

    return edge(wrong / seen, 0.0), edge(wrong / seen, 1.0)


@pytest.mark.parametrize(("wrong", "seen"), [(0, 10), (2, 41), (7, 20), (1, 2), (5, 5)])
def test_the_interval_is_wilsons(wrong: int, seen: int) -> None:
    rest = 1_000_000
    found = estimate(wrong, seen, rest)
    least, most = wilson_by_search(wrong, seen)
    assert found.least / rest == pytest.approx(least, abs=2e-6)
    assert found.most / rest == pytest.approx(most, abs=2e-6)


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        (
            (2, 41, 790),
            "Van de steekproef van 41 zijn er 2 teruggestuurd; in de overige 790 zitten naar schatting 10 tot 128 "
            "verkeerde oordelen (95%).",
        ),
        ((1, 1, 0), "Van de steekproef van 1 is er 1 teruggestuurd; er zijn geen andere oordelen."),
        ((0, 0, 12), ""),
    ],
)
def test_the_estimate_in_words(numbers: tuple[int, int, int], sentence: str) -> None:
    assert estimate(*numbers).sentence == sentence


def test_without_a_sample_anything_may_be_wrong() -> None:
    assert (estimate(0, 0, 12).least, estimate(0, 0, 12).most) == (0, 12)


def events_of(before: HitList, reviews: Sequence[Review], eyes: FourEyes = EYES) -> list[dict[str, Any]]:
    return review_events(before, reviews, "web", VERSIONS, eyes)


def test_second_readings_have_lines_of_their_own() -> None:
    entry = decided(grounds=("11.1",))
    (line,) = events_of(of(entry), confirm([entry], "bea"))
    assert line == {
        "event": "confirmed",
        "new_verdict": "lakken",
        "new_grounds": ["11.1"],
        "reviewer": "bea",
        "decider": "anna",
        "hit_id": "h0001",
        "hit_key": entry.hit.key,
        "document_id": "doc-a",
        "origin": "web",
        **VERSIONS,
    }
    (line,) = events_of(of(entry), send_back([entry], "bea", "geheim"))
    assert (line["event"], line["reviewer"], line["decider"]) == ("sent-back", "bea", "anna")
    assert "geheim" not in str(line)


def test_a_decision_confirmed_in_the_same_file_gives_two_lines() -> None:
    lines = events_of(listed(hit()), [Review("h0001", Verdict.KEEP, ("10.2e",), "anna", second="bea")])
    assert [(line["event"], line["reviewer"]) for line in lines] == [("review", "anna"), ("confirmed", "bea")]


def test_a_confirmation_taken_back_is_on_record() -> None:
    entry = decided(second="bea")
    (line,) = events_of(of(entry), [replace(review_of(entry), second="")])
    assert (line["event"], line["second"]) == ("unconfirmed", "bea")


def test_doubting_oneself_or_the_machine_is_no_sending_back() -> None:
    for reviewer in ("anna", "machine"):
        entry = decided(reviewer=reviewer)
        (line,) = events_of(of(entry), [Review("h0001", Verdict.DOUBT, ("10.2e",), "anna")])
        assert line["event"] == "review" and "sample" not in line


def test_the_journal_remembers_what_the_sample_said_after_it_was_mended() -> None:
    hit_list = many(100)
    drawn = sorted(sample(hit_list, EYES))
    lines: list[dict[str, Any]] = []

    def take(reviews: Sequence[Review], **more: str) -> None:
        nonlocal hit_list
        lines.extend(line | more for line in events_of(hit_list, reviews))
        hit_list = with_reviews(hit_list, reviews)

    def entry(name: str) -> Entry:
        return hit_list.by_id()[name]

    take(confirm([entry(name) for name in drawn[:2]], "bea"))
    take(send_back([entry(drawn[2])], "bea", "fout"))
    assert sample_of(lines) == (3, 1)
    take([Review(drawn[2], Verdict.KEEP, ("10.2e",), "anna")])
    take(confirm([entry(drawn[2])], "bea"))
    assert sample_of(lines) == (3, 1), "mended, but it was wrong"
    take([Review(drawn[3], Verdict.KEEP, ("10.2e",), "bea")])
    assert sample_of(lines) == (4, 2), "the second reader put it right without sending it back"
    before = entry(drawn[4]).review
    take(send_back([entry(drawn[4])], "bea", "toch goed?"))
    assert sample_of(lines) == (5, 3)
    take([before] if before else [], part_of="undo")
    assert sample_of(lines) == (4, 2), "taken back by who sent it back"


def test_what_is_not_of_the_sample_does_not_count() -> None:
    hit_list = many(100)
    other = next(entry for entry in hit_list.entries if entry.hit_id not in sample(hit_list, EYES))
    assert sample_of(events_of(hit_list, confirm([other], "bea"))) == (0, 0)


def test_the_column_tweede_lezer_confirms_a_row() -> None:
    hit_list = of(decided(grounds=("11.1",)))
    assert sheet(hit_list)[0]["tweede lezer"] == ""
    (review,) = back(hit_list, filled(hit_list, "Bea")).reviews
    assert review == replace(review_of(hit_list.entries[0]), second="Bea")
    confirmed = with_reviews(hit_list, [review])
    assert sheet(confirmed)[0]["tweede lezer"] == "Bea"
    assert back(confirmed, sheet(confirmed)).reviews == ()
    (review,) = back(confirmed, filled(confirmed, "")).reviews
    assert review.second == ""


def test_a_decision_changed_in_the_file_is_not_confirmed_any_more() -> None:
    hit_list = of(decided(second="Bea"))
    (review,) = back(hit_list, changed(hit_list, oordeel="laten staan")).reviews
    assert (review.verdict, review.second) == (Verdict.KEEP, "")
    (review,) = back(hit_list, changed(hit_list, grond="10.2.g")).reviews
    assert review.second == ""
    (review,) = back(hit_list, changed(hit_list, beoordelaar="Bea")).reviews
    assert (review.reviewer, review.second) == ("Bea", "")
    (review,) = back(hit_list, changed(hit_list, opmerking="let op")).reviews
    assert review.second == "Bea"


def test_a_remark_on_somebodys_decision_leaves_it_that_persons() -> None:
    """Or who decided could confirm it, once somebody else wrote a question beside it."""
    entry = decided(reviewer="cor")
    (review,) = back(of(entry), changed(of(entry), opmerking="weet je het zeker?")).reviews
    assert (review.reviewer, review.remark) == ("cor", "weet je het zeker?")
    (line,) = review_events(of(entry), [review], "csv", VERSIONS, EYES, "anna")
    assert (line["event"], line["reviewer"], line["old_verdict"], line["new_verdict"]) == (
        "review",
        "anna",
        "lakken",
        "lakken",
    )
    with pytest.raises(ReviewError, match="de tweede lezer moet iemand anders zijn"):
        confirm([replace(entry, review=review)], "Cor")


def test_the_file_refuses_ones_own_name_and_passes_over_an_open_row() -> None:
    hit_list = of(decided())
    assert faults(hit_list, filled(hit_list, "Anna ")) == [
        "rij 2: de tweede lezer moet iemand anders zijn dan wie besliste"
    ]
    new = listed(hit())
    assert back(new, filled(new, "Bea")).reviews == ()
    (review,) = back(new, filled(new, "Bea", oordeel="lakken")).reviews
    assert (review.reviewer, review.second) == ("anna", "Bea")
    rest = faults(new, filled(new, "anna", oordeel="lakken"))
    assert rest == ["rij 2: de tweede lezer moet iemand anders zijn dan wie besliste"]


def refused(**other: Any) -> DocumentRow:
    values: dict[str, Any] = {
        "document_id": "doc-1",
        "code": "DAA",
        "name": "nota.pdf",
        "location": "NCSC",
        "date": None,
        "kind": "nota",
        "title": "Nota",
        "judgement": Judgement.NOT_PUBLIC,
        "markings": (),
        "grounds": ("11.1",),
        "pages": 1,
        "remark": "",
        "status": "",
        "decider": "anna",
    }
    return DocumentRow(**(values | other))


def ruling(row: DocumentRow, values: dict[str, str], reviewer: str) -> DocumentDecision:
    return DocumentDecision(row.document_id, tuple(sorted(values)), reviewer, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("row", "waits"),
    [
        (refused(), True),
        (refused(decider=""), False),
        (refused(decider="machine"), False),
        (refused(judgement=Judgement.ALREADY_PUBLIC), False),
        (refused(judgement=Judgement.PARTIAL), False),
        (refused(second="bea"), False),
    ],
)
def test_a_refusal_in_full_waits_for_a_second_reader(row: DocumentRow, waits: bool) -> None:
    assert outstanding_documents([row], EYES) == ({"doc-1": "weigering in het geheel"} if waits else {})


def test_a_confirmed_refusal_counts_until_something_else_is_decided() -> None:
    first = DocumentDecision(
        "doc-1", ("grounds", "judgement"), "anna", judgement=Judgement.NOT_PUBLIC, grounds=("11.1",)
    )
    blank = refused(judgement=Judgement.PARTIAL, grounds=(), decider="")
    row = decide(blank, first)
    assert (row.judgement, row.decider) == (Judgement.NOT_PUBLIC, "anna")
    merged = merge_decisions([first], [ruling(row, confirm_document(row, "bea"), "bea")])
    confirmed = decide(blank, merged[0])
    assert (confirmed.second, confirmed.decider) == ("bea", "anna")
    assert outstanding_documents([confirmed], EYES) == {}
    titled = merge_decisions(merged, [DocumentDecision("doc-1", ("title",), "cor", title="Nieuw")])
    assert decide(blank, titled[0]).second == "bea" and decide(blank, titled[0]).decider == "anna"
    changed_ground = merge_decisions(titled, [DocumentDecision("doc-1", ("grounds",), "bea", grounds=("10.2g",))])
    row = decide(blank, changed_ground[0])
    assert (row.second, row.decider) == ("", "bea")
    with pytest.raises(ReviewError, match="DAA: de tweede lezer moet iemand anders zijn"):
        confirm_document(row, "Bea")
    confirm_document(row, "anna")
    put_back = merge_decisions(changed_ground, [DocumentDecision("doc-1", ("grounds",), "bea", grounds=("11.1",))])
    assert decide(blank, put_back[0]).second == "", "bea, who now decides, had confirmed this very ruling"


def test_a_confirmation_of_what_bundle_yaml_said_lapses_when_that_changes() -> None:
    row = refused(decider="bundle.yaml")
    decision = ruling(row, confirm_document(row, "bea"), "bea")
    assert decide(row, decision).second == "bea"
    assert decide(replace(row, grounds=("10.2g",)), decision).second == ""


def test_a_refusal_sent_back_stays_refused_and_blocked_until_it_is_settled() -> None:
    row = refused()
    values = send_back_document(row, "bea", "deels openbaar kan")
    returned = decide(row, ruling(row, values, "bea"))
    assert returned.judgement is Judgement.NOT_PUBLIC
    assert outstanding_documents([returned], EYES) == {"doc-1": "teruggestuurd door bea: deels openbaar kan"}
    (line,) = document_events([row], [ruling(row, values, "bea")], "web", VERSIONS)
    assert (line["event"], line["reviewer"], line["decider"]) == ("sent-back", "bea", "anna")
    assert "deels openbaar kan" not in str(line)


def test_documents_are_second_read_with_care() -> None:
    with pytest.raises(ReviewError, match="DAA: dit document is niet in het geheel geweigerd"):
        confirm_document(refused(judgement=Judgement.PARTIAL), "bea")
    with pytest.raises(ReviewError, match="DAA: de tweede lezer moet iemand anders zijn"):
        send_back_document(refused(), "ANNA", "")


@pytest.mark.parametrize(
    ("code", "articles", "is_one"),
    [
        ("5.2", ("5.2",), True),
        ("5.2.2", ("5.2",), True),
        ("10.2e", ("10.2",), True),
        ("5.1.2e", ("5.1",), True),
        ("5.4a.1", ("5.4",), False),
        ("11.1", ("1",), False),
        ("wbni", ("11.1",), False),
    ],
)
def test_an_article_covers_its_members(code: str, articles: tuple[str, ...], is_one: bool) -> None:
    assert covered(code, articles) is is_one


def test_the_shipped_file_says_what_leaving_it_out_means() -> None:
    rules = RULES.review
    assert rules.facts and rules.opinions
    assert replace(rules, facts=(), opinions=()) == ReviewRules()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A folder with the grounds that ship, to which a review.yaml can be added."""
    (tmp_path / "entities").mkdir()
    (tmp_path / "grounds.yaml").write_bytes((shipped("rules") / "grounds.yaml").read_bytes())
    return tmp_path


def test_the_rules_are_read_and_part_of_the_version(book: Path) -> None:
    before = load_rulebook(book)
    assert before.review == ReviewRules()
    (book / "review.yaml").write_text(
        "vierogen: nee\nlaten_staan_vanaf: nee\ngronden: ['10.2g']\nsteekproef: 10\n", "utf-8"
    )
    after = load_rulebook(book)
    assert after.version != before.version
    assert not after.review.four_eyes and after.review.sample == 0.1 and after.review.sensitive(("10.2g",)) == "10.2g"
    eyes = FourEyes(replace(after.review, four_eyes=True), "zaak")
    assert needs_second(decided(Verdict.KEEP, score=1.0), eyes) == ""


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("vierogen: misschien", "vierogen"),
        ("gronden: ['99.9']", "gronden.1: covers no ground"),
        ("gronden: [11.1]", "is a number; put the code between quotes"),
        ("steekproef: 101", "steekproef"),
        ("laten_staan_vanaf: 85", "laten_staan_vanaf"),
        ("meningen: ['(']", "meningen.1"),
        ("feiten: [{een: x, meer: xen, patronen: ['a'], voorbeelden: ['b']}]", "voorbeelden.1 is not found"),
        ("onbekend: 1", "onbekend"),
        (r"meningen: ['(?:\w+\s?)+:']", "takes far too long"),
    ],
)
def test_mistakes_in_the_rules_are_named(book: Path, text: str, mistake: str) -> None:
    (book / "review.yaml").write_text(text, "utf-8")
    with pytest.raises(RulesError) as caught:
        load_rulebook(book)
    assert "review.yaml" in str(caught.value) and mistake in str(caught.value)


def test_every_kind_of_fact_finds_its_examples_and_nothing_of_another() -> None:
    entries = yaml.safe_load((shipped("rules") / "review.yaml").read_text("utf-8"))["feiten"]
    for entry in entries:
        for example in entry["voorbeelden"]:
            said = facts_hint(Entry("h0001", hit(text=example, grounds=("11.1",))), RULES)
            assert said == f"bevat feiten (1 {entry['een']}) en geen oordeel: feiten vallen niet onder 11.1"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Op 23-07-2021 en 3 augustus is € 1.250,00 betaald.", "2 datums, 1 bedrag"),
        ("In 12% van de 41 meldingen was dat om 14.05 uur zo.", "1 tijdstip, 1 percentage, 1 aantal"),
        ("Op 3 augustus zou ik dat niet doen.", ""),
        ("De onderzoekers vinden dat op 3 augustus te laat is begonnen.", ""),
        ("Wij adviseren om 250 euro te betalen.", ""),
        ("Zonder meer.", ""),
    ],
)
def test_facts_are_told_from_opinions(text: str, facts: str) -> None:
    said = facts_hint(Entry("h0001", hit(text=text, grounds=("5.2",))), RULES)
    assert said == (f"bevat feiten ({facts}) en geen oordeel: feiten vallen niet onder 5.2" if facts else "")


def test_only_withheld_opinions_are_looked_at() -> None:
    text = "Op 23-07-2021."
    assert facts_hint(Entry("h0001", hit(text=text, grounds=("10.2e",))), RULES) == ""
    assert facts_hint(Entry("h0001", hit(text=text, grounds=("11.1",), hint=True)), RULES) == ""
    assert facts_hint(Entry("h0001", hit(text=text), Review("h0001", Verdict.REDACT, ("11.1",), "anna")), RULES)
