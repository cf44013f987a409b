"""What `manage.py doctor` finds: each trouble once, with what to do, and nothing where all is well."""

import re
from io import StringIO
from ipaddress import ip_network

import pytest
import requests
import responses
import time_machine
from django.core.management import call_command
from django.db import OperationalError

from boxoffice import doctor, health
from boxoffice.doctor import address, arriving, balancer, clock, credentials, inside, mail
from boxoffice.doctor.finding import State, well, wrong
from boxoffice.models import Shared
from boxoffice.shared import TableStore
from checkout.payments import doctor as stripe_doctor
from checkout.payments.stripe_listeners import EVENTS

SITE = "https://shop.example"
SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def site(settings):
    settings.SITE_URL, settings.ALLOWED_HOSTS = SITE, ["shop.example"]
    settings.CSRF_TRUSTED_ORIGINS, settings.DEBUG = [SITE], False
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.4")]
    return settings


def troubles(look):
    """What is wrong, each with what to do; all findings say something."""
    found = list(look())
    assert all(one.says and (one.do or one.state is State.WELL) for one in found)
    return [one.says for one in found if one.is_wrong]


class TestTheAddress:
    def test_that_is_right_has_no_trouble(self, site):
        assert troubles(address.look) == []

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("SITE_URL", "http://shop.example", "unprotected"),
            ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS allows any"),
            ("ALLOWED_HOSTS", ["other.example"], "lacks shop.example"),
            ("CSRF_TRUSTED_ORIGINS", ["https://other.example"], f"lacks {SITE}"),
            ("CSRF_TRUSTED_ORIGINS", [SITE, "http://other.example"], "trusts http://other.example"),
            ("TRUSTED_PROXIES", [ip_network("0.0.0.0/0")], "visitors can say whose address they have"),
            ("TRUSTED_PROXIES", [ip_network("::/0")], "trusts ::/0"),
            ("DEBUG", True, "DEBUG is on"),
        ],
    )
    def test_that_disagrees_with_itself_is_told_of(self, site, name, value, said):
        setattr(site, name, value)
        assert said in " ".join(troubles(address.look))


class TestTheWayOfVisitors:
    """SITE_URL leads through a stand-in for a balancer to the shop of this process."""

    @pytest.fixture
    def way(self, site, client, monkeypatch):
        def make(peer="10.0.0.4", host="shop.example", **said):
            headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "8.8.8.8"} | said
            headers = {name: value for name, value in headers.items() if value}

            def ask(request):
                own = {arriving.HEADER: request.headers[arriving.HEADER], "Host": host}
                answer = client.get(request.url.removeprefix(SITE), headers=own | headers, REMOTE_ADDR=peer)
                return answer.status_code, dict(answer.headers), answer.content

            mock.add_callback(responses.GET, re.compile(f"{SITE}/.*"), callback=ask)
            return troubles(balancer.look)

        with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
            yield make

    def test_that_is_right_has_no_trouble(self, way):
        assert way() == []

    def test_a_balancer_may_ask_by_a_name_of_its_own_if_it_says_so(self, way):
        assert way(host="copy.internal", **{"X-Forwarded-Host": "shop.example"}) == []

    def test_a_proxy_that_is_not_trusted_is_named(self, way):
        found = way(peer="10.9.9.9")
        assert found[0] == "10.9.9.9 speaks as a proxy and is not trusted"
        assert "sent round in circles" in found[1]

    def test_a_private_peer_that_says_nothing_is_named(self, way):
        found = way(peer="10.9.9.9", **{"X-Forwarded-Proto": "", "X-Forwarded-For": ""})
        assert "10.9.9.9 is private and not trusted" in found[0]

    def test_a_balancer_that_does_not_say_the_scheme(self, way):
        (said,) = way(**{"X-Forwarded-Proto": ""})
        assert said == "visitors who come by https are seen to come by http, and are sent round in circles"

    def test_a_balancer_that_does_not_say_the_host(self, way):
        assert way(host="copy.internal") == [
            "it is asked for as copy.internal, and SITE_URL says shop.example"
        ]

    def test_a_balancer_that_does_not_say_who_asks(self, way):
        (said,) = way(**{"X-Forwarded-For": ""})
        assert "does not say whom it was asked by" in said

    @responses.activate
    def test_a_name_that_leads_nowhere(self, site):
        responses.get(f"{SITE}{arriving.PATH}", body=requests.ConnectionError())
        assert troubles(balancer.look) == [f"{SITE} does not answer (ConnectionError)"]

    @responses.activate
    def test_a_certificate_that_is_not_good(self, site):
        responses.get(f"{SITE}{arriving.PATH}", body=requests.exceptions.SSLError())
        (found,) = balancer.look()
        assert "certificate" in found.do

    @responses.activate
    @pytest.mark.parametrize(
        "answer",
        [
            {"status": 404, "body": "no"},
            {"json": []},
            {"json": {"live": True}},
            {"status": 500, "json": {"peer": 1}},
        ],
    )
    def test_somebody_else_answers(self, site, answer):
        responses.get(f"{SITE}{arriving.PATH}", **answer)
        assert "not as this shop" in troubles(balancer.look)[0]

    @responses.activate
    def test_visitors_are_sent_on(self, site):
        responses.get(
            f"{SITE}{arriving.PATH}", status=301, headers={"Location": "https://www.shop.example/x?y"}
        )
        (found,) = balancer.look()
        assert found.do.endswith("leads to https://www.shop.example")


