"""The table of the vocabulary sees what is wrong with a thing: otherwise its silence would mean nothing."""

import pytest

from tests.vocabulary import problems

PLACE = {"@type": "Place", "name": "Hall", "address": {"@type": "PostalAddress", "addressCountry": "GB"}}
EVENT = {"@type": "Event", "name": "Cats", "startDate": "2027-01-01", "location": PLACE}
OFFERS = {"@type": "AggregateOffer", "lowPrice": "3.00", "highPrice": "4.00", "priceCurrency": "GBP"}


def test_a_thing_that_is_right_has_no_problem():
    assert list(problems(EVENT | {"offers": OFFERS})) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"@type": "Party"}, "Party is no type that we know"),
        ({"colour": "red"}, "Event has a colour that its type does not know"),
        ({"name": ""}, "Event.name is empty"),
        ({"startDate": "tomorrow"}, "Event.startDate is no date: tomorrow"),
        ({"startDate": "2027-01-01T19:30:00"}, "Event.startDate is no date: 2027-01-01T19:30:00"),
        ({"endDate": "2026-12-31"}, "Event.endDate comes before startDate"),
        ({"url": "/event/"}, "Event.url is no address: /event/"),
        ({"image": ["x.png"]}, "Event.image is no address: x.png"),
        ({"eventStatus": "Fine"}, "Event.eventStatus is not of the vocabulary: Fine"),
        ({"offers": OFFERS | {"lowPrice": "£3"}}, "Event.offers: AggregateOffer.lowPrice is no amount: £3"),
        (
            {"offers": OFFERS | {"priceCurrency": "gbp"}},
            "Event.offers: AggregateOffer.priceCurrency is no code: gbp",
        ),
        ({"offers": OFFERS | {"lowPrice": "5"}}, "Event.offers: AggregateOffer.lowPrice is above highPrice"),
        (
            {"location": PLACE | {"geo": {"@type": "GeoCoordinates", "latitude": 91, "longitude": 0}}},
            "Event.location: Place.geo: GeoCoordinates.latitude is no such number: 91",
        ),
        ({"location": {"@type": "Place", "name": "Hall"}}, "Event.location: Place lacks address"),
    ],
)
def test_a_thing_that_is_wrong_is_named_with_its_fault(change, problem):
    assert problem in list(problems(EVENT | change))
