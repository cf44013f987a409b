"""Staff's pictures: from allowed hosts alone, looked at once, each refusal with a sentence of its own."""

import socket

import pytest

from catalog import own_pictures
from catalog.own_pictures import Refused, Seen, fetching, sources
from tests.catalog.picture_host import (
    a_bomb,
    a_host,
    a_moving_picture,
    a_photograph_on_its_side,
    a_picture,
)

NO_HTTPS = "The address must begin with https://."
NO_HOST = "Pictures may not come from that host. The shop's MEDIA_HOSTS names those that they may."
NO_PORT = "Pictures may come from that host, but not from that port."
NO_FOLDER = "Pictures may come from that host, but not from that folder."
NO_NUMBER = "Please give the host by its name, not by its number."
NO_NAMES = "The address must not hold a user name or a password."
NO_ADDRESS = "That is not the address of a picture on the web."
INSIDE = "That host is part of a private network."
UNKNOWN = "No host of that name was found."
LEADS_ON = "That address leads on to another one. Please give the picture's own."
NOT_THERE = "The host answered with status 404 instead of a picture."
TOO_LONG = "The picture has more than 5 megabytes."
TOO_SLOW = "The picture did not come in time. The host is too slow."
BROKE_OFF = "The host could not be reached, or broke off."
SVG = "SVG pictures can hold scripts, and are not taken. JPEG, PNG, WebP and GIF are."
OTHER_TYPE = "The host calls it “text/html”. JPEG, PNG, WebP and GIF pictures are taken."
UNREADABLE = "What is there cannot be read as a JPEG, PNG, WebP or GIF picture."
ANOTHER_KIND = "The picture is of another kind than its host says."
MOVES = "The picture moves, and readers could not stop it. Only still pictures are taken."
TOO_LARGE = "The picture measures more than 6000 pixels on a side."


@pytest.fixture
def host(settings):
    with a_host() as host:
        settings.MEDIA_HOSTS = ["https://img.example", "https://*.cdn.example:8443/pics/", host.url]
        yield host


@pytest.fixture
def any_https(settings):
    settings.MEDIA_HOSTS = ["https:"]


@pytest.fixture
def names(monkeypatch):
    """What a name server answers, by name; it is asked as often as `names.asked` is long."""

    class Names(dict):
        asked: list[str] = []

    names = Names()
    names.asked = []

    look_up_here = socket.getaddrinfo

    def look_up(host, port, *arguments, **options):
        if host == "127.0.0.1":
            return look_up_here(host, port, *arguments, **options)
        names.asked.append(host)
        if host not in names:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        numbers = names[host]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return names


def said(url):
    """What comes of looking: what was seen, or the sentence."""
    try:
        return own_pictures.look(url)
    except Refused as refused:
        return refused.messages[0]


# What is taken


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_is_seen_with_its_size(host, kind):
    url = host.show("/a", a_picture(kind), kind=f"image/{kind.lower()}; charset=binary")
    assert said(url) == Seen(640, 480)


def test_a_photograph_taken_sideways_has_the_size_that_browsers_show(host):
    assert said(host.show("/a.jpg", a_photograph_on_its_side(), kind="image/jpeg")) == Seen(480, 640)


def test_several_are_looked_at_side_by_side_and_each_once(host):
    good = host.show("/a.png", a_picture())
    bad = host.show("/b.html", b"<p>", kind="text/html")
    seen = own_pictures.look_at([good, bad, good])
    assert seen[good] == Seen(640, 480)
    assert seen[bad].messages == [OTHER_TYPE]
    assert sorted(host.asked) == ["/a.png", "/b.html"]


# Addresses


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://img.example/a.png", NO_HTTPS),
        ("ftp://img.example/a.png", NO_ADDRESS),
        ("https://other.example/a.png", NO_HOST),
        ("https://img.example.evil.example/a.png", NO_HOST),
        ("https://cdn.example:8443/pics/a.png", NO_HOST),
        ("https://127.0.0.1/a.png", NO_PORT),
        ("https://10.0.0.1/a.png", NO_HOST),
        ("https://ada:secret@img.example/a.png", NO_NAMES),
        ("https://ada@img.example/a.png", NO_NAMES),
        ("https://img.example@other.example/a.png", NO_NAMES),
        ("https://img.example:8443/a.png", NO_PORT),
        ("https://img.example:0/a.png", NO_PORT),
        ("https://a.cdn.example/pics/a.png", NO_PORT),
        ("https://a.cdn.example:8443/other/a.png", NO_FOLDER),
        ("https://img.example:99999/a.png", NO_ADDRESS),
        ("https://", NO_ADDRESS),
        ("https://[::1/a.png", NO_ADDRESS),
        ("javascript:alert(1)", NO_ADDRESS),
        ("data:image/png;base64,AAAA", NO_ADDRESS),
        ("file:///etc/passwd", NO_ADDRESS),
        ("https://img.example\\@other.example/a.png", NO_NAMES),
        ("https://img .example/a.png", NO_ADDRESS),
    ],
)
def test_an_address_that_is_not_allowed_is_refused_before_anybody_is_asked(host, names, url, sentence):
    assert said(url) == sentence
    assert (host.asked, names.asked) == ([], [])


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "[::1]", "8.8.8.8", "2130706433", "0x7f.1", "127.1", "0177.0.0.1", "[::ffff:127.0.0.1]"],
)
def test_where_any_https_host_is_allowed_a_number_is_not_in_any_spelling(any_https, names, number):
    assert said(f"https://{number}/a.png") == NO_NUMBER
    assert names.asked == []


