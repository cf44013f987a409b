"""An event's own pictures. Each is looked at when its address is new, before anything is saved."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from boxoffice.admin.shown import AsItsParent

from .. import own_pictures
from ..models import Event, OwnPicture
from ..own_pictures import Refused, Seen
from . import told

MOST = 10
NAME = re.compile(r"own_pictures-\d+-url")


class PictureForm(forms.ModelForm):
    looked_at: Mapping[str, Seen | Refused] = {}

    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField", "dir": "ltr"}),
        help_text=_(
            "https, on one of the allowed media hosts. When you save, the picture is fetched once, to see "
            "that it is a JPEG, PNG, WebP or GIF that does not move, of at most 5 megabytes and 6000 pixels "
            "a side. Lists want 520 by 390 pixels or more."
        ),
    )

    class Meta:
        model = OwnPicture
        fields = ("url", "alternative", "order")
        help_texts = {
            "alternative": _("What it shows, in a few words, for those who do not see it."),
            "order": _("The lowest comes first; the first stands in lists too."),
        }

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if "url" in self.changed_data:
            answer = self.looked_at.get(url) or Refused(_("It was not looked at yet. Please save again."))
            if isinstance(answer, Refused):
                raise answer
            self.instance.width, self.instance.height = answer.width, answer.height
        return url


class PictureInline(AsItsParent, admin.StackedInline):
    model = OwnPicture
    form = PictureForm
    fields = ("shown", "url", "alternative", "order")
    readonly_fields = ("shown",)
    verbose_name_plural = _("own pictures, in place of the supplier's")
    extra = 1
    max_num = MOST

    def get_formset(self, request: HttpRequest, obj: Any = None, **options: Any) -> Any:
        looked_at = getattr(request, "looked_at", {})
        form = type("PictureForm", (PictureForm,), {"looked_at": looked_at})
        return super().get_formset(request, obj, **{"form": form, "validate_max": True, **options})

    @admin.display(description=_("picture"))
    def shown(self, picture: OwnPicture) -> str | SafeString:
        if not picture.pk:
            return told.NOTHING
        size = _("%(width)s by %(height)s pixels") % {"width": picture.width, "height": picture.height}
        return format_html('<img class="own-picture" src="{}" alt=""> {}', picture.url, size)


def look_at_new(event: Event, *, sent: Any) -> dict[str, Seen | Refused]:
    """What there is at each address in a sent form. Those that the event has already are not asked again."""
    known: dict[str, Seen | Refused] = {
        picture.url: Seen(picture.width, picture.height) for picture in event.own_pictures.all()
    }
    urls = [_cleaned(value) for name, value in sent.items() if NAME.fullmatch(name)]
    return known | own_pictures.look_at([url for url in urls if url and url not in known][:MOST])


def _cleaned(address: str) -> str:
    """As the form will have it; nothing, where the form will refuse it."""
    try:
        return str(PictureForm.base_fields["url"].clean(address))
    except forms.ValidationError:
        return ""
