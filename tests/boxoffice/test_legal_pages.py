"""Legal pages and the footer: the shop's own words, in each language, none where staff gave none."""

import pytest
from django.contrib.auth.models import Permission
from django.db import OperationalError
from django.test import Client

from boxoffice import footer, legal, pages
from boxoffice.models import FooterText, LegalPage, LegalText
from boxoffice.pages import changes
from boxoffice.prose import prose

pytestmark = pytest.mark.django_db

ADD = "/admin/boxoffice/legalpage/add/"


@pytest.fixture(autouse=True)
def languages(settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]


@pytest.fixture
def told(monkeypatch):
    """How often the shop was told that what it shows has changed."""
    calls = []
    monkeypatch.setattr(pages, "changed", lambda: calls.append(1))
    return calls


def a_legal_page(slug="terms", *, is_in_footer=True, order=100, **texts):
    """A page with the given texts, by language: a title, or title and body."""
    page = LegalPage.objects.create(slug=slug, is_in_footer=is_in_footer, order=order)
    for language, text in (texts or {"en": "Terms"}).items():
        title, body = text if isinstance(text, tuple) else (text, f"All about {text}.")
        LegalText.objects.create(page=page, language=language, title=title, body=body)
    footer.forget()
    return page


def shown(client, address):
    return client.get(address).content.decode()


def foot(client, address="/"):
    return shown(client, address).split('<footer class="site-footer">')[1]


# Pages


def test_an_empty_shop_has_no_legal_pages_and_its_footer_says_nothing_of_them(client):
    footer.forget()
    assert not LegalPage.objects.exists()
    assert client.get("/pages/terms/").status_code == 404
    assert "site-links" not in foot(client)
    a_legal_page()
    assert "site-links" in foot(client)


def test_a_page_shows_its_title_and_text(client):
    a_legal_page(en=("Terms & more", "First.\n\nSecond."))
    page = shown(client, "/pages/terms/")
    assert 'data-page="legal"' in page
    assert "<h1>Terms &amp; more</h1>" in page
    assert "<p>First.</p>\n\n<p>Second.</p>" in page


def test_each_language_has_its_own_text(client):
    a_legal_page(en="Terms", fr="Conditions")
    assert "<h1>Terms</h1>" in shown(client, "/pages/terms/")
    assert "<h1>Conditions</h1>" in shown(client, "/fr/pages/terms/")


def test_a_language_without_text_shows_the_default_ones_marked_as_such(client):
    a_legal_page(en="Terms", fr="Conditions")
    page = shown(client, "/ar/pages/terms/")
    assert '<article lang="en" dir="ltr">' in page
    assert '<a href="/ar/pages/terms/" lang="en" hreflang="en"><bdi>Terms</bdi></a>' in page
    assert "<article>" in shown(client, "/pages/terms/")


def test_an_unknown_page_is_not_found(client):
    a_legal_page()
    assert client.get("/pages/imprint/").status_code == 404


def test_a_page_without_any_text_is_not_found_nor_linked(client):
    a_legal_page()
    LegalPage.objects.create(slug="empty")
    assert client.get("/pages/empty/").status_code == 404
    assert "/pages/empty/" not in foot(client)
    assert [page.slug for page in legal.listed_pages()] == ["terms"]


def test_the_sitemap_lists_each_page_once_with_one_query(django_assert_num_queries):
    a_legal_page(en="Terms", fr="Conditions")
    a_legal_page("privacy", is_in_footer=False)
    with django_assert_num_queries(1):
        listed = [(page.get_absolute_url(), page.changed_at is not None) for page in legal.listed_pages()]
    assert sorted(listed) == [("/pages/privacy/", True), ("/pages/terms/", True)]


