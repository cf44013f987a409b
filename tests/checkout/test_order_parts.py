"""What trolley, checkout and order make of what f13 says: tax, vouchers, barcodes."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from boxoffice.ticketing import (
    Bundle,
    Currency,
    Event,
    Money,
    Order,
    Price,
    Seat,
    SendMethod,
    TicketOrder,
    Trolley,
)
from checkout import tickets
from checkout.templatetags.orders import SQUARE_SIDE, WIDEST, barcode_size, shown_here, tax_of
from checkout.tickets import Ticket

POUND = Currency("gbp", pre_symbol="£")
SQUARE = {"qr_code", "aztec", "aztec_small", "datamatrix"}


def pounds(amount):
    return Money(Decimal(amount), POUND)


BUNDLE = Bundle("source", price=Price(pounds(50), pounds(5), tax=pounds(9)), total=pounds(55))


EUROS = Money(Decimal(66), Currency("eur", pre_symbol="€"))


def in_euros(bundle):
    """The bundle as an account that likes to see euros is told of it."""
    ten = replace(EUROS, amount=Decimal(6))
    price = replace(bundle.price, indicative=Price(ten * 10, ten))
    return replace(bundle, price=price, indicative_total=EUROS)


def totals(trolley):
    return render_to_string("checkout/_totals.html", {"trolley": trolley})


def a_ticket(*, method=None, kind="qr_code"):
    order = Order(event=Event("E1"), send_method=method, supported_barcode_types=(kind,))
    return Ticket(1, order, TicketOrder(quantity=1), Seat("A1", barcode="ABC123456789"))


def test_tax_is_that_of_tickets_and_sending_together():
    assert tax_of(BUNDLE) == pounds(9)
    assert tax_of(replace(BUNDLE, send_cost_tax=pounds("0.5"))) == pounds("9.5")
    assert tax_of(Bundle("source")) is None


def test_totals_name_tax_beside_what_is_paid():
    page = totals(Trolley(bundles=(BUNDLE,)))
    assert "<dt>Total</dt><dd>£55.00</dd>" in page
    assert "of which tax</dt><dd>£9.00</dd>" in page
    assert "guidance" not in page


def test_b3_amounts_for_guidance_stand_beside_those_that_are_charged():
    page = totals(Trolley(bundles=(in_euros(BUNDLE),)))
    assert "<dt>Total</dt><dd>£55.00</dd>" in page
    assert '£50.00 <span class="price-indicative">about €60.00</span>' in page
    assert "about, for guidance only</dt><dd>€66.00</dd>" in page
    assert "What is charged is the total." in page


def test_b3_amounts_for_guidance_are_summed_over_suppliers():
    page = totals(Trolley(bundles=(in_euros(BUNDLE), in_euros(BUNDLE))))
    assert "about, for guidance only</dt><dd>€132.00</dd>" in page


def test_where_the_amount_of_one_supplier_is_unknown_no_sum_is_told():
    page = totals(Trolley(bundles=(in_euros(BUNDLE), BUNDLE)))
    assert "<dt>Total</dt><dd>£110.00</dd>" in page
    assert "about, for guidance only" not in page


def test_b3_each_supplier_has_its_total_where_there_are_several():
    page = totals(Trolley(bundles=(replace(BUNDLE, source_name="One"), replace(BUNDLE, source_name="Two"))))
    assert "Total of One</dt><dd>£55.00</dd>" in page
    assert "Total of Two</dt><dd>£55.00</dd>" in page
    assert "Total of" not in totals(Trolley(bundles=(BUNDLE,)))


def test_b3_two_currencies_have_two_totals_and_no_sum():
    francs = Money(Decimal(40), Currency("chf", post_symbol=" Fr."))
    other = Bundle("other", price=Price(francs, Money.zero(francs.currency)), total=francs)
    page = totals(Trolley(bundles=(BUNDLE, other)))
    assert "Total in GBP</dt><dd>£55.00</dd>" in page
    assert "Total in CHF</dt><dd>40.00 Fr.</dd>" in page
    assert "Each currency is charged by itself." in page


def test_b3_two_currencies_may_still_have_one_amount_for_guidance():
    dollars = Money(Decimal(20), Currency("usd", pre_symbol="$"))
    other = Bundle("other", price=Price(dollars, dollars), total=dollars + dollars, indicative_total=EUROS)
    trolley = Trolley(bundles=(in_euros(BUNDLE), other))
    assert [str(total) for total in trolley.totals] == ["£55.00", "$40.00"]
    assert str(trolley.indicative_total) == "€132.00"


@pytest.mark.parametrize("kind", list(tickets.FORMATS))
def test_a_barcode_is_drawn_in_whole_pixels_as_large_as_its_place_allows(kind):
    size = barcode_size(a_ticket(kind=kind))
    assert (size["width"] == size["height"]) == (kind in SQUARE)
    largest = SQUARE_SIDE if kind in SQUARE else WIDEST
    assert largest / 2 < size["width"] <= largest


@pytest.mark.parametrize(
    ("method", "is_shown"),
    [
        (SendMethod("V", self_print_voucher_url="https://example.com/v"), False),
        (SendMethod("V", self_print_voucher_url="https://example.com/v", can_generate_self_print=True), True),
        (SendMethod("V"), True),
        (None, True),
    ],
)
def test_where_the_voucher_is_the_only_ticket_none_of_ours_stands_beside_it(method, is_shown):
    ticket = a_ticket(method=method)
    assert shown_here([ticket]) == ([ticket] if is_shown else [])


def test_prices_bands_codes_stay_out_of_an_orders_words():
    order = Order(
        event=Event("E1", name="Play"),
        ticket_type_name="Stalls",
        price_band_code="A/pool",
        price_band_name="Front",
        ticket_orders=(TicketOrder("CHILD", "Child", 2, total_price=BUNDLE.price),),
    )
    page = render_to_string("checkout/_order.html", {"order": order})
    assert "2 tickets: Stalls, Front, Child" in page
    assert "A/pool" not in page
    assert "CHILD" not in page


@pytest.mark.parametrize(("level", "tag"), [(2, "<h2"), ("", "<h3")])
def test_an_order_is_headed_as_its_place_on_the_page_wants_it(level, tag):
    order = Order(event=Event("E1", name="Play"))
    assert tag in render_to_string("checkout/_order.html", {"order": order, "level": level})
