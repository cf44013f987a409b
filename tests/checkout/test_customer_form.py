"""The form of one hold: what it asks, what it accepts, what it says."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice.legal import Privacy
from boxoffice.ticketing import Address, Customer, Named
from checkout.customer import CustomerForm, Needs
from checkout.customer.asked import NAMES, AskedForm
from checkout.customer.said import typed_from
from checkout.customer.texts import LONGEST, as_sent
from tests.builders import CUSTOMER

COUNTRIES = {"uk": "United Kingdom", "ie": "Ireland"}
NEEDS = Needs(COUNTRIES, suppliers=(Named("lantern", "Lantern Theatres"), Named("liffey", "Liffey")))
BILLED = replace(NEEDS, asks_billing=True)
AGENT = replace(NEEDS, asks_agent_reference=True)
TWO_PHONES = replace(NEEDS, known=(("home_phone", "+44 20 7946 0001"),))
LOCKED = replace(
    NEEDS, is_locked=True, known=(("address_line_one", "1 Harbour Street"), ("country_code", "uk"))
)
ALL = (NEEDS, BILLED, AGENT, TWO_PHONES, LOCKED)
BILLING = {
    "billing_differs": "yes",
    "billing_address_line_one": "2 Low Street",
    "billing_town": "Tokyo",
    "billing_country_code": "jp",
}


def filled_in(needs=NEEDS, *, reference="ours", privacy=None, **changes) -> CustomerForm:
    return CustomerForm(CUSTOMER | changes, needs=needs, reference=reference, privacy=privacy)


def errors_of(form) -> dict[str, list[str]]:
    return {name: list(found) for name, found in form.errors.items()}


# What is asked


def test_it_asks_no_more_than_the_hold_needs():
    form = CustomerForm(needs=NEEDS)
    assert not {"agent_reference", "home_phone", "work_phone", "billing_differs", "billing_town"} & set(
        form.fields
    )
    assert "agent_reference" in CustomerForm(needs=AGENT).fields
    assert "billing_town" in CustomerForm(needs=BILLED).fields
    assert {"home_phone", "work_phone"} <= set(CustomerForm(needs=TWO_PHONES).fields)
    assert "phone" not in CustomerForm(needs=TWO_PHONES).fields


def test_everything_that_may_stay_empty_says_so():
    marked = {
        name for name, field in CustomerForm(needs=BILLED).fields.items() if "(optional)" in field.label
    }
    assert marked == {
        *("title", "initials", "suffix", "address_line_two", "county"),
        *("billing_address_line_two", "billing_county", "billing_postcode"),
    }


def test_browsers_are_told_what_each_field_is():
    def tokens(needs):
        fields = CustomerForm(needs=needs).fields
        return {name: field.widget.attrs.get("autocomplete") for name, field in fields.items()}

    plain, billed = tokens(NEEDS), tokens(BILLED)
    assert (plain["address_line_one"], plain["title"]) == ("address-line1", "honorific-prefix")
    assert (billed["address_line_one"], billed["postcode"]) == (
        "shipping address-line1",
        "shipping postal-code",
    )
    assert billed["billing_address_line_one"] == "billing address-line1"
    assert billed["billing_country_code"] == "billing country"
    assert billed["email"] == "email"
    assert tokens(TWO_PHONES)["work_phone"] == "work tel"


def test_nobody_is_taken_to_live_in_the_first_country_of_the_alphabet():
    assert CustomerForm(needs=NEEDS)["country_code"].field.choices[0][0] == ""
    known = CustomerForm(needs=NEEDS, known={"country_code": "uk"})
    assert [code for code, _name in known.fields["country_code"].choices] == ["ie", "uk"]


# What is accepted, and what becomes of it


def test_what_is_right_becomes_what_ticketing_takes():
    form = filled_in(title="Dr", county="Kent")
    assert form.is_valid(), form.errors
    customer = Customer(**form.customer)
    assert (customer.title, customer.first_name, customer.county) == ("Dr", "Ada", "Kent")
    assert customer.email_address == "ada@example.com"
    assert customer.phone == "+44 20 7946 0000"
    assert (customer.user_can_use_data, customer.supplier_can_use_data) == (False, False)


def test_without_a_reference_of_their_own_the_orders_goes_as_such():
    own, none = filled_in(AGENT, agent_reference="PO 7"), filled_in()
    assert own.is_valid()
    assert none.is_valid()
    assert (own.customer["agent_reference"], none.customer["agent_reference"]) == ("PO 7", "ours")
    assert errors_of(filled_in(AGENT)) == {"agent_reference": ["Please enter your reference."]}


def test_the_privacy_policy_that_was_shown_goes_with_it():
    form = filled_in(privacy=Privacy("/pages/privacy/", "2026-11-01T10:00:00+00:00"))
    assert form.is_valid()
    assert Customer(**form.customer).privacy_policy_version == "2026-11-01T10:00:00+00:00"
    assert filled_in().privacy is None


def test_one_of_two_phones_is_enough_and_then_goes_as_the_one():
    at_work = {"phone": "", "home_phone": "", "work_phone": "020 7946 0002"}
    form = filled_in(TWO_PHONES, **at_work)
    assert form.is_valid(), form.errors
    assert form.customer["phone"] == form.customer["work_phone"] == "+44 20 7946 0002"
    both = filled_in(TWO_PHONES, **at_work | {"home_phone": "020 7946 0003"})
    assert both.is_valid()
    assert "phone" not in both.customer
    assert errors_of(filled_in(TWO_PHONES, home_phone="")) == {"home_phone": ["Please enter a phone number."]}


def test_a_wrong_phone_is_said_once():
    assert list(errors_of(filled_in(TWO_PHONES, home_phone="12"))) == ["home_phone"]


@pytest.mark.parametrize(
    ("typed", "country", "read"),
    [
        ("020 7946 0000", "uk", "+44 20 7946 0000"),
        ("(01) 679 0000", "ie", "+353 1 679 0000"),
        ("+33 1 42 68 53 00", "uk", "+33 1 42 68 53 00"),
        ("0044 20 7946 0000", "ie", "+44 20 7946 0000"),
        ("٠٢٠ ٧٩٤٦ ٠٠٠٠", "uk", "+44 20 7946 0000"),
    ],
)
def test_national_phones_are_read_by_the_addresss_country(typed, country, read):
    form = filled_in(phone=typed, country_code=country)
    assert form.is_valid(), form.errors
    assert form.customer["phone"] == read


def test_a_billing_address_goes_along_only_where_it_is_another_one():
    form = filled_in(BILLED, **BILLING)
    assert form.is_valid(), form.errors
    address = Address(**form.customer["billing_address"])
    assert address == Address(line_one="2 Low Street", town="Tokyo", country_code="jp")
    same = filled_in(BILLED, **BILLING | {"billing_differs": ""})
    assert same.is_valid()
    assert "billing_address" not in same.customer
    unseen = filled_in(BILLED, billing_county="x" * 200, billing_country_code="zz")
    assert unseen.is_valid(), unseen.errors
    assert "billing_address" not in unseen.customer
    unasked = filled_in(NEEDS, **BILLING)
    assert unasked.is_valid()
    assert "billing_address" not in unasked.customer


def test_what_is_missing_of_another_billing_address_is_said_at_each_field():
    assert errors_of(filled_in(BILLED, billing_differs="yes")) == {
        "billing_address_line_one": ["Please enter the first line of the billing address."],
        "billing_town": ["Please enter the town or city of the billing address."],
        "billing_country_code": ["Please choose the country of the billing address."],
    }


def test_what_was_accepted_can_be_shown_as_it_was_typed():
    ticked = {"supplier_can_use_data": "lantern liffey", "world_can_use_data": "yes"}
    form = filled_in(BILLED, **BILLING, **ticked)
    assert form.is_valid()
    again = CustomerForm(
        typed_from(json.loads(json.dumps(form.customer)), needs=BILLED), needs=BILLED, reference="ours"
    )
    assert again.is_valid()
    assert again.customer == form.customer


# Consents


def test_consents_name_who_and_start_unticked():
    form = CustomerForm(needs=NEEDS, shop_name="Box office")
    labels = [
        str(form[name].label) for name in ("supplier_can_use_data", "user_can_use_data", "world_can_use_data")
    ]
    assert labels[0] == "Lantern Theatres and Liffey may write to me about other events."
    assert labels[1].startswith("Box office may write")
    assert "pass my details on" in labels[2]
    assert "checked" not in str(form)


def test_a_tick_counts_only_for_the_suppliers_that_it_was_given_to():
    given_to_them = filled_in(supplier_can_use_data="lantern liffey", user_can_use_data="yes")
    given_to_another = filled_in(supplier_can_use_data="hudson", user_can_use_data="on")
    assert given_to_them.is_valid()
    assert given_to_another.is_valid()
    assert given_to_them.customer["supplier_can_use_data"] is True
    assert given_to_them.customer["user_can_use_data"] is True
    assert given_to_another.customer["supplier_can_use_data"] is False
    assert given_to_another.customer["user_can_use_data"] is False


def test_a_tick_is_shown_again_to_the_same_suppliers_only():
    same = CustomerForm(needs=NEEDS, known={"supplier_can_use_data": "lantern liffey"})
    other = CustomerForm(needs=NEEDS, known={"supplier_can_use_data": "lantern"})
    assert "checked" in str(same["supplier_can_use_data"])
    assert "checked" not in str(other["supplier_can_use_data"])


# What the account knows


def test_what_is_known_is_filled_in_and_what_was_typed_goes_before_it():
    needs = replace(NEEDS, known=(("town", "Cork"), ("country_code", "ie")))
    assert CustomerForm(needs=needs)["town"].value() == "Cork"
    assert CustomerForm(needs=needs, known={"town": "Limerick"})["town"].value() == "Limerick"
    typed = filled_in(needs, town="Galway")
    assert typed.is_valid()
    assert (typed.customer["town"], typed.customer["country_code"]) == ("Galway", "uk")


def test_what_is_locked_cannot_be_changed_by_any_post():
    form = filled_in(LOCKED, address_line_one="Elsewhere", country_code="ie")
    assert form.is_valid(), form.errors
    assert (form.customer["address_line_one"], form.customer["country_code"]) == ("1 Harbour Street", "uk")
    assert form.customer["town"] == "London"


def test_what_is_locked_is_shown_readonly_with_the_reason():
    form = CustomerForm(needs=LOCKED, known={"address_line_one": "Typed before"})
    shown = str(form["address_line_one"])
    assert "readonly" in shown
    assert 'value="1 Harbour Street"' in shown
    assert "your account" in str(form["address_line_one"].help_text)
    assert [code for code, _name in form.fields["country_code"].choices] == ["uk"]


def test_what_is_locked_is_not_found_fault_with_for_the_buyer_could_not_mend_it():
    needs = replace(NEEDS, is_locked=True, known=(("email", "no address"), ("home_phone", "ext. 4")))
    form = filled_in(needs)
    assert form.is_valid(), form.errors
    assert form.customer["email_address"] == "no address"


def test_a_locked_country_that_the_tickets_are_not_sent_to_is_said_with_a_way_out():
    needs = replace(LOCKED, countries={"ie": "Ireland"})
    (said,) = errors_of(filled_in(needs))["country_code"]
    assert "choose another way of sending" in said


# Whatever comes in

HOSTILE = {
    "nothing but space": "   ",
    "far too long": "x" * 5000,
    "nul": "a\x00b",
    "control": "a\x07b",
    "line break": "a\r\nSet-Cookie: a=b",
    "surrogate": "a\ud800b",
    "no character": "a\uffffb",
    "lost": "a\N{REPLACEMENT CHARACTER}b",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", ["first_name", "email", "phone", "town", "country_code", "address_line_one"])
def test_what_nobody_could_read_is_refused_in_a_sentence_and_can_be_shown_again(name, value):
    form = filled_in(**{name: as_sent(value)})
    (said,) = errors_of(form)[name]
    assert said.endswith(".")
    assert str(form).encode()


@pytest.mark.parametrize(
    "name", ["O’Hara", "ليلى", "李小龍", "Ñandú-Østergård", "🦉 Owl", "م‌ی", "<b>Bold</b>", "{{ 7*7 }}"]
)
def test_names_of_all_the_world_pass(name):
    form = filled_in(first_name=name)
    assert form.is_valid(), form.errors
    assert form.customer["first_name"] == name
    assert "<b>Bold" not in str(form)


def test_marks_that_turn_what_follows_round_are_left_out():
    form = filled_in(first_name="\u202eAda\u2069")
    assert form.is_valid()
    assert form.customer["first_name"] == "Ada"


def test_nothing_that_is_too_long_passes_by_being_cut_off():
    lengths = {getattr(field, "max_length", None) or 0 for field in AskedForm.base_fields.values()}
    assert 0 < max(lengths) < LONGEST


@given(
    needs=st.sampled_from(ALL),
    typed=st.dictionaries(
        st.sampled_from(NAMES), st.text(st.characters(), max_size=40) | st.sampled_from([*HOSTILE.values()])
    ),
)
def test_any_text_is_accepted_or_refused_in_words_and_never_fails(needs, typed):
    sent = {name: as_sent(value) for name, value in {**CUSTOMER, **BILLING, **typed}.items()}
    form = CustomerForm(sent, needs=needs, reference="ours")
    if form.is_valid():
        said = json.dumps(form.customer, ensure_ascii=False)
        assert "\\u0000" not in said
        assert said.encode()
        Customer(**{name: one for name, one in form.customer.items() if name != "billing_address"})
    else:
        assert all(str(said).strip() for found in form.errors.values() for said in found)
    assert str(form).encode()
