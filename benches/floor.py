"""What a page is measured against: Django with nothing but one view, which returns a ready text of 30 KB."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

TEXT = "<!doctype html>" + "x" * 30_000

if not settings.configured:
    settings.configure(
        SECRET_KEY=os.urandom(20).hex(), ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[]
    )


def ready(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEXT, headers={"Content-Length": str(len(TEXT))})


urlpatterns = [path("", ready)]
application = get_wsgi_application()