@pytest.mark.parametrize(
    ("written", "harmless"),
    [
        ("<p>Hi<script>alert(1)</script></p>", "<p>Hi</p>"),
        ('<p onclick="x()" style="color:red">Hi</p>', "<p>Hi</p>"),
        ('<p><a href="javascript:x()">a</a></p>', '<p><a rel="noopener">a</a></p>'),
        ('<p><a href="/search/">a</a></p>', '<p><a href="/search/" rel="noopener">a</a></p>'),
        ("<h1>Big</h1><h5>Small</h5>", "<h2>Big</h2><h3>Small</h3>"),
        ('<iframe src="https://example.com"></iframe><p>Hi</p>', "<p>Hi</p>"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>"),
        ("one <b>two</b>\n\nthree", "<p>one <b>two</b></p>\n\n<p>three</p>"),
        ("  ", ""),
    ],
)
def test_what_staff_write_comes_out_harmless(written, harmless):
    assert prose(written) == harmless


# Footer


def test_the_footer_links_pages_in_staffs_order_but_not_those_outside_it(client):
    a_legal_page("terms", order=2)
    a_legal_page("privacy", order=1, en="Privacy")
    a_legal_page("hidden", is_in_footer=False, en="Hidden")
    page = foot(client)
    assert page.index("/pages/privacy/") < page.index("/pages/terms/")
    assert "/pages/hidden/" not in page
    assert client.get("/pages/hidden/").status_code == 200


def test_the_footer_says_staffs_words_in_each_language(client):
    FooterText.objects.create(language="en", text="Ring <b>us</b>.<script>x</script>")
    FooterText.objects.create(language="fr", text="Appelez-nous.")
    footer.forget()
    assert "<p>Ring <b>us</b>.</p></div>" in foot(client)
    assert '<div class="site-words"><p>Appelez-nous.</p></div>' in foot(client, "/fr/")
    assert '<div class="site-words" lang="en" dir="ltr"><p>Ring' in foot(client, "/ar/")


def test_of_many_pages_one_asks_for_the_footer_and_it_asks_once(django_assert_num_queries):
    a_legal_page(en="Terms", fr="Conditions")
    FooterText.objects.create(language="en", text="Ring us.")
    footer.forget()
    with django_assert_num_queries(1):
        said = [footer.footer(language) for language in ("en", "fr", "ar", "en")]
    assert [one.links[0].title for one in said] == ["Terms", "Conditions", "Terms", "Terms"]
    assert [one.words for one in said] == ["Ring us."] * 4


def test_after_its_moment_the_footer_is_asked_for_again(monkeypatch, django_assert_num_queries):
    footer.forget()
    footer.footer("en")
    now = footer.time.monotonic()
    monkeypatch.setattr(footer.time, "monotonic", lambda: now + footer.KEPT_SECONDS)
    with django_assert_num_queries(1):
        footer.footer("en")


def test_no_kept_page_can_hold_a_foot_from_before_a_change():
    assert footer.KEPT_SECONDS < changes.CLOCKS_DIFFER


def test_without_a_database_the_last_known_footer_is_shown(monkeypatch, caplog):
    a_legal_page()
    known = footer.footer("en")
    footer.forget()
    monkeypatch.setattr(footer, "_ask", lambda: (_ for _ in ()).throw(OperationalError("gone")))
    assert footer.footer("en") == known
    assert "The footer could not be read" in caplog.text


# Staff


def a_form(**texts):
    """What the admin's form sends for a page with a text in each language."""
    form = {"slug": "terms", "order": "100", "is_in_footer": "on"}
    form |= {"texts-TOTAL_FORMS": str(len(texts)), "texts-INITIAL_FORMS": "0"}
    for number, (language, title) in enumerate(texts.items()):
        form |= {f"texts-{number}-language": language, f"texts-{number}-title": title}
        form |= {f"texts-{number}-body": f"<p>{title}.</p>" if title else ""}
    return form


def test_staff_write_a_page_in_each_language_and_leave_out_others(
    admin_client, client, told, django_capture_on_commit_callbacks
):
    footer.forget()
    with django_capture_on_commit_callbacks(execute=True):
        response = admin_client.post(ADD, a_form(en="Terms", fr="Conditions", ar=""))
    assert response.status_code == 302, response.context["errors"]
    assert told
    assert "<h1>Conditions</h1>" in shown(client, "/fr/pages/terms/")
    assert LegalText.objects.count() == 2
    assert "/pages/terms/" in foot(client)


def test_the_form_waits_for_each_language(admin_client):
    page = admin_client.get(ADD).content.decode()
    assert page.count('value="fr" selected') == page.count('value="ar" selected') == 1


def test_the_shop_is_told_of_every_edit_once_it_is_committed(
    admin_client, told, django_capture_on_commit_callbacks
):
    page = a_legal_page()
    address = f"/admin/boxoffice/legalpage/{page.pk}/"
    footer_form = {"language": "en", "text": "Ring us."}
    listed = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": str(page.pk), "_save": "Save"}
    for where, sent in (
        ("/admin/boxoffice/legalpage/", {**listed, "form-0-order": "7", "initial-form-0-order": "100"}),
        ("/admin/boxoffice/footertext/add/", footer_form),
        (f"{address}delete/", {"post": "yes"}),
    ):
        told.clear()
        with django_capture_on_commit_callbacks(execute=True):
            assert admin_client.post(where, sent).status_code == 302
            assert told == [], where
        assert told, where


def test_staff_look_at_a_page_in_each_language(admin_client):
    page = a_legal_page(en="Terms", fr="Conditions")
    change = admin_client.get(f"/admin/boxoffice/legalpage/{page.pk}/change/").content.decode()
    address = f"/admin/boxoffice/legalpage/{page.pk}/preview/fr/"
    assert address in change
    response = admin_client.get(address)
    text = response.content.decode()
    assert "<h1>Conditions</h1>" in text
    assert 'lang="fr"' in text
    assert '<meta name="robots" content="noindex">' in text
    assert (response["X-Robots-Tag"], "no-store" in response["Cache-Control"]) == ("noindex", True)
    assert admin_client.get(address.replace("/fr/", "/xx/")).status_code == 404


def test_previews_are_for_staff_with_a_right_to_see_them(client, django_user_model):
    page = a_legal_page()
    address = f"/admin/boxoffice/legalpage/{page.pk}/preview/en/"
    assert client.get(address).status_code == 302
    staff = django_user_model.objects.create_user("ada", password="x", is_staff=True)
    browser = Client()
    browser.force_login(staff)
    assert browser.get(address).status_code == 403
    staff.user_permissions.add(Permission.objects.get(codename="view_legalpage"))
    assert browser.get(address).status_code == 200


def test_who_may_change_a_page_may_change_its_texts(django_user_model):
    page = a_legal_page()
    staff = django_user_model.objects.create_user("ada", password="x", is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="change_legalpage"))
    browser = Client()
    browser.force_login(staff)
    assert (
        'name="texts-0-title"'
        in browser.get(f"/admin/boxoffice/legalpage/{page.pk}/change/").content.decode()
    )
