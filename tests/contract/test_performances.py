"""performances.v1, performances_by_id.v1 and months.v1: when."""

from collections import defaultdict
from datetime import datetime, timedelta

from tests.contract.performances import performances_of, starts_at, today

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def test_the_client_lists_performances_in_order(client):
    performances, _ = client.list_performances("6IF")
    starts = [performance.date_time for performance in performances]
    assert starts == sorted(starts)
    assert performances[0].event_id == "6IF"


def test_pages_count_from_zero(client):
    first, meta = client.list_performances("DP9", page_length=10)
    second, after = client.list_performances("DP9", page_length=10, page=1)
    assert (meta.page_number, after.page_number) == (0, 1)
    assert meta.pages_remaining - after.pages_remaining == 1
    assert first[-1].date_time <= second[0].date_time
    assert {row.id for row in first}.isdisjoint({row.id for row in second})


def test_a_date_range_includes_both_ends(api):
    rows = performances_of(api, "6IF")
    first, last = starts_at(rows[2]).date(), starts_at(rows[5]).date()
    answer = api.read("performances", event_id="6IF", date_range=f"{first:%Y%m%d}:{last:%Y%m%d}")
    assert [row["perf_id"] for row in answer["results"]["performance"]] == [
        row["perf_id"] for row in rows if first <= starts_at(row).date() <= last
    ]


def test_only_performances_to_come_and_within_two_years(api):
    rows = performances_of(api, "6IF")
    assert all(starts_at(row) > datetime.now().astimezone() for row in rows)
    assert all(starts_at(row).date() < today() + timedelta(days=732) for row in rows)


def test_a_performance_that_has_been_is_found_by_id_as_a_ghost(sandbox, api):
    soonest = performances_of(api, "6IF")[0]["perf_id"]
    before = api.read("performances_by_id", perf_id_list=soonest)["performances_by_id"][soonest]
    sandbox.move_clock(days=30)
    after = api.read("performances_by_id", perf_id_list=soonest)["performances_by_id"][soonest]
    assert (before["is_ghost"], after["is_ghost"]) == (False, True)
    assert soonest not in [row["perf_id"] for row in performances_of(api, "6IF")]


def test_performances_by_id_are_keyed_by_it(client, api):
    wanted = [row["perf_id"] for row in performances_of(api, "6IF")[:2]]
    found, _ = client.get_performances(wanted)
    assert sorted(found) == sorted(wanted)


def test_an_unknown_performance_is_simply_not_there(api):
    assert api.read("performances_by_id", perf_id_list="NOSUCH-1")["performances_by_id"] == {}


def test_descriptions_say_the_venue_s_own_time(api):
    row = performances_of(api, "7AB")[0]
    assert row["time_desc"] == "3.30 PM"
    assert row["date_desc"].endswith(f"1st January {starts_at(row).year}")


def test_a_cost_range_per_performance(client, api):
    perf_id = performances_of(api, "7AB")[0]["perf_id"]
    performance, _ = client.get_performance(perf_id, cost_range=True, best_value_offer=True)
    assert performance.cost_range.max_seatprice == 50
    assert performance.cost_range.best_value_offer is not None


def test_months_say_on_which_days_there_are_performances(api):
    days, weekdays = defaultdict(int), defaultdict(int)
    for row in performances_of(api, "6IF"):
        start = starts_at(row)
        key = (start.year, MONTHS[start.month - 1])
        days[key] |= 1 << (start.day - 1)  # bit 0 is the first of the month
        weekdays[key] |= 1 << (start.isoweekday() % 7)  # bit 0 is Sunday
    months = api.read("months", event_id="6IF")["results"]["month"]
    assert {(row["year"], row["month"]): row["month_dates_bitmask"] for row in months} == days
    assert {(row["year"], row["month"]): row["month_weekdays_bitmask"] for row in months} == weekdays


def test_the_client_reads_months_the_same_way(client, api):
    first = starts_at(performances_of(api, "6IF")[0])
    month = client.get_months("6IF")[0]
    assert (month.year, month.month) == (first.year, first.month)
    assert month.is_available(first.day)
    assert month.start_date() == first.date()


def test_months_take_cost_ranges(client):
    months = client.get_months("7AB", cost_range=True)
    assert [month.month for month in months] == [1, 1]
    assert months[0].cost_range.max_seatprice == 50
