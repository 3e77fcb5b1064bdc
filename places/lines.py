"""Short lists kept as text, one entry a line: councils and health bodies, web addresses."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models


def lines_of(text):
    """Return the lines that say something, stripped."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def validate_addresses(text):
    """Raise ValidationError naming the first line that is no http or https address."""
    is_address = URLValidator(schemes=["http", "https"])
    for number, line in enumerate(lines_of(text), start=1):
        try:
            is_address(line)
        except ValidationError as error:
            raise ValidationError(f"Line {number} is no web address: “{line[:80]}”.") from error


class AddressLinesField(models.TextField):
    """Web addresses, one a line."""

    default_validators = [validate_addresses]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("help_text", "Web addresses, one a line.")
        super().__init__(*args, **kwargs)
