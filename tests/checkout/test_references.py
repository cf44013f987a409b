"""How references and addresses are compared: any case and spacing is the same, anything else is not."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from checkout.references import LONGEST, address_as_looked_for, as_looked_for

SPACING = " \t\n-–.:/_#\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\N{LEFT-TO-RIGHT MARK}"
KEYBOARDS = {  # whose digits a phone may write
    "Arabic": "٠١٢٣٤٥٦٧٨٩",
    "Persian": "۰۱۲۳۴۵۶۷۸۹",
    "full width": "０１２３４５６７８９",
    "Devanagari": "०१२३४५६७८९",
}
references = some.text(string.ascii_letters + string.digits, min_size=1, max_size=40)
spaces = some.text(SPACING, max_size=3)


@given(references, some.data())
def test_a_reference_is_the_same_in_any_case_and_spacing(reference, data):
    typed = "".join(
        data.draw(spaces) + (one.upper() if data.draw(some.booleans()) else one.lower()) for one in reference
    ) + data.draw(spaces)
    assert as_looked_for(typed) == as_looked_for(reference) != ""


@given(references, references)
def test_other_letters_or_digits_are_another_reference(one, other):
    assume(one.lower() != other.lower())
    assert as_looked_for(one) != as_looked_for(other)


@given(some.text())
def test_whatever_is_typed_is_compared_in_a_column(text):
    folded = as_looked_for(text)
    assert len(folded) <= LONGEST
    assert all(one.isalnum() for one in folded)


@given(some.text(SPACING))
def test_spaces_and_dashes_alone_are_no_reference(text):
    assert as_looked_for(text) == ""


@pytest.mark.parametrize("digits", KEYBOARDS.values(), ids=KEYBOARDS)
def test_digits_are_those_of_any_keyboard(digits):
    assert as_looked_for(digits) == string.digits


addresses = some.from_regex(r"[a-z0-9.+_-]{1,12}@[a-z0-9-]{1,10}\.[a-z]{2,4}", fullmatch=True)


@given(addresses, some.data())
def test_an_address_is_the_same_in_any_case_and_spacing(address, data):
    blanks = some.text(" \t\N{NO-BREAK SPACE}\N{LEFT-TO-RIGHT MARK}\N{ZERO WIDTH SPACE}", max_size=2)
    typed = "".join(
        data.draw(blanks) + (one.upper() if data.draw(some.booleans()) else one) for one in address
    ) + data.draw(blanks)
    assert address_as_looked_for(typed) == address


@given(addresses, addresses)
def test_any_other_address_is_another_one(one, other):
    assume(one != other)
    assert address_as_looked_for(one) != address_as_looked_for(other)


@pytest.mark.parametrize("other", ["a.da@example.com", "ada+news@example.com", "ada@example.co"])
def test_dots_and_plus_signs_make_a_difference(other):
    assert address_as_looked_for(other) != address_as_looked_for("ada@example.com")
