"""Prepares the demo site and serves it: what `make run` does once .venv is ready.

One process does every step, so that a second run takes seconds. The site runs as in
production (DEBUG off, hashed static files, a production server) but for HUB_DEMO, which
makes up the secrets, writes mail to files and allows plain http on this machine.
"""

import hashlib
import os
import signal
import socket
import sys
from pathlib import Path

import django
import waitress
import waitress.channel
import waitress.task
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.servers.basehttp import get_internal_wsgi_application
from waitress.utilities import BadRequest, ServerNotImplemented

from hub.headers import always

HOST = "127.0.0.1"


def main(port):
    """Prepare everything, then serve until Ctrl-C or SIGTERM; end with a sentence if the port is no good."""
    if not port.isdecimal() or not 1024 <= int(port) <= 65535:
        sys.exit(f"PORT={port} is no port: write a number from 1024 to 65535.")
    port = int(port)
    if not is_free(port):
        sys.exit(f"Port {port} is in use. Try another one: make run PORT={port + 1}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "hub.settings"
    os.environ["HUB_DEMO"] = "1"
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")
    django.setup()
    prepare()
    serve(port)


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def prepare():
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    say("Bringing the database up to date")
    call_command("migrate", verbosity=0)
    say("Loading the initial content")
    call_command("load_initial_content")
    call_command("extract_text")
    call_command("make_picture_copies")
    collect_static_files()
    call_command("create_demo_staff")


def collect_static_files():
    """Copy, hash and compress the static files, which takes ten seconds; not again when none has changed."""
    stamp = settings.VAR_DIR / "static-files-prepared"
    state = static_files_state()
    if settings.STATIC_ROOT.exists() and stamp.exists() and stamp.read_text() == state:
        return
    say("Preparing the static files (about ten seconds)")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state)


def static_files_state():
    """Return a text that changes when a static file of ours or of a package does."""
    files = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list(None)]
    states = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in sorted(files)]
    return hashlib.sha256(repr(states).encode()).hexdigest()


class RefusalWithHeaders(waitress.task.ErrorTask):
    """What waitress answers by itself, such as 413, with the headers that all our answers carry.

    A transfer coding that nobody knows is the sender's fault (400), not one of ours (501).
    """

    def execute(self):
        self.response_headers.extend(always().items())
        if isinstance(self.request.error, ServerNotImplemented):
            self.request.error = BadRequest(self.request.error.body)
        super().execute()


def serve(port):
    """Serve with waitress, which reads slow requests without tying up a thread."""
    waitress.channel.HTTPChannel.error_task_class = RefusalWithHeaders
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())  # waitress then ends as it does on Ctrl-C
    say(f"The Hub is at http://{HOST}:{port} - stop it with Ctrl-C")
    waitress.serve(
        get_internal_wsgi_application(),
        host=HOST,
        port=port,
        threads=8,
        connection_limit=1000,
        asyncore_use_poll=True,  # select() ends at 1,024 open files
        ident=None,
        max_request_body_size=(settings.MAX_UPLOAD_MB + 1) * 1024 * 1024,
        _quiet=True,
    )


def say(line):
    print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
