"""Reads what a page says of itself in its head."""

import json
from html.parser import HTMLParser


class Head(HTMLParser):
    """What stands in a page's head."""

    def __init__(self, html):
        super().__init__()
        self.metas, self.links, self.data, self._in_data = {}, [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "meta":
            self.metas[given.get("name") or given.get("property")] = given.get("content")
        if tag == "link":
            self.links.append(given)
        self._in_data = tag == "script" and given.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self._in_data:
            self.data.append(json.loads(data))
            self._in_data = False

    def thing(self, *kinds):
        return next((thing for thing in self.data if thing["@type"] in kinds), None)

    def link(self, rel):
        return next((link["href"] for link in self.links if link["rel"] == rel), None)


def head(client, path):
    response = client.get(path, follow=True)
    assert response.status_code == 200
    return Head(response.content.decode())
