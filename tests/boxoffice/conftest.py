"""Fixtures for the tests of kept pages."""

from tests.kept_pages import _pages_are_kept, clock

__all__ = ["_pages_are_kept", "clock"]
