"""purchase.v1 refuses a wrong email address with error 2000 and one of 24 keys."""

import pytest

from tests.contract.asking import CUSTOMER
from tests.contract.buying import a_choice

WRONG = {
    "addr_dot_before_at_must_be_quoted": "ada.@buyers.example",
    "addr_cannot_end_in_dot": "ada@buyers.example.",
    "addr_cannot_have_dot_immediately_after_at": "ada@.buyers.example",
    "addr_cannot_have_dot_dot_after_at": "ada@buyers..example",
    "addr_cr_within_quotes": '"a\rda"@buyers.example',
    "addr_cr_not_allowed_after_at": "ada@buy\rers.example",
    "addr_may_not_be_blank": " ",
    "addr_may_not_end_with_at": "ada@",
    "addr_may_not_start_with_at": "@buyers.example",
    "addr_missing_at": "ada.buyers.example",
    "addr_needs_at_least_one_dot": "ada@buyers",
    "addr_spaces_before_at_must_be_quoted": "ada marlow@buyers.example",
    "addr_spaces_not_allowed_after_at": "ada@buy ers.example",
    "addr_tabs_not_allowed_after_at": "ada@buy\ters.example",
    "addr_unterminated_quote_before_at": '"ada@buyers.example',
    "addr_non_ascii_in_quotes": '"adá"@buyers.example',
    "addr_dot_expected_after_quotes": '"ada"marlow@buyers.example',
    "addr_non_ascii_before_at": "adá@buyers.example",
    "addr_control_character_before_at": "a\x01da@buyers.example",
    "addr_specials_before_at_must_be_quoted": "ada(marlow)@buyers.example",
    "addr_non_ascii_after_at": "ada@buyérs.example",
    "addr_control_character_after_at": "ada@buy\x01ers.example",
    "addr_specials_after_at": "ada@buy(ers).example",
    "addr_bad_email_domain": "ada@buyers.invalid",
}


def test_there_is_an_address_for_each_of_the_24_keys():
    assert len(WRONG) == 24


@pytest.mark.parametrize("key", WRONG)
def test_each_key_has_an_address_that_earns_it(api, key):
    held = api.reserve(**a_choice(api, seats=1))
    customer = CUSTOMER | {"email_address": WRONG[key], "send_confirmation_email": "true"}
    answer = api.post("purchase", transaction_uuid=held, **customer)
    refusal = answer.json()
    assert (refusal["error_code"], refusal["error_key"]) == (2000, key)
    assert answer.status_code in {400, 460}
    assert refusal["error_desc"]


def test_after_a_wrong_address_the_right_one_buys(api):
    held = api.reserve(**a_choice(api, seats=1))
    api.post("purchase", transaction_uuid=held, **CUSTOMER | {"email_address": "nonsense"})
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "reserved"
    assert api.buy(held)["transaction_status"] == "purchased"


@pytest.mark.parametrize(
    "address", ["ada@buyers.example", '"ada marlow"@buyers.example', "a.b+c@mail.buyers.example"]
)
def test_right_addresses_pass(api, address):
    assert (
        api.buy(api.reserve(**a_choice(api, seats=1)), email_address=address)["transaction_status"]
        == "purchased"
    )
