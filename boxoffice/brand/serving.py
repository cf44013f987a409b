"""Hands out a brand's files. Each address tells its content, so browsers and proxies keep it for ever."""

import gzip
import re
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from . import stylesheet
from .files import PREFIX
from .values import Brand, File

FOR_EVER = "public, max-age=31536000, immutable"
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")
TEXTS = ("text/", "image/svg")


@require_safe
def brand_file(request: HttpRequest, path: str) -> HttpResponse:
    """While copies are replaced, one is asked for what only the next has, and gives what it has itself."""
    files = _by_name(settings.BRAND)
    file = files.get(HASH.sub("", path))
    if file is None:
        raise Http404
    response = HttpResponse(file.body, content_type=_kind(file))
    response["Cache-Control"] = FOR_EVER if file.address == f"{PREFIX}{path}" else "no-cache"
    if file.kind.startswith(TEXTS):
        patch_vary_headers(response, ["Accept-Encoding"])
        if re.search(r"\bgzip\b", request.headers.get("Accept-Encoding", "")):
            response.content = _compressed(file)
            response["Content-Encoding"] = "gzip"
    return response


@cache
def _by_name(brand: Brand) -> dict[str, File]:
    made = (stylesheet.of_pages(brand), stylesheet.of_admin(brand))
    return dict(brand.files) | {file.name: file for file in made}


@cache
def _compressed(file: File) -> bytes:
    return gzip.compress(file.body, 9, mtime=0)


def _kind(file: File) -> str:
    return f"{file.kind}; charset=utf-8" if file.kind.startswith("text/") else file.kind
