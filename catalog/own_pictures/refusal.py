"""Why a picture is not taken, as a sentence for the person who wants it."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """One sentence, in whatever language it is read."""
