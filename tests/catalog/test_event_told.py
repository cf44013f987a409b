"""What is told of an event: pictures, film, texts, reviews, the way there, what goes with it."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from boxoffice.ticketing import Content, Event, Media, Review, Video, from_text, to_text
from catalog.models import OwnPicture
from catalog.pictures import film, pictures
from catalog.templatetags.event import as_stars, language_tag, map_address, run, sections, web_address
from tests.builders import mirrored

AT = "https://pictures.example/"


def media(*names):
    return tuple(Media(name, f"{AT}{name}.jpg") for name in names)


@pytest.mark.parametrize(
    ("names", "first", "others"),
    [
        (
            ("square", "triplet_one", "marquee", "triplet_two"),
            ("marquee", 700, 300),
            ["triplet_one", "triplet_two"],
        ),
        (
            ("square", "landscape", "triplet_one", "triplet_three"),
            ("triplet_one", 520, 390),
            ["triplet_three"],
        ),
        (("square", "landscape"), ("landscape", 220, 115), []),
        (("square", "seating_plan", "supplier"), ("square", 140, 140), []),
    ],
)
def test_the_large_picture_is_the_nearest_to_its_place_and_stands_there_once(names, first, others):
    found = pictures(Event("E", media=media(*names)))
    assert (found.first.url, found.first.width, found.first.height) == (f"{AT}{first[0]}.jpg", *first[1:])
    assert [picture.url for picture in found.others] == [f"{AT}{name}.jpg" for name in others]


def test_the_size_that_f13_gives_is_believed_unless_it_is_none():
    sizes = [(800, 600), (0, 10), (None, 5), (10**9, 10**9)]
    found = [
        pictures(Event("E", media=(Media("marquee", AT, width=width, height=height),))).first
        for width, height in sizes
    ]
    assert [(one.width, one.height) for one in found] == [(800, 600), *[(700, 300)] * 3]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:image/png;base64,AA", "//a/b", "https://[", "x", ""]
)
def test_what_is_no_address_of_a_picture_is_none(url):
    told = Event("E", media=(Media("marquee", url), *media("square")), video=Video(url))
    assert pictures(told).first.url == f"{AT}square.jpg"
    assert film(told) is None


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://www.youtube.com/embed/abc?rel=0", "https://www.youtube-nocookie.com"),
        ("https://YouTube.com/embed/abc", "https://www.youtube-nocookie.com"),
        ("https://player.example:8443/v/1", "https://player.example:8443"),
        ("http://127.0.0.1:8013/video/7AB/", "http://127.0.0.1:8013"),
    ],
)
def test_a_film_says_where_it_comes_from(url, origin):
    shown = film(Event("E", video=Video(url)))
    assert shown.origin == origin
    assert shown.url.startswith(origin + "/")


@pytest.mark.parametrize("host", ["a;script-src *", "a b", "a'", "user@a", "*", "ä.example"])
def test_a_film_from_a_host_that_is_none_is_not_shown(host):
    assert film(Event("E", video=Video(f"https://{host}/film"))) is None


def test_each_text_is_said_once():
    told = Event(
        "E",
        content=(
            Content("overview", "Overview", html="<p>Fine.</p>"),
            Content("about", "About", html="<div><p> Fine </p></div>"),
            Content("address", "Address", html="<p>Here</p>"),
            Content("empty", "Empty", html="<p> </p>"),
        ),
        info_html="<p>Fine. And so on.</p>",
        venue_info_html="<p>fine</p>",
    )
    assert [piece.key for piece in sections(told)] == ["overview"]


def test_what_comes_in_no_pieces_is_said_whole_and_the_venue_speaks_for_itself():
    told = Event("E", info_html="<p>Fine.</p>", venue_info_html="<p>An old house.</p>")
    assert [piece.html for piece in sections(told)] == ["<p>Fine.</p>", "<p>An old house.</p>"]


@pytest.mark.parametrize(
    ("percent", "stars"), [("100", "5"), ("91", "4.5"), ("80", "4"), ("0", "0"), ("999", "5")]
)
def test_a_percentage_is_stars_to_the_half(percent, stars):
    assert as_stars(Decimal(percent)) == Decimal(stars)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.test/x?y", True),
        ("http://a.test/", True),
        ("javascript:alert(1)", False),
        ("https://[", False),
    ],
)
def test_a_link_to_the_original_leads_to_the_web_or_nowhere(address, kept):
    assert web_address(address) == (address if kept else "")


@pytest.mark.parametrize(
    ("said", "tag"), [("fr", "fr"), ("zh-Hans", "zh-Hans"), ("klingon!", ""), ('"><b', ""), ("", "")]
)
def test_a_language_is_marked_where_it_is_one(said, tag):
    assert language_tag(said) == tag


def test_a_place_without_coordinates_has_no_map():
    assert map_address(Event("E")) == ""
    assert map_address(Event("E", latitude=Decimal(0), longitude=Decimal(0))) == ""
    assert map_address(Event("E", latitude=Decimal("51.5"), longitude=Decimal("-0.1"))).startswith(
        "https://www.openstreetmap.org/?mlat=51.50000&mlon=-0.10000"
    )


def test_a_run_without_dates_says_nothing():
    assert run(Event("E")) == ""


@pytest.mark.django_db
class TestThePage:
    @pytest.fixture
    def show(self, client, f13):
        def shown(event_id, *others, **facts):
            event, *_others = mirrored(event_id, *others)
            if facts:
                text = event.texts.get(language="en")
                text.kept = to_text(replace(from_text(Event, text.kept), **facts))
                text.save()
            return client.get(event.get_absolute_url())

        return shown

    def test_only_the_first_picture_is_loaded_at_once_and_all_have_their_size(self, show):
        page = show("6IF").content.decode().partition('class="event-head')[2]
        light, first, *others = re.findall(r"<img[^>]*>", page)
        assert len(others) >= 4
        addresses = [re.search(r'src="([^"]+)"', one)[1] for one in (light, first)]
        assert addresses[0] == addresses[1]  # asked for once
        assert ["fetchpriority" in one for one in (first, *others)] == [True, *[False] * len(others)]
        assert ['loading="lazy"' in one for one in (first, *others)] == [False, *[True] * len(others)]
        assert all(re.search(r'width="\d+" height="\d+"', one) for one in (light, first, *others))

    def test_nothing_of_the_film_is_loaded_before_it_is_pressed(self, show):
        response = show("7AB")
        page = response.content.decode()
        assert "<iframe" not in page
        assert "<video" not in page
        assert re.search(r'<a class="film-link" href="http://127[^"]+/video/7AB/"', page)

    def test_a_frame_is_allowed_from_the_films_own_host_on_its_own_page_alone(self, show, f13, client):
        assert f"frame-src {f13.url}" in show("7AB")["Content-Security-Policy"].split("; ")
        without = show("PA45")
        assert "frame-src" not in without["Content-Security-Policy"]
        assert "script-src 'self'" in without["Content-Security-Policy"]
        assert "frame-src" not in client.get("/")["Content-Security-Policy"]

    def test_critics_and_visitors_speak_apart_with_stars_dates_and_languages(self, show):
        page = show("6IF").content.decode().partition("<body")[2]
        critics, visitors = page.index("What critics say"), page.index("What visitors say")
        assert critics < page.index("Harbour Gazette") < visitors < page.index("J. O&#x27;Hara")
        assert "&lt;for my taste&gt;" in page
        assert 'lang="ru"' in page
        assert '<time datetime="2025-06-02">2 June 2025</time>' in page
        assert re.search(r'href="https://reviews\.example/\d+" rel="nofollow noopener"', page)

    def test_a_review_by_somebody_hostile_is_words(self, show):
        review = Review(
            "<script>alert(1)</script>", author="<b>", language='"><i>', original_url="javascript:x()"
        )
        page = show("7AB", reviews=(review,)).content.decode()
        assert "&lt;script&gt;" in page
        assert "javascript:" not in page

    def test_the_way_there_is_a_link_to_a_map_that_nobody_follows_unasked(self, show):
        page = show("6IF").content.decode()
        assert re.search(
            r'href="https://www\.openstreetmap\.org/[^"]+" rel="nofollow noopener noreferrer"', page
        )
        assert page.count("openstreetmap.org") == 1

    def test_add_ons_are_named_and_not_for_sale_here(self, show):
        page = show("LN01", "KE04", "KE05").content.decode()
        part = page[page.index("To go with your tickets") :]
        assert "Programme: The Lamplighter" in part
        assert "They can be chosen once you have tickets" in part
        assert 'href="/event/KE04' not in page

    def test_upsells_are_cards_in_f13s_order(self, show):
        page = show("6IF", "MH0", "6IE").content.decode()
        part = page[page.index("You may also like") : page.index("</main>")]
        assert re.findall(r'href="/event/(\w+)/', part) == ["6IE", "MH0"]

    def test_a_tour_names_its_stops_and_leads_to_those_that_have_a_page(self, show):
        page = show("LN24", "MC01").content.decode()
        part = page[page.index('id="parts"') :]
        assert 'href="/event/MC01/' in part
        assert "Edinburgh" in part
        assert 'href="/event/ED01/' not in part
        assert re.search(r"\d[^<]*\s–\s\d+ \w+ \d{4}", part)

    def test_staffs_words_stand_above_the_suppliers_and_are_cleaned_too(self, show, client):
        show("7AB")
        (event,) = mirrored("7AB")
        event.texts.update(own_words="<p onclick='x()'>Our <b>favourite</b>.</p><script>x()</script>")
        page = client.get(event.get_absolute_url()).content.decode()
        assert "<p>Our <b>favourite</b>.</p>" in page
        assert page.index("favourite") < page.index("Overview")

    def test_staffs_pictures_stand_in_place_of_the_suppliers(self, show, client):
        show("7AB")
        (event,) = mirrored("7AB")
        OwnPicture.objects.create(event=event, url=f"{AT}own.jpg", alternative="A cat", width=900, height=400)
        page = client.get(event.get_absolute_url()).content.decode()
        assert f'<img src="{AT}own.jpg" alt="A cat" width="900" height="400"' in page
        assert "triplet_one" not in page
        assert "seating_plan" in page

    def test_no_event_goes_without_a_price_line_that_says_fees_are_in_it(self, show):
        page = show("7AB").content.decode()
        head = page[page.index('class="event-price"') : page.index('id="dates"')]
        assert "from £35.00" in head
        assert "fees included" in head
        assert "No fees on some tickets" in head
        assert "£40.00 instead of £45.00" in head

    def test_an_old_price_is_not_shown(self, show, client):
        show("7AB")
        (event,) = mirrored("7AB")
        type(event).objects.update(priced_at=event.priced_at.replace(year=2020))
        assert "event-price" not in client.get(event.get_absolute_url()).content.decode()
