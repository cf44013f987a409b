"""Legal pages and the footer, in each language."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from boxoffice import legal
from boxoffice.models import FooterText, LegalPage, LegalText, language_name

from .shown import AsItsParent, PreviewedAdmin, ShownAdmin


def languages() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code, _name in settings.LANGUAGES]


class LanguageField(forms.ChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Language"), choices=languages, **options)


class LegalTextForm(forms.ModelForm):
    language = LanguageField()

    class Meta:
        model = LegalText
        fields = ("language", "title", "body")
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField", "dir": "auto"}),
            "body": forms.Textarea(attrs={"class": "vLargeTextField", "dir": "auto", "rows": 10}),
        }


class LegalTextInline(AsItsParent, admin.StackedInline):
    model = LegalText
    form = LegalTextForm
    verbose_name_plural = _("texts: where there is none in a language, the default language's is shown")

    def get_extra(self, request: HttpRequest, obj: LegalPage | None = None, **options: Any) -> int:
        return len(missing(obj))

    def get_max_num(self, request: HttpRequest, obj: LegalPage | None = None, **options: Any) -> int:
        return len(settings.LANGUAGES)


class FooterTextForm(forms.ModelForm):
    language = LanguageField()

    class Meta:
        model = FooterText
        fields = ("language", "text")
        widgets = {"text": forms.Textarea(attrs={"class": "vLargeTextField", "dir": "auto", "rows": 6})}


@admin.register(LegalPage)
class LegalPageAdmin(PreviewedAdmin):
    list_display = ("title", "slug", "is_in_footer", "order", "in_languages", "changed_at")
    list_editable = ("order",)
    list_filter = ("is_in_footer",)
    search_fields = ("slug", "texts__title", "texts__body")
    inlines = (LegalTextInline,)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("texts")

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """An empty form waits for each language that has no text yet."""
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        saved = obj if obj.pk else None
        return options | {"initial": [{"language": code} for code in missing(saved)]}

    def page_of(self, request: HttpRequest, obj: LegalPage) -> HttpResponse:
        return legal.preview(request, obj)

    @admin.display(description=_("title"))
    def title(self, page: LegalPage) -> str:
        text = legal.said_in(settings.LANGUAGE_CODE, texts=page.texts.all())
        return text.title if text else page.slug

    @admin.display(description=_("in"))
    def in_languages(self, page: LegalPage) -> str:
        return ", ".join(language_name(text.language) for text in page.texts.all())


@admin.register(FooterText)
class FooterTextAdmin(ShownAdmin):
    form = FooterTextForm
    list_display = ("__str__", "text")


def missing(page: LegalPage | None) -> list[str]:
    """The languages in which a page says nothing yet."""
    said = {text.language for text in page.texts.all()} if page else set()
    return [code for code, _name in settings.LANGUAGES if code not in said]
