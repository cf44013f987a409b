"""What is on, one event, one performance. Nothing here is held or personal."""

from .event import event_page
from .home import home
from .performance import performance_page
from .search import search

__all__ = ["event_page", "home", "performance_page", "search"]
