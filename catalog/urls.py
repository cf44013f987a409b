"""The catalogue's pages. Ids are f13's: opaque text, in which any character may occur."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from . import views
from .found.feed import feed

app_name = "catalog"


class OpaqueConverter(StringConverter):
    """f13's ids: any character may occur in them, but for NUL, which no database keeps."""

    regex = r"[^\x00]+"


register_converter(OpaqueConverter, "opaque")

urlpatterns = [
    # what is new
    path("feed/", feed, name="feed"),
    # how usable all of it is
    path("accessibility/", views.accessibility, name="accessibility"),
    # what is on
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    # one event
    path("event/<opaque:event_id>/<str:slug>/", views.event_page, name="event"),
    # one performance
    path("performance/<opaque:perf_id>/free/", views.free, name="free"),
    path("performance/<opaque:perf_id>/", views.performance_page, name="performance"),
]
