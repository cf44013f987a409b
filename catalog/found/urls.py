"""What robots ask for: once for all languages."""

from django.urls import path

from . import robots, sitemap

app_name = "found"

urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap/<int:number>.xml", sitemap.part, name="sitemap_part"),
]
