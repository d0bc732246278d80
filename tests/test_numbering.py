from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.errors import InputError
from redact.numbering import assign, scheme_of, sort_key

SCHEMES = ("letters", "numbers")
names = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=200)


def codes(count: int, scheme: str = "letters") -> list[str]:
    return list(assign([f"{n}.pdf" for n in range(count)], {}, scheme).values())


def in_order(given_codes: list[str], scheme: str = "letters") -> bool:
    keys = [sort_key(code, scheme) for code in given_codes]
    return all(a < b for a, b in itertools.pairwise(keys))


def test_first_letters() -> None:
    assert codes(28)[:3] == ["AA", "AB", "AC"]
    assert codes(28)[24:] == ["AY", "AZ", "BA", "BB"]


def test_first_numbers() -> None:
    assert codes(3, "numbers") == ["1", "2", "3"]


def test_676_documents_have_two_letters() -> None:
    assert codes(676)[-1] == "ZZ"
    assert {len(code) for code in codes(676)} == {2}


def test_the_677th_makes_every_group_longer() -> None:
    given_codes = codes(677)
    assert given_codes[25:28] == ["AZ", "AAA", "BA"]
    assert in_order(given_codes)


@pytest.mark.parametrize("count", [0, 1, 26, 27, 676, 677, 702, 18_252, 18_253, 20_000])
def test_order_of_codes_is_order_of_documents(count: int) -> None:
    given_codes = codes(count)
    assert len(set(given_codes)) == count
    assert in_order(given_codes)
    assert all(code.isalpha() and code.isupper() and len(code) >= 2 for code in given_codes)


@pytest.mark.parametrize("count", [1, 100, 20_000])
def test_numbers_sort_as_numbers(count: int) -> None:
    assert in_order(codes(count, "numbers"), "numbers")


def test_order_of_the_decision_of_2022() -> None:
    written = ["AL", "CH", "CI", "CL", "CM", "DA", "DE", "DM", "DS", "DY", "DZ", "DAA", "EC", "EH", "GC"]
    assert sorted(written, key=lambda code: sort_key(code, "letters")) == written
    assert sorted(written) != written


def test_after_a_group_that_ran_over_comes_the_next_group() -> None:
    assert assign(["a", "b", "c"], {"a": "DZ", "b": "DAA"}, "letters")["c"] == "EA"


def test_a_group_is_as_long_as_the_longest_seen() -> None:
    given_codes = assign(list("abcd"), {"a": "DAB", "b": "EZ"}, "letters")
    assert [given_codes[name] for name in "cd"] == ["EAA", "EAB"]


def test_after_the_last_letter_of_all_suffixes_grow() -> None:
    assert list(assign(list("abc"), {"a": "ZZ"}, "letters").values()) == ["ZZ", "ZAA", "ZAB"]


def test_many_more_documents_than_the_first_time() -> None:
    first = assign(["0.pdf"], {"x": "AA"}, "letters")
    later = assign([f"{n}.pdf" for n in range(20_000)], first, "letters")
    new = [later[f"{n}.pdf"] for n in range(1, 20_000)]
    assert in_order([later["0.pdf"], *new])
    assert max(len(code) for code in new) <= 4


def test_a_code_of_a_document_that_is_gone_is_not_given_again() -> None:
    given_codes = assign(["b"], {"gone": "AB"}, "letters")
    assert given_codes == {"gone": "AB", "b": "AC"}


def test_a_name_given_twice_gets_one_code() -> None:
    assert assign(["a", "a", "b"], {}, "letters") == {"a": "AA", "b": "AB"}


@given(names=names, more=names, scheme=st.sampled_from(SCHEMES))
def test_codes_stay_when_documents_come(names: list[str], more: list[str], scheme: str) -> None:
    first = assign(names, {}, scheme)
    later = assign(sorted({*names, *more}), first, scheme)
    assert {name: later[name] for name in names} == first
    assert len(set(later.values())) == len(later)
    last = max((sort_key(code, scheme) for code in first.values()), default=(0, 0, ""))
    assert all(sort_key(code, scheme) > last for name, code in later.items() if name not in first)


@given(names=names, scheme=st.sampled_from(SCHEMES))
def test_a_second_run_gives_the_same(names: list[str], scheme: str) -> None:
    first = assign(names, {}, scheme)
    assert assign(names, first, scheme) == first


letters = st.from_regex(r"\A[A-Z][A-Z]{1,3}\Z")


@given(known=st.lists(letters, unique=True, max_size=20), count=st.integers(1, 1000))
def test_new_codes_follow_any_known_ones(known: list[str], count: int) -> None:
    before = {f"known {n}": code for n, code in enumerate(known)}
    after = assign([f"new {n}" for n in range(count)], before, "letters")
    new = [code for name, code in after.items() if name not in before]
    assert len(new) == count
    assert in_order([*sorted(known, key=lambda code: sort_key(code, "letters")), *new])


@pytest.mark.parametrize("code", ["", "A", "aa", "A1", "1", "AA ", "ÄA"])
def test_what_is_no_letter_code(code: str) -> None:
    with pytest.raises(InputError, match="does not fit"):
        sort_key(code, "letters")


@pytest.mark.parametrize("code", ["", "0", "01", "-1", "1a", "AA", "1.1", "\u0661"])
def test_what_is_no_number(code: str) -> None:
    with pytest.raises(InputError, match="does not fit"):
        sort_key(code, "numbers")


def test_two_documents_with_one_code_are_refused() -> None:
    with pytest.raises(InputError, match="same code"):
        assign(["c"], {"a": "AA", "b": "AA"}, "letters")


def test_a_code_of_the_other_scheme_is_refused() -> None:
    with pytest.raises(InputError, match="numbering 'numbers'"):
        assign(["b"], {"a": "AA"}, "numbers")


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(InputError, match="roman"):
        assign(["a"], {"b": "I"}, "roman")


def test_an_unknown_scheme_is_refused_in_a_first_run_too() -> None:
    with pytest.raises(InputError, match="roman"):
        assign(["a"], {}, "roman")


@pytest.mark.parametrize(
    ("some", "scheme"),
    [(["1", "22"], "numbers"), (["AA", "DAA"], "letters"), ([], "letters"), (["1", "AA"], "letters")],
)
def test_scheme_of_codes(some: list[str], scheme: str) -> None:
    assert scheme_of(some) == scheme
