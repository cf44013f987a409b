"""What suppliers give with bought tickets: barcodes, vouchers, passes for a wallet."""

import pytest

from tests.contract.asking import PASSWORD, Api, orders_in, seats_in
from tests.contract.buying import a_sale, events_by_source, ways_of_sending

BARCODES = {"code128", "qr_code", "pdf417", "aztec", "aztec_small", "datamatrix", "code39", "code93"}


@pytest.fixture(scope="module")
def api(sandbox_process):
    """One customer for all tests here: they look at the same purchases and change nothing."""
    sandbox_process.reset()
    api = Api(sandbox_process.url, user="demo", password=PASSWORD)
    yield api
    api.close()


@pytest.fixture(scope="module")
def bought(api):
    """An order of each supplier, sent in each way that it offers."""
    choices = [
        choice | {f"{source}_send_code": code}
        for (source, _), events in events_by_source(api).items()
        if (choice := a_sale(api, events))
        for code in ways_of_sending(api, choice["perf_id"])
    ]
    return [order for choice in choices for order in orders_in(api.buy(api.reserve(**choice)))]


def test_every_kind_of_barcode_occurs(bought):
    kinds = {kind for order in bought for kind in order.get("supported_barcode_types", [])}
    assert kinds == BARCODES


def test_some_seats_have_passes_for_wallets(bought):
    seats = [seat for order in bought for seat in seats_in(order)]
    passes = [seat for seat in seats if "seat_apple_wallet_urls" in seat]
    assert passes
    assert all(seat["seat_apple_wallet_urls"]["apple_wallet_gen_url"].startswith("http") for seat in passes)
    assert all(seat["seat_google_pay_urls"]["gpay_save_url"].startswith("http") for seat in passes)


def test_a_supplier_s_own_voucher_can_be_opened(api, bought):
    vouched = [order for order in bought if "self_print_voucher_url" in order["send_method"]]
    assert vouched
    for order in vouched:
        voucher = api.ask("GET", order["send_method"]["self_print_voucher_url"].removeprefix(api.url))
        assert voucher.status_code == 200
        assert order["backend_purchase_reference"] in voucher.text


def test_who_prints_no_ticket_of_one_s_own_has_a_voucher_or_barcode(bought):
    printed = [order for order in bought if order["send_method"]["send_type"] == "selfprint"]
    assert printed
    for order in printed:
        own = order["send_method"]["can_generate_self_print"]
        assert own or "self_print_voucher_url" in order["send_method"]
