"""The environment that tests run in, whatever the shell around them says; then hub.settings."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="hub-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
(SCRATCH / "static").mkdir()  # whitenoise warns when it has nothing to look into

os.environ |= {
    "HUB_DEMO": "0",
    "HUB_VAR": str(SCRATCH),
    "DEBUG": "0",
    "LOG_LEVEL": "WARNING",
    "SECRET_KEY": "for-tests-only-" * 5,
    "SITE_URL": "http://hub.example.org",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1,hub.example.org",
    "ADMINS": "staff@example.org",
    "SEARCHES_A_MINUTE": "0",
    "EXPORTS_A_MINUTE": "0",
    "SEARCH_FOLLOWS": "0",  # a test says itself when the index catches up
    "MAIL_URL": "smtp://mail.example.org:25",  # never reached: each test has an outbox in memory
    "DATABASE_URL": os.environ.get("HUB_TEST_DATABASE_URL", f"sqlite:///{SCRATCH}/hub.sqlite3"),
}

from hub.settings import *  # noqa: E402, F403 - it reads the environment above
from hub.settings import DATABASES, STORAGES  # noqa: E402

# A file, as in real use: a database in memory would make all threads share one connection.
if DATABASES["default"]["ENGINE"].endswith("sqlite"):
    DATABASES["default"]["TEST"] = {"NAME": SCRATCH / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; nothing here is secret
TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
DATABASE_PATIENCE = READERS_PATIENCE = 30  # two workers and a browser may keep two cores busy for a while
SECOND_FACTOR = False  # tests of the second factor turn it on; the others sign in with one line
