from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.errors import InputError, ReviewError
from redact.journal import Journal
from redact.model import Box, Review, Verdict
from redact.review import (
    Entry,
    HitList,
    approve,
    from_json,
    kept_texts,
    merge,
    open_hits,
    redactions,
    review_events,
    term_events,
    to_json,
    with_reviews,
)
from tests.reviewmaker import RULES, added, back, full_list, hit, hits, listed, sheet

VERSIONS = {"rules_version": "r1", "model_version": "m1"}


def test_ids_are_given_once_in_order() -> None:
    first, vanished = merge(None, hits(3))
    assert [entry.hit_id for entry in first.entries] == ["h0001", "h0002", "h0003"]
    assert (vanished, first.next_number) == ((), 4)
    again, _ = merge(first, [hit(9), *reversed(hits(3))])
    assert [entry.hit_id for entry in again.entries] == ["h0004", "h0003", "h0002", "h0001"]


def test_ids_go_on_past_four_digits() -> None:
    assert merge(HitList(next_number=10_000), [hit()])[0].entries[0].hit_id == "h10000"


def test_an_id_is_never_used_again() -> None:
    first = listed(*hits(3))
    second, vanished = merge(first, hits(1))
    assert vanished == ()
    third, _ = merge(second, [hit(0), hit(5)])
    assert [entry.hit_id for entry in third.entries] == ["h0001", "h0004"]


def test_the_same_place_twice_is_one_hit() -> None:
    assert len(listed(hit(), hit()).entries) == 1


def test_reviews_stay_and_the_machine_may_learn() -> None:
    review = Review("h0001", Verdict.KEEP, ("10.2e",), "anna", "bekend")
    first = with_reviews(listed(hit(1)), [review])
    better = replace(hit(1), score=0.99, grounds=("10.2g",))
    second, _ = merge(first, [better])
    assert second.entries == (Entry("h0001", better, review),)


@pytest.mark.parametrize("verdict", [Verdict.REDACT, Verdict.KEEP, Verdict.DOUBT])
def test_a_reviewed_hit_that_vanishes_is_reported_kept_and_restored(verdict: Verdict) -> None:
    review = Review("h0002", verdict, ("10.2e",), "anna")
    first = with_reviews(listed(*hits(3)), [review])
    gone, vanished = merge(first, [hit(0)])
    assert vanished == ("h0002",)
    assert [entry.hit_id for entry in gone.entries] == ["h0001"]
    still, vanished = merge(gone, [hit(0)])
    assert vanished == ("h0002",)
    restored, vanished = merge(still, [hit(0), hit(1)])
    assert vanished == ()
    assert restored.entries[1].review == review
    assert restored.vanished == ()


def test_a_vanished_hit_without_verdict_is_dropped() -> None:
    first = with_reviews(listed(*hits(2)), [Review("h0001", Verdict.OPEN, ("10.2g",), "anna", "kijk nog eens")])
    assert merge(first, [])[0] == HitList(next_number=3)


def test_another_text_at_the_same_place_is_another_hit() -> None:
    first = with_reviews(listed(hit(1, "Jansen")), [Review("h0001", Verdict.KEEP, (), "anna")])
    second, vanished = merge(first, [hit(1, "Pieters")])
    assert vanished == ("h0001",)
    assert [(entry.hit_id, entry.review) for entry in second.entries] == [("h0002", None)]


def test_a_vanished_hit_stands_in_the_file_and_an_emptied_verdict_lets_it_go() -> None:
    first = with_reviews(listed(hit(1)), [Review("h0001", Verdict.REDACT, ("10.2e",), "anna", "let op")])
    gone, _ = merge(first, [])
    (line,) = sheet(gone)
    assert line["opmerking"].startswith("vervallen: niet meer gevonden")
    assert line["opmerking"].endswith("(let op)")
    assert back(gone, [line]).reviews == ()
    (review,) = back(gone, [line | {"oordeel": ""}]).reviews
    assert (review.verdict, review.remark) == (Verdict.OPEN, "let op")
    assert merge(with_reviews(gone, [review]), [])[1] == ()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=5))
def test_an_id_always_means_the_same_hit(runs: list[list[int]]) -> None:
    hit_list, owner = None, dict[str, str]()
    for run in runs:
        hit_list, _ = merge(hit_list, [hit(number) for number in run])
        for entry in hit_list.entries:
            assert owner.setdefault(entry.hit_id, entry.hit.key) == entry.hit.key
        assert len({entry.hit_id for entry in hit_list.entries}) == len(set(run))


def test_state_comes_back_whole() -> None:
    hit_list = full_list()
    assert hit_list.vanished
    assert from_json(to_json(hit_list)) == hit_list
    assert to_json(from_json(to_json(hit_list))) == to_json(hit_list)


