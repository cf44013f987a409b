import pytest

from tests.builders import a_performance, mirrored

pytestmark = pytest.mark.django_db


def show(client, perf_id):
    return client.get(f"/performance/{perf_id}/")


def test_it_offers_areas_with_ticket_and_fee_in_one_price(client, f13):
    mirrored("7AB")
    page = show(client, a_performance("7AB")).content.decode()
    assert '<strong class="price-total">£55.00</strong>' in page
    assert "£50.00 ticket + £5.00 fee" in page


def test_price_band_codes_are_for_machines_only(client, f13):
    mirrored("7AB")
    page = show(client, a_performance("7AB")).content.decode()
    assert page.count("A/pool") == page.count("A/pool&quot;]") + page.count('"code": "A/pool"')


def test_offers_say_what_they_are(client, f13):
    mirrored("7AB")
    page = show(client, a_performance("7AB")).content.decode()
    assert "you save £" in page
    assert "No fees" in page


def test_ways_of_sending_say_what_they_cost_and_where_they_go(client, f13):
    mirrored("6IF")
    page = show(client, a_performance("6IF")).content.decode()
    assert "£1.50" in page
    assert "Ireland" in page
    assert "Sending costs from £1.50" in page


def test_availability_and_ways_of_sending_are_asked_once_each(client, f13):
    mirrored("7AB")
    perf_id = a_performance("7AB")
    f13.clear_log()
    show(client, perf_id)
    asked = sorted(entry["endpoint"] for entry in f13.log())
    assert asked == ["availability", "performances_by_id", "send_methods"]


def test_an_unknown_performance_is_a_404_with_a_way_on(client, f13):
    response = show(client, "NO-SUCH")
    assert response.status_code == 404
    assert "See what is on" in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "words"),
    [("down", "cannot be reached"), ("broken", "having trouble"), ("throttled", "Many people are asking")],
)
def test_a_supplier_in_trouble_is_said_in_words_of_its_own(client, f13, kind, words):
    mirrored("7AB")
    perf_id = a_performance("7AB")
    f13.fault("availability", kind=kind)
    page = show(client, perf_id).content.decode()
    assert words in page
    assert "Try again" in page


def test_no_way_of_sending_today_means_no_sale(client, f13):
    mirrored("9XW")
    page = show(client, a_performance("9XW")).content.decode()
    assert "can no longer reach you in time" in page
    assert "Continue" not in page


def test_without_f13_it_says_so_and_asks_to_try_again(client, f13):
    mirrored("7AB")
    perf_id = a_performance("7AB")
    f13.fault("*", kind="502_before", times=50)
    response = show(client, perf_id)
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "cannot reach the box office" in response.content.decode()


def test_no_copy_of_it_is_kept(client, f13):
    mirrored("7AB")
    assert "no-store" in show(client, a_performance("7AB"))["Cache-Control"]


def test_what_staff_have_hidden_is_not_sold_by_its_dates_either(client, f13):
    (event,) = mirrored("7AB")
    perf_id = a_performance("7AB")
    assert show(client, perf_id).status_code == 200
    type(event).objects.update(is_hidden=True)
    assert show(client, perf_id).status_code == 404


def test_a_date_that_has_been_is_no_longer_on_sale(client, f13):
    mirrored("7AB")
    perf_id = a_performance("7AB")
    f13.move_clock(days=800)
    response = show(client, perf_id)
    assert response.status_code == 410


@pytest.mark.parametrize("endpoint", ["availability", "send_methods"])
def test_a_date_that_f13_says_no_more_about_has_nothing_to_offer(client, f13, endpoint):
    mirrored("7AB")
    perf_id = a_performance("7AB")
    f13.fault(endpoint, kind="410")
    response = show(client, perf_id)
    assert response.status_code == 200
    assert "Choose another date" in response.content.decode()


def test_f13_hears_of_no_absurd_address(client, f13):
    assert show(client, "x" * 4000).status_code == 404
    assert f13.log() == []
