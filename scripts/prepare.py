"""Makes .venv, installs one locked requirements file into it, and compiles our own modules.

Packages are compiled as they are installed. Ours would be compiled anew at every start of a service that may
not write beside its code, as those in deploy/systemd/ may not.

Run with the system's Python, so the standard library is all there is:

    python3 scripts/prepare.py runtime|dev
"""

import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
ROOMS = ["hub", "alerts", "comments", "articles", "publications", "places", "content"]  # from roof to ground
COVERS = {"runtime": ["runtime"], "dev": ["dev", "runtime"]}


def main(name):
    """Bring .venv up to requirements/<name>.txt and compile; do only what is not done already."""
    if not works(PYTHON):
        print("Making the virtual environment .venv", flush=True)
        run(sys.executable, "-m", "venv", "--clear", VENV)
    if not stamp(name).exists():
        install(name)
    run(PYTHON, "-m", "compileall", "-q", *ROOMS)


def install(name):
    """Install requirements/<name>.txt, by the hashes in it."""
    print(f"Installing requirements/{name}.txt (about half a minute)", flush=True)
    run(
        PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check",
        "--require-hashes", "--only-binary", ":all:", "-r", lock_file(name),
    )  # fmt: skip
    for covered in COVERS[name]:
        stamp(covered).touch()


def works(python):
    """Return whether this Python starts and has pip: a moved or half-made .venv does not."""
    if not python.exists():
        return False
    return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def lock_file(name):
    return ROOT / "requirements" / f"{name}.txt"


def stamp(name):
    """Return the file that says this very lock is installed: its name holds the lock's hash."""
    digest = hashlib.sha256(lock_file(name).read_bytes()).hexdigest()[:16]
    return VENV / f"installed-{name}-{digest}"


def run(*command):
    """Run a command; end with its exit code, and no traceback, when it fails."""
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


if __name__ == "__main__":
    main(sys.argv[1])
