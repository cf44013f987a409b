"""Add-ons on the trolley's page: what the trolley allows, in its place and number, never alone."""

import re

import pytest

from boxoffice.ticketing import get_service
from checkout import trolley
from checkout.kept import kept
from tests.builders import a_choice, a_performance, a_trolley, mirrored

pytestmark = pytest.mark.django_db

CAT, LUNCHBOX = "7AB", "7AC"
LAMPLIGHTER, PROGRAMME, DRINKS = "LN01", "KE04", "KE05"
TOWER, CAR_PARK, GUIDE = "LN40", "KE06", "KE07"
TAP, BACKSTAGE, TABLE = "NY03", "KE08", "KE09"
TUESDAY, MONDAY = 1, 0
ORDER = '<article class="order">'


def offered(page):
    """The add-ons on offer, by name: what stands beside each."""
    _before, _, section = page.partition('<section class="add-ons"')
    parts = section.partition("</section>")[0].split('<li class="add-on">')[1:]
    return {re.search(r"<h3><bdi>(.*?)</bdi>", part)[1]: part for part in parts}


def add(client, event_id, **said):
    return client.post("/trolley/add-on/", {"event": event_id, **said}, follow=True)


def tickets(page):
    """How many tickets each order has, by its event's name."""
    orders = re.findall(r'class="order-name"><bdi>(.*?)</bdi>.*?<p>(\d+) ticket', page, re.S)
    return {name: int(number) for name, number in orders}


def hidden(text, name):
    return re.search(rf'name="{name}" value="([^"]*)"', text)[1]


@pytest.fixture
def cat(client, f13):
    mirrored(CAT, LUNCHBOX)
    return a_trolley(client, quantity=2)


@pytest.fixture
def lamplighter(client, f13):
    mirrored(LAMPLIGHTER, PROGRAMME, DRINKS)
    return a_trolley(client, perf_id=a_performance(LAMPLIGHTER, weekday=TUESDAY), quantity=2, send="VOUCH")


@pytest.fixture
def tap(client, f13):
    mirrored(TAP, BACKSTAGE, TABLE)
    return a_trolley(client, perf_id=a_performance(TAP, weekday=TUESDAY), quantity=2, send="COLLECT")


def times(text):
    """The performances that can be chosen between."""
    return re.findall(r'<option value="([^"]*)"', text)


def test_b3_what_the_trolley_allows_is_offered_with_its_price(cat):
    assert list(offered(cat)) == ["Unremarkable Cat Lunchbox"]
    assert "£11.00" in offered(cat)["Unremarkable Cat Lunchbox"]


def test_b3_a_trolley_that_allows_nothing_has_no_such_part(client, f13):
    mirrored("6IF", LUNCHBOX)
    page = a_trolley(client, perf_id=a_performance("6IF"), send="COBO")
    assert ORDER in page
    assert "To go with your tickets" not in page


def test_b3_the_number_of_some_is_that_of_the_tickets_they_go_with(client, cat):
    text = offered(cat)["Unremarkable Cat Lunchbox"]
    assert "One for each of your 2 tickets. The number follows your tickets." in text
    assert "<select" not in text
    page = add(client, LUNCHBOX).content.decode()
    assert tickets(page)["Unremarkable Cat Lunchbox"] == 2
    assert offered(page) == {}


def test_b3_it_follows_when_the_number_of_tickets_is_changed(client, cat):
    add(client, LUNCHBOX)
    client.post("/trolley/add/", a_choice(quantity=3, instead="1"))
    page = client.get("/trolley/").content.decode()
    assert set(tickets(page).values()) == {3}


def test_what_is_kept_of_it_follows_too(client, cat):
    add(client, LUNCHBOX)
    client.post("/trolley/add/", a_choice(quantity=3, instead="1"))
    known = kept(client.session["visitor"]).choices.values()
    assert [one.choice.quantity for one in known] == [3, 3]


def test_nobody_chooses_anything_about_what_follows(client, cat):
    page = add(client, LUNCHBOX).content.decode()
    assert page.count("Change your choice for") == 1
    assert "Change your choice for Unremarkable Cat Lunchbox" not in page
    assert "Remove Unremarkable Cat Lunchbox" in page


def test_b3_of_others_the_number_is_chosen(client, f13):
    mirrored(TOWER, GUIDE)
    page = a_trolley(client, perf_id=a_performance(TOWER), quantity=2)
    assert '<select name="number"' in offered(page)["Audio Guide, Crown Tower"]
    page = add(client, GUIDE, number=3).content.decode()
    assert tickets(page)["Audio Guide, Crown Tower"] == 3


def test_b3_of_the_same_time_is_offered_that_time_alone(client, lamplighter):
    text = offered(lamplighter)["Interval Drinks at the Old Vane"]
    perf_id = hidden(text, "perf_id")
    service = get_service("en")
    drinks = service.get_performance(perf_id)
    mine = service.get_performance(a_performance(LAMPLIGHTER, weekday=TUESDAY))
    assert drinks.starts == mine.starts
    page = add(client, DRINKS, perf_id=perf_id, number=2).content.decode()
    assert tickets(page)["Interval Drinks at the Old Vane"] == 2
    assert "Interval Drinks at the Old Vane" not in offered(page)


