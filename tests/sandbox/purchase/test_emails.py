"""Each of f13's 24 error keys for an email address, and addresses that have nothing wrong."""

import pytest

from sandbox.emails import problem

FAULTS = {
    "addr_dot_before_at_must_be_quoted": "ada..marlow@buyers.example",
    "addr_cannot_end_in_dot": "ada@buyers.example.",
    "addr_cannot_have_dot_immediately_after_at": "ada@.buyers.example",
    "addr_cannot_have_dot_dot_after_at": "ada@buyers..example",
    "addr_cr_within_quotes": '"ada\rmarlow"@buyers.example',
    "addr_cr_not_allowed_after_at": "ada@buyers\r.example",
    "addr_may_not_be_blank": "  ",
    "addr_may_not_end_with_at": "ada@",
    "addr_may_not_start_with_at": "@buyers.example",
    "addr_missing_at": "ada.marlow",
    "addr_needs_at_least_one_dot": "ada@buyers",
    "addr_spaces_before_at_must_be_quoted": "ada marlow@buyers.example",
    "addr_spaces_not_allowed_after_at": "ada@buyers .example",
    "addr_tabs_not_allowed_after_at": "ada@buyers\t.example",
    "addr_unterminated_quote_before_at": '"ada@buyers.example',
    "addr_non_ascii_in_quotes": '"adé"@buyers.example',
    "addr_dot_expected_after_quotes": '"ada"marlow@buyers.example',
    "addr_non_ascii_before_at": "adé@buyers.example",
    "addr_control_character_before_at": "ada\x07@buyers.example",
    "addr_specials_before_at_must_be_quoted": "ada(marlow)@buyers.example",
    "addr_non_ascii_after_at": "ada@büyers.example",
    "addr_control_character_after_at": "ada@buyers\x07.example",
    "addr_specials_after_at": "ada@buyers_example.example",
    "addr_bad_email_domain": "ada@buyers.invalid",
}
GOOD = (
    "ada@buyers.example",
    "ada.marlow+tickets@mail.buyers.example",
    "o'hara@buyers.example",
    '"ada marlow"@buyers.example',
    '"ada@home".marlow@buyers.example',
    '"a \\" quote"@buyers.example',
)


def test_there_are_24_keys():
    assert len(FAULTS) == 24


@pytest.mark.parametrize(("key", "address"), FAULTS.items())
def test_each_fault_has_its_key(key, address):
    assert problem(address) == key


@pytest.mark.parametrize("address", GOOD)
def test_a_good_address_has_no_problem(address):
    assert problem(address) == ""


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("", "addr_may_not_be_blank"),
        (".ada@buyers.example", "addr_dot_before_at_must_be_quoted"),
        ("ada.@buyers.example", "addr_dot_before_at_must_be_quoted"),
        ('"ada"', "addr_missing_at"),
        ("ada@marlow@buyers.example", "addr_specials_after_at"),
    ],
)
def test_the_edges_have_their_key_too(address, key):
    assert problem(address) == key
