"""What is treated differently is found, whatever the line ends and quote signs; what the rules tell apart is not."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from redact.cli_output import show_status
from redact.errors import ExitCode, ReviewError
from redact.executors import SerialExecutor
from redact.journal import Journal
from redact.model import Box, Hit, Review, Verdict
from redact.pipeline.adding import Marked
from redact.pipeline.comparing import Comparison
from redact.pipeline.contradictions import Contradiction, Kind, contradictions, repair, stopping
from redact.pipeline.deciding import By, Change
from redact.pipeline.desk import open_desk
from redact.pipeline.groups import groups
from redact.pipeline.settings import MACHINE, Settings, Silence, State
from redact.pipeline.status import read_status
from redact.pipeline.texts import PageTexts
from redact.pipeline.treatment import READABLE, treatment
from redact.pipeline.wording import wording
from redact.review import HitList, merge, with_reviews
from redact.web.sitting import Sitting
from tests.conftest import write_pdf
from tests.test_pipeline import case_of, fill_in, go, rows_of

FIRST = """Van: Tom Bakker
Aan: Fatima el Amrani
Onderwerp: melding van vrijdag

Beste Fatima,

Vrijdagavond zagen wij dat het netwerk van de dienst werd bezocht door onbekenden.
De leverancier heeft de toegang daarna afgesloten en alle wachtwoorden vernieuwd.
Er zijn volgens de eerste lezing van de logboeken geen bestanden meegenomen.
Ik denk dat we de directeur pas maandag moeten vertellen hoe slecht het ging.

Groet, Tom"""

QUOTED = """Van: Fatima el Amrani

Dank. Ik bel je straks.

> Onderwerp: melding van vrijdag
>
> Vrijdagavond zagen wij dat het netwerk van de dienst
> werd bezocht door onbekenden. De leverancier heeft de toegang
> daarna afgesloten en alle wachtwoorden vernieuwd. Er zijn
> volgens de eerste lezing van de logboeken geen bestanden
> meegenomen. Ik denk dat we de directeur pas maandag moeten
> vertellen hoe slecht het ging."""

ALMOST = """Feitenrelaas