@settings(deadline=None, max_examples=50)
@given(st.text(), st.text(), st.floats(0, 1), st.floats(-1e6, 1e6))
def test_any_text_and_number_comes_back(text: str, context: str, score: float, x: float) -> None:
    hit_list = listed(hit(1, text or "x", context=context, score=score, boxes=(Box(1, x, 0, x, 1),)))
    assert from_json(to_json(hit_list)) == hit_list


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "torn": lambda data: data[:-20],
    "other": lambda data: b"[]",
    "key": lambda data: data.replace(b'"recognizer"', b'"recogniser"'),
    "type": lambda data: data.replace(b'"page": 3', b'"page": "Jansen"').replace(b'"page":3', b'"page":"Jansen"'),
    "verdict": lambda data: data.replace(b"laten staan", b"laten liggen"),
    "double id": lambda data: data.replace(b"h0003", b"h0004"),
    "foreign id": lambda data: data.replace(b"h0003", b"h9999"),
    "strange id": lambda data: data.replace(b"h0003", b"x1"),
    "not utf-8": lambda data: data.replace(b"Jansen", b"\xff"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damaged_state_is_refused_without_its_text(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(InputError, match=r"hits\.json is damaged") as caught:
        from_json(damage(to_json(full_list())))
    assert "Jansen" not in str(caught.value)


def decided() -> HitList:
    found = [hit(number) for number in range(4)] + [hit(5, document_id="doc-b"), hit(6, "Jansena")]
    reviews = [
        Review("h0001", Verdict.REDACT, ("10.2e", "10.2g"), "anna"),
        Review("h0002", Verdict.KEEP, ("10.2e",), "anna"),
        Review("h0003", Verdict.DOUBT, ("10.2e",), "anna"),
        Review("h0005", Verdict.REDACT, ("wbni",), "anna"),
        Review("h0006", Verdict.KEEP, ("10.2e",), "anna"),
    ]
    return with_reviews(listed(*found), reviews)


def test_only_approved_hits_become_redactions() -> None:
    made = redactions(decided(), RULES)
    assert {document: [each.hit_id for each in found] for document, found in made.items()} == {
        "doc-a": ["h0001"],
        "doc-b": ["h0005"],
    }
    (redaction,) = made["doc-a"]
    assert redaction.label == "10.2.e; 10.2.g"
    assert redaction.description == RULES.description(("10.2e", "10.2g"))
    assert redaction.boxes == hit(0).boxes
    assert redaction.text == hit(0).text
    assert made["doc-b"][0].label == "Wbni"


def test_nothing_reviewed_nothing_redacted() -> None:
    assert redactions(listed(*hits(3)), RULES) == {}


def test_a_hit_without_place_cannot_be_redacted() -> None:
    hit_list = with_reviews(listed(hit(boxes=())), [Review("h0001", Verdict.REDACT, ("10.2e",), "anna")])
    with pytest.raises(ReviewError, match="h0001: deze treffer heeft geen plaats"):
        redactions(hit_list, RULES)


def test_kept_texts_are_those_left_visible_on_purpose() -> None:
    assert kept_texts(decided()) == {"doc-a": ("Jansenb", "Jansena")}


def test_open_hits_are_untouched_reopened_or_in_doubt() -> None:
    assert [entry.hit_id for entry in open_hits(decided())] == ["h0003", "h0004"]


def test_unknown_and_groundless_reviews_are_refused() -> None:
    reviews = [Review("h0009", Verdict.KEEP, (), "anna"), Review("h0001", Verdict.REDACT, (), "anna")]
    with pytest.raises(ReviewError, match=r"h0009: .*\nh0001: 'lakken' zonder grond"):
        with_reviews(listed(*hits(1)), reviews)


def test_the_last_review_of_a_hit_counts() -> None:
    reviews = [Review("h0001", verdict, ("10.2e",), "anna") for verdict in (Verdict.REDACT, Verdict.KEEP)]
    assert with_reviews(listed(*hits(1)), reviews).entries[0].verdict is Verdict.KEEP


def test_approve_follows_the_proposal_above_a_score() -> None:
    hit_list = listed(
        hit(0, score=0.9),
        hit(1, score=0.9, proposal=Verdict.KEEP),
        hit(2, score=0.49),
        hit(3, score=0.9, grounds=()),
        hit(4, score=0.9, proposal=Verdict.DOUBT),
        hit(5, score=0.5),
        hit(6, score=0.9),
        hit(7, score=0.9),
    )
    hit_list = with_reviews(
        hit_list,
        [
            Review("h0007", Verdict.KEEP, (), "anna"),
            Review("h0008", Verdict.DOUBT, ("10.2e",), "anna"),
            Review("h0006", Verdict.OPEN, ("11.1",), "anna", "zo"),
        ],
    )
    assert approve(hit_list, 0.5, "redact") == (
        Review("h0001", Verdict.REDACT, ("10.2e",), "redact"),
        Review("h0002", Verdict.KEEP, ("10.2e",), "redact"),
        Review("h0006", Verdict.REDACT, ("11.1",), "redact", "zo"),
    )


def test_every_review_is_journalled_without_text(tmp_path: Path) -> None:
    before = decided()
    reviews = [
        Review("h0001", Verdict.OPEN, ("10.2e",), "bo", "Jansen"),
        Review("h0004", Verdict.REDACT, ("11.1",), "bo"),
    ]
    events = review_events(before, reviews, "csv", VERSIONS)
    assert events[0] == {
        "event": "review",
        "hit_id": "h0001",
        "hit_key": hit(0).key,
        "document_id": "doc-a",
        "old_verdict": "lakken",
        "new_verdict": "",
        "old_grounds": ["10.2e", "10.2g"],
        "new_grounds": ["10.2e"],
        "reviewer": "bo",
        "origin": "csv",
        "rules_version": "r1",
        "model_version": "m1",
    }
    assert (events[1]["old_verdict"], events[1]["new_verdict"]) == ("", "lakken")
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append_all(events + term_events(back(HitList(), [added()]).added, "csv", VERSIONS))
    journal.verify()
    text = (tmp_path / "journal.jsonl").read_text()
    assert not any(word in text for word in ("Jansen", "Citroen", "gesproken"))
    assert '"term_id":"t0001"' in text
