"""How often somebody may try."""

import pytest
from django.test import RequestFactory

from boxoffice.limits import Limit, visitors_network
from boxoffice.models import Shared

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.on_sqlite_too,
    pytest.mark.usefixtures("no_tries_yet"),
]

THREE = Limit("test", 3, 60)


def test_so_many_go_on_and_the_next_waits_for_the_windows_end(time_machine):
    time_machine.move_to("2027-06-01T12:00:15Z", tick=False)
    assert [THREE.wait("ada") for _ in range(5)] == [0, 0, 0, 45, 45]
    time_machine.shift(45)
    assert THREE.wait("ada") == 0


def test_everybody_and_each_limit_is_counted_alone():
    for _ in range(3):
        THREE.wait("ada")
    assert THREE.wait("eve") == 0
    assert Limit("other", 3, 60).wait("ada") == 0
    assert THREE.wait("ada") > 0


def test_what_is_kept_names_nobody():
    THREE.wait("ada@example.com")
    assert not Shared.objects.filter(key__contains="ada").exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_visitor_is_an_address_or_of_ipv6_the_network(address, network):
    assert visitors_network(RequestFactory(REMOTE_ADDR=address).get("/")) == network
