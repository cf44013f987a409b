"""The rules that every page keeps: a good page passes, and each breach is called by its name."""

import pytest
from django.http import HttpResponse
from django.urls import path

from tests.rules.pages import HouseRulesClient, problems

GOOD = """<!doctype html><html lang="en"><head><title>Home</title>
<script type="module" src="/a.js"></script></head>
<body data-page="home"><h1>What is on</h1><svg><title>Stage</title></svg><img src="a.png" alt="">
<script type="application/ld+json">{}</script>
<form><label for="q">Words</label><input id="q"><label>City <select name="city"></select></label>
<input type="hidden" name="token"><input aria-label="From" name="from">
<button>Search</button></form></body></html>"""


def test_a_page_that_keeps_the_rules_has_no_problems():
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "problem"),
    [
        ('<html lang="en">', "<html>", "has not a language"),
        ("<title>Home</title>", "<title> </title>", "has not a title"),
        (' data-page="home"', "", "has not a data-page"),
        ("<h1>What is on</h1>", "", "has 0 h1 headings, not one"),
        ("<h1>What", "<h1>Again</h1><h1>What", "has 2 h1 headings, not one"),
        ('<label for="q">', '<label for="other">', "has a field without a label: input"),
        (' aria-label="From"', "", "has a field without a label: from"),
        ("<label>City ", "", "has a field without a label: city"),
        ('alt=""', "", "has a picture without alt: a.png"),
        ("<form>", '<form id="q">', "has the id q 2 times"),
        ("<h1>", '<h1 style="color: red">', "has an inline style on <h1>"),
        ("</head>", "<style>h1 {}</style></head>", "has a style element; styles are files"),
        (' src="/a.js"', "", "has an inline script; scripts are files"),
        ("<button>", '<button onclick="go()">', "has an inline script in onclick of <button>"),
        ("<form>", '<form action=" JavaScript:go()">', "has a javascript: address on <form>"),
    ],
)
def test_a_breach_is_called_by_its_name(good, bad, problem):
    assert good in GOOD
    assert problems(GOOD.replace(good, bad)) == [problem]


urlpatterns = [
    path("good/", lambda request: HttpResponse(GOOD)),
    path("bad/", lambda request: HttpResponse("<p>Only this", status=404)),
    path("moved/", lambda request: HttpResponse("<p>Gone on", status=302, headers={"Location": "/good/"})),
    path("plain/", lambda request: HttpResponse("<p>no page", content_type="text/plain")),
    path("admin/", lambda request: HttpResponse("<p>Django's own")),
]


@pytest.mark.urls(__name__)
class TestTheClient:
    def test_the_client_of_every_test_holds_the_rules(self, client):
        assert isinstance(client, HouseRulesClient)

    def test_it_refuses_a_page_that_breaks_a_rule_even_an_error_page(self, client):
        with pytest.raises(AssertionError, match=r"/bad/: this page has not a language; it has not a title"):
            client.get("/bad/")

    @pytest.mark.parametrize("address", ["/good/", "/moved/", "/plain/", "/admin/"])
    def test_it_gives_back_what_is_right_or_no_page_of_ours(self, client, address):
        assert client.get(address).content
