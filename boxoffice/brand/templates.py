"""A partner's templates before the shop's; where one breaks, the page is drawn by the shop's alone."""

import logging
from typing import Any

from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.backends.django import DjangoTemplates, Template

logger = logging.getLogger(__name__)


class BrandTemplates(DjangoTemplates):
    """`BRAND_DIRS` among its options: folders that come first, and may be done without."""

    def __init__(self, params: dict[str, Any]) -> None:
        options = dict(params["OPTIONS"])
        first = options.pop("BRAND_DIRS", [])
        super().__init__(params | {"DIRS": [*first, *params["DIRS"]], "OPTIONS": dict(options)})
        own = params | {"NAME": f"{params['NAME']}-own", "OPTIONS": dict(options)}
        self.own = DjangoTemplates(own) if first else None

    def get_template(self, template_name: str) -> Any:
        if self.own is None:
            return super().get_template(template_name)
        try:
            return _Either(super().get_template(template_name), name=template_name, own=self.own)
        except TemplateDoesNotExist:
            raise
        except Exception:
            _say_broken(template_name)
            return self.own.get_template(template_name)


class _Either:
    """Drawn with the partner's templates, else without. What fails both ways is raised."""

    def __init__(self, template: Template, *, name: str, own: DjangoTemplates) -> None:
        self.template, self.backend, self.origin = template.template, template.backend, template.origin
        self._theirs, self._name, self._own = template, name, own

    def render(self, context: dict[str, Any] | None = None, request: HttpRequest | None = None) -> str:
        try:
            return self._theirs.render(context, request)
        except Exception:
            drawn = self._own.get_template(self._name).render(context, request)
            _say_broken(self._name)
            return drawn


def _say_broken(name: str) -> None:
    logger.exception("The template %s does not work with the partner's; the shop's own is taken", name)
