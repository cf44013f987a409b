"""What failed is said in words that help, true of the money, and one press from a new try."""

import re

import pytest

from boxoffice.ticketing import get_service
from boxoffice.ticketing.types import PurchaseResult
from checkout import failing, outcomes, purchase
from checkout.customer.form import CustomerForm
from checkout.customer.needs import Needs
from checkout.models import Authorisation, OrderRecord, Standing, State
from tests.builders import CUSTOMER, a_hold, a_performance, a_trolley, pressed, run
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db

THURSDAY, FRIDAY = 3, 4
SCRIPTED = {
    "decline": ("declined", "Your bank did not agree to the payment."),
    "fail 3d secure": ("3ds", "Your bank asked whether it is you who pays, and this was not confirmed."),
    "fail avs": ("avs", "Your bank knows another address for this card"),
    "fail cv2": ("cv2", "The security code of the card was not the right one."),
    "fail source ext_test1": ("supplier", "ticket system did not sell these tickets."),
}


def failed(client, line="fail source ext_test1", **choice):
    return run(pressed(client, customer=CUSTOMER | {"address_line_two": line}, **choice))


def progress(client, record):
    return text_of(client.get(f"/checkout/{record.pk}/progress/").content.decode())


def text_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&#x27;", "'")


def latest():
    return OrderRecord.objects.latest("created_at")


def a_failure(client, **changes):
    """A record that failed, as if it had been paid in another way."""
    record = failed(client)
    record.change(**changes)
    return record


@pytest.mark.parametrize("line", SCRIPTED)
def test_each_reason_has_words_of_its_own_and_none_of_f13s(client, f13, line):
    record = failed(client, line)
    word, sentence = SCRIPTED[line]
    assert (record.state, record.why_failed) == (State.FAILED, word)
    page = progress(client, record)
    assert sentence in page
    assert str(failing.NEXT[word]).replace("’", "'") in page
    told = get_service("en").get_status(record.transaction_uuid).trolley
    reasons = [one.purchase_result.failure_reason for one in told.bundles if one.purchase_result]
    assert all(reasons)
    assert not [reason for reason in reasons if reason in page]


def test_whoever_has_the_link_learns_that_it_failed_and_not_why(client, f13):
    record = failed(client, "fail cv2")
    page = progress(HouseRulesClient(), record)
    assert "The tickets were not bought" in page
    assert "security code" not in page
    assert "Hold the same tickets again" not in page


def test_a_bank_that_refuses_is_told_from_a_supplier_that_does():
    said = {
        PurchaseResult(failed_3d_secure=True): "3ds",
        PurchaseResult(failed_avs=True): "avs",
        PurchaseResult(failed_cv_two=True, purchase_error="payment_failed"): "cv2",
        PurchaseResult(purchase_error="payment_failed"): "declined",
        PurchaseResult(purchase_error="backend_purchase_failed"): "supplier",
        PurchaseResult(): "supplier",
    }
    assert {result: result.why for result in said} == said
    assert all(word in failing.WHY and word in failing.NEXT for word in said.values())


def test_every_word_that_a_record_may_fail_with_has_its_sentences(client, f13):
    assert failing.WHY.keys() == failing.NEXT.keys()
    record = a_failure(client, why_failed="a word of tomorrow")
    assert "did not sell these tickets" in progress(client, record)


def test_one_that_could_not_start_in_time_says_so(client, f13):
    record = pressed(client)
    record.change(hold_ends_at=record.created_at)
    run(record)
    assert "ran out before the purchase could start. Nothing has been charged." in progress(client, record)


def test_a_box_office_that_is_away_till_the_seats_are_free_again_says_so(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="502_before")
    run(record)
    f13.move_clock(minutes=16)
    run(record)
    assert (record.state, record.why_failed) == (State.FAILED, "away")
    assert "The box office did not answer in time" in progress(client, record)


class TestMoney:
    """That nothing is charged is said where it is true, and only there."""

    def test_on_credit_nothing_was(self, client, f13):
        assert "Nothing has been charged." in progress(client, failed(client))

    @pytest.mark.parametrize("payment", ["redirect", "cider", "white-label"])
    def test_where_somebody_else_takes_it_a_pending_amount_will_not_be_taken(self, client, f13, payment):
        page = progress(client, a_failure(client, payment=payment))
        assert "any amount that your bank shows as pending will not be taken" in page
        assert "Nothing has been charged" not in page

    def test_before_anybody_was_asked_for_it_nothing_was(self, client, f13):
        record = a_failure(client, payment="redirect", purchase_asked_at=None)
        assert "Nothing has been charged." in progress(client, record)

    def test_a_card_that_was_confirmed_may_show_something_all_the_same(self, client, f13):
        paid_with = {"payment_intent": "pi_1"}
        record = a_failure(client, payment="cider", purchase_asked_at=None, paid_with=paid_with)
        assert "will not be taken" in progress(client, record)

    @pytest.mark.parametrize(
        ("standing", "said"),
        [
            (Standing.ASKED, failing.BEING_FREED),
            (Standing.HELD, failing.BEING_FREED),
            (Standing.FREED, failing.FREED),
            (Standing.CAPTURED, failing.LOOKED_INTO),
        ],
    )
    def test_of_its_own_stripe_what_is_known(self, client, f13, standing, said):
        record = a_failure(client, payment="stripe")
        Authorisation.objects.create(record=record, amount=5500, currency_code="gbp", standing=standing)
        page = progress(client, record)
        assert str(said) in page
        assert ("Nothing has been charged" in page) == (standing == Standing.FREED)

    def test_an_earlier_attempt_that_still_holds_something_counts(self, client, f13):
        record = a_failure(client, payment="stripe")
        for standing in (Standing.HELD, Standing.FREED):
            Authorisation.objects.create(record=record, amount=5500, currency_code="gbp", standing=standing)
        assert failing.money(record) == failing.BEING_FREED