def test_where_any_https_host_is_allowed_http_and_other_ports_are_not(any_https, names):
    assert said("http://img.example/a.png") == NO_HTTPS
    assert said("https://img.example:8443/a.png") == NO_PORT


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1"),
        *("224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1"),
        *("::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "64:ff9b::169.254.169.254"),
    ],
)
def test_a_name_that_leads_inside_is_refused(any_https, names, number):
    names["img.example"] = ["8.8.8.8", number]
    assert said("https://img.example/a.png") == INSIDE


@pytest.mark.parametrize("number", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_place_on_the_internet_is_none_inside(number):
    assert fetching.is_public(number)


def test_localhost_is_inside(any_https):
    assert said("https://localhost/a.png") == INSIDE


def test_an_unknown_name_is_refused(any_https, names):
    assert said("https://img.example/a.png") == UNKNOWN


@pytest.mark.parametrize(
    ("source", "url", "is_allowed"),
    [
        ("img.example", "https://img.example/a.png", True),
        ("img.example", "http://img.example/a.png", False),
        ("http://img.example", "http://img.example/a.png", True),
        ("http:", "http://img.example/a.png", False),
        ("https://*.example", "https://img.example/a.png", True),
        ("https://*.example", "https://example/a.png", False),
        ("https://IMG.example", "https://Img.Example/a.png", True),
        ("https://img.example:*", "https://img.example:8443/a.png", True),
        ("https://img.example/pics/", "https://img.example/pics/a.png?size=2", True),
        ("https://img.example/pics/", "https://img.example/pics", False),
        ("https://img.example/pics/", "https://img.example/pics/../a.png", False),
        ("https://img.example/pics/", "https://img.example/pics/%2e%2E/a.png", False),
        ("data:", "https://img.example/a.png", False),
        ("'self'", "https://img.example/a.png", False),
        ("https:", "https://bücher.example/ü.png", True),
    ],
)
def test_hosts_are_listed_as_in_the_pages_policy(settings, source, url, is_allowed):
    settings.MEDIA_HOSTS = [source]
    try:
        sources.allowed(url)
    except Refused:
        assert not is_allowed
    else:
        assert is_allowed


def test_the_connection_goes_to_the_number_that_was_checked_and_the_name_is_asked_once(settings, host, names):
    port = host.url.rpartition(":")[2]
    settings.MEDIA_HOSTS = [f"http://img.example:{port}"]
    names["img.example"] = ["127.0.0.1"]
    host.show("/a.png", a_picture())
    assert said(f"http://img.example:{port}/a.png") == Seen(640, 480)
    assert (names.asked, host.hosts) == (["img.example"], [f"img.example:{port}"])


# What the host answers


def test_a_redirect_is_not_followed_wherever_it_leads(host):
    there = host.show("/inside.png", a_picture())
    url = host.show("/a.png", b"", status=302, Location=there.replace("127.0.0.1", "localhost"))
    assert said(url) == LEADS_ON
    assert host.asked == ["/a.png"]


def test_a_picture_that_is_not_there(host):
    assert said(f"{host.url}/gone.png") == NOT_THERE


def test_more_than_five_megabytes_announced_or_not(host):
    too_much = bytes(fetching.MOST_BYTES + 1)
    assert said(host.show("/a.png", too_much)) == TOO_LONG
    unannounced = b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n" + too_much
    assert said(host.get_stuck("/b.png", after=unannounced)) == TOO_LONG


@pytest.mark.parametrize(
    "after",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Type: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 9000\r\n\r\n\x89PNG",
        b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
    ],
    ids=["silent", "in its head", "in the picture", "without a length"],
)
def test_a_host_that_gets_stuck_is_left_alone(monkeypatch, host, after):
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    assert said(host.get_stuck("/a.png", after=after)) == TOO_SLOW


def test_a_body_that_drips_is_cut_though_no_single_wait_is_long(monkeypatch, host):
    """No wait ends by itself here: only the clock for the whole of it can."""
    url = host.get_stuck("/a.png", after=b"HTTP/1.0 200 OK\r\nContent-Type: image/png\r\n\r\n")
    monkeypatch.setattr(fetching, "SECONDS", 0.2)
    connect = socket.create_connection
    monkeypatch.setattr(
        fetching.socket, "create_connection", lambda place, timeout: connect(place, timeout=30)
    )
    assert said(url) == TOO_SLOW


def test_a_host_that_breaks_off(host):
    url = host.show("/a.png", b"\x89PNG", **{"Content-Length": "9000"})
    assert said(url) == BROKE_OFF


def test_a_host_that_is_not_there(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    settings.MEDIA_HOSTS = [f"http://127.0.0.1:{port}"]
    assert said(f"http://127.0.0.1:{port}/a.png") == BROKE_OFF


def test_a_host_that_does_not_speak_http(host):
    assert said(host.get_stuck("/a.png", after=b"hello\r\n\r\n")) == BROKE_OFF


# What is no picture


@pytest.mark.parametrize(
    ("content", "kind", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", SVG),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png", UNREADABLE),
        (b"<p>Hi</p>", "text/html", OTHER_TYPE),
        (b"<script>alert(1)</script>", "image/jpeg", UNREADABLE),
        (b"", "image/png", UNREADABLE),
        (a_picture("JPEG"), "image/png", ANOTHER_KIND),
        (a_picture("BMP"), "image/png", UNREADABLE),
        (a_picture()[:20], "image/png", UNREADABLE),
        (a_bomb(), "image/png", TOO_LARGE),
        (a_bomb(10_000), "image/png", TOO_LARGE),
        (a_bomb(6_001), "image/png", TOO_LARGE),
        (a_moving_picture(), "image/gif", MOVES),
    ],
    ids=lambda value: None if isinstance(value, bytes) else value,
)
def test_what_is_no_picture_for_a_page_is_refused(host, content, kind, sentence):
    assert said(host.show("/a", content, kind=kind)) == sentence
