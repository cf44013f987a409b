"""What staff pages have in common whose things the shop shows: the shop is told, and previews show them."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

from boxoffice import footer, pages
from boxoffice.models import language_name


def tell_the_shop() -> None:
    """Once it is committed, what was changed is shown."""
    transaction.on_commit(_changed)


def _changed() -> None:
    footer.forget()
    pages.changed()


class ShownAdmin(admin.ModelAdmin):
    """A kind of thing that the shop shows: it is told of every edit."""

    class Media:
        css = {"all": ("staff.css",)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        tell_the_shop()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        tell_the_shop()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        tell_the_shop()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        tell_the_shop()

    def get_changelist_formset(self, request: HttpRequest, **options: Any) -> Any:
        """A list may have been open for long: only what was changed since it was shown is saved."""
        field = partial(self.formfield_for_dbfield, request=request, show_hidden_initial=True)
        return super().get_changelist_formset(request, **{"formfield_callback": field, **options})


class AsItsParent:
    """For inlines: seen and changed by those who may see and change what they belong to."""

    parent_model: Any

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "view") or self._may(request, "change")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change") or self._may(request, "add")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, "change")

    def _may(self, request: HttpRequest, what: str) -> bool:
        opts = self.parent_model._meta
        return request.user.has_perm(f"{opts.app_label}.{get_permission_codename(what, opts)}")


class PreviewedAdmin(ShownAdmin):
    """One with a page of its own in the shop; `page_of` shows it as saved, in the active language."""

    change_form_template = "admin/previewed_change_form.html"

    def page_of(self, request: HttpRequest, obj: Any) -> HttpResponse:
        raise NotImplementedError

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview)
        address = path("<path:object_id>/preview/<str:language>/", view, name=self._preview_name)
        return [address, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> Any:
        obj = options.get("obj")
        if obj is not None:
            context["previews"] = [
                (code, language_name(code), reverse(f"admin:{self._preview_name}", args=[obj.pk, code]))
                for code, _name in settings.LANGUAGES
            ]
        return super().render_change_form(request, context, *args, **options)

    def preview(self, request: HttpRequest, object_id: str, language: str) -> HttpResponse:
        """What buyers see of it in that language, or would if it were not hidden."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or language not in dict(settings.LANGUAGES):
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        with translation.override(language):
            # Whatever the page says of its own address is said of the shop's.
            request.path = request.path_info = obj.get_absolute_url()
            response = self.page_of(request, obj)
        del response["Cache-Control"]  # what the page says to everyone's caches
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response

    @property
    def _preview_name(self) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_preview"
