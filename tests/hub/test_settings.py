"""Settings read the environment by type, and fail by name."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from hub import environment


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (environment.env_bool, "maybe"),
        (environment.env_int, "ten"),
        (environment.env_database, "mysql://x/y"),
        (environment.env_mailer, "pigeon://coop"),
        (lambda name, default: environment.env_socket(name), "nowhere"),
    ],
)
def test_value_of_the_wrong_type_is_refused_by_name(monkeypatch, read, value):
    monkeypatch.setenv("SOMETHING", value)

    with pytest.raises(ImproperlyConfigured, match="SOMETHING"):
        read("SOMETHING", "")


def test_missing_value_is_asked_for_by_name(monkeypatch):
    monkeypatch.delenv("SOMETHING", raising=False)

    with pytest.raises(ImproperlyConfigured, match="SOMETHING"):
        environment.env("SOMETHING")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:////srv/hub/db.sqlite3", {"NAME": "/srv/hub/db.sqlite3"}),
        ("postgres://u:p%40ss@db:5433/hub", {"USER": "u", "PASSWORD": "p@ss", "HOST": "db", "PORT": "5433"}),
        ("postgresql:///hub?host=/run/postgresql", {"NAME": "hub", "HOST": "/run/postgresql"}),
    ],
)
def test_database_address_is_read(monkeypatch, url, expected):
    monkeypatch.setenv("DATABASE_URL", url)

    database = environment.env_database("DATABASE_URL", None)

    assert {key: database[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgres://u:p@db.example.org/hub", "require"),
        ("postgres://u:p@db.example.org/hub?sslmode=verify-full", "verify-full"),
        ("postgres://u:p@localhost/hub", None),
        ("postgres:///hub?host=/run/postgresql", None),
        ("postgres://u@/hub?host=db.example.org", "require"),
    ],
)
def test_database_on_another_machine_is_spoken_to_over_tls(monkeypatch, url, mode):
    monkeypatch.setenv("DATABASE_URL", url)

    assert environment.env_database("DATABASE_URL", None)["OPTIONS"].get("sslmode") == mode


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://u:p@mail:587?tls=1", {"host": "mail", "port": 587, "username": "u", "use_tls": True}),
        ("smtps://mail", {"port": 465, "use_ssl": True}),
        ("file:///tmp/outbox", {"file_path": "/tmp/outbox"}),  # noqa: S108 (only a name)
    ],
)
def test_mail_address_is_read(monkeypatch, url, expected):
    monkeypatch.setenv("MAIL_URL", url)

    options = environment.env_mailer("MAIL_URL", None)["OPTIONS"]

    assert {key: options[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", ""), ("unix:/run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"), ("scanner:3310", ("scanner", 3310)),
     ("[::1]:3310", ("::1", 3310))],
)  # fmt: skip
def test_socket_is_read(monkeypatch, value, expected):
    monkeypatch.setenv("CLAMD", value)

    assert environment.env_socket("CLAMD") == expected


def test_site_does_not_start_without_its_secrets():
    started = subprocess.run(
        [sys.executable, "manage.py", "check"], env={}, capture_output=True, text=True, cwd=settings.BASE_DIR
    )

    assert started.returncode != 0
    assert "Set the environment variable SITE_URL" in started.stderr


@pytest.mark.django_db
def test_driver_of_postgresql_is_psycopg2():
    if connection.vendor == "postgresql":
        assert connection.Database.__name__ == "psycopg2"
    else:
        assert connection.vendor == "sqlite"