class TestWhatArrives:
    def test_is_told_to_the_doctor(self, client, settings):
        told = client.get(arriving.PATH, headers={arriving.HEADER: arriving.proof()}).json()
        assert (told["peer"], told["is_trusted"], told["is_private"]) == ("127.0.0.1", False, True)

    @pytest.mark.django_db
    @pytest.mark.parametrize("proof", ["", "doctor", "doctor:1abc:forged"])
    def test_is_told_to_nobody_else(self, client, proof):
        assert client.get(arriving.PATH, headers={arriving.HEADER: proof}).status_code == 404

    @pytest.mark.django_db
    def test_is_told_for_a_minute(self, client):
        with time_machine.travel("2026-11-22T10:00:00Z", tick=False) as now:
            proof = arriving.proof()
            assert client.get(arriving.PATH, headers={arriving.HEADER: proof}).status_code == 200
            now.shift(arriving.SECONDS + 1)
            assert client.get(arriving.PATH, headers={arriving.HEADER: proof}).status_code == 404

    @pytest.mark.django_db
    def test_is_told_by_copies_whose_key_is_being_exchanged(self, client, settings):
        proof = arriving.proof()
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
        assert client.get(arriving.PATH, headers={arriving.HEADER: proof}).status_code == 200
        settings.SECRET_KEY_FALLBACKS = []
        assert client.get(arriving.PATH, headers={arriving.HEADER: proof}).status_code == 404


@pytest.mark.django_db
class TestInside:
    def test_a_database_that_is_migrated(self):
        assert troubles(inside.look_at_database) == []

    def test_migrations_that_are_missing(self, monkeypatch):
        monkeypatch.setattr(health, "_is_migrated", False)
        monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda *anything: ["one"])
        (found,) = inside.look_at_database()
        assert (found.is_wrong, found.do) == (True, "run manage.py migrate")

    def test_a_database_that_is_away(self, monkeypatch):
        def refuse(*arguments):
            raise OperationalError

        monkeypatch.setattr(health, "_is_migrated", False)
        monkeypatch.setattr(health, "MigrationExecutor", refuse)
        assert "does not answer" in troubles(inside.look_at_database)[0]

    def test_a_cache_that_is_away(self, monkeypatch):
        def refuse(*arguments):
            raise ConnectionError

        assert troubles(inside.look_at_cache) == []
        monkeypatch.setattr(health.cache, "set", refuse)
        assert "does not answer: the shop sells on, slower" in troubles(inside.look_at_cache)[0]

    def test_a_worker_that_is_missing(self, settings):
        settings.HUEY = settings.HUEY | {"immediate": False}
        Shared.objects.all().delete()
        assert troubles(inside.look_at_worker) == ["no worker is there: no payment is taken"]
        TableStore().set("worker.alive.a", 1, 60)
        assert troubles(inside.look_at_worker) == []

    def test_static_files_that_were_never_collected(self, settings, tmp_path, monkeypatch):
        from boxoffice.static import Storage

        bare = Storage(location=str(tmp_path))
        monkeypatch.setattr(inside, "staticfiles_storage", bare)
        settings.STATIC_ROOT = str(tmp_path)
        assert troubles(inside.look_at_static_files) == [f"none are collected in {tmp_path}"]
        bare.hashed_files["shop.css"] = "shop.1234.css"
        assert troubles(inside.look_at_static_files) == []


