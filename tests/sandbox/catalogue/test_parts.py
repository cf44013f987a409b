"""What `req_*` adds: pictures, videos, texts, reviews."""

import struct
import zlib

import pytest

from sandbox import front, pictures
from sandbox.http import Refusal, Request, Response
from sandbox.posters import SIZES, TRIPLET
from sandbox.world import World
from tests.sandbox.catalogue.asking import a_world, an_event

ALL = ("triplet_one", "triplet_two", "triplet_three", "triplet_four", "triplet_five")
NAMES = (*ALL, "seating_plan", "square", "landscape", "marquee", "supplier")


@pytest.fixture(scope="module")
def world() -> World:
    return a_world()


def get(world: World, path: str) -> Response:
    view = pictures.answer if path.startswith("/pictures/") else front.answer
    return view(world, Request("GET", path))


def picture_paths(world: World, event_id: str) -> dict[str, str]:
    wanted = {f"req_media_{name}": "" for name in NAMES}
    assets = an_event(world, event_id, **wanted)["media"]["media_asset"]
    return {asset["name"]: asset["path"] for asset in assets}


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def pixels_of(png: bytes) -> bytes:
    start = png.index(b"IDAT")
    (length,) = struct.unpack(">I", png[start - 4 : start])
    return zlib.decompress(png[start + 4 : start + 4 + length])


def test_every_picture_is_named_and_only_those_asked_for(world):
    assert set(picture_paths(world, "6IF")) == set(NAMES)
    only = an_event(world, "6IF", req_media_square="")["media"]["media_asset"]
    assert [asset["name"] for asset in only] == ["square"]


def test_a_picture_that_an_event_has_not_is_left_out(world):
    assert "seating_plan" not in picture_paths(world, "LN40")
    assert "media" not in an_event(world, "LN40", req_media_seating_plan="")


def test_a_picture_has_an_address_at_the_public_root(world):
    asset = an_event(world, "W/8 É+", req_media_square="")["media"]["media_asset"][0]
    assert asset["secure_complete_url"] == "http://127.0.0.1:8013/pictures/W%2F8%20%C3%89%2B/square.png"
    assert (asset["host"], asset["supports_http"], asset["supports_https"]) == ("127.0.0.1:8013", True, False)
    assert get(world, asset["path"]).status == 200


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_has_its_documented_size_and_is_small(world, name):
    response = get(world, picture_paths(world, "7AB")[name])
    assert response.content_type == "image/png"
    assert len(response.body) < 40_000
    if name != "seating_plan":
        assert size_of(response.body) == SIZES.get(name, TRIPLET)


@pytest.mark.parametrize(
    "kind", ["theatre", "opera", "concert", "comedy", "attract", "museum", "tours", "sport", "merch"]
)
def test_a_poster_has_whole_lines_and_more_than_a_background(world, kind):
    event = next(event for event in world.catalogue.events() if next(iter(event.classes)) == kind)
    width, height = TRIPLET
    pixels = pixels_of(get(world, picture_paths(world, event.id)["triplet_one"]).body)
    assert len(pixels) == height * (width + 1)
    assert len({pixel for pixel in pixels if pixel >= 128}) >= 3


def test_a_picture_is_the_same_each_time_and_another_for_another_event(world):
    first = get(world, "/pictures/LN01/triplet_one.png").body
    assert first == get(a_world(), "/pictures/LN01/triplet_one.png").body
    assert first != get(world, "/pictures/LN02/triplet_one.png").body
    assert first != get(world, "/pictures/LN01/triplet_two.png").body


def test_the_seating_plan_shows_every_seat_of_the_largest_hall(world):
    png = get(world, "/pictures/LN07/seating_plan.png").body
    pixels = pixels_of(png)
    assert sum(pixel >= 128 for pixel in pixels) > 3000 * 30


@pytest.mark.parametrize(
    "path", ["/pictures/NOPE/square.png", "/pictures/6IF/nothing.png", "/pictures/6IF/square", "/pictures/"]
)
def test_a_picture_that_is_not_there_is_not_found(world, path):
    with pytest.raises(Refusal) as refusal:
        get(world, path)
    assert refusal.value.status == 404


def test_a_video_is_a_small_page_of_our_own(world):
    video = an_event(world, "6IF", req_video_iframe="")["video_iframe"]
    assert video["video_iframe_url_when_secure"] == "http://127.0.0.1:8013/video/6IF/"
    assert (video["video_iframe_width"], video["video_iframe_height"]) == (420, 315)
    page = get(world, video["video_iframe_path"])
    assert page.status == 200
    assert b"Matthew Bourne&#x27;s Nutcracker TEST" in page.body
    assert "video_iframe" not in an_event(world, "LN02", req_video_iframe="")


def test_the_front_page_says_what_this_is_and_leads_to_mail_and_control(world):
    page = get(world, "/").body.decode()
    assert "Practice box office" in page
    assert "/mail/" in page
    assert "/_control/" in page
    assert get(world, "/nothing").status == 404
    assert get(world, "/video/LN02/").status == 404


def test_texts_come_whole_and_in_sections_as_text_and_as_html(world):
    event = an_event(world, "7AB", req_extra_info="")
    sections = event["structured_info"]
    assert {"address", "overview", "duration", "good_to_know", "whats_included", "offers"} <= sections.keys()
    for section in sections.values():
        assert "<" not in section["value"]
        assert section["value_html"].startswith("<p>")
    assert sections["overview"]["value_html"] in event["event_info_html"]
    assert "<h4>Duration</h4>" in event["event_info_html"]
    assert event["venue_addr"] == "Queen Caroline Street\r\nLondon\r\nUnited Kingdom"


@pytest.mark.parametrize("event_id", ["PA45", "AM40", "W/8 É+"])
def test_some_texts_hold_html_that_nobody_should_trust(world, event_id):
    html = an_event(world, event_id, req_extra_info="")["event_info_html"]
    for sign in ("<script>", "onclick=", "javascript:", "onerror=", "<iframe", "style="):
        assert sign in html


def test_other_texts_do_not(world):
    assert "<script" not in an_event(world, "6IF", req_extra_info="")["event_info_html"]


def test_names_are_escaped_in_html_only(world):
    event = an_event(world, "LN24", req_extra_info="")
    assert event["event_desc"] == "The Night Bus (touring)"
    keepsake = an_event(world, "W/8 É+", req_extra_info="")
    assert keepsake["event_desc"] == "The Event with an Awkward Id <&>"
    assert "Awkward Id <&>" not in keepsake["event_info_html"]


def test_reviews_are_by_critics_and_by_people(world):
    event = an_event(world, "6IF", req_reviews="")
    reviews = event["reviews"]["review"]
    assert {review["is_user_review"] for review in reviews} == {True, False}
    assert all(1 <= review["star_rating"] <= 5 for review in reviews)
    assert all(review["review_date_desc"] for review in reviews)
    assert "reviews" not in an_event(world, "LN05", req_reviews="")


def test_the_percent_is_the_mean_of_the_stars(world):
    event = an_event(world, "LN01", req_reviews="")
    stars = [each["star_rating"] for each in event["reviews"]["review"] if not each["is_user_review"]]
    assert event["critic_review_percent"] == round(sum(stars) * 20 / len(stars))
