"""Staff find events, and say what they have to say beside what the supplier says."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from boxoffice import pages
from catalog import chosen, mirror, storing
from catalog.models import Event, EventText
from tests.builders import mirrored
from tests.catalog.staff import LIST, do, form_of, page_of, place_of_language, said, save, staff_with
from tests.listed_events import listed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_languages(settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]


@pytest.fixture
def told(monkeypatch):
    """How often the shop was told that what it shows has changed."""
    calls = []
    monkeypatch.setattr(pages, "changed", lambda: calls.append(1))
    return calls


def history(event):
    """What was done with the event, newest first."""
    entries = LogEntry.objects.filter(object_id=str(event.pk)).order_by("-pk")
    return [entry.get_change_message() for entry in entries]


def names_in(response):
    return [event.name for event in response.context["cl"].result_list]


# Finding events


def test_the_list_asks_no_more_for_many_events_than_for_few(admin_client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(LIST).status_code == 200
        return len(captured)

    listed("One", price=(10, 20))
    few = queries()
    for number in range(30):
        listed(f"Another {number}", price=(10, 20))
    assert queries() == few


def test_the_list_tells_what_staff_look_for(admin_client):
    listed("Così", venue="Lyric", price=(12, 40), is_featured=True)
    page = admin_client.get(LIST).content.decode()
    assert ">Così</a>" in page
    assert ">Lyric, London</td>" in page
    assert ">£12.00</td>" in page


@pytest.mark.parametrize(
    "asked", ["cosi", "Così fan", "Lyr", "paris", "x1/ü", "ainsi font", "opera ainsi", "L'opéra"]
)
def test_events_are_found_by_words_of_any_language_place_and_id(admin_client, asked):
    event = listed("Così fan tutte", venue="Lyric", city="Paris", event_id="X1/Ü")
    EventText.objects.create(
        event=event, language="fr", name="Ainsi", words="lopera ainsi font toutes", kept=""
    )
    listed("Other", venue="Apollo")
    assert names_in(admin_client.get(LIST, {"q": asked})) == [event.name]


@pytest.mark.parametrize("asked", ["%", "'\"", "\x01x", "🎭", "a" * 300])
def test_odd_words_find_nothing_and_break_nothing(admin_client, asked):
    listed("Other")
    assert names_in(admin_client.get(LIST, {"q": asked})) == []


def test_a_filter_shows_what_staff_have_said_something_of(admin_client):
    for name, facts in (("Plain", {}), ("Renamed", {}), ("Addressed", {"own_slug": "here"})):
        listed(name, **facts)
    EventText.objects.filter(name="Renamed").update(own_name="Mine")
    assert names_in(admin_client.get(LIST, {"own": "title"})) == ["Renamed"]
    assert names_in(admin_client.get(LIST, {"own": "address"})) == ["Addressed"]
    assert names_in(admin_client.get(LIST, {"own": "words"})) == []
    assert names_in(admin_client.get(LIST, {"own": "pictures"})) == []


# Deeds with many


@pytest.mark.parametrize(
    ("deed", "field", "before", "entry"),
    [
        ("feature", "is_featured", False, "Featured."),
        ("unfeature", "is_featured", True, "No longer featured."),
        ("hide", "is_hidden", False, "Hidden."),
        ("show", "is_hidden", True, "No longer hidden."),
    ],
)
def test_a_deed_changes_the_chosen_and_tells_history_and_shop(
    admin_client, told, django_capture_on_commit_callbacks, deed, field, before, entry
):
    one, two = listed("One", **{field: before}), listed("Two", **{field: before})
    already, other = listed("Already", **{field: not before}), listed("Other", **{field: before})
    with django_capture_on_commit_callbacks(execute=True):
        response = do(admin_client, deed, one, two, already)
        assert told == []
    assert told == [1]
    assert said(response) == ["2 events were changed."]
    assert [history(event) for event in (one, two, already, other)] == [[entry], [entry], [], []]
    now = dict(Event.objects.values_list("name", field))
    assert now == {"One": not before, "Two": not before, "Already": not before, "Other": before}


def test_a_deed_takes_no_more_queries_for_many_events(admin_client, told):
    def queries(*events):
        with CaptureQueriesContext(connection) as captured:
            do(admin_client, "hide", *events)
        return len(captured)

    few = queries(listed("One"), listed("Two"))
    assert queries(*(listed(f"Another {number}") for number in range(30))) == few


def test_the_place_among_the_featured_is_set_in_the_list(
    admin_client, told, django_capture_on_commit_callbacks
):
    event, other = listed("One"), listed("Two")
    form = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "_save": "Save"}
    for number, (one, place) in enumerate([(event, "3"), (other, "100")]):
        form |= {f"form-{number}-id": str(one.pk), f"form-{number}-feature_order": place}
        form |= {f"initial-form-{number}-feature_order": "100"}
    # Meanwhile somebody else changed the other one: what this list showed of it is no news.
    Event.objects.filter(pk=other.pk).update(feature_order=7)
    with django_capture_on_commit_callbacks(execute=True):
        assert admin_client.post(LIST, form).status_code == 302
    assert dict(Event.objects.values_list("name", "feature_order")) == {"One": 3, "Two": 7}
    assert told
    assert history(event) == ["Changed Place among the featured: from “100” to “3”."]


def test_the_chosen_events_are_read_anew_at_once(admin_client, f13, told, django_capture_on_commit_callbacks):
    event, other = mirrored("7AB", "6IF")
    Event.objects.update(name="Old", lowest_price=None)
    EventText.objects.update(name="Old", kept=EventText.objects.first().kept)
    f13.clear_log()
    with django_capture_on_commit_callbacks(execute=True):
        response = do(admin_client, "refresh", event)
    assert told == [1]
    assert said(response) == ["1 event was read anew."]
    event.refresh_from_db()
    other.refresh_from_db()
    assert (event.name, event.lowest_price is None, other.name) == (
        "The Unremarkable Incident of the Cat at Lunchtime",
        False,
        "Old",
    )
    assert event.texts.filter(name="Old").count() == 0
    assert len(f13.log()) == 3
    assert history(event) == ["Refreshed from the supplier."]


def test_without_the_supplier_nothing_is_refreshed_and_staff_are_told(admin_client, f13, told, settings):
    (event,) = mirrored("7AB")
    settings.F13_URL = "http://127.0.0.1:9"
    response = do(admin_client, "refresh", event)
    assert said(response) == ["The supplier does not answer now. Please try again later."]
    assert (history(event), told) == ([], [])


def test_what_the_supplier_no_longer_sells_is_named_as_such(admin_client, f13):
    (event,) = mirrored("7AB")
    response = do(admin_client, "refresh", event, listed("Gone"))
    assert said(response) == [
        "1 event was read anew.",
        "1 event is no longer sold by the supplier. It stays until the next round.",
    ]


def test_too_many_at_once_are_refused(admin_client, f13, monkeypatch):
    monkeypatch.setattr(chosen, "MOST", 1)
    response = do(admin_client, "refresh", listed("One"), listed("Two"))
    assert said(response) == ["Please choose at most 1 events. All are read anew every quarter of an hour."]
    assert f13.log() == []


# One event


def test_staff_hide_an_event_and_the_shop_no_longer_shows_it(admin_client, client, f13):
    (event,) = mirrored("7AB")
    assert event.name in client.get("/").content.decode()
    save(admin_client, event, is_hidden="on")
    assert event.name not in client.get("/").content.decode()
    assert client.get(event.get_absolute_url()).status_code == 404
    save(admin_client, event, is_hidden=None)
    assert event.name in client.get("/").content.decode()


def test_what_f13_says_is_read_only(admin_client, f13):
    (event,) = mirrored("7AB")
    prefix = place_of_language(admin_client, event, language="en")
    save(
        admin_client, event, name="Mine", is_on_sale="", **{f"{prefix}-name": "Mine", f"{prefix}-kept": "{}"}
    )
    again = Event.objects.get(pk=event.pk)
    assert (again.name, again.is_on_sale) == (event.name, True)
    assert again.texts.get(language="en").name == event.name


def test_the_mirror_makes_events_and_nobody_deletes_them(admin_client, f13):
    (event,) = mirrored("7AB")
    assert admin_client.get("/admin/catalog/event/add/").status_code == 403
    assert admin_client.get(f"/admin/catalog/event/{event.pk}/delete/").status_code == 403
    assert "delete_selected" not in admin_client.get(LIST).content.decode()


def test_beside_each_field_stands_what_the_supplier_says(admin_client, f13):
    (event,) = mirrored("6IF")
    page = admin_client.get(page_of(event)).content.decode()
    for text in event.texts.all():
        assert escape(text.name) in page
        assert f'<details class="told" lang="{text.language}"' in page
    assert str(event.costs.cheapest.total) in page
    assert "triplet_one" in page


def test_a_suppliers_scripts_are_harmless_in_the_admin_too(admin_client, f13):
    (event,) = mirrored("6IF")
    text = event.texts.get(language="en")
    kept = text.kept.replace("<p>", "<p><script>alert(1)</script><img src=x onerror=alert(1)>")
    assert kept != text.kept
    EventText.objects.filter(pk=text.pk).update(kept=kept, name="<script>alert(2)</script>")
    page = admin_client.get(page_of(event)).content.decode()
    assert "&lt;script&gt;alert(2)" in page
    assert "alert(1)" not in page


def test_an_own_title_is_shown_and_found_and_the_suppliers_too(admin_client, client, f13):
    (event,) = mirrored("7AB")
    prefix = place_of_language(admin_client, event, language="en")
    response = save(admin_client, event, **{f"{prefix}-own_name": "Katzenjammer & <b>Söhne</b>"})
    assert said(response)
    title = "Katzenjammer &amp; &lt;b&gt;Söhne&lt;/b&gt;"
    assert title in client.get("/").content.decode()
    assert title in client.get(event.get_absolute_url()).content.decode()
    for words in ("sohne", "unremarkable"):
        assert title in client.get("/search/", {"q": words}).content.decode(), words
    assert "Katzenjammer" not in client.get("/fr/").content.decode()


def test_the_mirror_never_overwrites_what_staff_said(admin_client, f13):
    (event,) = mirrored("7AB")
    prefix = place_of_language(admin_client, event, language="fr")
    own = {f"{prefix}-own_name": "Le chat", f"{prefix}-own_words": "<p>Miaou</p>"}
    save(admin_client, event, is_featured="on", feature_order="3", own_slug="chat", **own)
    EventText.objects.update(name="Old")
    Event.objects.update(name="Old")
    mirror.refresh()
    event.refresh_from_db()
    text = event.texts.get(language="fr")
    assert event.name != "Old"
    assert (event.is_featured, event.feature_order, event.own_slug) == (True, 3, "chat")
    assert (text.own_name, text.own_words, text.title) == ("Le chat", "<p>Miaou</p>", "Le chat")
    assert "chat" in text.words.split()
    assert text.folded_title == "le chat"


def test_saving_writes_nothing_that_is_the_mirrors(admin_client, f13, monkeypatch):
    """While staff's form is being saved, the mirror writes a new name."""
    (event,) = mirrored("7AB")
    form = form_of(admin_client, event)
    retitle = storing.retitle

    def meanwhile(text):
        EventText.objects.filter(pk=text.pk).update(name="New")
        Event.objects.filter(pk=text.event_id).update(name="New")
        retitle(text)

    monkeypatch.setattr(storing, "retitle", meanwhile)
    prefix = place_of_language(admin_client, event, language="en")
    admin_client.post(page_of(event), form | {f"{prefix}-own_name": "Mine"})
    event.refresh_from_db()
    text = event.texts.get(language="en")
    assert (event.name, text.name, text.own_name) == ("New", "New", "Mine")


