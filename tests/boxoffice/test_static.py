"""Style sheets and scripts: kept for ever once collected, and there all the same when they are not."""

import gzip
import re
from contextlib import closing

import pytest
from django.conf import settings as configured
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

HASHED = re.compile(r"/static/shop\.[0-9a-f]{12}\.css")


@pytest.fixture
def own_storage(settings, tmp_path):
    """The shop's own way with static files, in an empty folder; two modules, one of which needs the other."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "one.js").write_text('import { two } from "./two.js";\ntwo();\n')
    (sources / "two.js").write_text("export function two() {}\n")
    (tmp_path / "collected").mkdir()
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [*configured.STATICFILES_DIRS, sources]
    settings.INSTALLED_APPS = [name for name in configured.INSTALLED_APPS if name != "django.contrib.admin"]
    own = {"staticfiles": {"BACKEND": "boxoffice.static.Storage"}}
    settings.STORAGES = configured.STORAGES | own
    return tmp_path / "collected"


def served(address, **headers):
    """What a web process that starts now answers: its headers and its text."""
    middleware = WhiteNoiseMiddleware(lambda request: None)
    with closing(middleware(RequestFactory().get(address, headers=headers))) as response:
        return response.headers, b"".join(response.streaming_content)


def test_uncollected_files_are_served_as_they_lie(own_storage):
    assert staticfiles_storage.url("shop.css") == "/static/shop.css"
    headers, text = served("/static/shop.css")
    assert b"@layer" in text
    assert "immutable" not in headers["Cache-Control"]


def test_collected_files_are_named_by_their_content_and_kept_for_ever(own_storage):
    call_command("collectstatic", "--noinput", verbosity=0)
    address = staticfiles_storage.url("shop.css")
    assert HASHED.fullmatch(address)
    headers, text = served(address, **{"Accept-Encoding": "gzip"})
    assert "immutable" in headers["Cache-Control"]
    assert headers["Content-Encoding"] == "gzip"
    assert b"@layer" in gzip.decompress(text)


def test_modules_name_each_other_by_their_content_too(own_storage):
    call_command("collectstatic", "--noinput", verbosity=0)
    two = staticfiles_storage.url("two.js").rpartition("/")[2]
    assert re.fullmatch(r"two\.[0-9a-f]{12}\.js", two)
    _headers, text = served(staticfiles_storage.url("one.js"))
    assert f'from "./{two}"' in text.decode()


def test_a_file_that_nobody_has_is_noticed_once_they_are_collected(own_storage):
    call_command("collectstatic", "--noinput", verbosity=0)
    with pytest.raises(ValueError, match=r"nowhere\.css"):
        staticfiles_storage.url("nowhere.css")
