"""The record as open data: CSV, JSON and GeoJSON, no key, readable from any page of anyone's."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from content.pacing import paced
from places import exporting
from places.code_book import TABLES, columns_of
from places.metadata import data_node
from places.models import Outcome


@require_safe
def code_book(request):
    tables = [(table, columns_of(table, private=False)[1]) for table in TABLES]
    context = {"tables": tables, "evidence": Outcome.Evidence, "node": data_node(), "section": "places"}
    return render(request, "places/code_book.html", context)


@require_safe
@paced("exports", "EXPORTS_A_MINUTE")
def table_csv(request, table):
    response = HttpResponse(exporting.as_csv(_known(table)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{table}.csv"'
    return _for_anyone(response)


@require_safe
@paced("exports", "EXPORTS_A_MINUTE")
def table_json(request, table):
    rows = exporting.as_objects(_known(table))
    return _for_anyone(JsonResponse({table: rows}, json_dumps_params={"ensure_ascii": False}))


@require_safe
@paced("exports", "EXPORTS_A_MINUTE")
def geojson(request):
    response = JsonResponse(exporting.as_geojson(), content_type="application/geo+json")
    return _for_anyone(response)


def _known(table):
    if table not in TABLES:
        raise Http404
    return table


def _for_anyone(response):
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