def test_b3_of_the_same_day_is_offered_that_day_alone(client, f13):
    mirrored(TOWER, CAR_PARK, GUIDE)
    page = a_trolley(client, perf_id=a_performance(TOWER, weekday=TUESDAY))
    perf_id = hidden(offered(page)["Car Park by Crown Tower"], "perf_id")
    service = get_service("en")
    tower = service.get_performance(a_performance(TOWER, weekday=TUESDAY))
    assert service.get_performance(perf_id).day == tower.day


def test_what_is_not_to_be_had_on_that_day_is_not_offered(client, f13):
    mirrored(TOWER, CAR_PARK, GUIDE)
    page = a_trolley(client, perf_id=a_performance(TOWER, weekday=MONDAY))
    assert list(offered(page)) == ["Audio Guide, Crown Tower"]


def test_b3_where_there_is_more_to_choose_its_button_leads_to_where_it_is_chosen(client, tap):
    text = offered(tap)["Backstage at the Majestic"]
    assert "Choose Backstage at the Majestic" in text
    assert 'name="number"' not in text
    assert ">10:15</option>" in text
    [backstage, *others] = times(text)
    assert len(others) > 3
    answer = client.post("/trolley/add-on/", {"event": BACKSTAGE, "perf_id": backstage})
    assert answer["Location"].startswith(f"/performance/{backstage}/")
    client.post("/trolley/add/", a_choice(backstage, send="COLLECT"))
    assert "Backstage at the Majestic" in tickets(client.get("/trolley/").content.decode())


def test_b3_what_belongs_to_no_date_in_particular_offers_the_next_ones(client, tap):
    ids = times(offered(tap)["Late Table at the Majestic Grill"])
    day = get_service("en").get_performance(a_performance(TAP, weekday=TUESDAY)).day
    found = get_service("en").get_performances(ids).values()
    assert len(found) == 12
    assert all(one.day >= day for one in found)


def test_b3_where_only_date_and_number_are_to_be_chosen_both_are_chosen_here(client, tap):
    [_first, second, *_others] = times(offered(tap)["Late Table at the Majestic Grill"])
    page = add(client, TABLE, perf_id=second, number=2).content.decode()
    assert tickets(page)["Late Table at the Majestic Grill"] == 2
    assert second not in times(offered(page)["Late Table at the Majestic Grill"])


def test_b3_they_go_with_what_they_belong_to_and_that_is_said(client, cat):
    add(client, LUNCHBOX)
    client.post("/trolley/remove/1/")
    assert "Your trolley is empty" in client.get("/trolley/").content.decode()


def test_b3_one_press_brings_both_back(client, cat):
    add(client, LUNCHBOX)
    visitor = client.session["visitor"]
    removal = trolley.remove(visitor, 1)
    assert len(removal.choices) == 2
    trolley.bring_back(visitor, removal.number)
    assert set(tickets(client.get("/trolley/").content.decode()).values()) == {2}


@pytest.mark.parametrize("said", [{}, {"number": 3}, {"perf_id": "7AC-0"}])
def test_b3_a_hand_made_post_for_one_alone_is_refused_with_a_sentence(client, f13, said):
    mirrored(CAT, LUNCHBOX)
    page = add(client, LUNCHBOX, **said).content.decode()
    assert "Unremarkable Cat Lunchbox is not sold alone." in page
    assert "Your trolley is empty" in page


def test_b3_so_is_one_by_the_form_of_its_own_page(client, f13):
    mirrored(CAT, LUNCHBOX)
    page = client.post("/trolley/add/", a_choice(a_performance(LUNCHBOX)), follow=True).content.decode()
    assert "Unremarkable Cat Lunchbox is not sold alone." in page


def test_b3_one_for_another_day_is_refused_with_a_sentence(client, f13):
    mirrored(TOWER, CAR_PARK, GUIDE)
    a_trolley(client, perf_id=a_performance(TOWER, weekday=TUESDAY))
    page = add(client, CAR_PARK, perf_id=a_performance(CAR_PARK, weekday=3)).content.decode()
    assert "Car Park by Crown Tower is only sold together with tickets for the same day." in page
    assert list(tickets(page)) == ["Crown Tower &amp; the Keepers&#x27; Walk"]


@pytest.mark.parametrize(
    "said",
    [
        {"event": ""},
        {"event": "NO-SUCH"},
        {"event": CAT},
        {"event": LUNCHBOX, "number": "0"},
        {"event": LUNCHBOX, "number": "10000"},
        {"event": LUNCHBOX, "number": "two"},
        {"event": LUNCHBOX, "perf_id": "NO-SUCH"},
        {"event": "a\x00b"},
    ],
)
def test_nonsense_gets_a_plain_sentence_and_changes_nothing(client, cat, said):
    answer = client.post("/trolley/add-on/", said)
    assert answer.status_code == 302
    messages = [str(message) for message in answer.wsgi_request._messages]
    assert messages or "/performance/" in answer["Location"]
    assert len(tickets(client.get("/trolley/").content.decode())) == 1


def test_what_staff_have_hidden_is_not_offered(client, f13):
    _cat, lunchbox = mirrored(CAT, LUNCHBOX)
    lunchbox.is_hidden = True
    lunchbox.save()
    assert offered(a_trolley(client)) == {}


def test_looking_puts_nothing_in(client):
    assert client.get("/trolley/add-on/").status_code == 405
