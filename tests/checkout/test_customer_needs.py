"""What a hold needs to know of its buyer, read from the reservation alone."""

from dataclasses import replace

from boxoffice.ticketing import (
    Address,
    Bundle,
    Country,
    Debitor,
    Order,
    Reservation,
    SendMethod,
    Trolley,
)
from checkout.customer import needs_of
from checkout.customer.needs import all_countries

UK, IRELAND, FRANCE = Country("uk", "United Kingdom"), Country("ie", "Ireland"), Country("fr", "France")
COLLECT = SendMethod("COBO", type="collect")
POST = SendMethod("POST", type="post", permitted_countries=(UK, IRELAND))


def a_reservation(*methods: SendMethod, debitor: Debitor | None = None, **told) -> Reservation:
    """One bundle for each way of sending."""
    bundles = [
        Bundle(f"source{number}", f"Supplier {number}", orders=(Order(send_method=method),), debitor=debitor)
        for number, method in enumerate(methods or (COLLECT,), start=1)
    ]
    return Reservation(
        trolley=Trolley(bundles=tuple(bundles)), allowed_countries=(UK, IRELAND, FRANCE), **told
    )


def test_countries_are_those_that_f13_and_every_way_of_sending_accept():
    to_france = replace(POST, permitted_countries=(FRANCE, IRELAND))
    assert needs_of(a_reservation(COLLECT)).countries.keys() == {"uk", "ie", "fr"}
    assert needs_of(a_reservation(COLLECT, POST)).countries.keys() == {"uk", "ie"}
    assert needs_of(a_reservation(POST, to_france)).countries.keys() == {"ie"}


def test_countries_are_named_in_the_readers_language():
    assert needs_of(a_reservation()).countries["uk"] == "United Kingdom"


def test_tickets_that_are_posted_need_the_whole_address():
    assert needs_of(a_reservation(COLLECT, POST)).is_posted
    assert not needs_of(a_reservation(COLLECT)).is_posted


def test_a_billing_address_is_asked_where_it_is_supported_or_where_a_card_pays_for_posted_tickets():
    card = Debitor("stripe")
    assert needs_of(a_reservation(supports_billing_address=True)).asks_billing
    assert needs_of(a_reservation(POST, debitor=card)).asks_billing
    assert needs_of(a_reservation(POST, needs_payment_card=True)).asks_billing
    assert not needs_of(a_reservation(POST)).asks_billing
    assert not needs_of(a_reservation(COLLECT, debitor=card)).asks_billing


def test_what_the_account_knows_is_locked_only_where_it_says_so():
    address = Address(line_one="8 Mill Lane", town=" ", country_code="ie", email_address="club@example.com")
    known = {"address_line_one": "8 Mill Lane", "country_code": "ie", "email": "club@example.com"}
    open_ones = needs_of(a_reservation(prefilled_address=address))
    locked = needs_of(a_reservation(prefilled_address=address, can_edit_address=False))
    assert (open_ones.prefilled, open_ones.locked) == (known, {})
    assert (locked.prefilled, locked.locked) == (known, known)


def test_two_phones_are_asked_where_the_account_tells_them_apart():
    assert needs_of(a_reservation(prefilled_address=Address(work_phone="1"))).asks_two_phones
    assert not needs_of(a_reservation(prefilled_address=Address(town="Cork"))).asks_two_phones
    assert not needs_of(a_reservation()).asks_two_phones


def test_each_supplier_of_the_hold_is_named():
    needs = needs_of(a_reservation(COLLECT, POST))
    assert needs.supplier_names == ["Supplier 1", "Supplier 2"]
    assert needs.supplier_codes == "source1 source2"


def test_a_card_may_be_at_home_anywhere_by_f13s_codes():
    countries = all_countries()
    assert len(countries) > 200
    assert {"uk", "ie", "jp"} <= countries.keys()
    assert "gb" not in countries