class TestF13:
    @pytest.mark.django_db
    def test_that_knows_the_shop(self, f13):
        assert troubles(credentials.look) == []

    @pytest.mark.django_db
    def test_that_does_not_take_the_password(self, f13, settings):
        settings.F13_PASSWORD = "wrong-secret"
        (found,) = credentials.look()
        assert found.is_wrong
        assert found.says == "f13 does not accept the password of demo"
        assert "wrong-secret" not in str(found)

    @pytest.mark.django_db
    def test_that_is_away(self, settings):
        settings.F13_URL = "http://127.0.0.1:9"
        assert "does not answer as f13" in troubles(credentials.look)[0]


class TestTheClock:
    def test_that_agrees_with_f13(self, f13):
        assert troubles(clock.look) == []

    @responses.activate
    @pytest.mark.parametrize(
        ("theirs", "said"),
        [
            ("Sun, 22 Nov 2026 10:00:00 GMT", []),
            ("Sun, 22 Nov 2026 09:59:56 GMT", []),
            ("Sun, 22 Nov 2026 09:58:00 GMT", ["it is 120 seconds ahead of f13's"]),
            ("Sun, 22 Nov 2026 10:00:20 GMT", ["it is 20 seconds behind f13's"]),
        ],
    )
    def test_that_is_off(self, settings, theirs, said):
        settings.F13_URL = "https://f13.example"
        responses.head("https://f13.example", status=404, headers={"Date": theirs})
        with time_machine.travel("2026-11-22T10:00:00Z", tick=False):
            assert troubles(clock.look) == said

    @responses.activate
    @pytest.mark.parametrize("headers", [{}, {"Date": "yesterday"}])
    def test_of_others_that_cannot_be_read(self, settings, headers):
        settings.F13_URL = "https://f13.example"
        responses.head("https://f13.example", headers=headers)
        assert [one.state for one in clock.look()] == [State.UNKNOWN]

    @responses.activate
    def test_is_held_beside_stripes_where_it_is_used(self, settings):
        settings.F13_URL, settings.STRIPE_API_BASE = "https://f13.example", "https://stripe.example"
        settings.STRIPE_SECRET_KEY = "sk_test_a"
        for url in (settings.F13_URL, settings.STRIPE_API_BASE):
            responses.head(url, headers={"Date": "Sun, 22 Nov 2026 10:00:00 GMT"})
        with time_machine.travel("2026-11-22T10:00:00Z", tick=False):
            assert [one.says for one in clock.look()] == ["it agrees with f13's", "it agrees with Stripe's"]


