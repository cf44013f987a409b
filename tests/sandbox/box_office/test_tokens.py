"""A trolley token is what is in the trolley, and nobody else can make one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.http import Refusal
from sandbox.tokens import lines_of, token_for
from sandbox.trolleys import Line

texts = st.text(max_size=12)
lines = st.builds(
    Line,
    number=st.integers(1, 99),
    performance_id=texts,
    area=texts,
    band=texts,
    discounts=st.lists(texts, min_size=1, max_size=4).map(tuple),
    seats=st.lists(texts, max_size=4).map(tuple),
    send_code=texts,
    departure_date=texts,
    duration=st.integers(0, 30),
    promo_code=texts,
)
trolleys = st.lists(lines, max_size=4).map(tuple)
TOKEN = token_for((Line(1, "7AB-1", "STALLS", "A/pool", ("NORMAL", "NORMAL"), ("A1", "A2")),))


@given(trolleys)
def test_a_token_gives_back_what_it_was_made_of(contents: tuple[Line, ...]) -> None:
    assert lines_of(token_for(contents)) == contents


@given(trolleys, trolleys)
def test_the_same_contents_have_the_same_token_and_others_another(
    one: tuple[Line, ...], two: tuple[Line, ...]
) -> None:
    assert (token_for(one) == token_for(two)) == (one == two)


def test_a_token_tells_nothing() -> None:
    assert "7AB" not in TOKEN
    assert TOKEN.replace("-", "").replace("_", "").isalnum()


@given(st.integers(0, len(TOKEN) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_token_with_one_character_changed_is_refused(place: int, character: str) -> None:
    forged = TOKEN[:place] + character + TOKEN[place + 1 :]
    if forged == TOKEN:
        return
    with pytest.raises(Refusal) as refused:
        lines_of(forged)
    assert (refused.value.status, refused.value.code) == (400, 8)


@given(st.integers(0, len(TOKEN) - 1))
def test_a_token_cut_short_is_refused(length: int) -> None:
    with pytest.raises(Refusal):
        lines_of(TOKEN[:length])


@given(st.text(max_size=80))
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        lines_of(text)
