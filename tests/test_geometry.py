from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from redact.geometry import (
    Frame,
    boxes_by_line,
    centre,
    contains,
    frame,
    grow,
    hull,
    overlaps,
    to_page_space,
    to_user_space,
)
from redact.model import Box, Glyph

coordinates = st.floats(-5000, 5000, allow_nan=False)
units = st.sampled_from([1.0, 0.5, 2.0, 10.0])


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    x, y = draw(coordinates), draw(coordinates)
    return Frame(x, y, x + draw(st.floats(1, 2000)), y + draw(st.floats(1, 2000)), draw(units))


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x, y = draw(coordinates), draw(coordinates)
    return Box(1, x, y, x + draw(st.floats(0.01, 500)), y + draw(st.floats(0.01, 500)))


@given(boxes(), frames())
def test_page_space_and_user_space_are_each_other_turned_round(box: Box, page: Frame) -> None:
    back = to_page_space(to_user_space(box, page), page, box.page)
    for ours, theirs in zip((box.x0, box.y0, box.x1, box.y1), (back.x0, back.y0, back.x1, back.y1), strict=True):
        assert abs(ours - theirs) < 1e-6


def test_the_origin_is_the_top_left_of_the_visible_area() -> None:
    page = frame((0, 0, 600, 800), (50, 100, 550, 700))
    assert to_user_space(Box(1, 0, 0, 10, 20), page) == (50, 680, 60, 700)


def test_a_crop_box_is_clipped_to_the_media_box() -> None:
    assert frame((0, 0, 600, 800), (-100, -100, 300, 900)) == Frame(0, 0, 300, 800)


def test_a_crop_box_beside_the_media_box_counts_for_nothing() -> None:
    assert frame((0, 0, 600, 800), (700, 0, 900, 800)) == Frame(0, 0, 600, 800)


def test_corners_may_come_in_any_order() -> None:
    assert frame((600, 800, 0, 0), None) == Frame(0, 0, 600, 800)


def test_user_unit_scales_points() -> None:
    page = frame((0, 0, 300, 400), None, 2.0)
    assert (page.width, page.height) == (600, 800)
    assert to_user_space(Box(1, 100, 100, 200, 200), page) == (50, 300, 100, 350)


def test_a_senseless_user_unit_counts_as_one() -> None:
    assert frame((0, 0, 1, 1), None, -3).user_unit == 1.0


@given(st.lists(boxes(), min_size=1, max_size=8))
def test_a_hull_contains_the_middle_of_all(many: list[Box]) -> None:
    whole = hull(many)
    assert all(contains(grow(whole, 1e-6), centre(box)) for box in many)


def test_boxes_on_different_pages_do_not_overlap() -> None:
    assert overlaps(Box(1, 0, 0, 2, 2), Box(1, 1, 1, 3, 3))
    assert not overlaps(Box(1, 0, 0, 2, 2), Box(2, 1, 1, 3, 3))


def test_touching_boxes_share_no_area() -> None:
    assert not overlaps(Box(1, 0, 0, 2, 2), Box(1, 2, 0, 4, 2))


def test_one_box_a_line_and_never_their_hull() -> None:
    glyphs = [Glyph("a", 0, 0, 5, 10, 1), Glyph("b", 5, 1, 9, 10, 1), Glyph("c", 0, 20, 5, 30, 2)]
    assert boxes_by_line(glyphs, 3) == (Box(3, 0, 0, 9, 10), Box(3, 0, 20, 5, 30))


def test_blanks_and_glyphs_without_size_make_no_box() -> None:
    assert boxes_by_line([Glyph(" ", 0, 0, 5, 10, 1), Glyph("a", 3, 0, 3, 10, 1)], 1) == ()
