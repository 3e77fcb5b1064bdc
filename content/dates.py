"""Dates known to the year, the month or the day, as in W3CDTF: 2015, 2015-10, 2015-10-03."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import dateformat

PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


def first_day(text):
    """Return the first `date` that a partial date can mean; raise ValueError when it is none."""
    match = PARTIAL_DATE.match(text or "")
    if not match:
        raise ValueError(f"{text!r} is no date like 2015, 2015-10 or 2015-10-03")
    year, month, day = match.groups()
    return date(int(year), int(month or 1), int(day or 1))


def in_words(text):
    """Return 2015, October 2015 or 3 October 2015 for a partial date, and nothing for none."""
    if not text:
        return ""
    formats = {4: "Y", 7: "F Y", 10: "j F Y"}
    return dateformat.format(first_day(text), formats[len(text)])


def validate_partial_date(text):
    try:
        first_day(text)
    except ValueError as error:
        raise ValidationError(
            "Write a year, a month or a day: 2015, 2015-10 or 2015-10-03.", code="partial_date"
        ) from error


class PartialDateField(models.CharField):
    """A W3CDTF date as text, so that no one has to invent the day. It sorts by time."""

    default_validators = [validate_partial_date]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", "As exact as it is known: 2015, 2015-10 or 2015-10-03.")
        super().__init__(*args, **kwargs)
