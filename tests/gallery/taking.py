"""Every page in every state, in each brand, light and dark, on a phone and at a desk, as small pictures.

The walks are those that the tests take.
"""

import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from rehearsal.programs import ROOT
from tests.journeys import more_states
from tests.journeys.browser import a_browser
from tests.journeys.kinds import KINDS, Kind
from tests.journeys.shops import Ready, opened
from tests.journeys.states import Visit
from tests.sandbox_process import SandboxProcess

FOLDER = ROOT / "docs" / "pictures" / "gallery"
LIST = ROOT / "docs" / "gallery.md"
BRANDS = ROOT / "brands"
SIZES: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 900},
}
SCALES = {"phone": 0.62, "desktop": 0.42}
SCHEMES = ("light", "dark")
LONGEST = 1800  # pixels of a page, before it is made smaller
QUALITY = 28
BUDGET = 10_000_000  # bytes, all together
# At the top, with every picture that is shown, the lazy ones too.
SETTLED = """async longest => {
    document.activeElement?.blur();
    scrollTo(0, 0);
    const shown = [...document.images].filter((one) => one.getBoundingClientRect().top < longest);
    for (const one of shown) one.loading = "eager";
    await Promise.all(shown.map((one) => one.decode().catch(() => {})));
}"""
# What the tests look at without a brand, or with another eye.
MORE = {
    "branded": Kind((more_states.own_pages,)),
    "developing": Kind((more_states.style,), lambda _sandbox: {"DEBUG": "true"}),
}


def main(*folders: str) -> int:
    brands = [Path(one).resolve() for one in folders] or sorted(
        one for one in BRANDS.iterdir() if one.is_dir()
    )
    with tempfile.TemporaryDirectory() as kept, SandboxProcess() as sandbox, a_browser() as browser:
        ready = Ready(sandbox, Path(kept) / "ready").made()
        for brand in brands:
            for old in (FOLDER / brand.name).glob("*.webp"):
                old.unlink()
            for name, kind in (KINDS | MORE).items():
                _take(browser, ready, brand=brand, kind=kind, folder=Path(kept) / f"{brand.name}-{name}")
    write_list()
    size = sum(picture.stat().st_size for picture in FOLDER.rglob("*.webp"))
    print(f"{size / 1_000_000:.1f} MB in all", flush=True)
    return int(size > BUDGET)


def _take(browser: Browser, ready: Ready, *, brand: Path, kind: Kind, folder: Path) -> None:
    """All pictures of one shop."""
    with opened(ready, folder, **kind.settings(ready.sandbox), BRAND_DIR=str(brand)) as shop:
        for walk in kind.walks:
            ready.sandbox.reset()
            options = {"locale": "en-GB", "service_workers": "block", "viewport": SIZES["desktop"]}
            context = browser.new_context(base_url=shop.url, **options)
            visit = Visit(context.new_page(), shop, ready.sandbox)
            for state in walk(visit):
                picture(visit.page, FOLDER / brand.name, state)
                print(f"{brand.name}/{state}", flush=True)
            context.close()


def picture(page: Page, folder: Path, name: str) -> None:
    """Four of them; the page is left as wide and as bright as it was."""
    folder.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state()
    for device, size in SIZES.items():
        page.set_viewport_size(size)
        # As in a window so high: what is out of sight, rows of seats for one, is not drawn by browsers.
        high: ViewportSize = {"width": size["width"], "height": min(LONGEST, _height(page))}
        page.set_viewport_size(high)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.evaluate(SETTLED, LONGEST)
            _small(page.screenshot(), SCALES[device]).save(
                folder / f"{name}-{device}-{scheme}.webp", quality=QUALITY, method=6
            )
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(SIZES["desktop"])


def _height(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollHeight"))


def _small(taken: bytes, scale: float) -> Image.Image:
    image = Image.open(io.BytesIO(taken)).convert("RGB")
    size = round(image.width * scale), round(image.height * scale)
    return image.resize(size, Image.Resampling.LANCZOS)


def write_list() -> None:
    """docs/gallery.md: each state, both brands beside each other."""
    brands = sorted(one.name for one in FOLDER.iterdir() if one.is_dir())
    states_of = {one: _states(FOLDER / one) for one in brands}
    names = list(dict.fromkeys(name for found in states_of.values() for name in found))
    lines = [
        "# Every page in every state",
        "",
        "Made by `make gallery`, which takes the walks of `tests/journeys/states.py` and `more_states.py`",
        "in both example brands. Of a long page its beginning is shown.",
    ]
    for name in names:
        lines += ["", f"## {name}"]
        for brand in brands:
            if name in states_of[brand]:
                lines += ["", f"{brand}:", "", " ".join(_shown(brand, name))]
    LIST.write_text("\n".join(lines) + "\n")


def _states(folder: Path) -> list[str]:
    ending = "-phone-light.webp"
    return [picture.name.removesuffix(ending) for picture in sorted(folder.glob(f"*{ending}"))]


def _shown(brand: str, name: str) -> Iterator[str]:
    for device in SIZES:
        for scheme in SCHEMES:
            address = f"pictures/gallery/{brand}/{name}-{device}-{scheme}.webp"
            words = f"{name}, {brand}, {device}, {scheme}"
            yield f'<img src="{address}" alt="{words}" height="360" loading="lazy">'