def test_own_words_stand_on_the_page_and_can_do_no_harm(admin_client, client, f13):
    (event,) = mirrored("7AB")
    prefix = place_of_language(admin_client, event, language="en")
    words = '<p onclick="x()">Bring <b>cats</b><script>alert(1)</script></p>'
    words += '<a href="javascript:x()">a</a><iframe>'
    save(admin_client, event, **{f"{prefix}-own_words": words})
    harmless = "<p>Bring <b>cats</b></p>"
    shown = client.get(event.get_absolute_url()).content.decode()
    for page in (shown, admin_client.get(page_of(event)).content.decode()):
        assert harmless in page
        assert "<script>alert" not in page
        assert 'href="javascript:' not in page


def test_an_own_address_takes_over_and_former_ones_lead_to_it(admin_client, client, f13):
    (event,) = mirrored("7AB")
    former = event.get_absolute_url()
    save(admin_client, event, own_slug="the-cat")
    for address in (former, "/event/7AB/anything/"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, "/event/7AB/the-cat/")
    assert client.get("/event/7AB/the-cat/").status_code == 200
    save(admin_client, event, own_slug="")
    assert client.get("/event/7AB/the-cat/")["Location"] == former


def test_an_address_is_made_of_letters_numbers_and_hyphens(admin_client, f13):
    (event,) = mirrored("7AB")
    response = save(admin_client, event, own_slug="a/b?c")
    assert "own_slug" in response.context["adminform"].form.errors
    assert Event.objects.get().own_slug == ""


