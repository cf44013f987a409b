"""The calendar on an event's page: per day the cheapest price, offers, what is left; names, times, ghosts."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.utils.html import strip_tags

from boxoffice.ticketing import from_text, to_text
from catalog.dates_upstream import Listed
from catalog.models import Event, KeptAnswer
from tests.builders import mirrored

pytestmark = pytest.mark.django_db


def show(client, event_id, query=""):
    (event,) = mirrored(event_id)
    return client.get(event.get_absolute_url() + query).content.decode()


def words(html):
    return " ".join(unescape(strip_tags(html)).split())


def cells(page):
    """What each day with something on says."""
    return [
        words(cell) for cell in re.findall(r'<td role="cell" class="is-open".*?>(.*?)</td>', page, re.DOTALL)
    ]


def in_a_later_month(client, event_id):
    first = show(client, event_id)
    following = re.search(r'rel="next" href="([^"]+)#dates"', first)[1]
    return client.get(Event.objects.get(event_id=event_id).get_absolute_url() + following).content.decode()


def change(client, event_id, **facts):
    """The page once f13 has said this of the first performance that is kept."""
    first = show(client, event_id)
    row = next(row for row in KeptAnswer.objects.all() if '"performances"' in row.kept)
    listed = from_text(Listed, row.kept)
    one, *others = listed.performances
    row.kept = to_text(replace(listed, performances=(replace(one, **facts), *others)))
    row.save()
    return first, client.get(Event.objects.get(event_id=event_id).get_absolute_url()).content.decode()


def test_each_day_says_its_day_time_and_cheapest_price(client, f13):
    for cell in cells(in_a_later_month(client, "PA45")):
        assert re.fullmatch(r"\w+, \d+ \w+ \d{4}(\d+) 18:30 from €1\d\d\.\d\d", cell), cell


def test_the_table_has_a_caption_and_weekdays_by_their_whole_names(client, f13):
    page = show(client, "PA45")
    assert re.search(r"<caption[^>]*>\w+ \d{4}</caption>", page)
    assert re.findall(r'<span class="visually-hidden">(\w+day)</span>', page)[::6] == ["Monday", "Sunday"]


def test_several_performances_a_day_share_its_price_and_have_their_times(client, f13):
    twice = [cell for cell in cells(in_a_later_month(client, "LN01")) if "14:30" in cell]
    assert twice
    for cell in twice:
        assert cell.count("from £") == 1
        assert cell.endswith("14:30 19:30")


def test_offers_are_marked_day_by_day(client, f13):
    assert all("Offer: save up to 10%" in cell for cell in cells(in_a_later_month(client, "LN40")))


def test_many_times_of_a_day_open_when_they_are_wanted(client, f13):
    page = in_a_later_month(client, "LN40")
    assert "<summary>17 times</summary>" in page
    assert page.count("<summary>17 times</summary>") == len(cells(page))


def test_every_month_says_what_it_costs_at_least(client, f13):
    page = show(client, "LN40")
    months = re.findall(r'<li><a href="\?month=[^>]+>(.*?)</a></li>', page, re.DOTALL)
    assert len(months) >= 6
    assert all(re.search(r"\d{4} from £\d", words(month)) for month in months)


def test_with_many_months_they_are_folded_away_by_year(client, f13):
    page = show(client, "DP9")
    assert re.search(r"<summary>All 2\d months</summary>", page)
    assert page.count('<ul class="row"') == 3
    assert page.partition("</main>")[0].count('aria-current="true"') == 1


def test_names_are_shown_and_times_are_not_where_the_event_has_none(client, f13):
    (event,) = mirrored("BA41")
    text = event.texts.get(language="en")
    text.kept = text.kept.replace('{"id"', '{"shows_performance_time":false,"id"')
    text.save()
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Captain&#x27;s table" in page
    assert "18:30" not in page
    assert "Times are the venue" not in page


def test_few_left_is_said_of_the_performance(client, f13):
    before, after = change(client, "7AB", is_limited=True)
    assert after.count("Few left") == before.count("Few left") + 1


def test_a_ghost_is_named_and_leads_nowhere(client, f13):
    before, after = change(client, "7AB", is_ghost=True)
    assert (before.count("No longer on sale"), after.count("No longer on sale")) == (0, 1)
    assert len(re.findall('href="/performance/', after)) == len(re.findall('href="/performance/', before)) - 1


def test_a_ghost_in_a_sheet_too(client, f13):
    _before, after = change(client, "PA45", is_ghost=True)
    assert sum("No longer on sale" in cell for cell in cells(after)) == 1


def test_what_costs_in_another_currency_says_about_how_much_in_the_readers(client, f13, settings):
    settings.F13_USER = "demo-agent"
    page = show(client, "7AB")
    assert re.search(r"from £35\.00.{0,80}about \$\d+\.\d\d, for guidance only", words(page))