Vrijdagavond zagen wij dat het netwerk van deze dienst werd bezocht door onbekenden.
Op zaterdag is er een nieuwe sleutel gemaakt voor het gebouw aan de overkant."""

OTHER = "Verslag van het overleg. De leverancier van het netwerk was er niet bij en wij zagen onbekenden."


def texts(*pages: str) -> dict[str, PageTexts]:
    """Documents d0, d1, ... of one page each."""
    return {f"d{number}": PageTexts((text,), ((0, len(text)),)) for number, text in enumerate(pages)}


def hit(document: int, page: str, text: str, **other: Any) -> Hit:
    """A hit on a text of a page, which may break a line in it."""
    start = page.index(text)
    values: dict[str, Any] = {
        "document_id": f"d{document}",
        "page": 1,
        "start": start,
        "end": start + len(text),
        "entity_type": "PERSON",
        "score": 0.9,
        "recognizer": "name",
        "boxes": (Box(1, 10, 20, 60, 32),),
        "text": text,
        "grounds": ("10.2e",),
    }
    return Hit(**(values | other))


def decided(hits: Iterable[tuple[Hit, Verdict]], reviewer: str = "T. Jurist", **grounds: tuple[str, ...]) -> HitList:
    """A list in which one person decided everything; `grounds` by hit id."""
    given = list(hits)
    listed, _ = merge(None, [each for each, _ in given])
    entries = zip(listed.entries, (verdict for _, verdict in given), strict=True)
    return with_reviews(
        listed,
        [
            Review(entry.hit_id, verdict, grounds.get(entry.hit_id, entry.hit.grounds), reviewer)
            for entry, verdict in entries
        ],
    )


def found(listed: HitList, *pages: str) -> tuple[Contradiction, ...]:
    return contradictions(listed, groups(listed), wording(texts(*pages)), lambda hit: ())


def only(listed: HitList, *pages: str) -> Contradiction:
    (one,) = found(listed, *pages)
    return one


RED, KEEP = Verdict.REDACT, Verdict.KEEP
OPINION = "Ik denk dat we de directeur pas maandag moeten vertellen hoe slecht het ging."


def test_a_sentence_redacted_here_and_quoted_there_is_one_contradiction() -> None:
    passage = hit(0, FIRST, OPINION, entity_type="BY_HAND", grounds=("11.1",))
    one = only(decided([(passage, RED)]), FIRST, QUOTED, ALMOST, OTHER)
    black, clear = one.sides
    assert one.kind is Kind.MESSAGE, "the same mail stands around it"
    assert (black.verdict, black.grounds, black.hit_ids, black.documents) == (RED, ("11.1",), ("h0001",), ("d0",))
    assert clear.verdict is KEEP and clear.documents == ("d1",) and not clear.hit_ids
    (place,) = clear.places
    seen = QUOTED[place.start : place.end]
    assert seen.startswith("Ik denk dat") and seen.endswith("slecht het ging")
    assert one.stops and one.contradiction_id == "bericht-h0001" and "directeur" not in repr(one)

    wanted = repair(one, 0)
    assert (wanted.verdict, wanted.grounds, wanted.hit_ids, wanted.places) == (RED, ("11.1",), (), (place,))
    left = repair(one, 1)
    assert (left.verdict, left.hit_ids, left.places) == (KEEP, ("h0001",), ())


def test_a_whole_mail_redacted_here_and_quoted_there_is_one_contradiction() -> None:
    body = FIRST[FIRST.index("Vrijdagavond") : FIRST.index("\n\nGroet")]
    passage = hit(0, FIRST, body, entity_type="BY_HAND", grounds=("11.1",))
    one = only(decided([(passage, RED)]), FIRST, QUOTED, OTHER)
    assert one.kind is Kind.MESSAGE
    (place,) = one.sides[1].places
    assert QUOTED[place.start : place.end].count("\n") == 5


def test_a_sentence_with_a_word_changed_is_the_same_sentence() -> None:
    first = "Vrijdagavond zagen wij dat het netwerk van de dienst werd bezocht door onbekenden."
    passage = hit(0, FIRST, first, entity_type="BY_HAND", grounds=("10.2g",))
    one = only(decided([(passage, RED)]), FIRST, ALMOST, OTHER)
    assert one.kind is Kind.TEXT
    (place,) = one.sides[1].places
    assert ALMOST[place.start : place.end] == first.replace("de dienst", "deze dienst").rstrip(".")


def test_a_word_redacted_in_one_copy_and_readable_in_the_other() -> None:
    word = hit(0, FIRST, "logboeken", entity_type="BY_HAND", grounds=("10.2g",))
    one = only(decided([(word, RED)]), FIRST, QUOTED)
    (place,) = one.sides[1].places
    assert QUOTED[place.start : place.end] == "logboeken" and one.kind is Kind.MESSAGE


def test_words_that_are_no_copies_contradict_nothing() -> None:
    word = hit(0, FIRST, "leverancier", entity_type="BY_HAND", grounds=("10.2g",))
    assert not found(decided([(word, RED)]), FIRST, OTHER)


def test_a_common_sentence_in_a_long_passage_is_no_contradiction() -> None:
    common = "Hebt u vragen, belt u dan gerust."
    page = f"{FIRST}\n\n{common}"
    listed = decided([(hit(0, page, page, entity_type="BY_HAND"), RED)])
    assert not found(listed, page, f"{OTHER} {common}")


def test_what_waits_for_a_verdict_contradicts_nothing() -> None:
    here = hit(0, FIRST, "Fatima el Amrani")
    there = hit(1, QUOTED, "Fatima el Amrani")
    listed = decided([(here, RED), (there, Verdict.DOUBT)])
    assert not found(listed, FIRST, QUOTED)
    listed = replace(listed, entries=(listed.entries[0], replace(listed.entries[1], review=None)))
    assert not found(listed, FIRST, QUOTED)


def test_one_person_redacted_here_and_left_there() -> None:
    here, there = hit(0, FIRST, "Fatima el Amrani"), hit(1, QUOTED, "Fatima el Amrani")
    again = hit(0, FIRST, "Fatima")
    again = replace(again, start=FIRST.index("Fatima,"), end=FIRST.index("Fatima,") + len("Fatima"))
    one = only(decided([(here, RED), (again, RED), (there, KEEP)]), FIRST, QUOTED)
    assert (one.kind, one.text, one.contradiction_id) == (Kind.NAME, "Fatima el Amrani", "naam-h0001")
    assert [(side.verdict, side.hit_ids) for side in one.sides] == [(RED, ("h0001", "h0002")), (KEEP, ("h0003",))]
    assert repair(one, 1).hit_ids == ("h0001", "h0002") and repair(one, 0).grounds == ("10.2e",)


def test_a_name_may_stay_where_its_owners_address_goes() -> None:
    page = "Sanne Vermeulen <s.vermeulen@dienst.nl>, ook s.vermeulen@dienst.nl en sanne@thuis.nl"
    name, mail = hit(0, page, "Sanne Vermeulen"), hit(0, page, "s.vermeulen@dienst.nl", entity_type="EMAIL_ADDRESS")
    second = page.rindex("s.vermeulen")
    again = replace(mail, start=second, end=second + len(mail.text))
    home = hit(0, page, "sanne@thuis.nl", entity_type="EMAIL_ADDRESS")
    assert found(decided([(name, KEEP), (mail, RED), (again, RED), (home, KEEP)]), page) == ()
    one = only(decided([(name, KEEP), (mail, RED), (again, KEEP), (home, RED)]), page)
    assert (one.text, one.hit_ids) == ("s.vermeulen@dienst.nl", ("h0002", "h0003"))


def test_one_person_redacted_on_different_grounds() -> None:
    here, there = hit(0, FIRST, "Fatima el Amrani"), hit(1, QUOTED, "Fatima el Amrani")
    one = only(decided([(here, RED), (there, RED)], h0002=("10.2g",)), FIRST, QUOTED)
    assert [side.grounds for side in one.sides] == [("10.2e",), ("10.2g",)]


@pytest.mark.parametrize(
    ("official", "private", "expected"),
    [(KEEP, RED, 0), (RED, RED, 0), (KEEP, KEEP, 0)],
)
def test_whom_the_rules_tell_apart_is_no_contradiction(official: Verdict, private: Verdict, expected: int) -> None:
    acting = hit(0, FIRST, "Fatima el Amrani", proposal=KEEP, entity_type="PUBLIC_OFFICIAL", reason="publieke rol")
    listed = decided([(acting, official), (hit(1, QUOTED, "Fatima el Amrani"), private)])
    assert len(found(listed, FIRST, QUOTED)) == expected


def test_another_ground_for_the_private_person_says_nothing_of_the_official() -> None:
    acting = hit(0, FIRST, "Fatima el Amrani", proposal=KEEP, entity_type="PUBLIC_OFFICIAL", reason="publieke rol")
    listed = decided([(acting, KEEP), (hit(1, QUOTED, "Fatima el Amrani"), RED)], h0002=("10.2g",))
    assert not found(listed, FIRST, QUOTED)


def test_a_name_in_a_quoted_sentence_is_one_contradiction_not_two() -> None:
    here, there = hit(0, FIRST, "leverancier"), hit(1, QUOTED, "leverancier")
    assert only(decided([(here, RED), (there, KEEP)]), FIRST, QUOTED).kind is Kind.NAME


def test_hits_in_copies_that_the_rules_tell_apart_are_no_contradiction() -> None:
    name = hit(0, FIRST, "leverancier")
    job = hit(1, QUOTED, "leverancier", entity_type="JOB_TITLE", proposal=KEEP, reason="functie")
    assert not found(decided([(name, RED), (job, KEEP)]), FIRST, QUOTED)
    by_hand = replace(name, entity_type="BY_HAND")
    assert found(decided([(by_hand, RED), (job, KEEP)]), FIRST, QUOTED)


def test_an_official_is_a_contradiction_once_a_person_treats_him_in_two_ways() -> None:
    kind: dict[str, Any] = {"proposal": KEEP, "entity_type": "PUBLIC_OFFICIAL", "reason": "publieke rol"}
    one, other = hit(0, FIRST, "Fatima el Amrani", **kind), hit(1, QUOTED, "Fatima el Amrani", **kind)
    assert only(decided([(one, RED), (other, KEEP)]), FIRST, QUOTED).stops


def test_the_machine_alone_stops_nothing() -> None:
    passage = hit(0, FIRST, OPINION, entity_type="TERM", grounds=("11.1",))
    one = only(decided([(passage, RED)], MACHINE), FIRST, QUOTED)
    assert not one.stops and not list(stopping((one,)))


def test_drawn_boxes_count_for_the_text_under_them() -> None:
    drawn = replace(hit(0, FIRST, OPINION, entity_type="BY_HAND"), end=FIRST.index(OPINION), text="")
    listed = decided([(drawn, RED)])
    words = wording(texts(FIRST, QUOTED))
    start = FIRST.index(OPINION)
    (one,) = contradictions(listed, groups(listed), words, lambda hit: ((1, start, start + len(OPINION)),))
    assert one.sides[1].documents == ("d1",)


def test_three_copies_of_which_one_is_left_are_one_contradiction() -> None:
    word = "logboeken"
    hits = [(hit(number, page, word, entity_type="BY_HAND"), RED) for number, page in enumerate((FIRST, QUOTED))]
    one = only(decided(hits), FIRST, QUOTED, f"Bijlage\n\n{FIRST}")
    assert one.sides[0].hit_ids == ("h0001", "h0002") and one.sides[1].documents == ("d2",)


def test_a_quote_that_runs_over_the_page_end_is_found_on_both_pages() -> None:
    """Between its halves stand the running footer of one page and the header of the next."""
    half = QUOTED.index("directeur")
    first, second = f"{QUOTED[:half]}\nZaak 12, blad 1", f"Zaak 12\n{QUOTED[half:]}"
    bodies = ((0, half), (len("Zaak 12\n"), len(second)))
    pages = texts(FIRST) | {"d1": PageTexts((first, second), bodies)}
    listed = decided([(hit(0, FIRST, OPINION, entity_type="BY_HAND", grounds=("11.1",)), RED)])
    (one,) = contradictions(listed, groups(listed), wording(pages), lambda hit: ())
    places = next(side.places for side in one.sides if side.verdict is KEEP)
    seen = [(place.page, (first, second)[place.page - 1][place.start : place.end]) for place in places]
    assert [number for number, _ in seen] == [1, 2]
    assert seen[0][1].startswith("Ik denk") and seen[1][1].startswith("directeur") and "Zaak" not in f"{seen}"


def test_a_hit_over_the_page_end_covers_its_words_on_both_pages() -> None:
    """As detection makes them: the end counts on past the first page's text, running header and all."""
    first, second = "Beste Tom, de brief is geschreven door Anne-Fleur\nblad 1", "blad 2\nVermeulen van de dienst."
    name = "Anne-Fleur Vermeulen"
    end = len(first) + second.index("Vermeulen") + len("Vermeulen")
    boxes = (Box(1, 10, 20, 60, 32), Box(2, 10, 20, 60, 32))
    over = replace(hit(0, first, "Anne-Fleur"), end=end, text=name, parts=2, boxes=boxes)
    words = wording({"d0": PageTexts((first, second), ((0, len(first)), (0, len(second))))})
    told = treatment(decided([(over, RED)]), words, lambda hit: ())
    black = [place for place, state in enumerate(told.states) if state != READABLE]
    assert {words.words[place] for place in black} == words.numbers_of(name) and len(black) == 3
    assert [words.pages[place] for place in black] == [1, 1, 2]


