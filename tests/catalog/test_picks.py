"""What a form or an address says of a choice: what pages say is read back, and nothing else is believed."""

import contextlib
import json

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from catalog.seating.picks import NOTHING, BestAvailable, Pick, Picks, Unreadable, picks_from

STALLS, CIRCLE = ("STALLS", "A/pool"), ("CIRCLE", "B/pool")
BANDS = [STALLS, CIRCLE]


def said(**values):
    form = QueryDict(mutable=True)
    for name, value in values.items():
        form.setlist(name.replace("__", ":"), value if isinstance(value, list) else [value])
    return form


def bands(*keys):
    return [json.dumps(key) for key in keys or BANDS]


def test_seats_are_said_by_the_number_of_their_band():
    form = said(band=bands(), seat=["1:A1", "0:B3"])
    assert picks_from(form) == Picks((Pick(CIRCLE, "A1"), Pick(STALLS, "B3")))


def test_an_id_may_have_anything_in_it():
    form = said(band=bands(), seat=["0:Loge 1/a: é,[]"])
    assert picks_from(form).seats == (Pick(STALLS, "Loge 1/a: é,[]"),)


def test_each_seat_may_have_a_kind_an_empty_one_too():
    form = said(band=bands(), seat=["0:B3", "0:B4", "0:B5"], kind__0__B3="CHILD", kind__0__B4="")
    assert [pick.kind for pick in picks_from(form).seats] == ["CHILD", "", None]


def test_a_group_of_the_list_is_seats():
    form = said(band=bands(), group='["0:B3", "0:B4"]')
    assert picks_from(form).seats == (Pick(STALLS, "B3"), Pick(STALLS, "B4"))


def test_seats_that_are_checked_win_over_a_group():
    form = said(band=bands(), group='["0:B3", "0:B4"]', seat="0:A1")
    assert picks_from(form).seats == (Pick(STALLS, "A1"),)


def test_best_available_counts_in_the_chosen_band_only():
    form = said(
        band=bands(), **{"from": "1", "number:0:ADULT": "2", "number:1:ADULT": "1", "number:1:CHILD": "2"}
    )
    picks = picks_from(form)
    assert picks.best == BestAvailable(CIRCLE, (("ADULT", 1), ("CHILD", 2)))
    assert picks.best.kinds == ("ADULT", "CHILD", "CHILD")


def test_where_the_form_names_no_bands_the_page_says_what_numbers_mean():
    assert picks_from(said(seat="1:A1"), bands=BANDS).seats == (Pick(CIRCLE, "A1"),)


def test_nothing_is_nothing():
    assert picks_from(QueryDict("")) == NOTHING
    assert NOTHING.is_empty


@pytest.mark.parametrize(
    "form",
    [
        {"band": "not json"},
        {"band": '["STALLS"]'},
        {"band": '["STALLS", ""]'},
        {"band": "[1, 2]"},
        {"band": '{"a": 1}'},
        {"band": "[" * 5000},
        {"band": '["STALLS", "\\ud800"]'},
        {"band": '["\\u0000", "A/pool"]'},
        {"seat": "B3"},
        {"seat": "2:B3"},
        {"seat": "-1:B3"},
        {"seat": ":B3"},
        {"seat": "0:"},
        {"seat": "0:\x00"},
        {"seat": "0:" + "x" * 400},
        {"seat": "٠:B3"},
        {"seat": [f"0:{number}" for number in range(1000)]},
        {"group": "B3"},
        {"group": "[1]"},
        {"group": '"0:B3"'},
        {"from": "2"},
        {"from": "x"},
        {"from": "0", "number:0:ADULT": "-1"},
        {"from": "0", "number:0:ADULT": "two"},
        {"from": "0", "number:0:ADULT": "999999"},
        {"from": "0", "number:0:ADULT": "99999"},
        {"from": "0", "number:0:ADULT": "1.5"},
    ],
)
def test_what_no_page_of_ours_says_is_not_read(form):
    with pytest.raises(Unreadable):
        picks_from(said(**({"band": bands()} | form)))


TEXT = st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1, max_size=12)
PICKS = st.builds(
    Picks,
    st.lists(
        st.builds(Pick, st.tuples(TEXT, TEXT), TEXT, st.none() | TEXT), max_size=6, unique_by=lambda p: p.seat
    ).map(tuple),
    st.none()
    | st.builds(
        BestAvailable,
        st.tuples(TEXT, TEXT),
        st.dictionaries(TEXT, st.integers(1, 20), max_size=3).map(lambda found: tuple(found.items())),
    ),
)


@given(PICKS)
def test_an_address_says_all_of_it(picks):
    query = QueryDict(mutable=True)
    for name, value in picks.parameters:
        query.appendlist(name, value)
    assert picks_from(QueryDict(query.urlencode())) == picks


@given(
    st.dictionaries(
        st.sampled_from(["band", "seat", "group", "from", "kind:0:A", "number:0:A"]),
        st.lists(st.text(max_size=20) | st.sampled_from(bands()), max_size=4),
    )
)
def test_whatever_is_said_is_read_or_refused(values):
    form = QueryDict(mutable=True)
    for name, given_values in values.items():
        form.setlist(name, given_values)
    with contextlib.suppress(Unreadable):
        assert isinstance(picks_from(form, bands=BANDS), Picks)


class TestChanging:
    picks = Picks((Pick(STALLS, "B3", "CHILD"), Pick(STALLS, "B5", "ADULT"), Pick(CIRCLE, "A1")))

    def test_other_seats_of_a_band_keep_the_kinds_of_those_that_stay(self):
        changed = self.picks.taking(STALLS, ["B3", "B4"])
        assert changed.seats == (Pick(CIRCLE, "A1"), Pick(STALLS, "B3", "CHILD"), Pick(STALLS, "B4"))

    def test_seats_can_be_left_out(self):
        assert self.picks.without(self.picks.of(STALLS)).seats == (Pick(CIRCLE, "A1"),)
