"""What is so for every test of the catalogue."""

from typing import Any

import pytest
from django.conf import settings as configured

ALL = tuple(configured.LANGUAGES)


@pytest.fixture(autouse=True)
def _english_alone(settings: Any) -> None:
    """Each language is read from f13 by itself: tests that are about languages ask for more."""
    settings.LANGUAGES = [("en", "English")]


@pytest.fixture
def all_languages(settings: Any, _english_alone: None) -> None:
    """As the shop speaks by default."""
    settings.LANGUAGES = list(ALL)