def test_the_history_tells_what_was_changed(admin_client, f13):
    (event,) = mirrored("7AB")
    prefix = place_of_language(admin_client, event, language="fr")
    save(admin_client, event, is_featured="on", own_slug="cat", **{f"{prefix}-own_name": "Le chat"})
    [entry] = history(event)
    assert "Featured: from no to yes" in entry
    assert "from “” to “cat”" in entry
    assert "Own title" in entry
    assert "Français" in entry


def test_the_shop_is_told_of_a_saved_event_once_it_is_committed(
    admin_client, f13, told, django_capture_on_commit_callbacks
):
    (event,) = mirrored("7AB")
    with django_capture_on_commit_callbacks(execute=True):
        save(admin_client, event, is_featured="on")
        assert told == []
    assert told


# Preview


@pytest.mark.parametrize("is_hidden", [False, True])
def test_a_preview_shows_what_is_saved_in_each_language(admin_client, client, f13, is_hidden):
    (event,) = mirrored("7AB")
    Event.objects.update(is_hidden=is_hidden)
    event.texts.filter(language="fr").update(own_name="Le chat", own_words="<p>Miaou</p>")
    address = f"/admin/catalog/event/{event.pk}/preview/fr/"
    assert address in admin_client.get(page_of(event)).content.decode()
    response = admin_client.get(address)
    page = response.content.decode()
    assert "Le chat</bdi></h1>" in page
    assert "<p>Miaou</p>" in page
    assert '<html lang="fr"' in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'role="note"' in page
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]
    assert "Le chat" not in admin_client.get(address.replace("/fr/", "/en/")).content.decode()
    assert client.get("/fr" + event.get_absolute_url()).status_code == (404 if is_hidden else 200)


