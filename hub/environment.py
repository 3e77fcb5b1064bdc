"""Typed reads of the environment, for hub/settings.py alone. Each fails by the variable's name."""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def env(name, default=None):
    """Return the text of an environment variable; raise ImproperlyConfigured by name if it has none."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}. README.md says to what.")
    return value


def env_secret(name, default=None):
    """Return a secret; raise ImproperlyConfigured when it is short, repetitive or a known default."""
    value = env(name, default)
    if value != default and (len(value) < 50 or len(set(value)) < 5 or "insecure" in value):
        raise ImproperlyConfigured(
            f"{name} is too short or too plain to keep a secret. Make one: "
            "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
        )
    return value


def env_bool(name, default):
    """Return True for 1, true, yes and on, False for 0, false, no and off; raise otherwise."""
    value = env(name, str(default)).strip().lower()
    if value not in {"1", "true", "yes", "on", "0", "false", "no", "off"}:
        raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")
    return value in {"1", "true", "yes", "on"}


def env_int(name, default):
    """Return a whole number; raise ImproperlyConfigured when the text is none."""
    value = env(name, str(default))
    try:
        return int(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.") from error


def env_list(name, default=""):
    """Return the comma-separated values, stripped, without empty ones."""
    return [value.strip() for value in env(name, default).split(",") if value.strip()]


def env_choice(name, default, choices):
    """Return one of the allowed words; raise ImproperlyConfigured otherwise."""
    value = env(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}: write one of {', '.join(sorted(choices))}.")
    return value


def env_socket(name):
    """Return the path of unix:/path, or the (host, port) of host:port; "" when there is none."""
    value = env(name, "")
    kind, _, where = value.rpartition(":")
    if kind == "unix" or not value:
        return where
    if kind and where.isdecimal():
        return kind.strip("[]"), int(where)
    raise ImproperlyConfigured(f"{name} is {value!r}: write unix:/path/of/socket or host:port.")


def env_database(name, default):
    """Return Django's DATABASES entry for the address in an environment variable."""
    return parse_database(name, env(name, default))


def parse_database(name, value):
    """Return Django's DATABASES entry for sqlite:///path or postgres://user:password@host:port/name."""
    url = urlsplit(value)
    if url.scheme == "sqlite":
        return {
            "ENGINE": "hub.sqlite",
            "NAME": unquote(url.path).replace("/", "", 1) or ":memory:",
            "CONN_MAX_AGE": None,  # opening the file and setting it up costs more than most pages
            # WAL, FULL and IMMEDIATE: no lock errors under load, nothing lost when the power goes.
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
                ),
            },
        }
    if url.scheme in {"postgres", "postgresql"}:
        options = dict(parse_qsl(url.query))
        host = options.pop("host", url.hostname or "")
        is_here = host.startswith("/") or host in {"", "localhost", "127.0.0.1", "::1"}
        return {
            "ENGINE": "hub.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": host,
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": ({} if is_here else {"sslmode": "require"})
            | {
                "connect_timeout": 3,
                "options": (
                    "-c statement_timeout=15s -c lock_timeout=2s -c idle_in_transaction_session_timeout=30s"
                ),
            }
            | options,
        }
    raise ImproperlyConfigured(
        f"{name} is {value!r}: write sqlite:///path/to/file or postgres://user:password@host:port/name."
    )


def env_storage(name):
    """Return Django's STORAGES entry for s3://bucket?endpoint_url=…&region_name=…; without one, the disk."""
    url = urlsplit(env(name, ""))
    if not url.scheme:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if url.scheme == "s3" and url.hostname:
        options = {"bucket_name": url.hostname, "default_acl": None, "file_overwrite": False}
        return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options | dict(parse_qsl(url.query))}
    raise ImproperlyConfigured(f"{name} is {url.geturl()!r}: write s3://bucket, or nothing for the disk.")


def env_mailer(name, default):
    """Return Django's MAILERS entry for smtp(s)://user:password@host:port or file:///folder."""
    value = env(name, default)
    url = urlsplit(value)
    if url.scheme == "file":
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"BACKEND": backend, "OPTIONS": {"file_path": unquote(url.path)}}
    if url.scheme in {"smtp", "smtps"}:
        return {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": url.hostname or "localhost",
                "port": url.port or (465 if url.scheme == "smtps" else 25),
                "username": unquote(url.username or ""),
                "password": unquote(url.password or ""),
                "use_ssl": url.scheme == "smtps",
                "use_tls": dict(parse_qsl(url.query)).get("tls") == "1",
                "timeout": 20,
            },
        }
    raise ImproperlyConfigured(f"{name} is {value!r}: write smtp://host:port or file:///folder.")
