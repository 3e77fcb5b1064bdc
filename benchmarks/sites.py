"""Sites to measure: the Hub with generated content in a folder of its own."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager


@contextmanager
def site(size):
    """Make a Hub of this size; yields (its environment, {name: {address, queries}}) and throws it away."""
    with tempfile.TemporaryDirectory(prefix="hub-bench-", ignore_cleanup_errors=True) as folder:
        environment = {
            "HUB_DEMO": "1",
            "HUB_VAR": folder,
            "LOG_LEVEL": "ERROR",
            "SITE_URL": "http://127.0.0.1:8000",
        }
        for words in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            run(environment, "manage.py", *words)
        made = run(environment, "-m", "benchmarks.generate", str(size))
        yield environment, json.loads(made)


def run(environment, *words):
    """Run Python in that environment; return what it printed."""
    process = subprocess.run(
        [sys.executable, *words], env={**os.environ, **environment}, stdout=subprocess.PIPE, check=True
    )
    return process.stdout.decode()
