"""An event's words in each language: staff's own, and the supplier's beside them."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from boxoffice.admin.shown import AsItsParent

from .. import storing
from ..models import EventText
from . import told


class TextForm(forms.ModelForm):
    class Meta:
        model = EventText
        fields = ("own_name", "own_words")
        widgets = {
            "own_name": forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
            "own_words": forms.Textarea(attrs={"class": "vLargeTextField", "dir": "auto", "rows": 8}),
        }
        help_texts = {
            "own_name": _("Shown everywhere in place of the supplier's title. Search finds either."),
            "own_words": _(
                "Shown on the event's page, above what the supplier says. Simple HTML is kept: p, br, "
                "headings, lists, strong, em, blockquote and links. Everything else is taken out when it is "
                "shown: scripts, styles, pictures, frames, forms."
            ),
        }


class TextsFormSet(forms.BaseInlineFormSet):
    def save_existing(self, form: Any, obj: EventText, commit: bool = True) -> EventText:
        """The supplier's words in the same row are the mirror's: only staff's are written."""
        obj.own_words = form.cleaned_data["own_words"]
        obj.save(update_fields=["own_words"])
        storing.retitle(obj)
        return obj


class TextInline(AsItsParent, admin.StackedInline):
    """A text in each language is there already; none comes and none goes."""

    model = EventText
    form = TextForm
    formset = TextsFormSet
    readonly_fields = ("supplier_name", "own_words_shown", "supplier_words")
    verbose_name_plural = _("title and words, in each language")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # the mirror makes them

    def get_queryset(self, request: HttpRequest) -> QuerySet[EventText]:
        """The shop's languages, in the shop's order."""
        codes = [code for code, _name in settings.LANGUAGES]
        places = [When(language=code, then=Value(place)) for place, code in enumerate(codes)]
        order = Case(*places, default=Value(len(codes)), output_field=IntegerField())
        texts = super().get_queryset(request).filter(language__in=codes).select_related("event")
        return texts.order_by(order)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[Any, ...]:
        """How own words come out is told where there are any."""
        has_own = obj is not None and obj.texts.exclude(own_words="").exists()
        shown = ("own_words_shown",) if has_own else ()
        return (("own_name", "supplier_name"), ("own_words", "supplier_words"), *shown)

    @admin.display(description=_("the saved own words, as they are shown"))
    def own_words_shown(self, text: EventText) -> SafeString:
        return told.own_words(text)

    @admin.display(description=_("the supplier's title"))
    def supplier_name(self, text: EventText) -> str:
        return text.name

    @admin.display(description=_("the supplier's words"))
    def supplier_words(self, text: EventText) -> SafeString:
        return told.description(text)
