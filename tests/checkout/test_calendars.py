"""The calendar file, read back by another's reader: right times, whole days, what was cancelled."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from icalendar import Calendar

from boxoffice.ticketing import Event, Seat, TicketOrder
from checkout import calendars
from checkout.zones import shown_in, zone_of
from tests.orders import EVENT, PERFORMANCE, a_bundle, an_order, as_buyer, bought, chosen, told_anew
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db


def entries(record):
    return list(Calendar.from_ical(calendars.calendar_of(record)).events)


def entry(**changes):
    """The one entry of an order that was bought so."""
    (found,) = entries(bought(a_bundle(an_order(**changes))))
    return found


def on(text, *, minutes=None, **changes):
    """The entry of a performance at that time, at a venue that is as `changes` say."""
    performance = replace(PERFORMANCE, starts=datetime.fromisoformat(text), running_time=minutes)
    return entry(performance=performance, event=replace(EVENT, **changes))


def test_it_says_what_where_and_by_which_references():
    found = entry(
        ticket_orders=(
            TicketOrder("ADULT", "Adult", 2, seats=(Seat("A1", is_restricted_view=True), Seat("A2"))),
        )
    )
    assert found["summary"] == "Play"
    assert found["location"] == "Old Vane, London, W1 1AA, United Kingdom"
    assert (found["geo"].latitude, found["geo"].longitude) == (51.5, -0.15)
    assert found["status"] == "CONFIRMED"
    assert found["description"].splitlines() == [
        "Reference at the venue: VANE-17",
        "2 tickets: Stalls, Front, Adult",
        "Seats A1 (Restricted view), A2",
        "Printable eTicket",
        "",
        "Order reference: T000-0000-7AB1-XY2Z",
        found["url"],
    ]


def test_it_names_the_performance_and_no_code_of_a_band():
    found = entry(performance=replace(PERFORMANCE, name="Relaxed evening"))
    assert found["summary"] == "Play · Relaxed evening"
    assert "A/pool" not in found.to_ical().decode()


def test_it_opens_to_its_buyer_alone(client):
    """A calendar may be shared: the address in it is the one that asks who is there."""
    record = bought()
    (found,) = entries(record)
    assert found["url"] == f"http://testserver/order/{record.pk}/"
    assert "/open/" not in calendars.calendar_of(record).decode()
    assert client.get(found["url"]).status_code == 404


@pytest.mark.parametrize(
    ("starts", "zone", "country"),
    [
        ("2027-07-01T19:30:00+01:00", "Europe/London", "uk"),
        ("2027-01-01T15:30:00Z", "Europe/London", "uk"),
        ("2027-07-01T19:30:00+02:00", "Europe/Paris", "fr"),
        ("2027-01-01T19:30:00+01:00", "Europe/Paris", "fr"),
        ("2027-01-01T19:30:00+09:00", "Asia/Tokyo", "jp"),
        ("2027-01-01T19:30:00-05:00", "America/New_York", "us"),
        ("2027-07-01T19:30:00-05:00", "America/Chicago", "us"),
    ],
)
def test_its_time_is_the_venues_and_the_same_moment_everywhere(starts, zone, country):
    found = on(starts, country_code=country, latitude=None, longitude=None)
    assert found.start == datetime.fromisoformat(starts)
    assert found["dtstart"].params["TZID"] == zone
    assert found.start.strftime("%H:%M") == starts[11:16]


@pytest.mark.parametrize(
    ("latitude", "longitude", "zone"),
    [
        ("-33.86", "151.21", "Australia/Sydney"),
        ("-37.81", "144.96", "Australia/Melbourne"),
        ("-42.88", "147.33", "Australia/Hobart"),
    ],
)
def test_of_several_zones_that_agree_it_is_the_nearest(latitude, longitude, zone):
    place = {"latitude": Decimal(latitude), "longitude": Decimal(longitude)}
    assert on("2027-01-01T19:30:00+11:00", country_code="au", **place)["dtstart"].params["TZID"] == zone


@pytest.mark.parametrize("country", ["fr", "zz", "", "é"])
def test_where_no_zone_is_certain_it_is_the_moment_alone(country):
    found = on("2027-07-01T19:30:00-07:00", country_code=country)
    assert found["dtstart"].to_ical() == b"20270702T023000Z"


class TestWhenClocksAreChanged:
    """In London on 31 October 2027 at two in the morning it is one again."""

    def test_what_begins_before_ends_by_the_clocks_after(self):
        found = on("2027-10-31T00:30:00+01:00", minutes=180)
        assert found.end.astimezone(UTC) - found.start.astimezone(UTC) == timedelta(minutes=180)
        assert found["dtend"].to_ical() == b"20271031T023000"

    def test_an_hour_that_comes_twice_is_told_without_doubt(self):
        first, second = on("2027-10-31T01:30:00+01:00"), on("2027-10-31T01:30:00+00:00")
        assert first["dtstart"].to_ical() == b"20271031T013000"
        assert second["dtstart"].to_ical() == b"20271031T013000Z"
        assert second.start - first.start == timedelta(hours=1)

    def test_the_file_tells_the_zones_rules_along(self):
        record = bought()
        (zone,) = Calendar.from_ical(calendars.calendar_of(record)).walk("VTIMEZONE")
        assert zone["tzid"] == "Europe/London"
        assert zone.to_tz().utcoffset(datetime(2027, 7, 1, 19, 30)) == timedelta(hours=1)
        assert zone.to_tz().utcoffset(datetime(2027, 1, 1, 19, 30)) == timedelta(0)

    def test_rules_are_told_of_the_years_that_matter_however_late(self):
        late = replace(PERFORMANCE, starts=datetime.fromisoformat("2045-07-01T19:30:00+01:00"))
        file = calendars.calendar_of(bought(a_bundle(an_order(performance=late))))
        (found,) = Calendar.from_ical(file).events
        assert found.start == late.starts
        assert len(file) < 1500


class TestItsEnd:
    def test_is_told_by_the_performance_before_the_event(self):
        assert on("2027-07-01T19:30:00+01:00", minutes=90, max_running_time=200).duration == timedelta(
            minutes=90
        )

    def test_is_the_later_one_of_two(self):
        found = on("2027-07-01T19:30:00+01:00", min_running_time=100, max_running_time=130)
        assert found.duration == timedelta(minutes=130)

    def test_is_left_out_where_nobody_knows(self):
        assert "dtend" not in on("2027-07-01T19:30:00+01:00")


class TestWholeDays:
    @pytest.mark.parametrize(
        "changes",
        [
            {"event": replace(EVENT, shows_performance_time=False)},
            {"performance": replace(PERFORMANCE, has_time=False)},
        ],
    )
    def test_of_what_has_no_time(self, changes):
        found = entry(**changes)
        assert (found.start, found.end) == (date(2027, 7, 1), date(2027, 7, 2))

    @pytest.mark.parametrize("stay", [{"departure_date": date(2027, 7, 4)}, {"duration": 3}])
    def test_of_a_stay_from_the_first_to_the_last(self, stay):
        (found,) = entries(bought(kept_asked=chosen(**stay)))
        assert (found.start, found.end) == (date(2027, 7, 1), date(2027, 7, 4))

    def test_a_departure_before_the_arrival_is_none(self):
        (found,) = entries(bought(kept_asked=chosen(departure_date=date(2027, 6, 1))))
        assert found.start == PERFORMANCE.starts


def test_what_has_no_date_has_no_entry_and_without_any_there_is_no_file(client):
    undated = an_order(2, event=replace(EVENT, needs_performance=False))
    assert len(entries(bought(a_bundle(an_order(), undated)))) == 1
    record = bought(a_bundle(undated), transaction_uuid="U-2")
    assert calendars.calendar_of(record) == b""
    assert as_buyer(client).get(f"/order/{record.pk}/calendar.ics").status_code == 404


def test_a_performance_is_one_entry_however_many_areas_it_was_bought_in():
    record = bought(
        a_bundle(an_order(1), an_order(2, ticket_type_name="Circle", backend_purchase_reference="B-2"))
    )
    (found,) = entries(record)
    assert "Stalls" in found["description"]
    assert "Circle" in found["description"]
    assert found["description"].count("Order reference") == 1


def test_each_performance_has_an_entry_of_its_own():
    later = replace(PERFORMANCE, id="E1-2", starts=PERFORMANCE.starts + timedelta(days=1))
    found = entries(bought(a_bundle(an_order(1), an_order(2, performance=later))))
    assert len({one["uid"] for one in found}) == 2


class TestChanges:
    cancelled = an_order(cancellation_status="cancelled")

    def test_what_was_cancelled_is_the_same_entry_later_and_cancelled(self):
        record = bought()
        (before,) = entries(record)
        record.note("cancelled at the supplier")
        (after,) = entries(told_anew(record, a_bundle(self.cancelled)))
        assert after["uid"] == before["uid"]
        assert after["sequence"] > before["sequence"]
        assert (after["status"], after["summary"]) == ("CANCELLED", "Cancelled: Play")

    def test_what_stands_of_a_performance_stands(self):
        standing = an_order(2, ticket_type_name="Circle")
        (found,) = entries(bought(a_bundle(self.cancelled, standing)))
        assert (found["status"], found["summary"]) == ("CONFIRMED", "Play")
        assert "Circle" in found["description"]
        assert "Stalls" not in found["description"]

    def test_another_time_is_the_same_entry(self):
        record = bought()
        later = replace(PERFORMANCE, starts=PERFORMANCE.starts + timedelta(hours=1))
        ((before,), (after,)) = (
            entries(record),
            entries(told_anew(record, a_bundle(an_order(performance=later)))),
        )
        assert after["uid"] == before["uid"]
        assert after.start - before.start == timedelta(hours=1)

    def test_nothing_new_is_the_same_file(self):
        record = bought()
        assert calendars.calendar_of(record) == calendars.calendar_of(record)


ODD = 'Cats; dogs, "mice" \\ men\nBEGIN:VEVENT\r\nカイシャ ' + "قطط " * 40


def test_whatever_a_name_is_made_of_it_comes_back_whole_in_short_lines():
    found = bought(
        a_bundle(an_order(event=replace(EVENT, name=ODD, venue=ODD), backend_purchase_reference=ODD))
    )
    file = calendars.calendar_of(found)
    (back,) = entries(found)
    assert back["summary"] == ODD.replace("\r\n", "\n")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert file.decode()
    assert b"\n" not in file.replace(b"\r\n", b"")


@pytest.mark.parametrize("perf_id", ["W/8 É+", "x" * 100, "a\nUID:b", "パフォーマンス"])
def test_any_performance_has_a_plain_name_in_calendars(perf_id):
    found = entry(performance=replace(PERFORMANCE, id=perf_id))
    name, _at, host = found["uid"].partition("@")
    assert (len(name), host) == (36, "testserver")


def test_it_speaks_the_orders_language_whatever_its_page_speaks(client):
    record = bought(language="fr")
    (found,) = Calendar.from_ical(as_buyer(client).get(f"/order/{record.pk}/calendar.ics").content).events
    assert f"http://testserver/fr/order/{record.pk}/" in found["description"]


def test_it_is_sent_as_a_calendar_to_be_kept(client):
    record = bought()
    response = as_buyer(client).get(f"/order/{record.pk}/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="tickets-{record.pk}.ics"'
    assert HouseRulesClient().get(f"/order/{record.pk}/calendar.ics").status_code == 404


def test_every_hour_of_two_years_is_the_hour_that_it_was():
    """Through every change of the clocks, in places that change them and in places that do not."""
    for country, offset in (("uk", 1), ("us", -4), ("jp", 9), ("ae", 4)):
        event = Event("E", country_code=country)
        moments = (datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=one) for one in range(0, 17_520, 7))
        for moment in moments:
            told = moment.astimezone(_fixed(offset))
            assert shown_in(zone_of(event, told), told) == moment


def _fixed(hours):
    return timezone(timedelta(hours=hours))
