import pytest

from tests.builders import a_purchase

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(client, f13, django_capture_on_commit_callbacks):
    return a_purchase(client, django_capture_on_commit_callbacks)


def test_staff_find_an_order_by_any_of_its_references(admin_client, record):
    for reference in (record.transaction_id, record.transaction_uuid, record.pk):
        page = admin_client.get("/admin/checkout/orderrecord/", {"q": reference}).content.decode()
        assert record.transaction_id in page
    nothing = admin_client.get("/admin/checkout/orderrecord/", {"q": "T000-0000-NONE"}).content.decode()
    assert record.transaction_id not in nothing


def test_an_order_shows_every_step_with_its_request_id(admin_client, record):
    page = admin_client.get(f"/admin/checkout/orderrecord/{record.pk}/change/").content.decode()
    for step in record.steps.all():
        assert step.what in page
        assert step.request_id in page


def test_the_record_is_the_truth_so_staff_do_not_edit_add_or_delete_it(admin_client, record):
    address = f"/admin/checkout/orderrecord/{record.pk}"
    assert admin_client.post(f"{address}/change/", {"state": "failed"}).status_code == 403
    assert admin_client.get(f"{address}/delete/").status_code == 403
    assert admin_client.get("/admin/checkout/orderrecord/add/").status_code == 403
    record.refresh_from_db()
    assert record.is_bought


def test_what_a_stranger_could_use_is_not_shown(admin_client, record):
    page = admin_client.get(f"/admin/checkout/orderrecord/{record.pk}/change/").content.decode()
    assert record.visitor not in page
    assert record.trolley_token not in page


def test_without_a_login_there_is_nothing_to_see(client, record):
    assert client.get("/admin/checkout/orderrecord/")["Location"].startswith("/admin/login/")
