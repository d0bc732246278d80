"""Which hits belong together, and that people's last word on it counts."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.model import Box, Hit, Review, Verdict
from redact.pipeline.groups import Group, groups, join, part, plain
from redact.review import Entry, HitList, from_json, merge, to_json, with_reviews
from redact.review.hitlist import hit_id
from redact.tables import read_table

EXPECTED = Path(__file__).parents[1] / "samples" / "pegasus-expected-hits.csv"


def hit(number: int, text: str, document: str = "a", **other: Any) -> Hit:
    values: dict[str, Any] = {
        "document_id": document,
        "page": 1,
        "start": number * 100,
        "end": number * 100 + len(text),
        "entity_type": "PERSON",
        "score": 0.9,
        "recognizer": "name",
        "boxes": (Box(1, 10, 20, 60, 32),),
        "text": text,
        "grounds": ("10.2e",),
    }
    return Hit(**(values | other))


def listed(*hits: Hit) -> HitList:
    return merge(None, hits)[0]


def names(hit_list: HitList) -> list[set[str]]:
    """The texts of each group."""
    texts = {entry.hit_id: entry.hit.text for entry in hit_list.entries}
    return [{texts[each] for each in group.hit_ids} for group in groups(hit_list)]


BUNDLE = (
    hit(0, "Vries, J.W. (Jan Willem) de"),
    hit(1, "j.w.devries@dienst.example", entity_type="EMAIL_ADDRESS"),
    hit(2, "Sanne Vermeulen"),
    hit(0, "Jan Willem de Vries", "b"),
    hit(1, "De Vries", "b"),
    hit(2, "jan willem  de vries", "b", entity_type="BY_HAND"),
    hit(3, "Jurist", "b", entity_type="JOB_TITLE", proposal=Verdict.KEEP),
    hit(4, "jurist", "b", entity_type="JOB_TITLE"),
    hit(5, "Vermeulen", "b"),
)


def test_one_person_is_one_group_in_every_way_of_writing() -> None:
    found = groups(listed(*BUNDLE))
    assert [group.hit_ids for group in found] == [
        ("h0001", "h0002", "h0004", "h0005", "h0006"),
        ("h0003", "h0009"),
        ("h0007", "h0008"),
    ]
    vries, vermeulen, jurist = found
    assert (vries.group_id, vries.kind, vries.name) == ("g0001", "PERSON", "Vries, J.W. (Jan Willem) de")
    assert (vermeulen.group_id, vermeulen.name) == ("g0003", "Sanne Vermeulen")
    assert (jurist.group_id, jurist.kind, jurist.name) == ("g0007", "JOB_TITLE", "Jurist")
    assert found.of("h0005") is vries and len(found) == 3
    with pytest.raises(KeyError):
        found.of("h0100")
    assert "Vermeulen" not in repr(vermeulen), "no document text in a repr"


def test_verdicts_and_proposals_move_no_hit() -> None:
    before = listed(*BUNDLE)
    reviews = [Review(entry.hit_id, Verdict.KEEP, ("10.2e",), "T. Jurist") for entry in before.entries[::2]]
    kept = replace(before, entries=tuple(replace(e, hit=replace(e.hit, proposal=Verdict.KEEP)) for e in before.entries))
    ids = [group.hit_ids for group in groups(before)]
    assert [group.hit_ids for group in groups(with_reviews(before, reviews))] == ids
    assert [group.hit_ids for group in groups(kept)] == ids


def test_an_official_and_the_same_private_person_are_one_group() -> None:
    official = hit(0, "Sanne Vermeulen", entity_type="PUBLIC_OFFICIAL", proposal=Verdict.KEEP)
    assert names(listed(official, hit(1, "S. Vermeulen"))) == [{"Sanne Vermeulen", "S. Vermeulen"}]


def test_drawn_boxes_are_alone_and_hints_keep_to_themselves() -> None:
    assert names(listed(*(hit(number, "", entity_type="BY_HAND") for number in range(2)))) == [{""}, {""}]
    hint = hit(0, "Vermeulen", entity_type="OPINION", hint=True)
    assert names(listed(hint, hit(1, "Vermeulen"), hit(2, "Sanne Vermeulen"))) == [
        {"Vermeulen"},
        {"Vermeulen", "Sanne Vermeulen"},
    ]


def test_persons_are_joined_and_parted_and_the_last_word_counts() -> None:
    start = listed(*BUNDLE)
    joined = join(start, "h0005", "h0009")
    assert joined.joined == (("de vries", "vermeulen"),)
    assert len(groups(joined)) == 2
    assert join(joined, "h0009", "h0005") is joined, "it is known already"

    parted = part(joined, "h0005")
    assert groups(parted).of("h0005").hit_ids == ("h0005",), "parting wins over the joining before it"
    assert len(groups(parted)) == 4

    again = join(parted, "h0005", "h0003")
    assert groups(again).of("h0005").hit_ids == ("h0003", "h0005", "h0009"), "joining wins over the parting before it"
    assert groups(again).of("h0001").hit_ids == ("h0001", "h0002", "h0004", "h0006")


def test_who_were_tied_through_a_text_stay_tied_when_it_is_parted() -> None:
    three = listed(hit(0, "Tom Bakker"), hit(1, "Anna Visser"), hit(2, "Kees Smit"))
    tied = join(join(three, "h0001", "h0002"), "h0002", "h0003")
    assert len(groups(tied)) == 1
    assert [group.hit_ids for group in groups(part(tied, "h0002"))] == [("h0001", "h0003"), ("h0002",)]


def test_a_text_that_several_persons_share_ties_only_the_one_pointed_at() -> None:
    """'De Vries' is Jan in one document and Piet in the other; Kees has nothing to do with Piet."""
    shared = listed(
        hit(0, "Jan de Vries", "a"),
        hit(1, "De Vries", "a"),
        hit(0, "Piet de Vries", "b"),
        hit(1, "De Vries", "b"),
        hit(2, "Kees Smit", "b"),
    )
    assert [group.hit_ids for group in groups(shared)] == [("h0001", "h0002"), ("h0003", "h0004"), ("h0005",)]
    tied = join(shared, "h0002", "h0005")
    assert [group.hit_ids for group in groups(tied)] == [("h0001", "h0002", "h0005"), ("h0003", "h0004")]


def test_a_text_that_could_be_of_two_persons_is_put_to_neither() -> None:
    both = (hit(0, "Jan de Vries", "a"), hit(1, "De Vries", "a"), hit(0, "Piet de Vries", "b"), hit(1, "De Vries", "b"))
    added = hit(5, "de Vries", "c", entity_type="BY_HAND")
    assert [group.hit_ids for group in groups(listed(*both, added))][-1] == ("h0005",)


def test_a_reviewed_hit_that_is_gone_is_a_group_of_its_own() -> None:
    entry = Entry("h0009", hit(9, "Tom Bakker"), Review("h0009", Verdict.REDACT, ("10.2e",), "T. Jurist"))
    found = groups(replace(listed(*BUNDLE[:2]), vanished=(entry,), next_number=10))
    assert found.of("h0009").hit_ids == ("h0009",) and len(found) == 1


TEXTS = ("Jan de Vries", "J. de Vries", "De Vries", "Jan", "Piet de Vries", "Tom Bakker", "Bakker", "jurist", "", "T.")
hits_of_any_kind = st.lists(
    st.tuples(st.sampled_from(TEXTS), st.sampled_from("abc"), st.sampled_from(("PERSON", "BY_HAND", "JOB_TITLE"))),
    min_size=1,
    max_size=14,
).map(lambda many: listed(*(hit(i, text, name, entity_type=kind) for i, (text, name, kind) in enumerate(many))))
steps = st.lists(st.tuples(st.booleans(), st.integers(0, 99), st.integers(0, 99)), max_size=6)


def after(hit_list: HitList, said: list[tuple[bool, int, int]]) -> HitList:
    for joins, one, other in said:
        first, second = (hit_list.entries[n % len(hit_list.entries)].hit_id for n in (one, other))
        hit_list = join(hit_list, first, second) if joins else part(hit_list, first)
    return hit_list


@settings(max_examples=150, deadline=None)
@given(hits_of_any_kind, steps)
def test_groups_part_the_hits_whatever_people_say(hit_list: HitList, said: list[tuple[bool, int, int]]) -> None:
    told = after(hit_list, said)
    found = list(groups(told))
    assert sorted(each for group in found for each in group.hit_ids) == sorted(e.hit_id for e in told.entries)
    assert len({group.group_id for group in found}) == len(found)
    assert all(group.group_id == f"g{min(group.hit_ids)[1:]}" for group in found)
    assert list(groups(from_json(to_json(told)))) == found, "the same after it was written and read"


@settings(max_examples=150, deadline=None)
@given(hits_of_any_kind, steps, st.integers(0, 99), st.integers(0, 99))
def test_the_last_word_counts(hit_list: HitList, said: list[tuple[bool, int, int]], one: int, other: int) -> None:
    told = after(hit_list, said)
    entries = [entry for entry in told.entries if entry.hit.text]
    if not entries:
        return
    first, second = (entries[n % len(entries)] for n in (one, other))
    found = groups(join(told, first.hit_id, second.hit_id))
    assert found.of(first.hit_id) == found.of(second.hit_id)
    text = plain(first.hit.text)
    own: Group = groups(part(told, first.hit_id)).of(first.hit_id)
    assert {plain(told.by_id()[each].hit.text) for each in own.hit_ids} == {text}


def test_six_thousand_hits_take_less_than_half_a_second() -> None:
    """Names of the sample, eight times over. Processor time, with room for others at work on this machine."""
    rows = read_table(EXPECTED.read_bytes(), {"tekst": (), "soort": (), "document": ()}, (), EXPECTED.name).rows
    kinds = {"persoonsnaam": "PERSON", "e-mailadres": "EMAIL_ADDRESS"}
    many = [
        hit(
            number, row.cells["tekst"], f"{copy}{row.cells['document']}", entity_type=kinds.get(row.cells["soort"], "X")
        )
        for copy in range(8)
        for number, row in enumerate(rows)
    ][:6000]
    big = HitList(tuple(Entry(hit_id(n), each) for n, each in enumerate(many, start=1)), next_number=6001)
    assert len(big.entries) == 6000
    start = time.process_time()
    assert len(groups(big)) > 100
    assert time.process_time() - start < 1.5
