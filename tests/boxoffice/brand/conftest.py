"""A partner's folder, as they write it."""

import copy
from collections.abc import Callable
from pathlib import Path

import pytest

from boxoffice import brand, footer

LANGUAGES = ("en", "fr", "de", "es", "ar")
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path) -> Write:
    """`write({"brand.toml": …})`: files by their place; the folder."""

    def files(texts: dict[str, str | bytes]) -> Path:
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path

    return files


@pytest.fixture
def wrong(write) -> Callable[[dict[str, str]], list[str]]:
    """What is said of such a folder."""
    return lambda texts: brand.read(write(texts), languages=LANGUAGES)[1]


@pytest.fixture
def wear(write, settings) -> Callable[[dict[str, str]], brand.Brand]:
    """The shop wears such a brand, with its templates."""

    def worn(texts: dict[str, str]) -> brand.Brand:
        folder = write(texts)
        found, problems = brand.read(folder, languages=LANGUAGES)
        assert problems == []
        settings.BRAND, settings.BRAND_DIR = found, folder
        engines = copy.deepcopy(settings.TEMPLATES)
        engines[0]["OPTIONS"]["BRAND_DIRS"] = [folder / "templates"]
        settings.TEMPLATES = engines
        footer.forget()
        return found

    return worn
