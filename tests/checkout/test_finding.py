"""Finding an order again, and what those who may not find it learn of it: nothing."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as some
from hypothesis.extra.django import TestCase

from checkout import finding
from checkout.models import BOUGHT, OrdersLetter, State
from tests.orders import CUSTOMER, a_bundle, an_order, bought
from tests.rules.pages import HouseRulesClient

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.on_sqlite_too,
    pytest.mark.usefixtures("no_tries_yet"),
]

TRANSACTION, VENUE = "T000-0000-7AB1-XY2Z", "VANE-17"
AGENT = "Our trip 5/B"
ADDRESS = "ada@example.com"


def an_agents(**changes):
    return bought(customer={**CUSTOMER, "agent_reference": AGENT}, **changes)


def look_for(client, reference, email=ADDRESS, *, at=""):
    return client.post(f"{at}/orders/find/", {"reference": reference, "email": email})


def is_found(response, record):
    return response.status_code == 302 and response["Location"].endswith(f"/order/{record.pk}/")


class TestItIsFound:
    @pytest.mark.parametrize(
        "reference",
        [TRANSACTION, VENUE, "U-986e-LDNX", AGENT, "t000 0000 7ab1 xy2z", " vane17 ", "OURTRIP5B"],
    )
    def test_by_any_of_its_references_in_any_case_and_spacing(self, client, reference):
        record = an_agents(transaction_uuid="U-986e-LDNX")
        assert is_found(look_for(client, reference), record)

    @pytest.mark.parametrize(
        "email", ["ada@example.com", "ADA@EXAMPLE.COM", " Ada @example.com\N{LEFT-TO-RIGHT MARK}"]
    )
    def test_by_the_address_in_any_case_and_spacing(self, client, email):
        record = bought()
        assert is_found(look_for(client, VENUE, email), record)

    def test_by_the_venues_reference_of_any_of_its_parts(self, client):
        record = bought(a_bundle(an_order(1), an_order(2, backend_purchase_reference="Liffey 9")))
        assert is_found(look_for(client, "LIFFEY-9"), record)

    @pytest.mark.parametrize("state", [State.PURCHASED, State.PARTLY_PURCHASED, State.CANCELLED])
    def test_whatever_became_of_it_since(self, client, state):
        record = bought(state=state)
        assert is_found(look_for(client, TRANSACTION), record)

    def test_the_newest_where_venues_count_alike(self, client):
        record = bought()
        newer = bought(created_at=record.created_at + timedelta(days=1), transaction_id="T2")
        assert is_found(look_for(client, VENUE), newer)
        assert is_found(look_for(client, TRANSACTION), record)

    def test_and_opens_as_by_its_link_in_each_language(self, client):
        record = bought()
        assert look_for(client, VENUE, at="/fr")["Location"] == f"/fr/order/{record.pk}/"
        for prefix in ("", "/fr", "/ar"):
            assert client.get(f"{prefix}/order/{record.pk}/").status_code == 200

    def test_at_its_new_address_once_that_is_corrected(self, client):
        record = bought()
        record.change(customer={**CUSTOMER, "email_address": "right@example.com"})
        assert not is_found(look_for(client, VENUE), record)
        assert is_found(look_for(client, VENUE, "right@example.com"), record)


class TestAnyCaseAndSpacing(TestCase):
    @how(max_examples=40)
    @given(
        some.text("ABCabc019", min_size=1, max_size=12),
        some.text("ABCabc019", min_size=1, max_size=12),
        some.data(),
    )
    def test_finds_it_and_anything_else_does_not(self, reference, other, data):
        spaced = "".join(data.draw(some.sampled_from(["", " ", "-"])) + one.swapcase() for one in reference)
        record = bought(transaction_id=f"zz{reference}")
        assert finding.found(f"ZZ {spaced}", " ADA@example.com ") == record
        is_the_same = other.lower() == reference.lower()
        assert (finding.found(f"zz{other}", ADDRESS) == record) is is_the_same
        assert finding.found(f"zz{reference}", "eve@example.com") is None


class TestItIsNotFound:
    @pytest.mark.parametrize(
        ("reference", "email"),
        [
            ("VANE-18", ADDRESS),
            ("VANE-1", ADDRESS),
            ("VANE-171", ADDRESS),
            ("%", ADDRESS),
            (VENUE, "eve@example.com"),
            (VENUE, "ada@example.co"),
            (TRANSACTION, "%@example.com"),
            ("T000", ADDRESS),
            ("Play", ADDRESS),
            ("Ada Reader", ADDRESS),
        ],
    )
    def test_by_anything_else(self, client, reference, email):
        record = bought()
        response = look_for(client, reference, email)
        assert response.status_code == 422
        assert not [name for name in response.cookies if name.startswith("order")]
        assert client.get(f"/order/{record.pk}/").status_code == 404

    @pytest.mark.parametrize("state", sorted(set(State) - BOUGHT))
    def test_as_long_as_nothing_was_bought(self, client, state):
        bought(state=state)
        assert look_for(client, TRANSACTION).status_code == 422

    def test_without_an_address_of_its_own(self, client):
        bought(customer={})
        assert finding.found(VENUE, "") is finding.found(VENUE, " ") is finding.found("", ADDRESS) is None


VALUES = re.compile(r"'[^']*'|\b\d[\d.]*(?:e\+\d+)?")  # of a statement; a moment may end in zeros


class TestNothingIsLearnt:
    """Neither by words nor by what is asked, whichever of reference and address exists."""

    tries = {
        "the reference of somebody else": (VENUE, "eve@example.com"),
        "another reference of theirs": ("NONE-1", ADDRESS),
        "both, of two orders": ("LIFFEY-9", ADDRESS),
        "neither": ("NONE-1", "nobody@example.com"),
    }

    def answers(self, settings, *, post):
        bought()
        liffey = a_bundle(an_order(backend_purchase_reference="LIFFEY-9"))
        bought(liffey, customer={**CUSTOMER, "email_address": "eve@example.com"})
        for name, (reference, email) in self.tries.items():
            with CaptureQueriesContext(
                connection,
            ) as asked:
                response = post(HouseRulesClient(), reference, email)
            page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
            said = page.replace(reference, "R").replace(email, "E")
            statements = [VALUES.sub("…", one["sql"]) for one in asked.captured_queries]
            yield name, (response.status_code, response.get("Location"), said, statements)

    def test_by_looking(self, settings):
        first, *others = dict(self.answers(settings, post=look_for)).values()
        assert first[0] == 422
        assert others == [first] * 3

    def test_by_asking_for_a_letter(self, settings):
        def ask(client, reference, email):
            return client.post("/orders/find/send/", {"email": email})

        found = dict(self.answers(settings, post=ask))
        first = found.pop("the reference of somebody else")
        assert first[:2] == (302, "/orders/find/sent/")
        assert list(found.values()) == [first] * 3


class TestThePage:
    def test_asks_for_two_things_and_helps_to_fill_them_in(self, client):
        page = client.get("/orders/find/").content.decode()
        assert 'data-page="find-order"' in page
        assert re.search(r'<input type="email" name="email"[^>]* autocomplete="email"', page)
        assert re.search(r'<input type="text" name="reference"[^>]* autocapitalize="off"', page)

    def test_says_at_the_fields_what_is_missing(self, client):
        page = look_for(client, " - ", "ada").content.decode()
        assert page.count("Please enter a reference of the order.") == 2  # at its field, and in the summary
        assert page.count("Please enter the email address") == 2
        assert "<title>Error: " in page

    def test_keeps_what_was_typed_as_it_was_typed(self, client):
        page = look_for(client, "<b>Vane 18", "Ada@Example.com").content.decode()
        assert 'value="&lt;b&gt;Vane 18"' in page
        assert 'value="Ada@Example.com"' in page

    @pytest.mark.parametrize(
        "reference", ["x" * 1_000_000, "\x00", "\ud800".encode("utf-8", "surrogatepass"), "\x07"]
    )
    def test_takes_nothing_that_cannot_be_one(self, client, reference):
        response = look_for(client, reference)
        assert response.status_code == 422
        assert len(response.content) < 20_000

    def test_is_kept_and_listed_by_nobody(self, client):
        for response in (
            client.get("/orders/find/"),
            look_for(client, "no"),
            client.get("/orders/find/sent/"),
        ):
            assert "no-store" in response["Cache-Control"]
            assert response["X-Robots-Tag"] == "noindex"
            assert '<meta name="robots" content="noindex">' in response.content.decode()

    @pytest.mark.parametrize("address", ["/", "/fr/", "/no/such/page/", f"/order/{uuid.UUID(int=7)}/"])
    def test_is_found_from_everywhere(self, client, address):
        prefix = "/fr" if address == "/fr/" else ""
        assert f'href="{prefix}/orders/find/"' in client.get(address).content.decode()


class TestTriedTooOften:
    def test_a_visitor_waits_and_is_told_how_long(self, client, settings, time_machine):
        time_machine.move_to("2027-06-01T12:03:20Z", tick=False)
        settings.FIND_TRIES_PER_VISITOR = 3
        record = bought()
        for number in range(3):
            assert look_for(client, f"NO-{number}", f"a{number}@example.com").status_code == 422
        response = look_for(client, VENUE)
        assert (response.status_code, response["Retry-After"]) == (429, "700")
        assert "Please try again in 12 minutes." in response.content.decode()
        time_machine.shift(700)
        assert is_found(look_for(client, VENUE), record)

    def test_an_address_waits_whoever_asks_for_it(self, settings):
        settings.FIND_TRIES_PER_ADDRESS = 3
        record = bought()
        for number in range(3):
            answer = HouseRulesClient(REMOTE_ADDR=f"192.0.2.{number}")
            assert look_for(answer, f"NO-{number}", "ADA@example.com").status_code == 422
        assert look_for(HouseRulesClient(REMOTE_ADDR="192.0.2.9"), VENUE).status_code == 429
        other = {**CUSTOMER, "email_address": "eve@example.com"}
        record.change(customer=other)
        assert is_found(look_for(HouseRulesClient(REMOTE_ADDR="192.0.2.9"), VENUE, "eve@example.com"), record)

    def test_a_new_session_or_header_is_no_new_visitor(self, settings):
        settings.FIND_TRIES_PER_VISITOR = 1
        look_for(HouseRulesClient(), "NO")
        for headers in ({}, {"X-Forwarded-For": "192.0.2.1"}, {"User-Agent": "other"}):
            assert (
                HouseRulesClient(headers=headers)
                .post("/orders/find/", {"reference": "1", "email": "b@c"})
                .status_code
                == 429
            )

    def test_letters_are_counted_with_it(self, client, settings):
        settings.FIND_TRIES_PER_VISITOR = 1
        look_for(client, "NO")
        assert client.post("/orders/find/send/", {"email": ADDRESS}).status_code == 429
        assert not OrdersLetter.objects.exists()

    def test_mistakes_in_the_form_are_not_counted(self, client, settings):
        settings.FIND_TRIES_PER_VISITOR = 1
        for _ in range(3):
            assert look_for(client, "", "ada").status_code == 422
        assert look_for(client, "NO").status_code == 422


class TestTheOffer:
    def test_follows_a_look_that_failed_and_repeats_the_address_alone(self, client):
        page = look_for(client, "SECRET-9", "Ada@example.com").content.decode()
        offer = page.partition('id="send"')[2]
        assert "We can send a letter to <bdi>Ada@example.com</bdi>" in offer
        assert 'name="email" value="Ada@example.com"' in offer
        assert "SECRET-9" not in offer

    def test_is_there_for_whoever_has_no_reference(self, client):
        assert 'id="send"' in look_for(client, "").content.decode()
        assert 'id="send"' not in look_for(client, "", "ada").content.decode()

    def test_says_if_there_are_and_nothing_else(self, client):
        bought()
        response = client.post("/orders/find/send/", {"email": ADDRESS}, follow=True)
        page = response.content.decode()
        assert "If there are orders for the address that you gave, we have sent a letter" in page
        assert ADDRESS not in page

    @pytest.mark.parametrize("email", ["", "ada", "x" * 1_000_000, "@", "\x00@b"])
    def test_goes_to_no_address_that_is_none(self, client, email):
        assert client.post("/orders/find/send/", {"email": email})["Location"] == "/orders/find/"
        assert not OrdersLetter.objects.exists()
