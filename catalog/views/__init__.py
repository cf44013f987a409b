"""What is on, one event, one performance. Nothing here is held or personal."""

from .accessibility import accessibility
from .event import event_page
from .free import free
from .home import home
from .performance import performance_page
from .search import search

__all__ = ["accessibility", "event_page", "free", "home", "performance_page", "search"]
