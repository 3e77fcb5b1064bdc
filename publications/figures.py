"""Figures of reading for staff: by month and publication, or by month and stakeholder group, as CSV."""

import csv

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.http import HttpResponse

from content.spreadsheets import harmless
from publications.models import DailyCount

KINDS = {  # what the figures are by: the field that names it
    "item": "publication__title",
    "group": "publication__groups__name",
}


def by_month(kind):
    """Return rows of {month, name, views, downloads}, newest month first."""
    name = KINDS[kind]
    rows = DailyCount.objects.annotate(month=TruncMonth("day")).order_by().values("month", name)
    rows = rows.annotate(all_views=Sum("views"), all_downloads=Sum("downloads")).order_by("-month", name)
    return [(row["month"], row[name] or "none", row["all_views"], row["all_downloads"]) for row in rows]


def as_csv(kind):
    """Return the figures as a file. A publication counts in each of its groups."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="reading-by-{kind}.csv"'
    response.write("\ufeff")  # so that spreadsheets take it as UTF-8
    writer = csv.writer(response)
    writer.writerow(["month", kind, "views", "downloads"])
    for month, name, views, downloads in by_month(kind):
        writer.writerow([month.strftime("%Y-%m"), harmless(name), views, downloads])
    return response