def test_a_preview_keeps_none_for_buyers(admin_client, client, f13, settings):
    settings.PAGES_FRESH_SECONDS = 60
    (event,) = mirrored("7AB")
    admin_client.get(f"/admin/catalog/event/{event.pk}/preview/en/")
    assert 'role="note"' not in client.get(event.get_absolute_url()).content.decode()


def test_no_preview_of_what_is_not_there(admin_client, f13):
    (event,) = mirrored("7AB")
    assert admin_client.get(f"/admin/catalog/event/{event.pk}/preview/xx/").status_code == 404
    assert admin_client.get("/admin/catalog/event/999/preview/en/").status_code == 404


# Rights


def test_staff_without_a_right_see_nothing(django_user_model, f13):
    (event,) = mirrored("7AB")
    browser = staff_with(django_user_model)
    for address in (LIST, page_of(event), f"/admin/catalog/event/{event.pk}/preview/en/"):
        assert browser.get(address).status_code == 403, address
    assert browser.post(page_of(event), {"is_hidden": "on"}).status_code == 403


def test_strangers_are_asked_who_they_are(client, f13):
    (event,) = mirrored("7AB")
    for address in (LIST, page_of(event), f"/admin/catalog/event/{event.pk}/preview/en/"):
        assert client.get(address)["Location"].startswith("/admin/login/"), address


def test_staff_who_may_only_look_change_nothing(django_user_model, f13):
    (event,) = mirrored("7AB")
    browser = staff_with(django_user_model, "view_event")
    page = browser.get(page_of(event)).content.decode()
    assert escape(event.name) in page
    assert 'name="is_hidden"' not in page
    assert browser.post(page_of(event), {"is_hidden": "on"}).status_code == 403
    do(browser, "hide", event)
    assert not Event.objects.get().is_hidden
    assert browser.get(f"/admin/catalog/event/{event.pk}/preview/en/").status_code == 200


def test_who_may_change_events_may_change_all_that_belongs_to_them(django_user_model, f13):
    (event,) = mirrored("7AB")
    browser = staff_with(django_user_model, "change_event")
    prefix = place_of_language(browser, event, language="en")
    save(browser, event, **{f"{prefix}-own_name": "Mine"})
    assert event.texts.get(language="en").own_name == "Mine"
