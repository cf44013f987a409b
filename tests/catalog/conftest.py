"""What is so for every test of the catalogue."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _english_alone(settings: Any) -> None:
    """Each language is read from f13 by itself: tests that are about languages ask for more."""
    settings.LANGUAGES = [("en", "English")]
