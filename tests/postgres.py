"""A PostgreSQL server of the tests' own: made, started, and thrown away with the run.

It listens on a socket in a temporary folder only, and never touches a server or an
account that is already on the machine.
"""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

OLDEST = 15  # what Django 6.1 supports
SAFE = ["listen_addresses="]  # as an operator has it, but for the network
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", *SAFE]


def find_binaries():
    """Return the folder of a recent enough initdb and postgres, or None."""
    candidates = [os.environ.get("POSTGRES_BIN"), pg_config_folder()]
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=debian_version, reverse=True)
    candidates += [Path(initdb).resolve().parent for initdb in [shutil.which("initdb")] if initdb]
    return next((Path(folder) for folder in candidates if folder and is_recent(Path(folder))), None)


def pg_config_folder():
    if not shutil.which("pg_config"):
        return None
    return subprocess.check_output(["pg_config", "--bindir"], text=True).strip()


def debian_version(folder):
    return float(folder.parent.name)


def is_recent(folder):
    """Return whether the folder has initdb and a postgres of a version that Django supports."""
    if not (folder / "initdb").exists() or not (folder / "postgres").exists():
        return False
    version = subprocess.check_output([folder / "postgres", "--version"], text=True)
    return int(re.search(r"\d+", version).group()) >= OLDEST


@contextlib.contextmanager
def server(binaries, options=FAST):
    """Run a server for the length of the block; yield the address of its database."""
    with tempfile.TemporaryDirectory(prefix="hub-postgres-", ignore_cleanup_errors=True) as name:
        made = Server(binaries, Path(name), options)
        made.start()
        try:
            yield made.address
        finally:
            made.stop()


class Server:
    """A server in an empty folder, made but not started."""

    def __init__(self, binaries, home, options=FAST):
        self.binaries, self.home, self.account = binaries, home, unprivileged_account()
        self.options = [part for option in options for part in ("-c", option)]
        self.address = f"postgres://hub@/postgres?host={home}"
        if self.account:
            os.chown(home, self.account["user"], self.account["group"])
        make = [binaries / "initdb", "-D", home / "data", "-U", "hub", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            [*make, "--locale=C.UTF-8", "--no-sync"],
            cwd=home, capture_output=True, check=True, **self.account,
        )  # fmt: skip

    def start(self):
        """Start it and wait until it takes connections."""
        with (self.home / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.home / "data", "-k", self.home, *self.options],
                cwd=self.home, stdout=log, stderr=log, **self.account,
            )  # fmt: skip
        wait_until_ready(self.home, self.process)

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def unprivileged_account():
    """Return subprocess arguments that drop root's rights, which PostgreSQL refuses; else nothing."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def wait_until_ready(home, process, seconds=30):
    """Wait for the server to say that it is ready; raise with its log when it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        if "ready to accept connections" in (home / "log").read_text():
            return
        time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start:\n{(home / 'log').read_text()}")
