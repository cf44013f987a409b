"""Reads a page of results as a buyer does."""

import re
from html import unescape
from typing import Any


def titles(client: Any, query: str = "", *, path: str = "/search/") -> list[str]:
    """The names of what was found, in their order."""
    return cards(text(client, query, path=path).partition('id="popular"')[0])


def cards(page: str) -> list[str]:
    return [unescape(name) for name in re.findall(r'class="card-name">(.*?)</bdi>', page)]


def text(client: Any, query: str = "", *, path: str = "/search/") -> str:
    answer = client.get(f"{path}?{query}" if query else path)
    assert answer.status_code == 200
    return answer.content.decode()


def notices(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'<p class="notice">(.*?)</p>', page)]


def numbers(page: str, name: str) -> dict[str, int]:
    """How many events each value of a filter stands for, by its code."""
    found = re.findall(rf'name="{name}" value="([^"]*)"[^>]*>.*?class="number">(\d+)<', page)
    return {code: int(number) for code, number in found}


def chips(page: str) -> dict[str, str]:
    """The filters in use, and the address without each."""
    found = re.findall(r'class="chip is-chosen" href="([^"]*)".*?</span><bdi>(.*?)</bdi>', page)
    return {unescape(name): unescape(address) for address, name in found}


def addresses(page: str) -> list[str]:
    """Every address that leads into the search."""
    return [unescape(one) for one in re.findall(r'href="(/search/[^"]*)"', page)]
