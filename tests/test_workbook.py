"""hits.xlsx written and read, by itself."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact import limits
from redact.errors import ReviewError
from redact.model import Box, Regime, Review, Verdict
from redact.review import AddedTerm, HitList, ReadBack, merge, with_reviews, with_terms
from redact.review.sheet import rows_of
from redact.review.workbook_reading import read_workbook
from tests.bookmaker import (
    GROUPS,
    HITS,
    LISTS,
    add_row,
    back_from,
    book,
    changed_by,
    edited,
    opened,
    packed,
    parts_of,
    refused,
    rows,
    saved,
)
from tests.reviewmaker import CODES, HEADER, RULES, full_list, hit, hits, listed, sheet

NOTHING = ReadBack((), (), ())


def people() -> HitList:
    """Five hits: two persons, one twice and one thrice, in two documents."""
    one, other = "Anne Vermeulen", "Tom Bakker"
    return listed(
        hit(1, one, entity_type="PERSON"),
        hit(2, other, entity_type="PERSON"),
        hit(3, one, entity_type="PERSON", document_id="doc-b"),
        hit(4, other, entity_type="PERSON"),
        hit(5, one, entity_type="PERSON"),
    )


def group_of(data: bytes, name: str) -> str:
    return next(row["groep"] for row in rows(data, GROUPS) if row["naam of term"].startswith(name))


def test_the_sheet_of_hits_says_what_the_csv_says() -> None:
    for hit_list in (listed(*hits(4)), full_list(), people()):
        assert rows(book(hit_list)) == sheet(hit_list)
        assert [cell.value for cell in opened(book(hit_list))[HITS][1]] == HEADER


def test_the_same_list_gives_the_same_bytes_and_another_list_another_edition() -> None:
    assert book(people()) == book(people())
    decided = with_reviews(people(), [Review("h0001", Verdict.KEEP, ("10.2e",), "anna")])
    assert read_workbook(book(people())).edition != read_workbook(book(decided)).edition


def test_an_untouched_workbook_changes_nothing() -> None:
    for hit_list in (people(), full_list(), HitList()):
        data = book(hit_list)
        assert back_from(hit_list, data) == NOTHING
        assert back_from(hit_list, data, data) == NOTHING
        assert back_from(hit_list, saved(opened(data)), data) == NOTHING


def test_all_cells_are_text_and_dates_of_making_are_fixed() -> None:
    workbook = opened(book(listed(hit(1, "012345678"), hit(2, "=1+1"), hit(3, "1-2"), hit(4, "4e12"))))
    cells = [cell for row in workbook[HITS].iter_rows(max_row=5) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert workbook.properties.created.year == 2000 and not workbook.properties.creator


def test_only_what_people_fill_in_is_unlocked() -> None:
    workbook = opened(book(people()))
    for name in (HITS, GROUPS):
        page = workbook[name]
        assert page.protection.sheet and not page.protection.autoFilter
        unlocked = {page.cell(1, cell.column).value for cell in page[2] if not cell.protection.locked}
        assert unlocked == {"grond", "oordeel", "beoordelaar", "opmerking", "tweede lezer"}
        assert page.freeze_panes == "B2" and page.auto_filter.ref
    empty = workbook[HITS][7]
    assert [cell.column for cell in empty if not cell.protection.locked] == [2, 3, 4, 7, 9, 10, 11]
    assert workbook[LISTS].sheet_state == "hidden" and workbook[LISTS].protection.sheet


@pytest.mark.parametrize("regime", list(Regime))
def test_drop_downs_offer_the_verdicts_and_the_grounds_of_the_law(regime: Regime) -> None:
    workbook = opened(book(people(), regime))
    lists = workbook[LISTS]
    offered = [cell.value for cell in lists["B"][1:] if cell.value]
    assert offered[0] == RULES.label((RULES.codes(regime)[0],)) and "Wbni" in offered
    assert {RULES.label((code,)) for code in RULES.codes(regime)} <= set(offered)
    other = next(each for each in Regime if each is not regime)
    assert not {RULES.label((code,)) for code in RULES.codes(other)} & set(offered)
    assert [cell.value for cell in lists["A"][1:4]] == ["lakken", "laten staan", "twijfel"]
    for name, column in ((HITS, "I"), (GROUPS, "H")):
        (verdicts,) = [
            rule for rule in workbook[name].data_validations.dataValidation if rule.formula1 == "Lijsten!$A$2:$A$4"
        ]
        assert verdicts.type == "list" and str(verdicts.sqref).startswith(f"{column}2:{column}")
        grounds = f"Lijsten!$B$2:$B${1 + len(offered)}"
        assert any(rule.formula1 == grounds for rule in workbook[name].data_validations.dataValidation)


def test_the_guide_names_every_word_and_ground() -> None:
    said = " ".join(str(cell.value) for row in opened(book(people()))["Uitleg"].iter_rows() for cell in row)
    for word in ("lakken", "laten staan", "twijfel", "Wbni", "10.2.e", GROUPS, "lege regels"):
        assert word in said
    assert "5.1.2.e;" in said or "5.1.2.f" not in said


def test_groups_are_counted_and_their_state_is_shown() -> None:
    hit_list = with_reviews(people(), [Review("h0001", Verdict.REDACT, ("10.2e",), "anna")])
    first, second = rows(book(hit_list), GROUPS)
    assert first["naam of term"] == "Anne Vermeulen" and second["naam of term"] == "Tom Bakker"
    assert (first["treffers"], first["open"], first["documenten"]) == ("3", "2", "DAA, 7")
    assert first["stand"] == "1 lakken; grond 10.2.e"
    assert second["stand"] == "nog niet beoordeeld; grond 10.2.e"
    assert {first[column] for column in ("oordeel", "grond", "beoordelaar", "opmerking", "tweede lezer")} == {""}


def test_signal_words_cannot_be_decided_at_once() -> None:
    data = book(listed(hit(1, "naar onze mening", hint=True, reason="lees de alinea"), hit(2, "Jansen")))
    assert [row["naam of term"] for row in rows(data, GROUPS)] == ["Jansen"]


def test_a_filled_in_row_is_a_review() -> None:
    hit_list, data = people(), book(people())
    back = back_from(
        hit_list, edited(data, {"h0002": {"oordeel": "lakken", "grond": "10.2.g", "opmerking": "x"}}), data
    )
    assert back.reviews == (Review("h0002", Verdict.REDACT, ("10.2g",), "anna", "x"),)
    assert back.origins == {"h0002": "xlsx"}


@settings(deadline=None, max_examples=15)
@given(st.text(alphabet="=+-@'\"\t _x0D\n<&;é€", max_size=12))
def test_any_remark_comes_back_as_itself(remark: str) -> None:
    line = " ".join(remark.split())
    hit_list = with_reviews(people(), [Review("h0001", Verdict.KEEP, ("10.2e",), "bo", line)])
    assert back_from(hit_list, book(hit_list)) == NOTHING


@settings(deadline=None, max_examples=12)
@given(st.text(min_size=1, max_size=40))
def test_any_text_of_a_document_makes_a_sound_workbook(text: str) -> None:
    hit_list = listed(hit(1, text, context=text))
    (row,) = rows_of(hit_list, CODES, RULES)
    assert rows(book(hit_list)) == [dict(zip(HEADER, row, strict=True))]
    assert back_from(hit_list, book(hit_list)) == NOTHING


def test_numbers_dates_and_truths_are_read_as_words() -> None:
    data = book(people())
    numbers = edited(data, {"h0001": {"oordeel": "lakken", "grond": 11.1, "opmerking": 12.0}})
    (review,) = back_from(people(), numbers, data).reviews
    assert (review.grounds, review.remark) == (("11.1",), "12")


# decided at once


def test_one_decision_counts_for_the_whole_group() -> None:
    data = book(people())
    name = group_of(data, "Anne")
    back = back_from(people(), edited(data, persons={name: {"oordeel": "lakken", "beoordelaar": "Cees"}}), data)
    assert [(each.hit_id, each.verdict, each.reviewer) for each in back.reviews] == [
        (hit_id, Verdict.REDACT, "Cees") for hit_id in ("h0001", "h0003", "h0005")
    ]
    assert set(back.origins.values()) == {"xlsx"}


def test_a_row_that_was_changed_by_itself_wins_from_its_group() -> None:
    data = book(people())
    name = group_of(data, "Anne")
    fields = {"h0003": {"oordeel": "laten staan"}, "h0005": {"opmerking": "eigen woord"}}
    changed = edited(data, fields, {name: {"oordeel": "lakken", "grond": "10.2.g", "opmerking": "samen"}})
    found = {each.hit_id: each for each in back_from(people(), changed, data).reviews}
    assert {hit_id: (each.verdict, each.grounds, each.remark) for hit_id, each in found.items()} == {
        "h0001": (Verdict.REDACT, ("10.2g",), "samen"),
        "h0003": (Verdict.KEEP, ("10.2e",), ""),
        "h0005": (Verdict.REDACT, ("10.2g",), "eigen woord"),
    }


def test_a_group_decides_anew_what_was_decided_before() -> None:
    hit_list = with_reviews(people(), [Review("h0001", Verdict.KEEP, ("10.2e",), "bo", "oud")])
    data = book(hit_list)
    changed = edited(data, persons={group_of(data, "Anne"): {"oordeel": "lakken"}})
    first = back_from(hit_list, changed, data).reviews[0]
    assert first == Review("h0001", Verdict.REDACT, ("10.2e",), "anna", "oud")


def test_a_group_row_that_was_taken_in_does_not_count_again() -> None:
    """The file could not be written anew, and somebody decided one hit otherwise before it was saved again."""
    hit_list, data = people(), book(people())
    name = group_of(data, "Anne")
    taken_in = edited(data, persons={name: {"oordeel": "lakken"}})
    hit_list = with_reviews(hit_list, back_from(hit_list, taken_in, data).reviews)
    hit_list = with_reviews(hit_list, [Review("h0003", Verdict.KEEP, ("10.2e",), "bo")])
    again = edited(taken_in, {"h0002": {"oordeel": "lakken"}})
    assert [each.hit_id for each in back_from(hit_list, again, taken_in).reviews] == ["h0002"]


def test_a_group_counts_for_hits_whose_rows_were_deleted() -> None:
    data = book(people())

    def change(workbook: Any) -> None:
        workbook[HITS].delete_rows(2, 5)

    changed = changed_by(edited(data, persons={group_of(data, "Tom"): {"oordeel": "twijfel"}}), change)
    assert [each.hit_id for each in back_from(people(), changed, data).reviews] == ["h0002", "h0004"]


def test_a_name_alone_decides_no_group() -> None:
    data = book(people())
    assert back_from(people(), edited(data, persons={group_of(data, "Tom"): {"beoordelaar": "Cees"}}), data) == NOTHING


def test_faults_of_groups_name_their_sheet_and_hits() -> None:
    hit_list = listed(*(hit(number, "Tom Bakker", entity_type="PERSON", grounds=()) for number in range(1, 9)))
    data = book(hit_list)
    (name,) = {row["groep"] for row in rows(data, GROUPS)}
    head, line = refused(hit_list, edited(data, persons={name: {"oordeel": "lakken"}}), data)
    assert head.startswith("hits.xlsx is niet verwerkt; er is niets gewijzigd. Herstel 1 fout")
    assert line == (
        "blad 'Personen en termen', rij 2: treffer h0001, h0002, h0003, h0004, h0005 en 3 andere: oordeel 'lakken' "
        "zonder grond"
    )
    _, line = refused(hit_list, edited(data, persons={name: {"oordeel": "laken"}}), data)
    assert line.startswith("blad 'Personen en termen', rij 2: oordeel 'laken' is onbekend (bedoelt u 'lakken'?)")


def test_a_group_that_stands_there_twice_must_say_the_same() -> None:
    data = edited(book(people()), persons={group_of(book(people()), "Tom"): {"oordeel": "lakken"}})

    def double(verdict: str) -> bytes:
        def change(workbook: Any) -> None:
            page = workbook[GROUPS]
            page.append([cell.value for cell in page[3]])
            page.cell(4, 8).value = verdict

        return changed_by(data, change)

    assert len(back_from(people(), double("lakken")).reviews) == 2
    _, line = refused(people(), double("laten staan"))
    assert line == "blad 'Personen en termen', rij 3: deze groep staat ook op rij 4, met een andere inhoud"


def test_without_the_hidden_sheet_groups_are_unknown_and_hits_are_not() -> None:
    data = book(people())

    def change(workbook: Any) -> None:
        del workbook[LISTS]

    changed = changed_by(edited(data, {"h0001": {"oordeel": "lakken"}}), change)
    assert len(back_from(people(), changed, data).reviews) == 1
    persons = changed_by(edited(data, persons={group_of(data, "Tom"): {"oordeel": "lakken"}}), change)
    _, line = refused(people(), persons, data)
    assert line.endswith("deze groep is onbekend; vul het oordeel in op het blad Treffers")


# additions


def test_an_empty_row_filled_in_is_an_added_text() -> None:
    numbers = []

    def change(workbook: Any) -> None:
        numbers.append(add_row(workbook, tekst="Operatie Citroen", grond="10.2.g", oordeel="lakken", document="DAA"))
        numbers.append(add_row(workbook, tekst="Meloen", grond="Wbni", oordeel="lakken", beoordelaar="Cees"))

    back = back_from(people(), changed_by(book(people()), change))
    assert numbers == [7, 8]
    assert back.added == (
        AddedTerm("t0001", "Meloen", "", None, ("wbni",), "Cees", 8),
        AddedTerm("t0002", "Operatie Citroen", "doc-a", None, ("10.2g",), "anna", 7),
    )
    assert back.origins == {"t0001": "xlsx", "t0002": "xlsx"}
    known = with_terms(people(), back.added)
    assert back_from(known, changed_by(book(known), change)).added == ()


# what people do to workbooks


def move_columns(workbook: Any) -> None:
    page = workbook[HITS]
    for row in page.iter_rows():
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values), strict=True):
            cell.value = value


def sort_rows(workbook: Any) -> None:
    page = workbook[HITS]
    values = [[cell.value for cell in row] for row in page.iter_rows(min_row=2, max_row=6)]
    for row, line in zip(page.iter_rows(min_row=2, max_row=6), reversed(values), strict=True):
        for cell, value in zip(row, line, strict=True):
            cell.value = value


def hide_things(workbook: Any) -> None:
    page = workbook[HITS]
    page.column_dimensions["E"].hidden = True
    page.auto_filter.add_filter_column(8, ["laten staan"])
    for number in range(2, 7):
        page.row_dimensions[number].hidden = True


def rename_sheets(workbook: Any) -> None:
    workbook[HITS].title = "Blad1"
    workbook[GROUPS].title = "Namen"


def add_sheets(workbook: Any) -> None:
    notes = workbook.create_sheet("Mijn notities", 0)
    notes["A1"], notes["A2"] = "=1/0", "h0001"
    workbook.copy_worksheet(workbook[HITS])["I2"].value = "laten staan"


def other_headings(workbook: Any) -> None:
    page = workbook[HITS]
    for cell in page[1]:
        cell.value = {"oordeel": "Besluit", "id": " ID ", "grond": "Weigeringsgrond"}.get(cell.value, cell.value)
    page.cell(1, 14).value = "mijn kolom"
    page.cell(2, 14).value = "=SUM(1)"


def lines_above(workbook: Any) -> None:
    workbook[HITS].insert_rows(1, 2)


def delete_row(workbook: Any) -> None:
    workbook[HITS].delete_rows(3)


def double_row(workbook: Any) -> None:
    add_row(workbook, **{cell.value: value.value for cell, value in zip(*workbook[HITS]["A1:M2"], strict=True)})


HANDLING: dict[str, Callable[[Any], None]] = {
    "moved columns": move_columns,
    "sorted": sort_rows,
    "hidden and filtered": hide_things,
    "sheets renamed": rename_sheets,
    "sheets added": add_sheets,
    "headings": other_headings,
    "lines above": lines_above,
    "row deleted": delete_row,
    "row doubled": double_row,
}


@pytest.mark.parametrize("change", HANDLING.values(), ids=HANDLING.keys())
def test_whatever_people_do_to_a_workbook_their_verdict_is_read(change: Callable[[Any], None]) -> None:
    data = book(people())
    changed = changed_by(edited(data, {"h0001": {"oordeel": "lakken"}}), change)
    assert back_from(people(), changed, data).reviews == (Review("h0001", Verdict.REDACT, ("10.2e",), "anna"),)


def test_a_column_that_is_gone_is_named() -> None:
    def change(workbook: Any) -> None:
        workbook[HITS]["G1"].value = "G"

    assert refused(people(), changed_by(book(people()), change)) == [
        "hits.xlsx: kolom 'grond' ontbreekt. Herstel de kopregel."
    ]


def test_a_workbook_without_its_sheet_is_refused() -> None:
    def change(workbook: Any) -> None:
        del workbook[HITS]

    (line,) = refused(people(), changed_by(book(people()), change))
    assert line == "hits.xlsx heeft geen blad 'Treffers' met de kolommen id en oordeel."


def test_two_sheets_that_could_be_it_are_refused() -> None:
    def change(workbook: Any) -> None:
        workbook.copy_worksheet(workbook[HITS]).title = "Een"
        workbook[HITS].title = "Twee"

    (line,) = refused(people(), changed_by(book(people()), change))
    assert "meer dan een blad dat 'Treffers' kan zijn" in line


def test_formulas_and_errors_are_refused_by_row() -> None:
    cells = {"h0001": {"oordeel": '=IF(1,"lakken","")'}, "h0003": {"opmerking": "#N/A"}, "h0005": {"tekst": "=A1"}}
    (line,) = refused(people(), edited(book(people()), cells))
    assert line.startswith("hits.xlsx, rij 2, 4, 6: een cel bevat een formule of een foutwaarde. Er is niets gewijzigd")
    (line,) = refused(people(), edited(book(people()), persons={group_of(book(people()), "Tom"): {"grond": "=A1"}}))
    assert line.startswith("hits.xlsx, blad 'Personen en termen', rij 3: een cel bevat een formule")


def test_grounds_that_cannot_stand_together_are_refused_by_row() -> None:
    (conflict, *_) = RULES.conflicts
    pair = next(
        (one, other)
        for one in RULES.codes(Regime.WOO)
        for other in RULES.codes(Regime.WOO)
        if RULES.problems((one, other))
    )
    cells = {"h0002": {"oordeel": "lakken", "grond": RULES.label(pair)}}
    _, line = refused(people(), edited(book(people()), cells), regime=Regime.WOO)
    assert line.startswith("rij 3: ") and RULES.problems(pair)[0] in line
    assert conflict.rule_id
    cells = {"h0002": {"oordeel": "laten staan", "grond": RULES.label(pair)}}
    assert back_from(people(), edited(book(people()), cells), regime=Regime.WOO).reviews


def test_a_hit_of_a_changed_source_is_named_by_row() -> None:
    """Its document was replaced: the hit is no longer in the list, or only as one that is no longer found."""
    first = people()
    data = book(first)
    second, _ = merge(first, [entry.hit for entry in first.entries[1:]])
    _, line = refused(second, edited(data, {"h0001": {"oordeel": "lakken"}}), data)
    assert line == "rij 2: treffer h0001 staat niet (meer) in de lijst"
    assert back_from(second, edited(data, {"h0002": {"oordeel": "lakken"}}), data).notes == (
        "hits.xlsx, rij 2: deze treffers bestaan niet meer en zijn overgeslagen.",
    )
    decided = with_reviews(first, [Review("h0001", Verdict.REDACT, ("10.2e",), "bo")])
    gone, _ = merge(decided, [entry.hit for entry in first.entries[1:]])
    data = book(gone)
    assert rows(data)[-1]["opmerking"].startswith("vervallen: niet meer gevonden")
    (review,) = back_from(gone, edited(data, {"h0001": {"oordeel": None}}), data).reviews
    assert review.verdict is Verdict.OPEN


# what is no workbook, or a hostile one


def bomb() -> bytes:
    parts = parts_of(book(people()))
    parts["xl/worksheets/sheet1.xml"] += b" " * (limits.MAX_WORKBOOK_BYTES + 1)
    return packed(parts)


def lying() -> bytes:
    """Its largest part says that it is small."""
    data = bytearray(bomb())
    name = b"xl/worksheets/sheet1.xml"
    entry = data.rindex(name) - 46
    struct.pack_into("<I", data, entry + 24, 1000)
    return bytes(data)


def entities() -> bytes:
    parts = parts_of(book(people()))
    text = parts["xl/sharedStrings.xml"]
    declaration = b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    parts["xl/sharedStrings.xml"] = text.replace(b"?>", b"?>" + declaration, 1)
    return packed(parts)


def far_row() -> bytes:
    parts = parts_of(book(people()))
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b'<row r="3"', b'<row r="999999999999"')
    return packed(parts)


def many_tags() -> bytes:
    parts = parts_of(book(people()))
    parts["xl/sharedStrings.xml"] = b"<sst>" + b"<si/>" * limits.MAX_WORKBOOK_TAGS + b"</sst>"
    return packed(parts)


def many_parts() -> bytes:
    return packed(parts_of(book(people())) | {f"x{number}": b"" for number in range(limits.MAX_WORKBOOK_PARTS)})


def encrypted_part() -> bytes:
    data = bytearray(book(people()))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def other_packing() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        for name, part in parts_of(book(people())).items():
            archive.writestr(name, part)
    return stream.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (bomb, "uitgepakt te groot"),
    "lying sizes": (lying, "beschadigd"),
    "entities": (entities, "XML-declaraties"),
    "many tags": (many_tags, "uitgepakt te groot"),
    "many parts": (many_parts, "vreemd ingepakt"),
    "encrypted part": (encrypted_part, "vreemd ingepakt"),
    "other packing": (other_packing, "vreemd ingepakt"),
    "cut off": (lambda: book(people())[:-200], "beschadigd"),
    "no parts": (lambda: packed({"x": b"1"}), "beschadigd"),
    "broken xml": (lambda: packed(parts_of(book(people())) | {"xl/workbook.xml": b"<x"}), "beschadigd"),
    "empty": (lambda: b"", "geen Excel-werkmap"),
    "csv": (lambda: b"id;oordeel\r\n", "geen Excel-werkmap"),
    "xls": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, r"oudere Excel \(.xls\)"),
    "password": (lambda: b"\xd0\xcf\x11\xe0\0\0" + "EncryptedPackage".encode("utf-16-le"), "met een wachtwoord"),
    "ods": (lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "ander soort rekenblad"),
    "xlsb": (lambda: packed({"xl/workbook.bin": b"1"}), "ander soort rekenblad"),
}


@pytest.mark.parametrize(("make", "message"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_sound_workbook_is_refused_soon(make: Callable[[], bytes], message: str) -> None:
    data = make()
    began = time.process_time()
    with pytest.raises(ReviewError, match=message) as caught:
        read_workbook(data)
    assert time.process_time() - began < 5
    assert str(caught.value).startswith("hits.xlsx")


def test_a_row_where_excel_has_none_ends_the_sheet() -> None:
    began = time.process_time()
    assert len(read_workbook(far_row()).hits.rows) == 1
    assert time.process_time() - began < 5


def test_a_workbook_of_another_program_is_read() -> None:
    workbook = openpyxl.Workbook()
    workbook.active.append(["id", "grond", "oordeel", "beoordelaar", "opmerking", "tweede lezer"])
    workbook.active.append(["h0002", "10.2.e", "laten staan", "", "", ""])
    (review,) = back_from(people(), saved(workbook)).reviews
    assert review == Review("h0002", Verdict.KEEP, ("10.2e",), "anna")


def test_thousands_of_hits_are_written_and_read_in_seconds() -> None:
    box = (Box(3, 10.0, 20.0, 60.0, 32.0),)
    names = [f"Jan{chr(97 + number)}" for number in range(20)]
    many = listed(
        *(
            hit(number, names[number % 20], boxes=box, context="Gisteren is hierover gesproken met de afdeling. " * 4)
            for number in range(1_000)
        )
    )
    began = time.process_time()
    data = book(many)
    written = time.process_time()
    content = read_workbook(data)
    read = time.process_time()
    assert len(content.hits.rows) == 1_000 and sum(map(len, content.members.values())) == 1_000
    assert written - began < 5 and read - written < 5
