"""Finds the programs that tests need and pip cannot bring, and installs them where it may.

Chromium for the browser tests, PostgreSQL for the second database, Java for the HTML checker.
On Debian and its kin, as root, a missing one is installed; elsewhere this says what will be left out.
"""

import os
import shutil
import subprocess

from tests.browser.chromium import find_chromium
from tests.html_checker import find_java
from tests.postgres import find_binaries

TOOLS = {
    "chromium": (find_chromium, "Chromium, for the browser tests"),
    "postgresql": (find_binaries, "PostgreSQL 15 or newer, for the tests on the second database"),
    "default-jre-headless": (find_java, "Java, for the test that all HTML is valid"),
}


def main():
    for package, (find, purpose) in TOOLS.items():
        if find():
            continue
        if os.geteuid() == 0 and shutil.which("apt-get"):
            print(f"Installing {purpose} (Debian package {package})", flush=True)
            install(package)
        if not find():
            print(f"Not here: {purpose}. Install the package {package} to run those tests too.", flush=True)


def install(package):
    """Install a Debian package without questions; a failure is printed and the caller looks again."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", package]):
        done = subprocess.run(
            [*apt, *command], env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(f"{done.stdout}{done.stderr}", flush=True)


if __name__ == "__main__":
    main()
