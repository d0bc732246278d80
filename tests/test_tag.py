from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.errors import RulesError
from redact.model import Box, Hit, Regime, Verdict
from redact.rulebook import load_rulebook
from redact.tag import regime_of, tag

BOOK = load_rulebook()
TYPES = [rule.entity_type for rule in BOOK.rules]


def hit(entity_type: str, start: int = 0, grounds: tuple[str, ...] = ()) -> Hit:
    return Hit(
        document_id="d1",
        page=1,
        start=start,
        end=start + 4,
        entity_type=entity_type,
        score=0.8,
        recognizer="test",
        boxes=(Box(1, 10, 10, 40, 20),),
        text="Test",
        grounds=grounds,
    )


def test_grounds_follow_the_law() -> None:
    person, system = hit("PERSON"), hit("IP_ADDRESS", 10)
    assert [h.grounds for h in tag([person, system], BOOK, Regime.WOB, frozenset())] == [("10.2e",), ("10.2g",)]
    assert [h.grounds for h in tag([person, system], BOOK, Regime.WOO, frozenset())] == [("5.1.2e",), ("5.1.2i",)]


def test_what_is_not_allowed_is_dropped() -> None:
    hits = [hit("PERSON"), hit("IP_ADDRESS", 10), hit("NL_BSN", 20)]
    assert [h.entity_type for h in tag(hits, BOOK, Regime.WOB, frozenset({"10.2g"}))] == ["IP_ADDRESS"]


def test_a_hit_with_grounds_is_never_touched_nor_dropped() -> None:
    given_hits = [
        hit("PERSON", grounds=("11.1",)),
        hit("FUNCTIONAL_MAILBOX", 9, ("10.2e",)),
        hit("TERM", 20, ("wbni",)),
    ]
    assert tag(given_hits, BOOK, Regime.WOB, frozenset({"10.2g"})) == given_hits


def test_a_functional_mailbox_is_proposed_to_stay_whatever_is_allowed() -> None:
    (mailbox,) = tag([hit("FUNCTIONAL_MAILBOX")], BOOK, Regime.WOO, frozenset({"5.1.5"}))
    assert mailbox.proposal is Verdict.KEEP
    assert "functionele mailbox" in mailbox.reason
    assert mailbox.grounds == ()


def test_a_kind_without_a_rule_stays_for_the_reviewer() -> None:
    (stranger,) = tag([hit("KIND_OF_TOMORROW")], BOOK, Regime.WOB, frozenset({"10.2e"}))
    assert stranger.grounds == ()
    assert stranger.proposal is Verdict.REDACT


def test_order_and_doubles_stay() -> None:
    hits = [hit("PERSON", 30), hit("IBAN", 5), hit("PERSON", 30)]
    assert [h.start for h in tag(iter(hits), BOOK, Regime.WOB, frozenset())] == [30, 5, 30]


hits_of_any_kind = st.lists(
    st.builds(
        hit,
        st.sampled_from([*TYPES, "KIND_OF_TOMORROW"]),
        st.integers(0, 500),
        st.sampled_from([(), ("10.2e",), ("wbni",), ("10.2e", "10.2g")]),
    ),
    max_size=12,
)


@given(
    hits_of_any_kind,
    st.sampled_from(list(Regime)).flatmap(
        lambda law: st.tuples(st.just(law), st.frozensets(st.sampled_from(BOOK.codes(law)), max_size=4))
    ),
)
def test_tag_never_invents(hits: list[Hit], choice: tuple[Regime, frozenset[str]]) -> None:
    law, allowed = choice
    tagged = tag(hits, BOOK, law, allowed)
    keys = [h.key for h in hits]
    places = iter(keys)
    assert all(h.key in places for h in tagged), "a subsequence of what came in"
    for each in tagged:
        before = [h for h in hits if h.key == each.key]
        own = set(BOOK.entity_grounds(each.entity_type, law)) & (allowed or set(BOOK.codes(law)))
        assert set(each.grounds) <= own or any(each.grounds == h.grounds for h in before)
        assert each.boxes == before[0].boxes
    assert [h for h in tagged if h in hits and h.grounds] == [h for h in hits if h.grounds]


@given(hits_of_any_kind)
def test_tagging_twice_is_tagging_once(hits: list[Hit]) -> None:
    once = tag(hits, BOOK, Regime.WOB, frozenset())
    assert tag(once, BOOK, Regime.WOB, frozenset()) == once


@pytest.mark.parametrize(
    ("codes", "decided", "default", "law"),
    [
        (["10.2e", "11.1"], date(2023, 1, 1), Regime.WOO, Regime.WOB),
        (["5.1.2e"], date(2020, 1, 1), Regime.WOB, Regime.WOO),
        (["wbni"], date(2022, 4, 30), Regime.WOO, Regime.WOB),
        ([], date(2022, 5, 1), Regime.WOB, Regime.WOO),
        ([], None, Regime.WOB, Regime.WOB),
        ([], None, Regime.WOO, Regime.WOO),
    ],
)
def test_the_law_of_a_decision(codes: list[str], decided: date | None, default: Regime, law: Regime) -> None:
    assert regime_of(codes, decided, default) is law


def test_two_laws_in_one_decision_are_refused() -> None:
    with pytest.raises(RulesError, match="one law"):
        regime_of(["10.2e", "5.1.2e"], None, Regime.WOO)