class TestMail:
    @pytest.fixture(autouse=True)
    def _server(self, settings, sandbox):
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = SMTP, "127.0.0.1"
        settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = sandbox.smtp_port, False, False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""

    def test_server_that_takes_letters(self, sandbox):
        assert troubles(mail.look) == []
        assert sandbox.mail() == []

    def test_server_that_is_away(self, settings):
        settings.EMAIL_PORT = 9
        assert troubles(mail.look) == ["127.0.0.1:9 does not answer (ConnectionRefusedError)"]

    def test_server_that_does_not_take_the_password(self, settings, monkeypatch):
        def refuse(*arguments, **options):
            raise mail.SMTPAuthenticationError(535, b"no secret")

        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = "secret"
        monkeypatch.setattr("smtplib.SMTP.login", refuse)
        (found,) = mail.look()
        assert "name and password" in found.says
        assert "secret" not in str(found)

    def test_that_goes_to_nobody(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
        assert troubles(mail.look) == ["letters go to nobody"]


class TestStripe:
    API = "https://stripe.example"

    @pytest.fixture(autouse=True)
    def _account(self, site):
        site.STRIPE_SECRET_KEY, site.STRIPE_API_BASE, site.STRIPE_RETRIES = "sk_test_a", self.API, 0

    def listed(self, *endpoints, status=200, intents=200):
        error = {"error": {"type": "invalid_request_error", "message": "no", "code": "denied"}}
        page = {"object": "list", "data": [], "has_more": False, "url": "/v1/x"}
        ok = [{"object": "webhook_endpoint", "id": "we_1", **one} for one in endpoints]
        responses.get(
            f"{self.API}/v1/payment_intents", json=page if intents == 200 else error, status=intents
        )
        responses.get(
            f"{self.API}/v1/webhook_endpoints",
            json=page | {"data": ok} if status == 200 else error,
            status=status,
        )
        return troubles(stripe_doctor.look)

    def endpoint(self, **changes):
        url = f"{SITE}/stripe/webhook/"
        return {"url": url, "status": "enabled", "enabled_events": sorted(EVENTS)} | changes

    @responses.activate
    def test_that_tells_the_shop_what_happens(self):
        assert self.listed(self.endpoint()) == []
        assert self.listed(self.endpoint(enabled_events=["*"])) == []

    @responses.activate
    def test_that_does_not_take_the_key(self):
        assert "does not take STRIPE_SECRET_KEY" in self.listed(intents=401)[0]

    @responses.activate
    def test_that_tells_nobody(self):
        elsewhere = self.endpoint(url="https://old.example/stripe/webhook/")
        assert self.listed(elsewhere) == [f"Stripe sends nothing to {SITE}/stripe/webhook/"]

    @responses.activate
    def test_that_was_told_to_be_silent(self):
        assert "switched off" in self.listed(self.endpoint(status="disabled"))[0]

    @responses.activate
    def test_that_does_not_tell_all(self):
        some = self.endpoint(enabled_events=sorted(EVENTS - {"refund.failed"}))
        assert self.listed(some) == ["the endpoint lacks refund.failed"]

    @responses.activate
    def test_whose_key_may_not_read_endpoints_is_no_trouble_and_is_told(self):
        assert self.listed(status=403) == []
        assert State.UNKNOWN in [one.state for one in stripe_doctor.look()]

    def test_that_is_not_used(self, settings):
        settings.STRIPE_SECRET_KEY = ""
        assert troubles(stripe_doctor.look) == []

    def test_events_are_those_that_docs_ask_for(self):
        from tests.production.deployed import ROOT

        text = (ROOT / "docs/settings.md").read_text()
        assert sorted(EVENTS) == sorted(set(re.findall(r"`((?:payment_intent|charge|refund)\.\w+)`", text)))


class TestTheCommand:
    def run(self, monkeypatch, **concerns):
        monkeypatch.setattr(doctor, "CONCERNS", {name: name for name in concerns})
        monkeypatch.setattr(doctor, "import_string", concerns.get)
        out = StringIO()
        with pytest.raises(SystemExit) as ended:
            call_command("doctor", stdout=out)
        return ended.value.code, out.getvalue().splitlines()

    def test_ends_with_0_where_nothing_is_wrong(self, monkeypatch):
        assert self.run(monkeypatch, mail=lambda: [well("it goes")]) == (0, ["ok     mail: it goes"])

    def test_ends_with_1_where_anything_is_and_says_what_to_do(self, monkeypatch):
        found = self.run(
            monkeypatch, a=lambda: [wrong("it is lost", "look for it")], b=lambda: [well("fine")]
        )
        assert found == (1, ["WRONG  a: it is lost -> look for it", "ok     b: fine"])

    def test_goes_on_where_a_concern_fails_by_itself(self, monkeypatch):
        code, lines = self.run(monkeypatch, a=lambda: [][0], b=lambda: [well("fine")])
        assert code == 1
        assert lines[0].startswith("WRONG  a: could not be looked at (IndexError)")
        assert lines[1] == "ok     b: fine"

    def test_looks_at_everything_there_is(self):
        for name in doctor.CONCERNS.values():
            assert callable(doctor.import_string(name))
