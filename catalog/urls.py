"""The catalogue's pages. Ids are f13's: opaque text, in which any character may occur."""

from django.urls import path

from . import views

app_name = "catalog"

urlpatterns = [
    # what is on
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    # one event
    path("event/<path:event_id>/<slug:slug>/", views.event_page, name="event"),
    # one performance
    path("performance/<path:perf_id>/", views.performance_page, name="performance"),
]
