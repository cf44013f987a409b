"""An account that likes to see another currency: its amounts beside the charged ones, on every page."""

import re

import pytest

from tests.builders import CUSTOMER, a_hold, a_performance, a_purchase, a_trolley, mirrored

pytestmark = pytest.mark.django_db

GUIDANCE = re.compile(r"about, for guidance only</dt><dd>(\$[\d.,]+)</dd>")


@pytest.fixture
def in_dollars(f13, settings):
    """An account that is charged in pounds, and sees dollars beside them."""
    settings.F13_USER = "demo-agent"


def one(pattern, page):
    [found] = re.findall(pattern, page)
    return found


def test_b3_the_trolley_has_both_and_says_which_is_charged(client, in_dollars):
    page = a_trolley(client, perf_id=a_performance("6IF"), quantity=2, send="COBO")
    assert one(r"<dt>Total</dt><dd>(.*?)</dd>", page).startswith("£")
    assert one(GUIDANCE, page)
    assert re.search(r'Collect from the venue</dt><dd>£1.50 <span class="price-indicative">about \$', page)
    assert re.search(r'class="price-indicative">about \$[\d.]+, for guidance only', page)
    assert "What is charged is the total." in page


def test_b3_two_suppliers_have_one_amount_for_guidance_in_all(client, in_dollars):
    a_trolley(client, perf_id=a_performance("6IF"), send="COBO")
    page = a_trolley(client, perf_id=a_performance("7AB"))
    parts = re.findall(r'bundle-total"><dt>.*?</dt><dd>.*?about \$([\d.]+)', page)
    assert len(parts) == 2
    assert one(GUIDANCE, page) == f"${sum(map(float, parts)):.2f}"


def test_b3_the_checkout_page_has_both(client, in_dollars):
    record = a_hold(client)
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert one(GUIDANCE, page)
    assert "Buy for £55.00" in page


def test_b3_the_order_has_both(client, in_dollars, django_capture_on_commit_callbacks):
    record = a_purchase(
        client, django_capture_on_commit_callbacks, customer=CUSTOMER | {"agent_reference": "PO 7"}
    )
    page = client.get(f"/order/{record.pk}/").content.decode()
    assert "<dt>Total</dt><dd>£55.00</dd>" in page
    assert one(GUIDANCE, page)


def test_an_account_that_likes_to_see_none_sees_none(client, f13):
    page = a_trolley(client)
    assert "grand-total" in page
    assert "guidance" not in page


def test_an_add_on_has_its_amount_for_guidance_too(client, in_dollars):
    mirrored("7AB", "7AC")
    section = a_trolley(client).partition('<section class="add-ons"')[2].partition("</section>")[0]
    assert "£11.00" in section
    assert "for guidance only" in section
