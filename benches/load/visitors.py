"""Who comes: of a hundred steps 80 look around, 15 look at seats, 4.5 hold tickets, half a one buys them.

Read by locust, in a process of its own: it replaces the standard library's sockets by others.
LOAD_PERFORMANCES names what is held and bought, LOAD_HALL a large hall that is looked at. LOAD_ONLY lets them
all do one thing.
"""

import os
import random
import re
import time

from locust import HttpUser, between, task

PERFORMANCES = os.environ.get("LOAD_PERFORMANCES", "").split()
HALL = os.environ.get("LOAD_HALL", "")
PAGES = (
    "/",
    "/search/",
    "/search/?q=lake",
    "/event/6IE/any/",
    "/event/7AB/any/",
    "/fr/",
    "/fr/search/?q=cat",
)
TICKET = {"band": '["STALLS", "A/pool"]', "from": "0", "number:0:ADULT": "1", "send": "COBO"}
CUSTOMER = {
    "first_name": "Ada",
    "last_name": "Reader",
    "email": "ada@example.com",
    "phone": "020 7946 0000",
    "address_line_one": "1 Long Lane",
    "town": "London",
    "postcode": "N1 9GU",
    "country_code": "uk",
}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ASKED = re.compile(r'name="(press|asked_total)" value="([^"]*)"')
RECORD = re.compile(r"/checkout/([0-9a-f-]{36})/")


class Visitor(HttpUser):
    """Each has an address and cookies of their own, and takes a second between two steps."""

    wait_time = between(0.5, 1.5)

    def on_start(self) -> None:
        octets = (random.randint(1, 254) for _ in range(3))  # noqa: S311 -- nobody is to be surprised
        self.client.headers["X-Forwarded-For"] = "10.{}.{}.{}".format(*octets)
        self.client.headers["Accept-Encoding"] = "gzip"

    @task(800)
    def browses(self) -> None:
        page = random.choice(PAGES)  # noqa: S311
        self.client.get(page, name=f"browse {page.partition('?')[0]}")

    @task(150)
    def looks_at_seats(self) -> None:
        perf_id = random.choice([HALL, *PERFORMANCES[:3]])  # noqa: S311
        self.client.get(f"/performance/{perf_id}/", name=f"seats {'large' if perf_id == HALL else 'usual'}")

    @task(45)
    def holds(self) -> None:
        self._held(lets_go=True)

    @task(5)
    def buys(self) -> None:
        checkout = self._held(lets_go=False)
        if not checkout:
            return
        page = self._posted(f"/checkout/{checkout}/", CUSTOMER, page=self.text, name="buy pay")
        for _look in range(20):
            if 'data-page="order"' in page:
                return
            time.sleep(0.5)
            page = self.client.get(f"/checkout/{checkout}/progress/", name="buy progress").text

    def _held(self, *, lets_go: bool) -> str:
        """The record's id; "" where nothing could be held."""
        perf_id = random.choice(PERFORMANCES)  # noqa: S311
        page = self.client.get(f"/performance/{perf_id}/", name="seats usual").text
        page = self._posted("/trolley/add/", TICKET | {"perf_id": perf_id}, page=page, name="hold add")
        self.text = self._posted(
            "/trolley/reserve/", dict(ASKED.findall(page)), page=page, name="hold reserve"
        )
        found = RECORD.search(self.text)
        if found and lets_go:
            self._posted(f"/checkout/{found[1]}/release/", {}, page=self.text, name="hold let go")
        return found[1] if found else ""

    def _posted(self, address: str, form: dict[str, str], *, page: str, name: str) -> str:
        token = TOKEN.search(page)
        sent = form | {"csrfmiddlewaretoken": token[1] if token else ""}
        return str(self.client.post(address, sent, name=name).text)


if os.environ.get("LOAD_ONLY"):
    Visitor.tasks = [getattr(Visitor, os.environ["LOAD_ONLY"])]
