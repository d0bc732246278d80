"""The list of people who hold public office: how it is read, who is in view when, and in which ways they are named."""

from __future__ import annotations

import datetime
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from redact.detect.officials import Roster
from redact.errors import RulesError
from redact.officials import Office, Official, first_day, last_day, surname_of
from redact.resources import shipped
from redact.rulebook import load_rulebook

BOOK = load_rulebook()
ROSTER = Roster(BOOK.officials)
IN_OFFICE = datetime.date(2019, 6, 1)
LONG_AFTER = datetime.date(2030, 6, 1)
BEFORE = datetime.date(2008, 6, 1)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped("rules"), tmp_path / "rules"))


def test_the_shipped_list_holds_every_prime_minister_and_both_chairs_without_gaps() -> None:
    for role in ("minister-president", "voorzitter van de Tweede Kamer", "voorzitter van de Eerste Kamer"):
        terms = sorted((o.start, o.end) for person in BOOK.officials for o in person.offices if o.role == role)
        assert terms[0][0] <= datetime.date(2002, 7, 22)
        for (_, end), (start, _) in pairwise(terms):
            assert end is not None
            assert -1 <= (start - end).days < 60, role


@pytest.mark.parametrize("year", range(2003, 2025))
def test_every_cabinet_has_its_ministers(year: int) -> None:
    date = datetime.date(year, 1, 15)
    roles = {
        office.role
        for person in BOOK.officials
        for office in person.offices
        if office.start <= date and (office.end is None or date <= office.end)
    }
    for subject in ("Financiën", "Buitenlandse Zaken", "Defensie", "Volksgezondheid, Welzijn en Sport", "Onderwijs"):
        assert any(role.startswith("minister") and subject in role for role in roles), subject
    assert any(role.startswith("minister") and "Justitie" in role for role in roles)


def test_nobody_is_in_office_for_a_lifetime_or_before_being_grown_up() -> None:
    for person in BOOK.officials:
        assert person.name.endswith(person.surname)
        for office in person.offices:
            assert office.end is None or office.start <= office.end


FAULTS = [
    ("- name: Jan Bakker\n  terms: []\n", "people.0.terms"),
    ("- name: Jan Bakker\n  terms:\n  - {role: minister, from: gisteren}\n", "people.0.terms.0.from"),
    ("- name: Jan Bakker\n  terms:\n  - {role: minister, from: 2012-13}\n", "people.0.terms.0"),
    ("- name: Jan Bakker\n  terms:\n  - {role: minister, from: 2012, to: 2010-01}\n", "ends before it begins"),
    ("- name: Jan Bakker\n  last: Visser\n  terms:\n  - {role: minister, from: 2012}\n", "'last' is not the end"),
    ("- name: Jan Bakker\n  initials: JB\n  terms:\n  - {role: minister, from: 2012}\n", "people.0.initials"),
    ("- {name: Jan Bakker, terms: [{role: minister, from: 2012}]}\n" * 2, "people.2: 'Jan Bakker' stands twice"),
    ("- name: Jan Bakker\n  term:\n  - {role: minister, from: 2012}\n", "people.0.term"),
]


@pytest.mark.parametrize(("people", "said"), FAULTS)
def test_a_fault_is_named_with_its_file_and_entry(rules: Path, people: str, said: str) -> None:
    (rules / "officials.yaml").write_text("people:\n" + people, "utf-8")
    with pytest.raises(RulesError) as fault:
        load_rulebook(rules)
    assert "officials.yaml: " in str(fault.value)
    assert said in str(fault.value)


def test_a_rule_book_without_the_list_has_no_officials_and_another_version(rules: Path) -> None:
    version = load_rulebook(rules).version
    (rules / "officials.yaml").unlink()
    without = load_rulebook(rules)
    assert without.officials == ()
    assert without.version != version
    assert list(Roster(()).named("Mark Rutte sprak.", IN_OFFICE)) == []


def test_periods_and_surnames_are_read_as_people_write_them() -> None:
    assert (first_day("2012"), last_day("2012")) == (datetime.date(2012, 1, 1), datetime.date(2012, 12, 31))
    assert (first_day("2012-02"), last_day("2012-02")) == (datetime.date(2012, 2, 1), datetime.date(2012, 2, 29))
    assert last_day("2012-12") == datetime.date(2012, 12, 31)
    assert first_day("2012-02-03") == last_day("2012-02-03") == datetime.date(2012, 2, 3)
    assert [surname_of(name) for name in ("Jan Bakker", "Jan Kees de Wit", "An Smit-van Dam")] == [
        "Bakker",
        "de Wit",
        "Smit-van Dam",
    ]


