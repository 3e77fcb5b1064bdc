"""What the settings promise, asserted on a real start and on the live connection."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as live
from django.db import connection
from django.db.utils import ConnectionHandler

from hub.settings import env_database

GOOD_KEY = "q7Hj2kLm9Np4Rt6Uv8Wx0Ya2Bc4De6Fg8Hi0Jk2Lm4No6Pq8Rs0Tu"
OPERATOR = {
    "HUB_DEMO": "0",
    "SITE_URL": "https://hub.example.org",
    "MAIL_URL": "smtp://mail.example.org:25",
    "SECRET_KEY": GOOD_KEY,
}
ON_SQLITE = live.DATABASES["default"]["ENGINE"].endswith("sqlite")
on_sqlite = pytest.mark.skipif(not ON_SQLITE, reason="about SQLite only")
on_postgres = pytest.mark.skipif(ON_SQLITE, reason="about PostgreSQL only")
POOR_KEYS = ["", "short", "x" * 60, "django-insecure-" + GOOD_KEY, "demo-mode-only-" * 5]


def start(folder, **environment):
    """Import the settings in a process of its own; return its exit code and last line of complaint."""
    kept = {"PATH": os.environ["PATH"], "HUB_VAR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", "import hub.settings"],
        env=kept | OPERATOR | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr.strip().rpartition("\n")[2]


@pytest.mark.once
def test_start_with_good_settings(tmp_path):
    assert start(tmp_path) == (0, "")


@pytest.mark.once
@pytest.mark.parametrize("key", POOR_KEYS, ids=lambda key: key[:12])
def test_start_is_refused_with_a_poor_key(tmp_path, key):
    code, complaint = start(tmp_path, SECRET_KEY=key)

    assert code == 1
    assert "SECRET_KEY" in complaint


def deployment_checks(folder, **environment):
    """Run Django's deployment checks as hub.service does before each start; return code and complaints."""
    kept = {"PATH": os.environ["PATH"], "HUB_VAR": str(folder)}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command, cwd=live.BASE_DIR, env=kept | OPERATOR | environment, capture_output=True, text=True
    )
    return done.returncode, done.stderr


@pytest.mark.once
def test_deployment_checks_have_nothing_to_say(tmp_path):
    assert deployment_checks(tmp_path) == (0, "")


@pytest.mark.once
def test_deployment_checks_would_speak_of_debugging_and_plain_http(tmp_path):
    """The control: two settings that nobody should deploy."""
    code, said = deployment_checks(tmp_path, DEBUG="1", SITE_URL="http://hub.example.org")

    assert (code, "security.W018" in said, "security.W012" in said) == (1, True, True)


@pytest.fixture
def as_an_operator_has_it(tmp_path, django_db_blocker):
    """Open a connection made from an operator's settings, not from the tests' faster ones."""
    handler = ConnectionHandler({"default": env_database("NO_SUCH", f"sqlite:///{tmp_path}/live.sqlite3")})
    with django_db_blocker.unblock():
        handler["default"].ensure_connection()
        yield handler["default"]
        handler["default"].close()


@on_sqlite
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 20000), ("foreign_keys", 1)],
)
def test_sqlite_keeps_what_it_was_given(as_an_operator_has_it, pragma, value):
    with as_an_operator_has_it.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone() == (value,)


@on_sqlite
def test_sqlite_transaction_takes_the_write_lock_at_once(as_an_operator_has_it):
    assert as_an_operator_has_it.transaction_mode == "IMMEDIATE"


@on_postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statement_timeout", "15s"),
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "30s"),
        ("fsync", None),
    ],
)
def test_postgresql_gives_up_in_time(name, value):
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        assert cursor.fetchone()[0] == (value or "off")  # the tests' own server saves fsync


@on_postgres
@pytest.mark.django_db
def test_postgresql_connection_is_kept_and_checked():
    assert (connection.settings_dict["CONN_MAX_AGE"], connection.settings_dict["CONN_HEALTH_CHECKS"]) == (
        60,
        True,
    )
    assert connection.pg_version >= 150000


@pytest.mark.once
def test_cookies_are_bound_to_the_host_over_tls(tmp_path):
    code = (
        "import hub.settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, s.MESSAGE_STORAGE.rpartition('.')[2])"
    )
    kept = {"PATH": os.environ["PATH"], "HUB_VAR": str(tmp_path)}
    printed = subprocess.check_output([sys.executable, "-c", code], env=kept | OPERATOR, text=True)

    assert printed.split() == ["__Host-session", "__Host-csrf", "True", "True", "SessionStorage"]