def test_five_hundred_pages_take_less_than_five_seconds() -> None:
    """Pages of made-up sentences, every fifth of which stands in several documents. Processor time."""
    chance = random.Random(5)
    vocabulary = [f"woord{number}" for number in range(4000)]
    shared = [" ".join(chance.choices(vocabulary, k=chance.randint(6, 24))) for _ in range(400)]

    def sentence() -> str:
        if chance.random() < 0.2:
            return chance.choice(shared).capitalize() + "."
        return " ".join(chance.choices(vocabulary, k=chance.randint(6, 24))).capitalize() + "."

    pages = [" ".join(sentence() for _ in range(22)) for _ in range(500)]
    chapters = {f"d{first}": tuple(pages[first : first + 5]) for first in range(0, 500, 5)}
    bundle = {name: PageTexts(own, tuple((0, len(page)) for page in own)) for name, own in chapters.items()}
    hits = [
        replace(hit(0, text, word), document_id=name, page=number, entity_type="BY_HAND")
        for name, each in bundle.items()
        for number, text in enumerate(each.texts, start=1)
        for word in chance.sample(sorted(set(re.findall(r"woord\d+(?=[ .])", text))), 12)
    ]
    listed = decided((each, RED) for each in hits)
    start = time.process_time()
    words = wording(bundle)
    some = contradictions(listed, groups(listed), words, lambda hit: ())
    assert len(words.words) > 150_000 and len(hits) == 6000 and len(some) > 100
    assert time.process_time() - start < 10, "5 on a machine of its own"


