from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError, connection


def refuse(execute, sql, params, many, context):
    raise OperationalError("connection refused")


def test_livez_asks_the_database_nothing(client):
    assert client.get("/livez").text == "alive\n"


@pytest.mark.django_db
def test_readyz_says_that_the_database_answers(client):
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ready\n")


@pytest.mark.django_db
def test_readyz_says_that_the_database_is_away(client):
    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")
    assert response.status_code == 503


@pytest.mark.parametrize("path", ["livez", "readyz"])
def test_health_is_never_cached(client, path, db):
    assert "no-store" in client.get(f"/{path}").headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/.well-known/security.txt", "/.well-known/security.txt/", "/security.txt"])
def test_security_txt_is_found_and_good_for_a_month(client, path, settings):
    response = client.get(path, follow=True)
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())

    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == f"mailto:{settings.SECURITY_CONTACT}"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=30) < expires - datetime.now(UTC) < timedelta(days=366)
