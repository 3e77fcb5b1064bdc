"""The production recipe on loopback: the files of deploy/ with this run's folders and ports in them."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.chaos import hub
from tests.network import free_port
from tests.nginx import RECIPE, make_certificate, running

WORKERS = 2


def copy_code(folder):
    """Copy everything that belongs to the repository, as it is now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    files = subprocess.check_output(command, cwd=hub.ROOT, text=True).split("\0")
    for name in filter(None, files):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(hub.ROOT / name, target)


class Machine:
    """One web machine: its own code, its own HUB_VAR, and gunicorn as deploy/ has it on a socket."""

    def __init__(self, folder, env):
        self.code, self.socket, self.pidfile = folder / "code", folder / "hub.sock", folder / "hub.pid"
        self.env = env | {"HUB_VAR": str(folder / "var"), "WEB_CONCURRENCY": str(WORKERS)}
        copy_code(self.code)
        self.log = folder / "log"

    def start(self):
        """Start gunicorn as hub.service does, and wait until it answers."""
        command = [Path(sys.executable).parent / "gunicorn", "-c", "deploy/gunicorn.conf.py"]
        command += ["-b", f"unix:{self.socket}", "-p", self.pidfile]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.code, env=self.env, stdout=log, stderr=log)
        hub.wait_until(lambda: len(self.workers()) == WORKERS, 60)

    @property
    def master(self):
        return int(self.pidfile.read_text())

    def workers(self):
        """Return the process numbers of the workers that live."""
        try:
            children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text()
        except (OSError, ValueError):
            return []
        return [int(pid) for pid in children.split()]

    def change_code(self, release):
        """Write the number of a release into the code, where /livez tells it."""
        health = self.code / "hub" / "health.py"
        original = (hub.ROOT / "hub" / "health.py").read_text()
        health.write_text(original.replace('"alive\\n"', f'"alive {release}\\n"'))

    def reload(self):
        """Do what `systemctl reload hub` does."""
        done = subprocess.run(
            ["deploy/reload.sh", self.pidfile], cwd=self.code, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr

    def stop(self):
        """Do what `systemctl stop hub` does."""
        with contextlib.suppress(OSError, ValueError):
            os.kill(self.master, signal.SIGTERM)
        hub.wait_until(lambda: not self.pidfile.exists(), 60)
        self.process.wait(60)


def environment(folder, filled, port):
    """Return hub.env.example filled in for loopback, with the database of a Hub that is filled."""
    example = (hub.ROOT / "deploy" / "hub.env.example").read_text()
    lines = [line for line in example.splitlines() if line and not line.startswith("#")]
    ours = dict(line.split("=", 1) for line in lines)
    ours |= {name: filled[name] for name in ["DATABASE_URL", "SECRET_KEY", "STATIC_ROOT", "MEDIA_ROOT"]}
    ours |= {"SITE_URL": f"https://127.0.0.1:{port}", "MAIL_URL": f"file://{folder}/outbox"}
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "LOG_LEVEL": "ERROR"} | ours


@contextlib.contextmanager
def machines(folder, filled, port, number):
    """Run some machines on one database and one media folder for the length of the block."""
    env, made = environment(folder, filled, port), []
    try:
        for n in range(number):
            (folder / f"machine-{n}").mkdir()
            made.append(Machine(folder / f"machine-{n}", env))
            made[-1].start()
        yield made
    finally:
        for each in made:
            each.stop()


@contextlib.contextmanager
def nginx(folder, port, some):
    """Run nginx before these machines as deploy/nginx has it, over TLS, for the length of the block."""
    render(folder / "conf", folder, port, some)
    make_certificate(folder)
    with running(folder, port, f"include {folder}/conf/hub.conf;"):
        hub.wait_until(lambda: hub.get(port, "/livez", tls=True).status == 200, 20)
        yield


def render(conf, folder, port, some):
    """Write the recipe's nginx files with our folders instead of an operator's."""
    conf.mkdir()
    (folder / "cache").mkdir()
    media = some[0].env["MEDIA_ROOT"]
    ours = {
        "server unix:/run/hub/hub.sock max_fails=0;": "".join(
            f"server unix:{each.socket} max_fails=0;" for each in some
        ),
        "/var/cache/nginx/hub": f"{folder}/cache",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "hub.example.org": "127.0.0.1",
        "/etc/ssl/hub": str(folder),
        "/srv/hub-media": media,
        "/var/lib/hub": some[0].env["HUB_VAR"],
        "Host $host;": f"Host $host:{port};",
        "/opt/hub/deploy/nginx/": f"{conf}/",
        "root /opt/hub/deploy/nginx;": f"root {conf};",
    }
    for file in RECIPE.iterdir():
        text = file.read_text()
        for theirs, replaced in ours.items():
            text = text.replace(theirs, replaced)
        (conf / file.name).write_text(text)
