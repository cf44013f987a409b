"""How the shop's forms are drawn: each field with its label, its help and its errors tied to it."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
