"""What staff write down about an order, for each other."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...models import Note, OrderRecord
from .deed import Deed, Done


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Colleagues read it; nobody can change it or take it out. It goes with the customer's data."
        ),
    )


def write(record: OrderRecord, chosen: dict[str, Any], who: str) -> Done:
    Note.objects.create(record=record, who=who[:150], text=chosen["text"])
    return Done(_("The note was kept."), logged=_("A note was written."))


NOTE = Deed(
    name="note",
    rights=("add_note",),
    label=gettext_lazy("Write a note"),
    button=gettext_lazy("Keep the note"),
    is_possible=lambda record: True,
    form=lambda record, *data: NoteForm(*data),
    do=write,
)
