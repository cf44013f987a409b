"""Letters of staff's to the buyers of a performance: written, tried on oneself, sent once to each."""

import smtplib
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from boxoffice.models import language_name
from boxoffice.staff import audit

from .. import mailings, tasks
from ..mailings import buyers, showing
from ..models import Item, Mailing, MailingText

CHOSEN = ("perf_id", "event_id", "day")


class MailingForm(forms.ModelForm):
    """To whom: kept as it came from the list of buyers, and looked up anew."""

    class Meta:
        model = Mailing
        fields = CHOSEN
        widgets = {name: forms.HiddenInput for name in CHOSEN}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.required = False  # which of them are there, `find` looks at

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if self.instance.pk:
            return said
        item = find(said)
        if item is None:
            raise forms.ValidationError(_("Nobody has tickets for it. Please begin at the list of buyers."))
        self.instance.event_id, self.instance.event_name = item.event_id, item.event_name
        self.instance.performance = _performance(item) if said.get("perf_id") else ""
        return said | {"event_id": item.event_id}


def find(said: dict[str, Any]) -> Item | None:
    """An item that it is about: of a performance, or of an event on a day."""
    if said.get("perf_id"):
        return Item.objects.filter(perf_id=said["perf_id"]).first()
    if said.get("event_id") and said.get("day"):
        named = Q(event_id=said["event_id"]) | Q(event_name__iexact=said["event_id"])
        return Item.objects.filter(named, day=said["day"]).first()
    return None


def _performance(item: Item) -> str:
    starts = f"{item.starts_at:%Y-%m-%d %H:%M}" if item.starts_at else str(item.day or "")
    return ", ".join(filter(None, (starts, item.performance_name)))[:300]


class TextForm(forms.ModelForm):
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=lambda: [(code, language_name(code)) for code, _name in settings.LANGUAGES],
    )

    class Meta:
        model = MailingText
        fields = ("language", "subject", "text")
        widgets = {
            "subject": forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
            "text": forms.Textarea(attrs={"class": "vLargeTextField", "dir": "auto", "rows": 10}),
        }


