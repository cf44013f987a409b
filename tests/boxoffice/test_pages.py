"""Pages that are the same for everyone: what buyers, browsers and proxies get."""

import gzip

import pytest
from django.test import Client

from tests.builders import mirrored
from tests.kept_pages import Shop, answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_pages_are_kept")]

ADDRESSES = ("/", "/search/", "/search/?q=cat", "/event/7AB/{slug}/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_that_was_shown_costs_no_query_and_no_question_upstream(
    client, f13, address, django_assert_num_queries
):
    (event,) = mirrored("7AB")
    address = address.format(slug=event.slug)
    first = client.get(address)
    f13.clear_log()
    with django_assert_num_queries(0):
        again = client.get(address)
    assert again.content == first.content
    assert again.status_code == 200
    assert f13.log() == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_varies_by_neither_cookie_nor_language_and_sets_no_cookie(client, f13, address):
    (event,) = mirrored("7AB")
    for response in (client.get(address.format(slug=event.slug)) for _ in range(2)):
        assert response["Vary"] == "Accept-Encoding"
        assert not response.cookies
        assert response["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=5"


def test_a_hit_has_every_header_of_the_first_answer(client, f13):
    first, again = client.get("/"), client.get("/")
    for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"):
        assert name in again
    assert first.headers.pop("X-Request-ID") != again.headers.pop("X-Request-ID")
    assert dict(again.items()) == dict(first.items())


@pytest.mark.parametrize("said", ['"other", {tag}', "{tag}", "{strong}", "*"])
def test_a_browser_that_has_the_page_is_told_so(client, f13, said):
    tag = client.get("/")["ETag"]
    assert tag.startswith('W/"')
    strong = tag.removeprefix("W/")
    again = client.get("/", headers={"If-None-Match": said.format(tag=tag, strong=strong)})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert (again["Vary"], "s-maxage=60" in again["Cache-Control"]) == ("Accept-Encoding", True)


@pytest.mark.parametrize("said", ['"other"', "", "W/", 'W/"other", nonsense'])
def test_a_browser_that_has_another_page_gets_this_one(client, f13, said):
    assert client.get("/").status_code == client.get("/", headers={"If-None-Match": said}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "is_compressed"),
    [
        ("gzip", True),
        ("gzip, deflate, br, zstd", True),
        ("br, GZIP;q=0.5", True),
        ("*", True),
        ("", False),
        ("br", False),
        ("x-gzipped", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, br", False),
    ],
)
def test_a_page_is_compressed_for_those_who_can_read_it(f13, accepted, is_compressed):
    client = Client()
    plain = client.get("/").content
    response = client.get("/", headers={"Accept-Encoding": accepted})
    assert response.get("Content-Encoding", "") == ("gzip" if is_compressed else "")
    assert response["Content-Length"] == str(len(response.content))
    assert (gzip.decompress(response.content) if is_compressed else response.content) == plain


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_who_asks_for_the_head_alone_gets_the_same_head(accepted):
    shop = Shop(lambda request: answer("page" * 100))
    cold = shop.head(headers={"Accept-Encoding": accepted})
    whole = shop.get(headers={"Accept-Encoding": accepted})
    warm = shop.head(headers={"Accept-Encoding": accepted})
    assert dict(cold.items()) == dict(warm.items()) == dict(whole.items())
    assert cold.content == warm.content == b""
    assert int(warm["Content-Length"]) == len(whole.content) > 0
    assert len(shop.made) == 1


def test_a_proxy_is_told_how_old_the_page_is(client, f13, clock):
    client.get("/")
    clock.shift(42)
    assert client.get("/")["Age"] == "42"


def test_another_host_is_refused_as_everywhere_whether_the_page_is_kept_or_not(client, f13, clock):
    elsewhere = client.get("/trolley/", headers={"Host": "evil.example"})
    said = {name: value for name, value in elsewhere.items() if name != "X-Request-ID"}
    for _ in range(2):
        refused = client.get("/", headers={"Host": "evil.example"})
        assert refused.status_code == elsewhere.status_code == 400
        assert refused.headers.pop("X-Request-ID")
        assert dict(refused.items()) == said
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_by_whichever_of_its_hosts_the_shop_is_asked_the_page_is_the_same(f13, settings, address):
    (event,) = mirrored("7AB")
    address = address.format(slug=event.slug)
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    others, own = (Client().get(address, headers={"Host": host}) for host in settings.ALLOWED_HOSTS[::-1])
    assert own.content == others.content
    assert b"other.example" not in others.content
    assert Client().get(address).content == own.content


HEADERS = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Port": "666",
    "Forwarded": "host=evil.example",
    "X-Original-URL": "/evil",
    "Accept-Language": "de",
    "Cookie": "sessionid=evil; django_language=de; csrftoken=evil",
    "Referer": "https://evil.example/",
    "User-Agent": "evil",
    "Authorization": "Basic evil",
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_header_finds_its_way_into_a_page(f13, address):
    (event,) = mirrored("7AB")
    address = address.format(slug=event.slug)
    with_headers = Client().get(address, headers=HEADERS)
    assert b"evil" not in with_headers.content
    assert Client().get(address).content == with_headers.content


def test_a_view_that_reads_them_all_the_same_finds_nothing_of_the_one_who_asks(settings):
    """It could not even by mistake: what it makes is shown to others."""

    def view(request):
        said = [request.build_absolute_uri(), request.COOKIES, dict(request.headers), request.GET.dict()]
        return answer(str(said))

    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]
    shop = Shop(view)
    page = shop.get("/search/?q=cat&utm_source=evil", headers=HEADERS | {"Host": "evil.example"})
    assert page.content.decode() == "['http://testserver/search/?q=cat', {}, {}, {'q': 'cat'}]"


def test_by_https_and_by_http_it_is_not_the_same_page():
    shop = Shop(lambda request: answer(request.build_absolute_uri()))
    for _ in range(2):
        assert shop.get(secure=True).content == b"https://testserver/"
        assert shop.get().content == b"http://testserver/"
    assert len(shop.made) == 2