class TestOnceMore:
    """One press holds the same again; what differs is shown; the details are there."""

    def test_the_same_seats_are_held_and_the_page_says_what_happened(self, client, f13):
        record = failed(client)
        page = text_of(client.post(f"/checkout/{record.pk}/again/", follow=True).content.decode())
        assert "The purchase before this did not succeed" in page
        assert "The same seats at the same price are held for you again" in page
        assert latest().again_of == record
        assert latest().reservation.orders[0].seat_ids == record.reservation.orders[0].seat_ids

    def test_the_details_are_kept(self, client, f13):
        record = failed(client)
        page = client.post(f"/checkout/{record.pk}/again/", follow=True).content.decode()
        assert 'value="1 Long Lane"' in page
        assert 'value="ada@example.com"' in page

    def test_other_seats_are_shown_beside_the_ones_before_and_want_a_yes(self, client, f13):
        record = failed(client, quantity=2)
        (before,) = record.reservation.orders
        assert a_hold(HouseRulesClient(), quantity=2).reservation.orders[0].seat_ids == before.seat_ids
        page = text_of(client.post(f"/checkout/{record.pk}/again/", follow=True).content.decode())
        assert outcomes.of(latest()).needs_consent
        assert f"Asked for {', '.join(before.seat_ids)} Got" in page
        assert "Not everything is as it was" in page
        assert "Buy for" not in page

    def test_another_price_is_shown_beside_the_one_before(self, client, f13):
        record = failed(client)
        f13.catalogue(price={"7AB": 2.5})
        page = text_of(client.post(f"/checkout/{record.pk}/again/", follow=True).content.decode())
        assert "it was £55.00, and is £57.50 now" in page
        assert "Not everything is as it was" in page
        assert "Buy for" not in page

    def test_a_hold_that_follows_no_failure_speaks_of_none(self, client, f13):
        record = a_hold(client)
        client.post(f"/checkout/{record.pk}/release/")
        page = client.post(f"/checkout/{record.pk}/again/", follow=True).content.decode()
        assert "did not succeed" not in page


def test_what_failed_is_never_purchased_again(client, f13):
    record = failed(client)
    client.post(f"/checkout/{record.pk}/", CUSTOMER)
    assert not purchase.press(record, customer=CUSTOMER, browser=purchase.Browser())
    for state in State:
        with pytest.raises(ValueError, match="does not go"):
            record.move(state, what="anything")
    for _ in range(3):
        run(record)
    client.post(f"/checkout/{record.pk}/again/")
    record.refresh_from_db()
    assert record.state == State.FAILED
    assert len(f13.log(endpoint="purchase")) == 1


class TestStillHeld:
    """What was refused while the tickets stay held leads back to the form."""

    def test_a_new_attempt_buys_the_same_hold(self, client, f13):
        record = run(pressed(client, customer=CUSTOMER | {"email": "ada@example.invalid"}))
        assert record.state == State.RESERVED
        page = client.get(f"/checkout/{record.pk}/").content.decode()
        assert 'href="#id_email"' in page
        client.post(f"/checkout/{record.pk}/", CUSTOMER)
        record.refresh_from_db()
        run(record)
        assert record.state == State.PURCHASED
        assert len(f13.log(endpoint="reserve")) == 1

    @pytest.mark.parametrize("word", [*failing.STILL_HELD, "a word of tomorrow"])
    def test_each_word_is_said_above_the_form(self, client, f13, word):
        record = a_hold(client)
        record.change(customer_errors={"": word})
        assert (
            str(failing.still_held(word)).replace("'", "&#x27;")
            in client.get(f"/checkout/{record.pk}/").content.decode()
        )

    def test_they_are_not_the_words_of_what_has_failed(self):
        form = CustomerForm({}, needs=Needs(countries={}))
        form.is_valid()
        form.complain({"": "declined"})
        assert form.non_field_errors() == [str(failing.STILL_HELD["declined"])]


class TestInPart:
    """Two suppliers, one of which sold."""

    @pytest.fixture
    def record(self, client, f13):
        a_trolley(client)
        return failed(client, "fail source ext_test0", perf_id=a_performance("6IF"), send="COBO")

    def test_the_order_says_what_was_bought_what_was_not_and_what_is_paid(self, client, record):
        assert record.state == State.PARTLY_PURCHASED
        page = text_of(client.get(f"/order/{record.pk}/").content.decode())
        bought, rest = (sum_of(record, is_bought) for is_bought in (True, False))
        assert "Some of your tickets are bought" in page
        assert "These were not bought, and are not charged:" in page
        assert "The venue's ticket system did not sell these tickets." in page
        assert f"You pay {bought}, for what was bought. The {rest} for the rest is not taken." in page

    def test_what_was_not_bought_can_be_brought_back(self, client, record, f13):
        assert "They are kept in your trolley" in client.get(f"/order/{record.pk}/").content.decode()
        page = client.get("/trolley/").content.decode()
        (address,) = re.findall(r'action="(/trolley/bring-back/\d+/)"', page)
        client.post(address)
        back = client.get("/trolley/").content.decode()
        assert "Nutcracker" in back
        assert 'action="/trolley/reserve/"' in back

    def test_whoever_has_the_link_learns_that_it_is_a_part(self, record):
        page = progress(HouseRulesClient(), record)
        assert "Some of the tickets are bought, and some are not" in page
        assert "Nutcracker" not in page


def sum_of(record, is_bought):
    return next(one.total for one in record.trolley.bundles if one.is_purchased == is_bought)
