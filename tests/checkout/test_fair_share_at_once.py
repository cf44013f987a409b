"""Two visitors of one network who count side by side, as two processes do, do not both hold."""

import threading

import pytest
from django.db import connection

from checkout import fair_share
from tests.builders import a_trolley, hold_form
from tests.checkout.test_fair_share import OF_NETWORK, a_browser, held


@pytest.mark.django_db(transaction=True)
def test_two_that_count_side_by_side(f13, monkeypatch, settings):
    settings.HELD_TICKETS_PER_NETWORK = 4
    real, both = fair_share.check, threading.Barrier(2)

    def counts_with_the_other(record):
        both.wait(30)
        real(record)

    browsers = [a_browser(), a_browser()]
    forms = [hold_form(a_trolley(browser, quantity=3)) for browser in browsers]
    monkeypatch.setattr(fair_share, "check", counts_with_the_other)
    pages = []

    def presses(browser, form):
        try:
            pages.append(browser.post("/trolley/reserve/", form, follow=True).content.decode())
        finally:
            connection.close()

    threads = [threading.Thread(target=presses, args=pair) for pair in zip(browsers, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [OF_NETWORK in page for page in pages].count(False) <= 1
    assert len(pages) == 2
    assert held(f13) <= 1
