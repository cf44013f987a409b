"""Too many wrong passwords for one account from one address: nothing more is looked at for a while."""

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from tests.rules.pages import HouseRulesClient
from tests.staff import PASSWORD, is_inside, log_in, somebody

pytestmark = pytest.mark.django_db
LIST = "/admin/axes/accessattempt/"


@pytest.fixture(autouse=True)
def _wanted(settings):
    settings.AXES_ENABLED = True
    settings.TRUSTED_PROXIES = []


def fail(browser, times, **extra):
    return [log_in(browser, password="wrong", **extra).status_code for _ in range(times)]


def test_after_five_wrong_passwords_the_right_one_is_not_looked_at(client):
    somebody()
    assert fail(client, 5) == [200, 200, 200, 200, 429]
    refused = log_in(client)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "900"
    assert "15 minutes" in refused.content.decode()
    assert not is_inside(client)


def test_it_ends_by_itself_however_often_one_tries_meanwhile(client):
    somebody()
    with time_machine.travel("2027-03-01T12:00:00Z", tick=False) as clock:
        fail(client, 5)
        clock.shift(14 * 60)
        assert log_in(client).status_code == 429
        clock.shift(61)
        log_in(client)
        assert is_inside(client)


def test_the_same_account_from_another_address_is_let_in_and_another_account_too(client):
    somebody()
    somebody("lin")
    fail(client, 5, REMOTE_ADDR="203.0.113.7")
    assert log_in(client, REMOTE_ADDR="203.0.113.7").status_code == 429
    assert log_in(HouseRulesClient(), "lin", REMOTE_ADDR="203.0.113.7").status_code == 302
    assert log_in(client, REMOTE_ADDR="203.0.113.8").status_code == 302


def test_the_right_password_forgets_the_wrong_ones(client):
    somebody()
    fail(client, 4)
    log_in(client)
    client.post("/admin/logout/")
    assert fail(client, 4) == [200] * 4


def test_behind_a_trusted_proxy_the_visitors_address_counts(client, settings):
    from ipaddress import ip_network

    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    somebody()
    by_proxy = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7"}
    assert fail(client, 5, **by_proxy)[-1] == 429
    assert log_in(client, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 302


def test_a_forged_header_changes_nothing(client):
    somebody()
    for number in range(5):
        fail(client, 1, REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}")
    assert log_in(client, REMOTE_ADDR="203.0.113.7").status_code == 429
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"203.0.113.7"}


def test_it_says_the_same_of_an_account_that_there_is_not(client):
    known = somebody()
    of_known = fail(client, 6)
    of_nobody = [log_in(client, "nobody", password="wrong").status_code for _ in range(6)]
    assert of_nobody == of_known
    assert known.is_active


def test_the_password_is_kept_nowhere(client):
    somebody()
    log_in(client, password="wrong-but-nearly")
    [attempt] = AccessAttempt.objects.values()
    assert "wrong-but-nearly" not in str(attempt)


@pytest.mark.parametrize("name", ["a\x00b", "x" * 5000, "<script>", "ü‮" * 40])
def test_whatever_is_typed_as_a_name_is_refused_without_failing(client, name):
    assert log_in(client, name).status_code == 200


def test_whatever_a_browser_says_of_itself_is_written_down_without_failing(client):
    long = {"HTTP_USER_AGENT": "x" * 5000, "HTTP_ACCEPT": "y" * 5000}
    assert fail(client, 2, **long) == [200, 200]
    form = {"username": "grace", "password": "wrong"}
    assert client.post("/admin/login/?next=%00&x=" + "z" * 3000, form).status_code == 200
    assert AccessAttempt.objects.count() >= 1


def test_a_colleague_lets_in_again_and_it_is_written_down(client):
    somebody()
    fail(client, 5)
    colleague = somebody("lin", "support")
    browser = HouseRulesClient()
    browser.force_login(colleague)
    page = browser.get(LIST).content.decode()
    assert "grace" in page
    attempt = AccessAttempt.objects.get()
    browser.post(LIST, {"action": "let_in", "_selected_action": [str(attempt.pk)]})
    assert log_in(client).status_code == 302
    assert LogEntry.objects.filter(user=colleague, object_id=str(attempt.pk)).exists()


def test_who_may_only_look_lets_nobody_in(client):
    somebody()
    fail(client, 5)
    lin = somebody("lin")
    lin.user_permissions.set(Permission.objects.filter(codename="view_accessattempt"))
    browser = HouseRulesClient()
    browser.force_login(lin)
    browser.post(LIST, {"action": "let_in", "_selected_action": [str(AccessAttempt.objects.get().pk)]})
    assert log_in(client, password=PASSWORD).status_code == 429
