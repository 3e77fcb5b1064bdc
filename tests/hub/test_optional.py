"""What an operator may turn on: figures for monitoring, reports of faults, files in a bucket."""

import importlib.util
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from content.breaker import breaker
from hub import reporting
from hub.environment import env_storage
from tests.factories import create_comment

TOKEN = {"Authorization": "Bearer monitoring-token"}


@pytest.mark.django_db
def test_metrics_say_what_waits(client, settings):
    settings.METRICS_TOKEN = "monitoring-token"
    create_comment(state="waiting")
    lines = client.get("/metrics", headers=TOKEN).text.splitlines()

    assert {"hub_database_up 1", "hub_comments_waiting 1", "hub_mail_waiting 0"} <= set(lines)
    assert all(line.startswith("# TYPE hub_") for line in lines if line.startswith("#"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("token", "headers"), [("", TOKEN), ("another-token", TOKEN), ("monitoring-token", {})]
)
def test_metrics_are_for_who_knows_the_token(client, settings, token, headers):
    settings.METRICS_TOKEN = token

    assert client.get("/metrics", headers=headers).status_code == 404


def test_metrics_say_that_the_database_is_away(client, settings, monkeypatch):
    settings.METRICS_TOKEN = "monitoring-token"
    settings.MIDDLEWARE = []  # the guard would answer for us
    monkeypatch.setattr(breaker, "is_open", True)

    assert client.get("/metrics", headers=TOKEN).text.endswith("hub_database_up 0\n")


def test_report_of_a_fault_names_nobody():
    fault = {"type": "ValueError", "value": "no such reader ada@example.org at 192.0.2.77"}
    event = {
        "event_id": "0" * 32,
        "exception": {"values": [fault]},
        "logentry": {"formatted": "mail for ada@example.org"},
        "request": {"url": "/comments/confirm/secret/", "headers": {"Cookie": "session"}},
        "user": {"ip_address": "192.0.2.77"},
    }
    sent = reporting.without_persons(event, {})

    assert not reporting.NEVER_SENT & set(sent)
    assert sent["event_id"] == "0" * 32
    assert "ada@" not in str(sent)
    assert "192.0.2.77" not in str(sent)


def test_reporting_without_its_package_is_refused_by_name(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)

    with pytest.raises(ImproperlyConfigured, match="sentry-sdk"):
        reporting.report_to("https://key@sentry.example.org/1")


def test_bucket_is_named_by_one_address(monkeypatch):
    monkeypatch.setenv(
        "MEDIA_STORAGE", "s3://hub-media?endpoint_url=https://s3.example.org&region_name=eu-west-2"
    )
    options = env_storage("MEDIA_STORAGE")["OPTIONS"]

    assert (options["bucket_name"], options["region_name"]) == ("hub-media", "eu-west-2")
    assert options["endpoint_url"] == "https://s3.example.org"


def test_storage_that_we_do_not_know_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("MEDIA_STORAGE", "ftp://files")

    with pytest.raises(ImproperlyConfigured, match="MEDIA_STORAGE"):
        env_storage("MEDIA_STORAGE")


@pytest.mark.skipif(not importlib.util.find_spec("storages"), reason="django-storages is not installed here")
def test_bucket_takes_our_options(monkeypatch):
    from storages.backends.s3 import S3Storage  # noqa: PLC0415 (an optional package)

    monkeypatch.setenv("MEDIA_STORAGE", "s3://hub-media?endpoint_url=https://s3.example.org")

    assert S3Storage(**env_storage("MEDIA_STORAGE")["OPTIONS"]).bucket_name == "hub-media"