class OneAtLeast(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        said = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        if not any(form.has_changed() or form.instance.pk for form in said):
            raise forms.ValidationError(_("Please write it in one language at least."))


class TextInline(admin.StackedInline):
    model = MailingText
    form = TextForm
    formset = OneAtLeast
    verbose_name_plural = gettext_lazy(
        "texts: who reads another language gets the shop's first one, or whichever there is"
    )

    def get_extra(self, request: HttpRequest, obj: Mailing | None = None, **options: Any) -> int:
        return len(missing(obj))

    def get_max_num(self, request: HttpRequest, obj: Mailing | None = None, **options: Any) -> int:
        return len(settings.LANGUAGES)

    # As its letter: written and changed by those who write letters, until it is sent.

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("checkout.view_mailing")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is None or not obj.pk:
            return request.user.has_perm("checkout.add_mailing")
        return obj.is_draft and request.user.has_perm("checkout.change_mailing")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


def missing(mailing: Mailing | None) -> list[str]:
    said = {text.language for text in mailing.texts.all()} if mailing and mailing.pk else set()
    return [code for code, _name in settings.LANGUAGES if code not in said]


@admin.register(Mailing)
class MailingAdmin(admin.ModelAdmin):
    form = MailingForm
    inlines = (TextInline,)
    list_display = ("__str__", "standing", "made_by", "made_at", "sent_by", "sent_at", "so_far")
    list_filter = ("standing",)
    search_fields = ("event_name", "=event_id", "=perf_id")
    readonly_fields = ("to_whom", "standing", "made_by", "sent_by", "sent_at", "so_far")
    change_form_template = "admin/checkout/mailing_change_form.html"
    show_full_result_count = False
    actions = None

    class Media:
        css = {"all": ("staff.css",)}

    def has_change_permission(self, request: HttpRequest, obj: Mailing | None = None) -> bool:
        return (obj is None or obj.is_draft) and super().has_change_permission(request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Mailing | None = None) -> Any:
        if obj is None:
            return [(None, {"fields": ("to_whom", *CHOSEN)})]
        return [(None, {"fields": ("to_whom", "standing", "made_by", "sent_by", "sent_at", "so_far")})]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {name: request.GET.get(name, "") for name in CHOSEN}

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """An empty form waits for each language that has no text yet."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        return options | {"initial": [{"language": code} for code in missing(obj if obj.pk else None)]}

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """It begins at the list of buyers, which says who they are."""
        if request.method == "GET" and not any(request.GET.get(name) for name in CHOSEN):
            said = _("Choose a performance here, or an event's day; then write to its buyers.")
            self.message_user(request, said, messages.INFO)
            return redirect("admin:checkout_item_changelist")
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Mailing, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = request.user.get_username()[:150]
            obj.save()

    @admin.display(description=gettext_lazy("to"))
    def to_whom(self, mailing: Mailing) -> str:
        if not mailing.pk:
            return _("Buyers whose tickets stand, of the performance or day that the list of buyers was of.")
        return str(mailing)

    @admin.display(description=gettext_lazy("so far"))
    def so_far(self, mailing: Mailing) -> str:
        if not mailing.pk or mailing.is_draft:
            return "–"
        found = showing.progress(mailing)
        said = _("%(sent)s sent, %(waiting)s waiting, %(out)s left out")
        said %= {"sent": found.sent, "waiting": found.waiting, "out": found.left_out}
        return said if mailing.is_complete else f"{said} …"

    # What is done with it

    def get_urls(self) -> list[URLPattern]:
        pages = (("send", self.send), ("try", self.try_it), ("stop", self.stop))
        own = [
            path(
                f"<path:object_id>/{name}/",
                self.admin_site.admin_view(view),
                name=f"checkout_mailing_{name}",
            )
            for name, view in pages
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        mailing = options.get("obj")
        if mailing is not None:
            context["shown"] = [_shown(mailing, text.language, request.user) for text in mailing.texts.all()]
            context["mailing"] = mailing
            context["can_send"] = request.user.has_perm("checkout.send_mailing")
        return super().render_change_form(request, context, *args, **options)

    def send(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To whom, how many, in which words: read first, then agreed to."""
        mailing = self._mine(request, object_id)
        if not mailing.is_draft or not mailing.texts.exists():
            return self._back(request, mailing, _("It was sent already, or there is nothing in it."))
        sentences = _will(mailing)
        read = salted_hmac("checkout.admin.mailing", "\n".join([str(mailing.pk), *sentences])).hexdigest()
        if request.method == "POST" and constant_time_compare(request.POST.get("read", ""), read):
            if not mailings.send(mailing, by=request.user.get_username()):
                return self._back(request, mailing, _("It was sent already, or there is nothing in it."))
            audit.changed(request, [mailing], _("Sent."))
            tasks.promise_mailing_after_commit(mailing.pk)
            return self._back(request, mailing, _("It is on its way."), messages.SUCCESS)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Send this letter"),
            "opts": self.opts,
            "mailing": mailing,
            "sentences": sentences,
            "read": read,
            "has_changed": request.method == "POST",
        }
        return render(request, "admin/checkout/mailing_send.html", context)

    def try_it(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """One to oneself, at once, so that one sees what the mail server says to it."""
        mailing, language = self._mine(request, object_id), request.POST.get("language", "")
        if request.method != "POST" or language not in dict(settings.LANGUAGES):
            raise Http404
        address = getattr(request.user, "email", "")
        if not address:
            return self._back(request, mailing, _("Your account has no email address."))
        try:
            showing.as_sent(mailing, language, to=request.user).send()
        except (smtplib.SMTPException, OSError):
            return self._back(request, mailing, _("The mail server did not take it."))
        said = _("Sent to %(address)s.") % {"address": address}
        return self._back(request, mailing, said, messages.SUCCESS)

    def stop(self, request: HttpRequest, object_id: str) -> HttpResponse:
        mailing = self._mine(request, object_id)
        if request.method != "POST":
            raise Http404
        if not mailings.stop(mailing):
            return self._back(request, mailing, _("There is nothing to stop."))
        audit.changed(request, [mailing], _("Stopped."))
        return self._back(request, mailing, _("What was not sent is not sent any more."), messages.SUCCESS)

    def _mine(self, request: HttpRequest, object_id: str) -> Mailing:
        mailing = self.get_object(request, unquote(object_id))
        if mailing is None:
            raise Http404
        if not request.user.has_perm("checkout.send_mailing"):
            raise PermissionDenied
        return mailing

    def _back(
        self, request: HttpRequest, mailing: Mailing, said: str, level: int = messages.WARNING
    ) -> HttpResponse:
        self.message_user(request, said, level)
        return redirect(reverse("admin:checkout_mailing_change", args=[mailing.pk]))


def _shown(mailing: Mailing, language: str, user: Any) -> tuple[str, str, Any]:
    return language, language_name(language), showing.as_sent(mailing, language, to=user)


def _will(mailing: Mailing) -> list[str]:
    """Exactly what will happen: how many letters, in which of the texts that there are."""
    counted = buyers.in_languages(mailing)
    total = sum(counted.values())
    sentence = ngettext("%(count)s letter is sent, to:", "%(count)s letters are sent, to:", total)
    lines = [f"{sentence % {'count': total}} {mailing}"]
    for language, count in sorted(counted.items()):
        text = mailing.text_in(language)
        said = _("%(count)s who read %(language)s: “%(subject)s” in %(written)s")
        lines.append(
            said
            % {
                "count": count,
                "language": language_name(language),
                "subject": text.subject if text else "",
                "written": language_name(text.language) if text else "",
            }
        )
    lines.append(_("Each address gets one. What was sent cannot be called back."))
    return lines
