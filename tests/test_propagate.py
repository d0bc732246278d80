"""Persons over a whole bundle: who they are, in which writings they are found, and what is left alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import redact.detect.terms as terms_module
from redact.detect import Person, people, search, unmistakable
from redact.detect.common import is_common, is_word
from redact.detect.letters import plain, skeleton, words_of
from redact.detect.name_forms import Name, parse_name
from redact.detect.propagate import Persons, one_edit
from redact.detect.standing import Standing, standing
from redact.detect.variants import Guard, guard_of
from redact.model import Box, Hit, Match, Page, PageKind, Review, Term, Verdict
from redact.pipeline.terms import approved_everywhere, combined, knowledge
from redact.review import Entry, HitList
from redact.rulebook import load_rulebook


def plain_page(text: str, number: int = 1) -> Page:
    """A page without glyphs: only its text matters here."""
    return Page(number, 595, 842, 0, PageKind.TEXT, text, (), (-1,) * len(text), (0, len(text)))


def hit(text: str, document_id: str = "d1", recognizer: str = "mailkop", score: float = 0.95, **more: object) -> Hit:
    """A hit by its text; where it stands does not matter."""
    entity_type = str(more.pop("entity_type", "PERSON"))
    box = (Box(1, 0, 0, 1, 1),)
    return Hit(document_id, 1, 0, len(text), entity_type, score, recognizer, box, text, **more)  # type: ignore[arg-type]


def person(*forms: str, documents: tuple[str, ...] = ("d1",), reason: str = "staat in een e-mailkop") -> Term:
    """Somebody who is certain, by the ways in which the name was written."""
    return Term(
        forms[0], "PERSON", 0.95, "herhaling", ("10.2e",), match=Match.PERSON, reason=reason, forms=forms[1:],
        documents=documents,
    )  # fmt: skip


def found(text: str, *known: Term, document_id: str = "d9") -> set[str]:
    """What of a text would be redacted, longest stretches only."""
    spans = {(each.start, each.end) for each in search([plain_page(text)], document_id, known) if _goes(each)}
    widest = {
        one for one in spans if not any(one != other and other[0] <= one[0] and one[1] <= other[1] for other in spans)
    }
    return {text[start:end] for start, end in widest}


def _goes(each: Hit) -> bool:
    return each.proposal is Verdict.REDACT


NAMES = {
    "Kievendijk, J.W. (Jan Willem) van": Name((), ("Jan", "Willem"), "JW", "van", "Kievendijk"),
    "Jan Willem van Kievendijk": Name(("Jan", "Willem"), (), "", "van", "Kievendijk"),
    "J. W. van Kievendijk": Name((), (), "JW", "van", "Kievendijk"),
    "JW van Kievendijk": Name((), (), "JW", "van", "Kievendijk"),
    "Van Kievendijk": Name((), (), "", "van", "Kievendijk"),
    "JAN VAN KIEVENDIJK": Name(("Jan",), (), "", "van", "Kievendijk"),
    "jan van kievendijk": Name(("Jan",), (), "", "van", "Kievendijk"),
    "KIEVENDIJK, J. van": Name((), (), "J", "van", "Kievendijk"),
    "Jan van K.": Name(("Jan",), (), "", "van", "K"),
    "Anna Kievendijk-de Boer": Name(("Anna",), (), "", "", "Kievendijk-de Boer"),
    "Kievendijk - de Boer, A.": Name((), (), "A", "", "Kievendijk-de Boer"),
    "Anne-Fleur Kievendijk": Name(("Anne-Fleur",), (), "", "", "Kievendijk"),
    "dhr. Kievendijk": Name(alone="Kievendijk"),
    "mr. drs. Th.J. in 't Kieven": Name((), (), "TJ", "in 't", "Kieven"),
    "Jan W. Kievendijk": Name(("Jan",), (), "JW", "", "Kievendijk"),
    "Fatima el Kievi": Name(("Fatima",), (), "", "el", "Kievi"),
    "Anna's": Name(alone="Anna"),
}


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_read_in_parts(text: str) -> None:
    assert parse_name(text) == NAMES[text]


@pytest.mark.parametrize("text", ["", "12", "J.", "J. Kievendijk A. Waterlo", "a, ", "- -"])
def test_what_is_no_name_has_no_parts(text: str) -> None:
    assert parse_name(text) is None


def test_both_halves_of_a_double_surname() -> None:
    name = parse_name("Anna van Kievendijk-de Boer")
    assert name is not None
    assert name.halves == (("van", "Kievendijk"), ("de", "Boer"))


FORMS = """
Jan Willem van Kievendijk|Jan van Kievendijk|J.W. van Kievendijk|J. W. van Kievendijk|JW van Kievendijk
J. van Kievendijk|Kievendijk, J.W. (Jan Willem) van|Kievendijk, Jan van|Kievendijk, van, Jan
van Kievendijk, J.W.|Van Kievendijk|Kievendijk
jan willem van kievendijk|kievendijk|JAN WILLEM VAN KIEVENDIJK|KIEVENDIJK|JanWillemvanKievendijk|vanKievendijk
Jan van\\nKievendijk|Kieven-\\ndijk|Kieven\\u00addijk|jan.van.kievendijk|j.vankievendijk|jvkievendijk|kievendijkj
Jan van K.|J. v. Kievendijk|Jan v Kievendijk|JWvK|JvK|Jan Willem|Jan
Kiev endijk|K1evendijk|Kievenclijk|Kievendljk|Kievendijck|Kievndijk|Kievednijk|Kiëvendijk
"""


@pytest.mark.parametrize("form", [form for line in FORMS.split("\n") for form in line.split("|") if form])
def test_a_person_is_found_in_every_writing(form: str) -> None:
    form = form.replace("\\n", "\n").replace("\\u00ad", "\u00ad")
    known = person("Kievendijk, J.W. (Jan Willem) van")
    stripped = form.rstrip(".")
    assert {each.rstrip(".") for each in found(f"dat ging via {form} en verder", known)} == {stripped}


OTHERS = """
januari|Janneke|kievenburg|kieven dijken|Kievenbergen|dijk|van dijk|de dijk|willem|willen|van|JW|Jvk|JANUARI
"""


@pytest.mark.parametrize("form", OTHERS.strip().split("|"))
def test_what_only_looks_like_the_person_is_left(form: str) -> None:
    assert found(f"dat ging via {form} en verder", person("Kievendijk, J.W. (Jan Willem) van")) == set()


COMMON = {
    "wij spraken met Bakker over de zaak": {"Bakker"},
    "wij spraken met de bakker over de zaak": set(),
    "de Bakker op de hoek": set(),
    "Bakker worden is een vak": set(),
    "Volgens mevrouw Bakker niet": {"Bakker"},
    "BAKKER EN SLAGER": set(),
    "Bakker, R. is er": {"Bakker, R."},
    "ronald bakker was er": {"ronald bakker"},
    "r. bakker was er": {"r. bakker"},
    "naar de motie-Bakker verwezen": set(),
    "naar Bakker Beheer BV gestuurd": set(),
    "in de Bakkerstraat gezien": set(),
    "Ronald belde. De bakker ook": {"Ronald"},
}


@pytest.mark.parametrize("text", COMMON)
def test_a_surname_that_is_a_word_is_found_as_a_name_only(text: str) -> None:
    assert found(text, person("Ronald Bakker")) == COMMON[text]


def test_where_the_person_was_met_a_name_may_open_a_sentence() -> None:
    text = "Dat is klaar. Bakker heeft het gedaan."
    assert found(text, person("Ronald Bakker"), document_id="d1") == {"Bakker"}
    assert found(text, person("Ronald Bakker"), document_id="d2") == set()


PLACES = {
    "de burgemeester van Delft kwam": set(),
    "Wij gaan naar Delft toe": set(),
    "mevrouw Van Delft kwam": {"Van Delft"},
    "K. van Delft kwam": {"K. van Delft"},
}


@pytest.mark.parametrize("text", PLACES)
def test_a_surname_that_is_a_place_needs_more(text: str) -> None:
    assert found(text, person("Karin van Delft")) == PLACES[text]


def test_capitals_stand_for_somebody_only_where_that_one_was_met() -> None:
    known = person("Karin Zwanenburg", documents=("d1",))
    assert found("Actie: KZ, voor vrijdag", known, document_id="d1") == {"KZ"}
    assert found("Actie: KZ, voor vrijdag", known, document_id="d2") == set()
    assert found("Actie: OM, voor vrijdag", person("Olga Mierenveld"), document_id="d1") == set()


def test_double_surnames_are_found_by_halves_and_accents_make_no_difference() -> None:
    known = person("Özlem Yıldırım-van Kievendijk")
    assert found("mail van Yildirim aan o.yildirim, Van Kievendijk en OZLEM", known) == {
        "Yildirim",
        "o.yildirim",
        "Van Kievendijk",
        "OZLEM",
    }
    assert found("bel Mueller even", person("Jürgen Müller")) == {"Mueller"}


def test_another_listed_name_is_no_misspelling() -> None:
    assert found("dat zei Janssen gisteren", person("Karin Jansen")) == set()
    assert found("dat zei Kievendjk gisteren", person("Karin Kievendijk")) == {"Kievendjk"}


def test_a_sentence_end_parts_two_names() -> None:
    assert found("Bezoek aan Waterloze. Karin was er", person("Karin Waterloze"), document_id="d2") == {
        "Waterloze",
        "Karin",
    }


def test_a_name_in_a_law_or_firm_is_proposed_to_stay_and_says_why() -> None:
    for text, why in (("de motie-Kievendijk", Standing.LAW), ("stichting Kievendijk", Standing.ORGANISATION)):
        [one] = search([plain_page(text)], "d9", [person("Karin Kievendijk")])
        assert (one.proposal, one.reason) == (Verdict.KEEP, why.value)


def test_every_hit_says_why_in_dutch() -> None:
    hits = search([plain_page("via Kievendijk en kievendljk")], "d9", [person("Karin Kievendijk")])
    assert [each.reason for each in hits] == [
        "achternaam van iemand die elders zeker is herkend: staat in een e-mailkop",
        "achternaam met een mogelijke leesfout van iemand die elders zeker is herkend: staat in een e-mailkop",
    ]
    assert hits[0].score > hits[1].score
    assert {each.recognizer for each in hits} == {"herhaling"}


def by_form(persons: Sequence[Person]) -> list[set[str]]:
    return [set(each.forms) for each in persons]


def test_mentions_are_put_together_over_documents() -> None:
    hits = {
        "d1": [hit("Kievendijk, J.W. (Jan) van"), hit("Kievendijk, Petra van")],
        "d2": [hit("J.W. van Kievendijk", "d2"), hit("Jan", "d2", "namen", 0.6), hit("Waterlo", "d2", "namen", 0.5)],
        "d3": [hit("van Kievendijk", "d3", "namen", 0.65), hit("P. van Kievendijk", "d3")],
    }
    persons = people(hits, {})
    assert by_form(persons) == [
        {"Kievendijk, J.W. (Jan) van", "J.W. van Kievendijk", "Jan"},
        {"Kievendijk, Petra van", "P. van Kievendijk", "van Kievendijk"},
        {"Waterlo"},
    ]
    assert [each.certain for each in persons] == [True, True, False]
    assert persons[0].documents == ("d1", "d2")


def test_two_persons_of_one_surname_stay_two() -> None:
    hits = {"d1": [hit("J.W. van Kievendijk"), hit("J.P. van Kievendijk")], "d2": [hit("Van Kievendijk", "d2")]}
    assert by_form(people(hits, {})) == [{"J.W. van Kievendijk"}, {"J.P. van Kievendijk"}, {"Van Kievendijk"}]


@pytest.mark.parametrize(
    ("text", "recognizer", "score", "certain"),
    [
        ("Kievendijk", "namen", 0.5, False),
        ("Kievendijk", "mailkop", 0.95, True),
        ("Karin Kievendijk", "namen", 0.88, True),
        ("Karin Kievendijk", "namen", 0.6, False),
        ("Delft", "mailkop", 0.95, False),
        ("bakker", "chat", 0.94, False),
    ],
)
def test_certain_is_who_stands_in_a_certain_place_or_in_full(
    text: str, recognizer: str, score: float, certain: bool
) -> None:
    [one] = people({"d1": [hit(text, "d1", recognizer, score)]}, {})
    assert one.certain is certain


@pytest.mark.parametrize("text", ["Directie Zaken", "Stichting Kievendijk", "Karin DeltaStroomAdvies", "Bijlage"])
def test_what_is_no_person_is_nobody(text: str) -> None:
    assert people({"d1": [hit(text)]}, {}) == ()


def test_whom_the_rules_leave_readable_is_nobody_to_look_for() -> None:
    assert people({"d1": [hit("Karin Kievendijk", proposal=Verdict.KEEP)]}, {}) == ()


ADDRESSES = {
    "karin.kievendijk@voorbeeld.nl": "Karin Kievendijk",
    "k.kievendijk@voorbeeld.nl": "K. Kievendijk",
    "k.van.der.kievendijk2@voorbeeld.nl": "K. van der Kievendijk",
    "j.w.devries@voorbeeld.nl": "J.W. de Vries",
    "kkievendijk@voorbeeld.nl": "K. Kievendijk",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_names_a_person(address: str) -> None:
    persons = people({"d1": [hit(address, entity_type="EMAIL_ADDRESS")]}, {})
    assert ADDRESSES[address] in {form for each in persons for form in each.forms}
    assert all(each.certain for each in persons)


@pytest.mark.parametrize(
    "address",
    ["info@voorbeeld.nl", "klant.contact@voorbeeld.nl", "publieksvragen@voorbeeld.nl", "team.inkoop@voorbeeld.nl"],
)
def test_a_mailbox_of_an_office_names_nobody(address: str) -> None:
    assert people({"d1": [hit(address, entity_type="EMAIL_ADDRESS")]}, {}) == ()


def test_a_file_name_makes_a_full_name_certain() -> None:
    hits = {"d1": [hit("Karin Kievendijk", "d1", "namen", 0.6)]}
    assert [each.certain for each in people(hits, {"d1": "map/RE_ vraag Karin Kievendijk.pdf"})] == [True]
    assert [each.certain for each in people(hits, {"d1": "map/RE_ vraag.pdf"})] == [False]


def test_a_name_taken_twice_for_one_is_no_chance() -> None:
    hits = {"d1": [hit("Waterlo", "d1", "namen", 0.5), hit("Waterlo", "d1", "namen", 0.5)]}
    assert [each.certain for each in people(hits, {})] == [True]


def test_what_is_certain_once_is_found_in_all_documents() -> None:
    found_hits = {
        "d1": [hit("Kievendijk, K. (Karin) van")],
        "d2": [hit("12 34", "d2", "nummers", entity_type="ID_NUMBER")],
    }
    known = knowledge(found_hits, load_rulebook(), {})
    text = "karin, heb jij 12 34 al naar Van Kievendijk gestuurd? Groet, KvK"
    page = plain_page(text)
    hits = combined((), search([page], "d3", known))
    assert {text[each.start : each.end] for each in hits} == {"karin", "12 34", "Van Kievendijk", "KvK"} - {"KvK"} | {
        "KvK"
    }


def test_one_wrong_single_word_does_not_poison_the_bundle() -> None:
    known = knowledge({"d1": [hit("Goed", "d1", "namen", 0.5), hit("wil", "d1", "chat", 0.94)]}, load_rulebook(), {})
    text = "Goed, dat is goed. Ik wil dat. Goed zo!"
    assert search([plain_page(text)], "d2", known) == []


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        ("Kievendijk", Guard.FREE),
        ("Karin Bakker", Guard.FREE),
        ("de Boer", Guard.FREE),
        ("Bakker", Guard.WORD),
        ("Delft", Guard.PLACE),
        ("van Delft", Guard.PLACE),
        ("KZA", Guard.HOME),
        ("bakker", Guard.NEVER),
        ("Raad van Bestuur", Guard.NEVER),
        ("Roos Bakker", Guard.FREE),
        ("E-mail", Guard.WORD),
        ("de boer", Guard.NEVER),
    ],
)
def test_what_may_be_something_else_is_guarded(text: str, guard: Guard) -> None:
    assert guard_of(text) is guard
    assert unmistakable(text) is (guard is Guard.FREE)


def test_a_known_person_goes_before_what_was_taken_for_no_person() -> None:
    taken = hit("Kievendijk", "d2", "geen persoon", 0.8, entity_type="PUBLIC_NAME", proposal=Verdict.KEEP)
    known = knowledge({"d1": [hit("Karin Kievendijk")]}, load_rulebook(), {})
    [one] = combined([taken], search([plain_page("Kievendijk")], "d2", known))
    assert (one.entity_type, one.proposal) == ("PERSON", Verdict.REDACT)
    assert combined([taken], ()) == (taken,)


def test_a_date_of_birth_is_not_looked_for_on_messages() -> None:
    birth = hit("03-03-2021", "d1", "geboortedatum", 0.85, entity_type="DATE_OF_BIRTH")
    page = plain_page("[03-03-2021 08:12] Kim: 03-03-2021, 9 uur\n03-03-2021, 08:13 - Kim: 03-03-2021")
    found = search([page], "d2", knowledge({"d1": [birth]}, load_rulebook(), {}))
    stays, goes = Verdict.KEEP, Verdict.REDACT
    assert [each.proposal for each in found] == [stays, goes, stays, goes]


@pytest.mark.parametrize("text", ["Kievendijk", "Karin Bakker", "de Boer", "Bakker", "Delft", "KZA", "bakker"])
def test_what_may_be_left_nowhere_is_proposed_wherever_it_stands(text: str) -> None:
    """The gate and the search follow one rule: after approval of everything nothing may stop the release."""
    rulebook = load_rulebook()
    approved = hit(text, "d1", "namen", 0.6, grounds=("10.2e",))
    entry = Entry("h0001", approved, Review("h0001", Verdict.REDACT, ("10.2e",), "tester"))
    forbidden = [each.hit.text for each in approved_everywhere(HitList((entry,)), rulebook)]
    page = plain_page(f"{text} kwam. Met {text}\nen {text}, {text.strip()}-wet; de motie-{text}; stichting {text} BV")
    known = knowledge({"d1": [approved]}, rulebook, {})
    hits = search([page], "d2", known)
    for each in forbidden:
        covered = {place for one in hits for place in range(one.start, one.end)}
        start = page.text.find(each)
        while start >= 0:
            assert set(range(start, start + len(each))) <= covered
            start = page.text.find(each, start + 1)


def test_a_thousand_persons_are_found_in_one_pass() -> None:
    """The work grows with the words of the text: a word is worked out once, and the tables are made once."""
    letters = "abcdefghij"
    known = tuple(person(f"Karin Kievendijk{a}{b}{c}") for a in letters for b in letters for c in letters)
    text = "Kievendijkabc en niemand anders dan Kievendijkjjj " * 200
    persons = Persons(known)
    for _ in range(3):
        assert sum(meant.term in known for meant in persons.meant(text, "d5")) == 400
    assert len(persons._looked) == len({word.group() for word in words_of(text)})
    before = terms_module._known.cache_info().misses
    for document in ("d5", "d6", "d7"):
        assert len(search([plain_page(text)], document, known)) == 400
    assert terms_module._known.cache_info().misses == before + 1


@pytest.mark.parametrize("text", ["a" * 300_000, "Jan Bakker " * 1_000, " " * 300_000, "J. " * 100_000, "." * 300_000])
def test_endless_text_of_one_kind_is_searched(text: str) -> None:
    known = [person("Jan Bakker"), person("J.J. Aanaaa"), Term("Bakker", "PERSON", 0.6, "x", match=Match.NAME)]
    hits = search([plain_page(text)], "d1", known)
    assert {each.text for each in hits if each.start < len("Jan Bakker")} == (
        {"Jan Bakker", "Jan", "Bakker", "Bakker Jan"} if "Jan" in text else set()
    )
    assert parse_name(text) is None


GIVEN = st.sampled_from(["Karin", "Mohammed", "Özlem", "Thi", "Anne-Fleur", "Kwabena", "Jelle", "Sjoukje"])
PARTICLE = st.sampled_from(["", "van ", "van der ", "de ", "el ", "in 't "])
SURNAME = st.text("abdeghiklnoprstuvz", min_size=6, max_size=10).map(str.title)
AROUND = st.sampled_from(
    ["dat zei {} gisteren", "({})", "Aan: {}; cc", "{}\n", "\n{}\n", "via {}, en", "door {}/ander"]
)
WRITINGS = (
    "{given} {particle}{surname}", "{initial}. {particle}{surname}", "{initial}.{particle}{surname}",
    "{particle}{surname}",
    "{surname}, {initial}. {particle}", "{surname}, {given} {particle}", "{surname}", "{upper}", "{lower}",
    "{given}\n{particle}{surname}", "{surname}-\nsmit",
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(GIVEN, PARTICLE, SURNAME, AROUND, st.sampled_from(WRITINGS))
def test_any_person_is_found_in_any_writing(
    given_: str, particle: str, surname: str, around: str, writing: str
) -> None:
    assume(not is_word(surname.lower()) and not is_common(surname.lower()))
    full = f"{given_} {particle}{surname}"
    assume(parse_name(full) == Name((given_,), (), "", particle.strip(), surname))
    written = writing.format(
        given=given_, initial=given_[0], particle=particle, surname=surname, upper=full.upper(), lower=full.lower()
    ).strip()
    text = around.format(written)
    hits = [each for each in search([plain_page(text)], "d9", [person(full)]) if _goes(each)]
    covered = {place for each in hits for place in range(each.start, each.end)}
    start = text.index(written)
    kept = len(written) - (len("smit") if written.endswith("smit") else 0)
    assert {place for place in range(start, start + kept) if text[place].isalnum()} <= covered


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["bakker", "visser", "koning", "goed", "best", "roos", "mei", "hoop", "wit"]),
    st.text(" abc,.\n", max_size=20),
)
def test_a_common_word_in_lower_case_is_never_a_person(word: str, around: str) -> None:
    known = [
        person(f"Karin {word.title()}"),
        person(word.title()),
        Term(word.title(), "PERSON", 0.6, "x", match=Match.NAME),
    ]
    assert found(f"{around} {word} {around}", *known) == set()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_read_and_searched(text: str) -> None:
    parse_name(text)
    guard_of(text)
    for meant in Persons([person("Karin van Kievendijk", text)]).meant(text, "d1"):
        assert 0 <= meant.start < meant.end <= len(text)


@settings(max_examples=300, deadline=None)
@given(st.text("abcd", max_size=6), st.text("abcd", max_size=6))
def test_one_edit_is_the_distance_of_a_typing_error(one: str, other: str) -> None:
    edits = {one[:i] + one[i + 1 :] for i in range(len(one))}
    edits |= {one[:i] + c + one[i:] for i in range(len(one) + 1) for c in "abcd"}
    edits |= {one[:i] + c + one[i + 1 :] for i in range(len(one)) for c in "abcd"}
    edits |= {one[:i] + one[i + 1] + one[i] + one[i + 2 :] for i in range(len(one) - 1)}
    assert one_edit(one, other) is (other in edits - {one})


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bernard", "Bemard"), ("Wille", "VVi11e"), ("Adam", "Aclam"), ("Wijnen", "Wynen"), ("Müsil", "Miisil")],
)
def test_look_alikes_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(plain(one)) == skeleton(plain(other))
    assert skeleton(plain("2015")) == "2015"


@pytest.mark.parametrize(
    ("before", "word", "after", "expected"),
    [
        ("wij zagen ", "Visser", " daar", Standing.NAME),
        ("Klaar. ", "Visser", " daar", Standing.UNSURE),
        ("Beste ", "Visser", ", dank", Standing.NAME),
        ("de ", "Visser", " van het dorp", Standing.UNSURE),
        ("wet-", "Visser", " van 2003", Standing.LAW),
        ("zie ", "Visser", "-methode", Standing.LAW),
        ("het ", "Visser", " Instituut", Standing.ORGANISATION),
        ("bij ", "Visser", " & Zn", Standing.ORGANISATION),
        ("de ", "Visser", "-Groene Partij", Standing.COMPOUND),
    ],
)
def test_how_a_word_stands(before: str, word: str, after: str, expected: Standing) -> None:
    text = before + word + after
    assert standing(text, len(before), len(before + word), Guard.WORD, home=False) is expected
