"""Chromium as buyers have it, at a desk or in a hand, and the pictures that are taken of its pages."""

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from rehearsal import chromium

from .errors import Unusable
from .evidence import Picture

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
]
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
WIDEST = {"desk": 960, "phone": 390}  # pixels of a picture in the report
QUALITY = 55


@dataclass(frozen=True)
class Device:
    """What a journey is walked on."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)


DEVICES = {"desk": Device("desk", DESK), "phone": Device("phone", PHONE)}


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Debian's Chromium with an empty profile. Raises Unusable where there is none, or it does not start."""
    try:
        program = chromium.program()
    except FileNotFoundError as error:
        raise Unusable("Chromium is not installed: apt-get install chromium-headless-shell") from error
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        except PlaywrightError as error:
            raise Unusable(f"Chromium does not start: {str(error).splitlines()[0]}") from error
        try:
            yield browser
        finally:
            browser.close()


def open_context(browser: Browser, device: Device, *, root: str, patience: float) -> BrowserContext:
    """One buyer's cookies and pages. `root` is where paths lead; `patience` in seconds."""
    context = browser.new_context(
        base_url=root, locale="en-GB", color_scheme="light", service_workers="block", **device.options
    )
    context.set_default_timeout(patience * 1000)
    return context


def is_of(root: str, address: str) -> bool:
    """Whether an address belongs to the shop."""
    return urlsplit(address).netloc == urlsplit(root).netloc


def picture_of(page: Page, *, device: Device, told: str) -> Picture:
    """What is in sight, small enough to be sent."""
    shot = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    width = min(WIDEST[device.name], shot.width)
    small = shot.resize((width, round(shot.height * width / shot.width)), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    small.save(written, "webp", quality=QUALITY, method=6)
    return Picture(base64.b64encode(written.getvalue()).decode(), small.width, small.height, told)
