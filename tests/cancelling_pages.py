"""The pages of one order's cancelling, as its buyer walks them, and what they say."""

import re
from html import unescape


class Pages:
    """The pages of one order, as its buyer walks them."""

    def __init__(self, client, record, on_commit):
        self.client, self.record, self.on_commit = client, record, on_commit
        self.address = f"/order/{record.pk}/cancel/"

    def get(self, address=None, **query):
        return self.client.get(address or self.address, query, follow=True)

    def check(self, *numbers):
        return self.get(f"{self.address}check/", item=numbers)

    def press(self, page, **changes):
        """The button on the page where it is all said; the worker's tasks have run."""
        return self.send(form_of(page) | changes)

    def send(self, form, address=None):
        with self.on_commit(execute=True):
            answer = self.client.post(address or self.address, form)
        return self.get(answer["Location"])


def text(answer):
    body = answer.content.decode().partition('<main id="main"')[2].partition("</main>")[0]
    return words_of(body)


def words_of(body):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def form_of(page):
    body = page.content.decode()
    return {
        "item": re.findall(r'name="item" value="(\d+)"', body),
        "offer": re.search(r'name="offer" value="([^"]*)"', body)[1],
    }


def text_and_messages(answer):
    return words_of(answer.content.decode())