def test_an_office_is_in_view_a_year_before_and_three_years_after() -> None:
    office = Office("minister", datetime.date(2012, 1, 1), datetime.date(2016, 1, 1))
    days = ("2010-12-01", "2011-02-01", "2014-01-01", "2018-12-01", "2019-02-01")
    assert [office.in_view(datetime.date.fromisoformat(day)) for day in days] == [False, True, True, True, False]
    assert office.in_view(None)


def test_of_several_offices_the_one_held_then_or_the_one_that_the_text_names_speaks() -> None:
    first = Office("wethouder", datetime.date(2010, 1, 1), datetime.date(2014, 1, 1))
    second = Office("minister van X", datetime.date(2014, 2, 1), datetime.date(2018, 1, 1))
    person = Official("Jan Bakker", "Bakker", (first, second))
    assert person.office(datetime.date(2012, 1, 1)) == first
    assert person.office(datetime.date(2015, 1, 1)) == second
    assert person.office(datetime.date(2015, 1, 1), "wethouder") == first
    assert person.office(datetime.date(2030, 1, 1)) is None


NAMED = [
    ("Ferd Grapperhaus sprak.", "Ferd Grapperhaus"),
    ("FERD GRAPPERHAUS sprak.", "FERD GRAPPERHAUS"),
    ("Ferd\nGrapperhaus sprak.", "Ferd\nGrapperhaus"),
    ("F.B.J. Grapperhaus sprak.", "F.B.J. Grapperhaus"),
    ("F. B. J. Grapperhaus sprak.", "F. B. J. Grapperhaus"),
    ("Grapperhaus, F.B.J. (Ferd) sprak.", "Grapperhaus, F.B.J. (Ferd)"),
    ("de minister, F. Grapperhaus, sprak", "F. Grapperhaus"),
    ("met Hugo de Jonge gesproken", "Hugo de Jonge"),
    ("Jonge, H.M. de", "Jonge, H.M. de"),
    ("koning Willem-Alexander sprak", "Willem-Alexander"),
    ("Sybrand Buma sprak", "Sybrand Buma"),
]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_an_official_is_known_by_the_full_name_or_by_initials(text: str, name: str) -> None:
    assert [text[one.start : one.end] for one in ROSTER.named(text, IN_OFFICE)] == [name]
    assert all("treedt in het openbaar op" in one.reason for one in ROSTER.named(text, None))


NOT_NAMED = [
    "Grapperhaus sprak.",
    "P. Grapperhaus sprak met de minister.",
    "F. Grapperhaus belde over de vergunning.",
    "Ferd Grapperhaus-Bakker belde.",
    "Jan-Ferd Grapperhaus belde.",
    "Ferd Grapperhaus, senior adviseur inkoop",
    "Ferd Grapperhaus\nbeleidsmedewerker",
    "H. de Jonge belde.",
    "de familie Jonge, H. de",
    "Willem-Alexander sprak.",
    "motie-Grapperhaus",
]


@pytest.mark.parametrize("text", NOT_NAMED)
def test_somebody_else_with_such_a_name_is_no_official(text: str) -> None:
    assert list(ROSTER.named(text, IN_OFFICE)) == []


def test_outside_the_term_and_its_margins_a_name_is_private() -> None:
    assert list(ROSTER.named("Ferd Grapperhaus sprak.", BEFORE)) == []
    assert list(ROSTER.named("Ferd Grapperhaus sprak.", LONG_AFTER)) == []
    assert len(list(ROSTER.named("Ferd Grapperhaus sprak.", None))) == 1


def test_the_reason_tells_office_and_term() -> None:
    assert ROSTER.reason("Grapperhaus", IN_OFFICE, "minister") == (
        "minister van Justitie en Veiligheid van 2017 tot 2022; treedt in het openbaar op"
    )
    assert ROSTER.reason("P. Grapperhaus", IN_OFFICE, "minister") == ""
    assert ROSTER.reason("Grapperhaus", LONG_AFTER, "minister") == ""
    assert "minister-president" in ROSTER.reason("Rutte", None, "premier")