MAIL_AND_COPY = (
    "Beste Tom,\n\nDe sleutel van kast 14 ligt bij de portier van het gebouw aan de overkant.\nGroet, Sanne Vermeulen",
    "Dank\n\n> De sleutel van kast 14 ligt bij de portier\n> van het gebouw aan de overkant.\n> Groet, Sanne Vermeulen",
)
ROW = {"tekst": "kast 14", "document": "AA", "grond": "10.2.g", "oordeel": "lakken"}


@pytest.fixture
def quoting(tmp_path: Path) -> Path:
    """A mail and one that quotes it, in which everything is redacted but a word that was added for one of them."""
    bundle = tmp_path / "zaak"
    for name, text in zip(("een", "twee"), MAIL_AND_COPY, strict=True):
        write_pdf(bundle / f"{name}.pdf", text)
    go(bundle)
    code = rows_of(case_of(bundle) / "hits.csv")[0]["document"]
    fill_in(bundle, lambda row: "lakken", {**ROW, "document": code})
    return bundle


def test_people_who_contradict_themselves_publish_nothing(quoting: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        with pytest.raises(ReviewError, match="1 tegenstrijdigheid") as stopped:
            go(quoting)
    said = str(stopped.value)
    assert stopped.value.exit_code is ExitCode.REVIEW
    assert re.search(r"h\d{4} \(\w+ p\. 1\) lakken op 10\.2\.g; \w+ p\. 1 leesbaar", said)
    assert "kast" not in said and not (case_of(quoting) / "publication").exists()
    assert not list(case_of(quoting).glob("work/*/burnt.pdf")), "it stops before anything is burnt"
    status = read_status(quoting, None)
    assert status.contradictions and status.contradictions[0].stops
    show_status(status)
    shown = capsys.readouterr().out
    assert "Contradictions: 1, 1 of which" in shown and "kast" not in shown


def test_a_difference_that_is_meant_is_published_and_on_record(quoting: Path) -> None:
    outcome = go(quoting, allow_contradictions=True)
    assert (outcome.state, outcome.contradictions) == (State.PUBLISHED, 1)
    before = (case_of(quoting) / "journal.jsonl").read_bytes()
    assert b"kast" not in before
    lines = Journal(case_of(quoting) / "journal.jsonl").entries()
    (line,) = (line for line in lines if line["event"] == "contradiction")
    assert len(line["hits"]) == 1 and line["reviewer"] == "J. Tester"
    go(quoting, allow_contradictions=True)
    assert (case_of(quoting) / "journal.jsonl").read_bytes() == before


def test_a_contradiction_is_mended_at_the_desk(quoting: Path) -> None:
    with pytest.raises(ReviewError):
        go(quoting)
    settings = Settings(grounds="10.2e,10.2g", reviewer="J. Tester")
    with open_desk(quoting, None, settings, SerialExecutor(), Silence()) as desk:
        comparison = Comparison(desk.context, desk.dossier)
        (one,) = comparison.contradictions(desk.hit_list, desk.groups)
        wanted = repair(one, 0)
        (place,) = wanted.places
        assert comparison.text(place) == "kast 14"
        desk.add_place(comparison.marked(place, wanted.grounds), By("J. Tester", desk.revision))
        assert not comparison.contradictions(desk.hit_list, desk.groups)
    assert go(quoting).state is State.PUBLISHED


def test_what_was_done_before_an_action_failed_is_seen_at_once(quoting: Path) -> None:
    def fails(by: By) -> Change:
        desk.decide([hit_id], RED, None, None, by)
        raise ReviewError("het lukt niet")

    settings = Settings(grounds="10.2e,10.2g", reviewer="J. Tester")
    with open_desk(quoting, None, settings, SerialExecutor(), Silence()) as desk:
        hit_id = desk.hit_list.entries[0].hit_id
        sitting = Sitting(desk)
        with pytest.raises(ReviewError, match="het lukt niet"):
            sitting.act(0, "J. Tester", fails)
        assert sitting.view.revision == desk.revision == 1
        assert hit_id.encode() in sitting.changes(0)


def test_a_box_drawn_over_a_line_covers_what_stands_under_it(quoting: Path) -> None:
    settings = Settings(grounds="10.2e,10.2g", reviewer="J. Tester")
    with open_desk(quoting, None, settings, SerialExecutor(), Silence()) as desk:
        comparison = Comparison(desk.context, desk.dossier)
        (one,) = comparison.contradictions(desk.hit_list, desk.groups)
        words = comparison.marked(repair(one, 0).places[0], ("10.2g",))
        drawn = Marked(words.document_id, words.page, words.boxes, ("10.2g",))
        desk.add_place(drawn, By("J. Tester", desk.revision))
        assert not comparison.contradictions(desk.hit_list, desk.groups)
