"""What staff's browsers send: a page's whole form, with what was changed in it."""

from typing import Any

from django.contrib.auth.models import Permission
from django.test import Client

LIST = "/admin/catalog/event/"


def page_of(event: Any) -> str:
    return f"{LIST}{event.pk}/change/"


def form_of(browser: Client, event: Any) -> dict[str, str]:
    """Everything that the event's form holds."""
    context = browser.get(page_of(event)).context
    formsets = [inline.formset for inline in context["inline_admin_formsets"]]
    forms = [context["adminform"].form]
    forms += [form for formset in formsets for form in (formset.management_form, *formset.forms)]
    values = {field.html_name: field.value() for form in forms for field in form}
    said = {name: value for name, value in values.items() if value is not None and value is not False}
    return {name: "on" if value is True else str(value) for name, value in said.items()}


def save(browser: Client, event: Any, **changes: str | None) -> Any:
    """Change these fields of the event's form and save it; None unticks. The answer of the last page."""
    form: dict[str, Any] = form_of(browser, event) | changes
    return browser.post(
        page_of(event), {name: value for name, value in form.items() if value is not None}, follow=True
    )


def do(browser: Client, deed: str, *events: Any) -> Any:
    """Choose events in the list and do this with them."""
    chosen = {"action": deed, "_selected_action": [str(event.pk) for event in events], "index": "0"}
    return browser.post(LIST, chosen, follow=True)


def place_of_language(browser: Client, event: Any, *, language: str) -> str:
    """How the fields of that language begin in the event's form."""
    inlines = browser.get(page_of(event)).context["inline_admin_formsets"]
    forms = next(inline.formset.forms for inline in inlines if inline.formset.prefix == "texts")
    return str(next(form.prefix for form in forms if form.instance.language == language))


def said(response: Any) -> list[str]:
    """What the page tells staff."""
    return [str(message) for message in response.context["messages"]]


def staff_with(users: Any, *rights: str) -> Client:
    """The browser of staff with these rights and no others."""
    user = users.objects.create_user(f"ada-{'-'.join(rights)}", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    browser = Client()
    browser.force_login(user)
    return browser
